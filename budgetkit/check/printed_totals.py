"""Rows against the totals that their own table prints, every table and every column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from budgetkit.check.causes import Causes, find_causes
from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import Figure, read_figure, sum_column
from budgetkit.check.result import absent_row, compare, make_row
from budgetkit.check.words import column_label, money, money_columns, table_label
from budgetkit.finding import Row

RULE = "rows_to_printed_total"
LISTS = (
    "expenditure",
    "project_expenditure",
    "general_public_expenditure",
    "basic_expenditure",
    "gov_fund",
    "state_capital",
    "procurement",
    "purchased_services",
)
FORM_LISTS = ("income_by_function", "fiscal_expenditure", "fiscal_basic_expenditure", "running_costs")
_MISREADINGS = tuple(Decimal(10) ** power for power in (-4, -3, -2, -1, 1, 2, 3, 4))


def check_printed_totals(document: CheckedDocument) -> Iterator[Row]:
    """Check that the rows of each listed table add up to each total that it prints."""
    causes = find_causes(document)
    for table in lists_of(document):
        totals, rows = document.printed_totals(table), document.rows(table)
        absent = document.absent(table)
        if absent and not totals:
            yield absent_row(RULE, table, f"{table_label(table)}：各行之和＝原文合计", absent)
        if document.prints_one_row(table):
            continue
        for column in money_columns(table):
            for total in totals.get(column, ()):
                yield _check_column(table, column, rows, read_figure(total, "amount"), causes)
            if column not in totals and not (document.form and totals) and sum_column(rows, column).value is not None:
                yield _no_total(table, column, rows)


def lists_of(document: CheckedDocument) -> tuple[str, ...]:
    """Give the clean tables whose rows add up to a printed total, those of the document's own form among them."""
    own = document.form.tables if document.form else ()
    return (*(table for table in LISTS if not own or table in own), *(table for table in FORM_LISTS if table in own))


def _check_column(table: str, column: str, rows: Sequence[Row], printed: Figure, causes: Causes) -> Row:
    left = sum_column(rows, column).or_zero()
    count = sum(row.get(column) is not None for row in rows)
    description = f"{table_label(table)}：{count} 行“{column_label(column)}”之和＝原文合计"
    hint = find_misreading(rows, column, left.value - printed.value)
    return compare(RULE, table, description, left, printed, causes.for_rows(table, column), hint)


def _no_total(table: str, column: str, rows: Sequence[Row]) -> Row:
    left = sum_column(rows, column)
    description = f"{table_label(table)}：各行“{column_label(column)}”之和＝原文合计"
    reason = "原文没有印出该列合计，无从核对"
    return make_row(RULE, table, description, "insufficient", reason, lines=(left.lines,), left=left.value)


def find_misreading(rows: Sequence[Row], column: str, difference: Decimal) -> str | None:
    """Say which single cell, read otherwise, would make a sum meet its total: a clue, never a repair.

    A row too many has exactly the difference as its amount; a misplaced decimal point is off by a power of ten. Where
    several cells would do, the reading is ambiguous and that is said.
    """
    if not difference:
        return None
    cells = [(row["source_line"], row[column]) for row in rows if row.get(column)]
    clues = [f"第 {line} 行的 {money(value)} 恰等于差额，或为重复列入" for line, value in cells if value == difference]
    clues += [
        f"第 {line} 行的 {money(value)} 若为 {money(value * factor)} 则相符"
        for line, value in cells
        for factor in _MISREADINGS
        if value * factor == value - difference
    ]
    if len(clues) > 1:
        return f"有 {len(clues)} 处单格改读都能使其相符，读法不唯一，未作改动：{'；'.join(clues[:3])}"
    return f"{clues[0]}，未作改动。" if clues else None
