"""总体资金情况 of 部门整体支出绩效目标表 against the budget tables that hold the same money."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.check.causes import Causes, find_causes
from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import ZERO, Figure, read_figure
from budgetkit.check.gaps import OTHER_MONEY, fiscal_total
from budgetkit.check.result import Cause, absent_row, compare
from budgetkit.check.two_sides import carryover_figure, total_figure
from budgetkit.check.words import column_label, money, table_label
from budgetkit.finding import Row

RULE, TABLE = "department_funds_to_tables", "department_funds"
_COLUMNS = {
    "total": "收支总表支出总计",
    "fiscal_total": "财政拨款收支总表支出总计",
    "fiscal_basic": "一般公共预算基本支出",
    "fiscal_project": "财政拨款项目支出",
    "other_total": "收入总表所列非财政拨款资金",
    "other_basic": "支出总表与财政拨款基本支出之差",
    "other_project": "支出总表与财政拨款项目支出之差",
}


def check_department_funds(document: CheckedDocument) -> Iterator[Row]:
    """Check the department's funds as the performance targets state them, column by column."""
    absent = document.absent(TABLE)
    if absent:
        yield absent_row(RULE, TABLE, f"{table_label(TABLE)}与各预算表一致", absent)
        return
    funds, causes = document.rows(TABLE)[0], find_causes(document)
    for column, place in _COLUMNS.items():
        left, right = read_figure(funds, column), _figure(document, column)
        if left.value is None and not right.value:
            continue
        description = f"{table_label(TABLE)}“{column_label(column)}”＝{place}"
        yield compare(RULE, TABLE, description, left, right, _kept(document, causes, column))


def _figure(document: CheckedDocument, column: str) -> Figure:
    if column == "total":
        return total_figure(document, "income_expenditure", "expenditure")
    if column == "fiscal_total":
        return total_figure(document, "fiscal_grant", "expenditure")
    if column == "other_total":
        return _other_income(document)
    kind = column.split("_")[1]
    fiscal = fiscal_total(document, kind)
    return fiscal if column.startswith("fiscal") else document.printed("expenditure", kind) - fiscal


def _other_income(document: CheckedDocument) -> Figure:
    totals = document.printed_totals("income")
    if not totals:
        return document.absent("income") or Figure(None, reason="收入总表没有合计行")
    figure = Figure(ZERO)
    for column in OTHER_MONEY:
        if column in totals:
            figure = figure + read_figure(totals[column][0], "amount")
    return figure


def _kept(document: CheckedDocument, causes: Causes, column: str) -> list[Cause]:
    """Money carried on to the next year counts as project money here, and is no expenditure in 支出总表."""
    kept = carryover_figure(document, "income_expenditure", "expenditure").value
    if column not in ("other_basic", "other_project") or not kept:
        return []
    return [Cause(kept, f"该表含年终结转 {money(kept)} 万元，支出总表只列本年支出。")]
