"""Projects of two budgets of one department: which go on, are new or have ended, and by how much each changed."""

from __future__ import annotations

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.comparable import NO_BILL, Bill, bills_of, grow_comparable
from budgetkit.compare.match import match_projects
from budgetkit.compare.measure import DECIMALS, share_of
from budgetkit.compare.projects import list_projects
from budgetkit.compare.result import Result, missing_result
from budgetkit.numbers import known

NAMELESS = "（名称缺失）"
_BASE = "所列项目"
Bills = dict[int, Bill]


def compare_projects(earlier: Budget, later: Budget) -> Result:
    """Match the listed projects of two budgets, the largest change first.

    Gives the columns of match_projects, change (万元; all of the amount for a new or ended project, missing where an
    amount is, and for one that cannot be matched), growth (percent, of matched pairs alone), bill_1 and bill_2 (what of
    each amount pays earlier years' contracts, 万元), comparable (growth without these, percent, of matched pairs alone)
    and unchanged (goes on under its name with the same amount). What cannot be matched stands last. Missing result
    where either lists none.
    """
    first, second = list_projects(earlier), list_projects(later)
    if first.is_missing or second.is_missing:
        return missing_result("两份预算未同时列出项目，无法比对项目的延续、新增与结束。")
    table = match_projects(first.table, second.table)
    pairs = zip(table["status"], table["amount_1"], table["amount_2"], strict=True)
    table["change"] = pd.array([_change(*pair) for pair in pairs], dtype="float64")
    is_pair = table["status"].isin(("continued", "similar"))
    table["growth"] = [
        share_of(row.change, row.amount_1) if paired and row.amount_1 is not None and row.amount_1 > 0 else None
        for row, paired in zip(table.itertuples(), is_pair, strict=True)
    ]
    _take_bills_apart(table, bills_of(earlier), bills_of(later), is_pair)
    table["unchanged"] = (table["status"] == "continued") & ~table["renamed"] & (table["change"] == 0)
    last = table["status"] == "unmatched"
    order = table["change"].abs().mask(last, -1.0).fillna(-0.5)
    table = table.loc[order.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
    return Result(table, _BASE, years=(earlier.year, later.year))


def _take_bills_apart(table: pd.DataFrame, first: Bills, second: Bills, is_pair: pd.Series) -> None:
    """Add what of both amounts pays earlier years' contracts, the growth without it, and the lines that say so."""
    bills = [
        (first.get(a, NO_BILL), second.get(b, NO_BILL)) for a, b in zip(table["seq_1"], table["seq_2"], strict=True)
    ]
    for number, own in enumerate(zip(*bills, strict=True), start=1):
        table[f"bill_{number}"] = pd.array([bill.amount or None for bill in own], dtype="float64")
    amounts = zip(table["amount_1"], table["amount_2"], bills, is_pair, strict=True)
    found = [grow_comparable(before, after, *pair) if paired else None for before, after, pair, paired in amounts]
    table["comparable"] = pd.array(found, dtype="float64")
    pairs = zip(table["sources"], bills, strict=True)
    table["sources"] = [tuple(dict.fromkeys((*own, *a.sources, *b.sources))) for own, (a, b) in pairs]


def _change(status: str, before: float | None, after: float | None) -> float | None:
    """Give the change of a project's amount; one that a year does not list has none there, one unmatched no change."""
    if status == "unmatched":
        return None
    before, after = (0.0 if status == "new" else before), (0.0 if status == "ended" else after)
    return round(after - before, DECIMALS) if known(before) and known(after) else None
