"""Projects that are halves of one contract: 首款 and 尾款."""

from __future__ import annotations

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import source_lines, total_of
from budgetkit.compare.result import Result, missing_result

_BASE = "已公布的项目"


def find_instalments(budget: Budget) -> Result:
    """Find projects that are instalments of one contract (首款, 尾款): name without the instalment, parts, amounts.

    Gives base_name, parts (count), first, last, amount (万元), sources. An instalment whose other half is not listed
    stands alone with parts 1.
    """
    projects = budget.table("projects").dropna(subset=["project_name"])
    marked = projects[projects["project_name"].str.contains(r"(?:首款|尾款)", regex=True)]
    if marked.empty:
        return missing_result("没有按首款、尾款分列的项目。", _BASE)
    bases = marked["project_name"].str.replace(r"（[^（）]*(?:首款|尾款)[^（）]*）", "", regex=True)
    bases = bases.str.replace(r"^\d{4}年", "", regex=True)
    rows = []
    for base, own in marked.groupby(bases, sort=False):
        first = total_of(own[own["project_name"].str.contains("首款")]["total"])
        last = total_of(own[own["project_name"].str.contains("尾款")]["total"])
        rows.append(
            {
                "base_name": base,
                "parts": len(own),
                "first": first,
                "last": last,
                "amount": total_of(own["total"]),
                "sources": source_lines(own),
            }
        )
    return Result(pd.DataFrame(rows), _BASE, years=(budget.year,))
