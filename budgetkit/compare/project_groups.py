"""The listed projects in groups: by size, by set-up year and kind."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.earlier_bills import find_earlier_bills
from budgetkit.compare.measure import add_shares, source_lines, total_of
from budgetkit.compare.memory import remembered
from budgetkit.compare.result import Result, missing_result

_BASE = "所列项目"


def measure_sizes(budget: Budget, bounds: tuple[float, ...] = (10, 50, 100, 500, 1000)) -> Result:
    """Count projects by size class (万元): label, count, amount, share of the amount in percent, sources."""
    listed = budget.table("projects")
    projects = listed.dropna(subset=["total"])
    if projects.empty:
        return missing_result("没有可用的项目金额。", _BASE)
    edges = [float("-inf"), *bounds, float("inf")]
    rows = []
    for low, high in pairwise(edges):
        own = projects[(projects["total"] >= low) & (projects["total"] < high)]
        amount = total_of(own["total"]) or 0.0
        rows.append(
            {"label": _size_label(low, high), "count": len(own), "amount": amount, "sources": source_lines(own)}
        )
    unread = len(listed) - len(projects)
    caveats = (f"另有 {unread} 项金额缺失，未计入。",) if unread else ()
    return Result(add_shares(pd.DataFrame(rows), "amount"), _BASE, years=(budget.year,), caveats=caveats)


@remembered
def measure_setup(budget: Budget) -> Result:
    """Measure projects by the year in their id and by kind: setup_year, project_kind, count, amount, earlier, open,
    share.

    The year is that of the id, which a bill for an earlier year's contract has too: `earlier` is what of the amount
    pays earlier years, as far as the document says so, and `open` what of that may be this year's own (missing where
    nothing is). Projects without an id in print are a row with neither.
    """
    projects = budget.table("projects")
    if projects.empty:
        return missing_result("文件没有列出项目。", _BASE)
    bills = find_earlier_bills(budget)
    paid = pd.DataFrame(columns=["earlier", "open"]) if bills.is_missing else bills.table.set_index("project_seq")
    rows = [
        {
            "setup_year": year,
            "project_kind": kind,
            "count": len(own),
            "amount": total_of(own["total"]),
            "earlier": total_of(own["project_seq"].map(paid["earlier"]).astype("float64")),
            "open": total_of(own["project_seq"].map(paid["open"]).astype("float64")) or None,
            "sources": source_lines(own),
        }
        for (year, kind), own in projects.groupby(["setup_year", "project_kind"], dropna=False, sort=True)
    ]
    return Result(add_shares(pd.DataFrame(rows), "amount"), _BASE, years=(budget.year,))


def _size_label(low: float, high: float) -> str:
    if low == float("-inf"):
        return f"不足{high:,.0f}万元"
    return f"{low:,.0f}万元及以上" if high == float("inf") else f"{low:,.0f}—{high:,.0f}万元"
