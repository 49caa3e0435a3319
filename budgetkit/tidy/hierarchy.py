"""Printed hierarchies: classes and sections (201, 20106) as rows above the items (2010601) that they add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from budgetkit.finding import Row, is_leaf

_LEVELS: Mapping[str, Mapping[int, str]] = {
    "function_code": {3: "class", 5: "section"},
    "gov_econ_code": {3: "class"},  # longer codes than five digits are local extensions, not parts of a sum
    "dept_econ_code": {3: "class"},
}
TABLES: Mapping[str, tuple[str, ...]] = {
    "expenditure": ("function_code",),
    "general_public_expenditure": ("function_code",),
    "basic_expenditure": ("dept_econ_code", "gov_econ_code"),
    "gov_fund": ("function_code",),
    "state_capital": ("function_code",),
    "income_by_function": ("function_code",),
    "fiscal_expenditure": ("function_code",),
    "fiscal_basic_expenditure": ("dept_econ_code",),
    "running_costs": ("dept_econ_code",),
}
"""The clean tables that may print a hierarchy, and the codes that make it, the first one printed deciding."""


def mark_roles(table: str, rows: Sequence[Row]) -> None:
    """Give each row of a table that may print a hierarchy its `role`, in place.

    A row is a `class` or `section` where the rows of its own classes and items follow it; every other row is an `item`,
    also one whose code is short because its table goes no deeper.
    """
    if table not in TABLES:
        return
    for row, following in pairwise([*rows, None]):
        column, level = _column(table, row), level_of(table, row)
        row["role"] = level if level and following and _is_below(following, row, column) else "item"


def level_of(table: str, row: Row) -> str | None:
    """Give the level that a row's code is of, `class` or `section`; None for an item's code or none."""
    column = _column(table, row)
    return _LEVELS[column].get(len(row[column])) if column else None


def find_parents(table: str, rows: Sequence[Row]) -> Iterator[tuple[Row, list[Row]]]:
    """Find the classes and sections of a table, each with the items below it."""
    for position, row in enumerate(rows):
        if not is_leaf(row):
            yield row, [other for other in _rows_below(rows, position, _column(table, row)) if is_leaf(other)]


def _rows_below(rows: Sequence[Row], position: int, column: str) -> Iterator[Row]:
    for below in range(position + 1, len(rows)):
        if not _is_below(rows[below], rows[position], column):
            return
        yield rows[below]


def _column(table: str, row: Row) -> str | None:
    return next((column for column in TABLES[table] if row.get(column)), None)


def _is_below(row: Row, parent: Row, column: str) -> bool:
    code = row[column] or ""
    return code != parent[column] and code.startswith(parent[column])
