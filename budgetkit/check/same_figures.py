"""The same figure in two tables: totals that one table prints and another repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from budgetkit.check.causes import Causes, find_causes
from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import Figure
from budgetkit.check.gaps import fiscal_total, other_money
from budgetkit.check.result import Cause, absent_row, compare
from budgetkit.check.two_sides import carryover_figure, this_year_figure, total_figure
from budgetkit.check.words import money
from budgetkit.finding import Row

Reader = Callable[[CheckedDocument], Figure]


@dataclass(frozen=True)
class SameFigure:
    """Two places of a document that print the same figure, and what may lawfully stand between them."""

    rule: str
    table: str
    description: str
    left: Reader
    right: Reader
    causes: Callable[[CheckedDocument, Causes], list[Cause]] = lambda document, causes: []


def _printed(table: str, column: str) -> Reader:
    return lambda document: document.printed(table, column)


def _fiscal(column: str) -> Reader:
    return lambda document: fiscal_total(document, column)


def _this_year(table: str, side: str) -> Reader:
    return lambda document: this_year_figure(document, table, side)


def _total(table: str, side: str) -> Reader:
    return lambda document: total_figure(document, table, side)


def _kept(document: CheckedDocument, causes: Causes) -> list[Cause]:
    """Money carried on to the next year is in 总计 and no expenditure of this one."""
    kept = carryover_figure(document, "income_expenditure", "expenditure")
    if not kept.value:
        return []
    return [Cause(-kept.value, f"支出总计含年终结转 {money(kept.value)} 万元，支出总表只列本年支出。")]


def _other(column: str, sign: int = 1) -> Callable[[CheckedDocument, Causes], list[Cause]]:
    """Other money, which 支出总表 has more than a fiscal table; `sign` is -1 where the fiscal table stands left."""
    return lambda document, causes: [Cause(sign * cause.amount, cause.text) for cause in causes.other_money(column)]


def _beyond_fiscal(document: CheckedDocument) -> Figure:
    return this_year_figure(document, "income_expenditure", "expenditure") - this_year_figure(
        document, "fiscal_grant", "expenditure"
    )


PAIRS = (
    SameFigure(
        "expenditure_to_summary", "expenditure", "支出总表合计＝收支总表本年支出合计",
        _printed("expenditure", "total"), _this_year("income_expenditure", "expenditure"),
    ),
    SameFigure(
        "expenditure_to_summary", "expenditure", "支出总表合计＝收支总表支出总计",
        _printed("expenditure", "total"), _total("income_expenditure", "expenditure"), _kept,
    ),
    SameFigure(
        "fiscal_to_grant", "fiscal_grant", "财政拨款各支出表合计之和＝财政拨款收支总表本年支出合计",
        _fiscal("total"), _this_year("fiscal_grant", "expenditure"),
    ),
    SameFigure(
        "other_money_balance", "income_expenditure", "收支总表与财政拨款收支总表本年支出之差＝非财政拨款资金",
        _beyond_fiscal, other_money,
    ),
    SameFigure(
        "expenditure_to_fiscal", "expenditure", "支出总表基本支出＝一般公共预算基本支出",
        _printed("expenditure", "basic"), _fiscal("basic"), _other("basic"),
    ),
    SameFigure(
        "expenditure_to_fiscal", "expenditure", "支出总表项目支出＝财政拨款项目支出",
        _printed("expenditure", "project"), _fiscal("project"), _other("project"),
    ),
    SameFigure(
        "basic_to_general_public", "basic_expenditure", "基本支出表合计＝一般公共预算支出表基本支出",
        _printed("basic_expenditure", "total"), _printed("general_public_expenditure", "basic"),
    ),
    SameFigure(
        "basic_to_general_public", "basic_expenditure", "基本支出表人员经费＝一般公共预算支出表人员经费",
        _printed("basic_expenditure", "personnel"), _printed("general_public_expenditure", "personnel"),
    ),
    SameFigure(
        "basic_to_general_public", "basic_expenditure", "基本支出表公用经费＝一般公共预算支出表公用经费",
        _printed("basic_expenditure", "public_funds"), _printed("general_public_expenditure", "public_funds"),
    ),
    SameFigure(
        "project_table_to_expenditure", "project_expenditure", "项目支出表合计＝支出总表项目支出",
        _printed("project_expenditure", "total"), _printed("expenditure", "project"), _other("project", -1),
    ),
)  # fmt: skip


def check_same_figures(document: CheckedDocument) -> Iterator[Row]:
    """Check figures that two tables print, each pair once."""
    causes = find_causes(document)
    for pair in PAIRS:
        absent = document.absent(pair.table)
        if absent:
            yield absent_row(pair.rule, pair.table, pair.description, absent)
        else:
            reasons = pair.causes(document, causes)
            yield compare(pair.rule, pair.table, pair.description, pair.left(document), pair.right(document), reasons)
