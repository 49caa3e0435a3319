"""Negative amounts where none can be: a budget plans income and expenditure, and neither can be less than nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetkit.check.document import CheckedDocument
from budgetkit.check.result import make_row
from budgetkit.check.words import column_label, money, money_columns, table_label
from budgetkit.finding import Finding, Row
from budgetkit.read.place import Place

RULE = "no_negative_amount"
# money carried over, balances and changes may be negative: a unit can have overspent, a figure can have fallen
_SIGNED_COLUMN = re.compile(r".*(?:carryover|balance|change|surplus).*")
_SIGNED_ITEM = re.compile(r".*(?:结转|结余|赤字|亏损|弥补|增减|增加|减少|差额).*")
_NAMES = ("item_name", "function_name", "project_name")

Cell = tuple[Row, str]


def check_negative_amounts(document: CheckedDocument) -> Iterator[Row]:
    """Check every table that holds money: no amount that cannot be negative is."""
    for table, rows in document.tables.items():
        columns = money_columns(table)
        if not columns or not rows:
            continue
        negative = find_negative(table, rows)
        description = f"{table_label(table)}：各金额均不为负"
        lines = ([row["source_line"] for row, _ in negative] or [row["source_line"] for row in rows],)
        text = "；".join(map(_describe, negative[:3])) + (f" 等 {len(negative)} 处" if len(negative) > 3 else "")
        yield make_row(RULE, table, description, "fail" if negative else "pass", text or None, lines=lines)


def find_negative_amounts(document: CheckedDocument) -> Iterator[Finding]:
    """Report each negative amount that cannot be; it is kept as printed."""
    for table, rows in document.tables.items():
        for row, column in find_negative(table, rows):
            note = f"“{column_label(column)}”为负数，该项不会为负：正负号或数字可能有误，按原文保留。"
            yield Finding(_owner(table, row), "odd_amount", money(row[column]), note, "kept", row["source_line"])


def find_negative(table: str, rows: list[Row]) -> list[Cell]:
    """Find the amounts of a table that are negative and cannot be."""
    columns = [column for column in money_columns(table) if not _SIGNED_COLUMN.fullmatch(column)]
    return [(row, column) for row in rows if not _is_signed(row) for column in columns if (row.get(column) or 0) < 0]


def _is_signed(row: Row) -> bool:
    printed = row.get("column") if "table" in row else None  # a printed total is of a column of its own table
    words = [row[name] for name in _NAMES if row.get(name)]
    return bool(printed and _SIGNED_COLUMN.fullmatch(printed)) or any(map(_SIGNED_ITEM.fullmatch, words))


def _owner(table: str, row: Row) -> str:
    return row["table"] if table == "printed_totals" else table


def _describe(cell: Cell) -> str:
    row, column = cell
    return f"{Place.of(row)}“{column_label(column)}”为 {money(row[column])}"
