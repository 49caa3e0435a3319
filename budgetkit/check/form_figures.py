"""The same figure in two tables of a form that stands in a data file: totals that one prints and another repeats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import ZERO, Figure, read_figure, sum_column
from budgetkit.check.function_codes import compare_by_key, figures_by_key
from budgetkit.check.result import Cause, absent_row, compare, make_row
from budgetkit.check.two_sides import carryover_figure, side_of, this_year_figure, total_figure
from budgetkit.check.words import column_label, money, table_label
from budgetkit.finding import Row

SUMMARY, GRANT, GENERAL, BASIC = "income_expenditure", "fiscal_grant", "general_public_expenditure", "basic_expenditure"
_FUNDS = {"general_public": GENERAL, "gov_fund": "gov_fund", "state_capital": "state_capital"}
_BY_CODE = ("income_by_function", "expenditure", GENERAL)
Reader = Callable[[CheckedDocument], Figure]


class FormPair(NamedTuple):
    """Two places that print the same figure: the tables that hold them, and how each is read."""

    rule: str
    left_table: str
    right_table: str
    what: str
    left: Reader
    right: Reader


def _total(table: str, column: str) -> Reader:
    """Read what a table prints as total of a column; the sum of its rows where it prints none."""

    def read(document: CheckedDocument) -> Figure:
        printed = document.printed(table, column)
        return printed if printed.value is not None else sum_column(document.rows(table), column)

    return read


def _year(table: str, side: str) -> Reader:
    """Read the 本年 sum of a side; its total where it prints no such sum."""

    def read(document: CheckedDocument) -> Figure:
        year = this_year_figure(document, table, side)
        return year if year.value is not None else total_figure(document, table, side)

    return read


def _whole(table: str, side: str) -> Reader:
    return lambda document: total_figure(document, table, side)


def _fund(column: str) -> Reader:
    """Read a fund's column in the row of 财政拨款收支总表 that sums up its expenditure."""

    def read(document: CheckedDocument) -> Figure:
        side = side_of(document, GRANT, "expenditure")
        section = side.find("[本当]年.*")
        row = section.whole if section else side.total
        return read_figure(row, column) if row else Figure(None, reason="该表没有合计行", due=False)

    return read


def _item(table: str, side: str, name: str) -> Reader:
    """Read the amount of an item of a side, known by its name."""

    def read(document: CheckedDocument) -> Figure:
        rows = [row for row in document.rows(table) if row["side"] == side]
        row = next((row for row in rows if re.fullmatch(name, row["item_name"])), None)
        return read_figure(row, "amount") if row else Figure(None, reason=f"{table_label(table)}没有该项", due=False)

    return read


def _fiscal_money(document: CheckedDocument) -> Figure:
    """Add up the tables of the three funds; one without an amount adds nothing."""
    return sum((_total(table, "total")(document).or_zero() for table in _FUNDS.values()), Figure(ZERO))


def _income_of_summary(document: CheckedDocument) -> Figure:
    """Read what 收入总表 adds up to: with the money carried over where it prints that, this year's income otherwise."""
    printed = document.printed_totals("income_by_function")
    whole = printed.keys() & {"carryover_subtotal", "balance_used"}
    return _whole(SUMMARY, "income")(document) if whole else _year(SUMMARY, "income")(document)


def carried_in(document: CheckedDocument) -> list[Cause]:
    """Money carried over is in 财政拨款收支总表; 一般公共预算支出表 may list this year's grants only."""
    carried = carryover_figure(document, GRANT, "income")
    if not carried.value:
        return []
    return [Cause(-carried.value, f"财政拨款收支总表含上年结转 {money(carried.value)} 万元，支出表只列本年拨款。")]


PAIRS = (
    FormPair("income_to_summary", "income_by_function", SUMMARY, "收入合计",
             _total("income_by_function", "total"), _income_of_summary),
    FormPair("income_to_summary", "income_items", SUMMARY, "收入总计",
             _total("income_items", "amount"), _whole(SUMMARY, "income")),
    FormPair("expenditure_to_summary", "expenditure", SUMMARY, "支出合计",
             _total("expenditure", "total"), _year(SUMMARY, "expenditure")),
    *(FormPair("expenditure_to_uses", "expenditure", SUMMARY, column_label(column),
               _total("expenditure", column), _item(SUMMARY, "use", column_label(column)))
      for column in ("basic", "project", "reserve")),
    *(FormPair("fund_to_grant", table, GRANT, column_label(column), _total(table, "total"), _fund(column))
      for column, table in _FUNDS.items()),
    FormPair("fiscal_to_grant", GENERAL, GRANT, "一般公共预算、政府性基金、国有资本经营支出之和",
             _fiscal_money, _year(GRANT, "expenditure")),
    FormPair("fiscal_to_grant", "fiscal_expenditure", GRANT, "财政拨款支出",
             _total("fiscal_expenditure", "total"), _whole(GRANT, "expenditure")),
    FormPair("grant_to_summary", GRANT, SUMMARY, "财政拨款收入",
             _year(GRANT, "income"), _item(SUMMARY, "income", "财政拨款(?:收入)?")),
    FormPair("fiscal_basic_to_grant", "fiscal_basic_expenditure", GRANT, "基本支出",
             _total("fiscal_basic_expenditure", "total"), _item(GRANT, "use", "基本支出")),
    FormPair("basic_to_general_public", BASIC, GENERAL, "基本支出", _total(BASIC, "total"), _total(GENERAL, "basic")),
)  # fmt: skip


def check_form_figures(document: CheckedDocument) -> Iterator[Row]:
    """Check figures that two tables of the document's form print, then the tables that must agree code by code."""
    own = document.form.tables if document.form else {}
    for pair in PAIRS:
        lacks_uses = pair.rule == "expenditure_to_uses" and "use_amount" not in own[SUMMARY].keys("amount")
        if pair.left_table in own and pair.right_table in own and not lacks_uses:
            yield from _check_pair(document, pair)
    yield from _check_by_code(document)


def _check_pair(document: CheckedDocument, pair: FormPair) -> Iterator[Row]:
    description = f"{table_label(pair.left_table)}与{table_label(pair.right_table)}：{pair.what}一致"
    left, right = pair.left(document), pair.right(document)
    if (left.value is None and not right.value) or (right.value is None and not left.value):
        empty = Figure(None, (*left.lines, *right.lines), reason="两表均无该项金额", due=False)
        yield absent_row(pair.rule, pair.left_table, description, empty)
    elif left.value is None or right.value is None:
        reason = left.reason or right.reason
        yield make_row(
            pair.rule, pair.left_table, description, "not_applicable", reason, lines=(left.lines, right.lines)
        )
    else:
        causes = carried_in(document) if pair.right_table == GRANT else ()
        yield compare(pair.rule, pair.left_table, description, left, right, causes)


def _check_by_code(document: CheckedDocument) -> Iterator[Row]:
    """Check lists by function against each other, code by code, where their totals are the same money."""
    for table, other in pairwise(_BY_CODE):
        if not document.rows(table) or not document.rows(other):
            continue
        what = f"{table_label(table)}按功能科目＝{table_label(other)}"
        totals = [_total(name, "total")(document).value for name in (table, other)]
        if totals[0] != totals[1]:
            reason = "两表合计不同，所列资金范围不同，不逐科目核对"
            yield make_row("same_money_by_code", table, what, "not_applicable", reason)
            continue
        left, right = (figures_by_key(document.rows(name), ("function_code",), "total") for name in (table, other))
        yield from compare_by_key("same_money_by_code", table, what, left, right, name=lambda key: str(key[0]))
