"""Columns that are empty on every row of a document: no columns, but a tab before each line, or two for one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from budgetkit.finding import Finding
from budgetkit.read.reading import Reading
from budgetkit.read.row import RawRow

Cells = tuple[str, ...]
_ENOUGH = 10  # rows that prove what stands on every one of them


def drop_empty_columns(reading: Reading) -> Reading:
    """Leave out a first column, or every second one, that is empty on all rows of a document, and say so."""
    for words, empty, kept in _LAYOUTS:
        wide = [row for row in reading.rows if _is_wide(row) and row.filled]
        if len(wide) >= _ENOUGH and not any(any(empty(row.cells)) for row in wide) and _has_two(wide, kept):
            note = f"全文各行{words}均为空，不是列，已略去。"
            rows = [_keep(row, kept) if _is_wide(row) else row for row in reading.rows]
            finding = Finding("documents", "reading", "", note, "repaired", wide[0].number)
            reading = Reading(rows, [*reading.notes, finding])
    return reading


_LAYOUTS: tuple[tuple[str, Callable[[Cells], Cells], Callable[[Cells], Cells]], ...] = (
    ("第一格", lambda cells: cells[:1], lambda cells: cells[1:]),
    ("每隔一格", lambda cells: cells[1::2], lambda cells: cells[::2]),
)


def _is_wide(row: RawRow) -> bool:
    """Say whether a row is cut at tabs: markup sets its own columns."""
    return len(row.cells) > 1 and not row.from_markup


def _has_two(rows: Sequence[RawRow], kept: Callable[[Cells], Cells]) -> bool:
    """Say whether what is kept still holds columns: otherwise the empty cells only end their lines."""
    return any(sum(map(bool, kept(row.cells))) > 1 for row in rows)


def _keep(row: RawRow, kept: Callable[[Cells], Cells]) -> RawRow:
    return replace(row, cells=kept(row.cells), printed=row.text)
