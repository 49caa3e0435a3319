"""Which of a document's tables lists expenditure by a classification, on the widest money that it has."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from budgetkit.compare.budget import Budget


class ExpenditureList(NamedTuple):
    """A clean table that lists expenditure: its name, its rows of this budget, and what money it is, in words."""

    table: str
    rows: pd.DataFrame
    base: str
    label: str


LISTS = (
    # clean table, what money it holds, what it is called; the widest first
    ("expenditure", "全部资金（支出总表）", "支出总表"),
    ("fiscal_expenditure", "财政拨款（财政拨款支出表）", "财政拨款支出表"),
    ("general_public_expenditure", "一般公共预算（一般公共预算支出表）", "一般公共预算支出表"),
    ("fiscal_basic_expenditure", "财政拨款基本支出（财政拨款基本支出表）", "财政拨款基本支出表"),
    ("basic_expenditure", "一般公共预算基本支出（一般公共预算基本支出表）", "一般公共预算基本支出表"),
)


_INCOMPLETE = ("rows_missing", "short", "over")


def find_list(budget: Budget, code: str, amount: str) -> ExpenditureList:
    """Find the widest table whose rows have this code and amount; 支出总表, with what it has, where none does."""
    for table, base, label in LISTS:
        rows = budget.table(table)
        if code in rows and amount in rows and rows.dropna(subset=[code, amount]).shape[0]:
            return ExpenditureList(table, rows.dropna(subset=[amount]), base, label)
    table, base, label = LISTS[0]
    rows = budget.table(table).dropna(subset=[amount])
    return ExpenditureList(table, rows if rows[code].notna().any() else rows.iloc[:0], base, label)


def is_incomplete(budget: Budget, table: str) -> bool:
    """Say whether a clean table is known not to hold all that its document's total says."""
    coverage = budget.table("coverage")
    own = coverage[coverage["table"] == table]["completeness"]
    return bool(own.isin(_INCOMPLETE).any())


def is_not_classed(budget: Budget, code: str) -> bool:
    """Say whether 支出总表 has money, in rows or in a total, and no row of any table has this code."""
    has_money = len(budget.table("expenditure")) or any(table == "expenditure" for table, _ in budget.printed_totals)
    return bool(has_money) and not any(budget.table(table).get(code, pd.Series()).notna().any() for table, *_ in LISTS)
