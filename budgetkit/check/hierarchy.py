"""Printed subtotals: what a class or section prints is the sum of the items below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import read_figure, sum_column
from budgetkit.check.result import compare
from budgetkit.check.words import column_label, money_columns, table_label
from budgetkit.finding import Row
from budgetkit.tidy.hierarchy import TABLES, find_parents

RULE = "subtotal_to_items"
_ROLES = {"class": "类", "section": "款"}


def check_hierarchy(document: CheckedDocument) -> Iterator[Row]:
    """Check each amount of each printed class and section against the items below it; none where none is printed."""
    for table in TABLES:
        for parent, items in find_parents(table, document.all_rows(table)):
            yield from _check_parent(table, parent, items)


def _check_parent(table: str, parent: Row, items: Sequence[Row]) -> Iterator[Row]:
    code = next(parent[column] for column in TABLES[table] if parent.get(column))
    for column in money_columns(table):
        if parent.get(column) is not None:
            label = f"{table_label(table)}：{code}（{_ROLES[parent['role']]}）{column_label(column)}"
            description = f"{label}＝其下 {len(items)} 行之和"
            yield compare(RULE, table, description, read_figure(parent, column), sum_column(items, column))
