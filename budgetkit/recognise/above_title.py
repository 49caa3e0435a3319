"""Statements printed above a table's title: they belong to the table below, not to the one that ends there."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.read.row import RawRow
from budgetkit.recognise.boundary import LOOKAHEAD, is_statement
from budgetkit.recognise.title import find_title


def move_statements(rows: Sequence[RawRow]) -> list[RawRow]:
    """Put the statements that stand right above a title behind it, where no statement follows it already.

    What stands between two titles belongs to the first of them, a table without rows.
    """
    moved: list[RawRow] = []
    held: list[RawRow] = []
    last: RawRow | None = None
    for position, row in enumerate(rows):
        if row.filled and is_statement(row):
            held.append(row)
            continue
        if held and not row.filled:
            held.append(row)
            continue
        is_title = bool(row.filled) and find_title(row) is not None
        if held and is_title and not _is_title(last) and not _is_stated(rows[position + 1 : position + 1 + LOOKAHEAD]):
            moved.extend([row, *held])
        else:
            moved.extend([*held, row])
        held = []
        last = row if row.filled else last
    return [*moved, *held]


def _is_title(row: RawRow | None) -> bool:
    return row is not None and find_title(row) is not None


def _is_stated(below: Sequence[RawRow]) -> bool:
    """Say whether a unit is stated below a title, before its table begins."""
    for row in below:
        if len(row.filled) > 1 and not is_statement(row):
            return False
        if any("单位：" in cell and "元" in cell for cell in row.filled):
            return True
    return False
