"""Funds of final accounts: what each had, got, spent and kept, in 财政拨款收入支出决算总表 and in its own table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import Figure, read_figure, sum_column
from budgetkit.check.result import compare
from budgetkit.check.words import table_label
from budgetkit.finding import Row

GRANT = "fiscal_grant"
_FUNDS = {"general_public": "一般公共预算", "gov_fund": "政府性基金", "state_capital": "国有资本经营"}
_OWN_TABLES = ("gov_fund", "state_capital")
_OPENING, _CLOSING = re.compile("年初.*结转.*"), re.compile("年末.*结转.*")
_NONE = Figure(None)


def check_fund_carryover(document: CheckedDocument) -> Iterator[Row]:
    """Check what a fund had at the beginning, got and kept: table against table, and both sides of the summary.

    Only forms whose fund tables print what was carried over; an empty cell is no money.
    """
    fund_table = document.form.tables.get("gov_fund") if document.form else None
    if not document.rows(GRANT) or fund_table is None or "opening_balance" not in fund_table.keys("amount"):
        return
    for fund, name in _FUNDS.items():
        opening, income = _income_of(document, name)
        closing, total = (_column_of(document, fund, role) for role in ("closing", "total"))
        what = f"{table_label(GRANT)}：{name}年初结转＋本年收入＝总计的{name}一栏"
        yield from _compare("fund_sides", GRANT, what, [opening, income], [total])
        if fund in _OWN_TABLES and document.all_rows(fund):
            pairs = {"opening_balance": ("年初结转", opening), "income": ("本年收入", income),
                     "closing_balance": ("年末结转", closing)}  # fmt: skip
            for column, (word, figure) in pairs.items():
                what = f"{table_label(fund)}与{table_label(GRANT)}：{word}一致"
                yield from _compare("fund_to_summary", fund, what, [_of_table(document, fund, column)], [figure])


def _compare(rule: str, table: str, what: str, left: list[Figure], right: list[Figure]) -> Iterator[Row]:
    """Compare two sums; none where neither side prints an amount."""
    if any(figure.value for figure in (*left, *right)):
        sides = [_add(figures) for figures in (left, right)]
        yield compare(rule, table, what, *sides)


def _add(figures: list[Figure]) -> Figure:
    first, *others = [figure.or_zero() for figure in figures]
    return sum(others, first)


def _of_table(document: CheckedDocument, table: str, column: str) -> Figure:
    printed = document.printed(table, column)
    return printed if printed.value is not None else sum_column(document.rows(table), column)


def _income_of(document: CheckedDocument, name: str) -> tuple[Figure, Figure]:
    """Give what a fund's lines on the income side print: below 年初财政拨款结转和结余, and above it."""
    found = {True: _NONE, False: _NONE}
    below = False
    for row in document.rows(GRANT):
        if row["side"] == "income":
            below = below or _OPENING.fullmatch(row["item_name"]) is not None
            if row["item_name"].startswith(name):
                found[below] = read_figure(row, "amount")
    return found[True], found[False]


def _column_of(document: CheckedDocument, fund: str, which: str) -> Figure:
    """Give a fund's column in the row of the expenditure side that is the total, or what is kept."""
    rows = [row for row in document.rows(GRANT) if row["side"] == "expenditure"]
    if which == "total":
        rows = [row for row in rows if row["role"] == "total"]
    else:
        rows = [row for row in rows if _CLOSING.fullmatch(row["item_name"])]
    return read_figure(rows[0], fund) if rows else _NONE
