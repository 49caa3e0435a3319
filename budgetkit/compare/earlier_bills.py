"""Money of a budget that pays what earlier years contracted: 尾款, 上年, an earlier year in a name or indicator."""

from __future__ import annotations

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.costs import costs_in_money
from budgetkit.compare.instalments import OPEN, SAME, read_instalments
from budgetkit.compare.measure import source_lines, total_of
from budgetkit.compare.remember import remembered
from budgetkit.compare.result import Result, missing_result
from budgetkit.compare.words import pays_earlier_year

_BASE = "所列项目"
_COLUMNS = ("project_seq", "project_name", "setup_year", "total", "earlier", "doubtful", "sources")


@remembered
def find_earlier_bills(budget: Budget) -> Result:
    """Find projects that pay earlier years' contracts: project_seq, project_name, setup_year, total, earlier,
    doubtful, sources.

    `earlier` is in 万元. A project whose name says so pays them with all its money, unless the other half of the same
    contract stands beside it; of another one, the cost indicators that say so count, up to its total. `doubtful` is a
    last payment beside a first one of which the document does not tell whether the contract is the same. Projects whose
    amount could not be read are left out. Facts: earlier, total, count, and `open`, the money of what is doubtful.
    Missing result where nothing says so.
    """
    costs = costs_in_money(budget.table("project_indicators"))
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
    facts = {key: round(float(table[key].sum()), 6) for key in ("earlier", "total")}
    facts |= {
        "count": float(len(table)),
        "open": total_of(table[table["doubtful"]]["earlier"]) or 0.0,
    }
    return Result(table, _BASE, years=(budget.year,), facts=facts)


def _instalments_that_are(budget: Budget, relation: str) -> set[int]:
    """Give the projects that are instalments in a relation to the other payment for the same thing."""
    instalments = read_instalments(budget)
    return set(instalments[instalments["relation"] == relation]["project_seq"])


def _bill(project: dict, old: pd.DataFrame, year: int, doubtful: set[int]) -> dict:
    line = ((project["document_id"], int(project["source_line"])),)
    row = {key: project[key] for key in _COLUMNS[:4]} | {"doubtful": project["project_seq"] in doubtful}
    if pays_earlier_year(project["project_name"], year):
        return {**row, "earlier": project["total"], "sources": line}
    earlier = min(round(float(old["cost"].sum()), 6), project["total"])
    return {**row, "earlier": earlier, "sources": (*source_lines(old), *line)}
