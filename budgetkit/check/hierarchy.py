"""Printed subtotals: what a class or section prints is the sum of the items below it, and has items there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import read_figure, sum_column
from budgetkit.check.result import compare, count_row
from budgetkit.check.words import column_label, money_columns, table_label
from budgetkit.finding import Row
from budgetkit.tidy.hierarchy import TABLES, find_parents, level_of

RULE, WITHOUT = "subtotal_to_items", "subtotal_without_items"
_SHOWN = 3
_ROLES = {"class": "类", "section": "款"}


def check_hierarchy(document: CheckedDocument) -> Iterator[Row]:
    """Check each amount of each printed class and section against the items below it; none where none is printed."""
    for table in TABLES:
        parents = list(find_parents(table, document.all_rows(table)))
        for parent, items in parents:
            yield from _check_parent(table, parent, items)
        if parents and any(_code(table, row) and not level_of(table, row) for row in document.rows(table)):
            yield _check_leaves(document, table)


def _check_leaves(document: CheckedDocument, table: str) -> Row:
    """Check that nothing stands for items where the table lists them: a class or section with money and none below."""
    rows = document.rows(table)
    short = [row for row in rows if level_of(table, row) and any(row.get(column) for column in money_columns(table))]
    named = "、".join(str(_code(table, row)) for row in short[:_SHOWN])
    said = f"{named}等 {len(short)} 行" if len(short) > _SHOWN else named
    what = f"{table_label(table)}：有金额的类、款之下都列有更细的行"
    bad = f"{said}之下没有行，而其他的类、款有：没有印出，或没有读出。"
    lines = [row["source_line"] for row in short]
    good, every = len(rows) - len(short), len(rows)
    return count_row(WITHOUT, table, what, good, every, bad=bad, status="insufficient", lines=lines, short="缺下级")


def _check_parent(table: str, parent: Row, items: Sequence[Row]) -> Iterator[Row]:
    code = _code(table, parent)
    for column in money_columns(table):
        if parent.get(column) is not None:
            label = f"{table_label(table)}：{code}（{_ROLES[parent['role']]}）{column_label(column)}"
            description = f"{label}＝其下 {len(items)} 行之和"
            yield compare(RULE, table, description, read_figure(parent, column), sum_column(items, column))


def _code(table: str, row: Row) -> str | None:
    return next((row[column] for column in TABLES[table] if row.get(column)), None)
