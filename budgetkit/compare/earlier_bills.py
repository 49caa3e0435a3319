"""Money of a budget that pays what earlier years contracted: 尾款, 上年, an earlier year in a name or indicator."""

from __future__ import annotations

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.costs import costs_in_money
from budgetkit.compare.instalments import OPEN, SAME, read_instalments
from budgetkit.compare.measure import source_lines
from budgetkit.compare.memory import remembered
from budgetkit.compare.result import Result, missing_result
from budgetkit.compare.words import names_earlier_year, pays_earlier_year, pays_last_of_earlier_year

_BASE = "所列项目"
_COLUMNS = ("project_seq", "project_name", "setup_year", "total", "earlier", "open", "doubtful", "sources")


@remembered
def find_earlier_bills(budget: Budget) -> Result:
    """Find projects that pay earlier years' contracts: project_seq, project_name, setup_year, total, earlier,
    open, doubtful, sources.

    `earlier` is in 万元. A project whose name says so pays them with all its money, unless the other half of the same
    contract stands beside it; of another one, the cost indicators that say so count, up to its total. `open` is
    what of `earlier` (万元) may be this year's own, and `doubtful` says that there is such money: a last payment beside
    a first one of which the document does not tell whether the contract is the same, and a part of a project that is a
    last payment without a year, as the rest may be the first one. Projects whose amount could not be read are left out.
    Facts: earlier, total, count, open.
    Missing result where nothing says so.
    """
    costs = costs_in_money(budget.table("project_indicators"))
    costs["is_dated"] = costs["name"].map(lambda name: names_earlier_year(name, budget.year)).astype(bool)
    old = costs[costs["name"].map(lambda name: pays_earlier_year(name, budget.year)).astype(bool)]
    halves, doubtful = (_instalments_that_are(budget, relation) for relation in (SAME, OPEN))
    by_project, none = dict(list(old.groupby("project_seq"))), old.head(0)
    projects = budget.table("projects").dropna(subset=["total"])
    columns = ["document_id", "source_line", *_COLUMNS[:4]]
    rows = [
        _bill(project, by_project.get(project["project_seq"], none), budget.year, doubtful)
        for project in projects[columns].to_dict("records")
        if project["project_seq"] not in halves
    ]
    table = pd.DataFrame([row for row in rows if row["earlier"] > 0], columns=_COLUMNS)
    if table.empty:
        return missing_result("没有写明支付尾款、上年或以前年度费用的项目。", _BASE)
    table = table.sort_values("earlier", ascending=False, kind="stable", ignore_index=True)
    facts = {key: round(float(table[key].sum()), 6) for key in ("earlier", "total", "open")}
    facts["count"] = float(len(table))
    return Result(table, _BASE, years=(budget.year,), facts=facts)


def find_unpriced_bills(budget: Budget) -> pd.DataFrame:
    """Find the other projects whose goal or an indicator speaks of an earlier year's last payment, without its amount.

    Gives project_seq, project_name, total (万元), sources. A last payment counts where 上年 or an earlier year stands
    right before it; that of this year's contract is none.
    """
    bills = find_earlier_bills(budget)
    known = set() if bills.is_missing else set(bills.table["project_seq"])
    projects, told = budget.table("projects"), budget.table("project_indicators")
    told = told[_say_so(told["name"], budget.year)]
    is_said = projects["project_seq"].isin(told["project_seq"]) | _say_so(projects["goal"], budget.year)
    own = projects[is_said & ~projects["project_seq"].isin(known) & projects["total"].notna()]
    lines = [
        (*source_lines(told[told["project_seq"] == row.project_seq]), (row.document_id, int(row.source_line)))
        for row in own.itertuples()
    ]
    return own[["project_seq", "project_name", "total"]].assign(sources=lines)


def _say_so(texts: pd.Series, year: int) -> pd.Series:
    return pd.Series([pays_last_of_earlier_year(text, year) for text in texts], texts.index, dtype=bool)


def _instalments_that_are(budget: Budget, relation: str) -> set[int]:
    """Give the projects that are instalments in a relation to the other payment for the same thing."""
    instalments = read_instalments(budget)
    return set(instalments[instalments["relation"] == relation]["project_seq"])


def _bill(project: dict, old: pd.DataFrame, year: int, doubtful: set[int]) -> dict:
    line = ((project["document_id"], int(project["source_line"])),)
    row, total = {key: project[key] for key in _COLUMNS[:4]}, project["total"]
    if pays_earlier_year(project["project_name"], year):
        unsure = total if project["project_seq"] in doubtful else 0.0
        return {**row, "earlier": total, "open": unsure, "doubtful": bool(unsure), "sources": line}
    paid, dated = (min(round(float(own["cost"].sum()), 6), total) for own in (old, old[old["is_dated"]]))
    unsure = round(paid - dated, 6) if paid < total else 0.0
    return {**row, "earlier": paid, "open": unsure, "doubtful": unsure > 0, "sources": (*source_lines(old), *line)}
