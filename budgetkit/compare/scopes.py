"""Where a document's own tables disagree on what an amount takes in: a part that holds more than its whole can hold."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.lists import is_incomplete
from budgetkit.compare.measure import source_lines, total_of
from budgetkit.compare.result import SourceLine

_GRANTS = "303"  # 对个人和家庭的补助
_BOUGHT = ("302", "309", "310")  # goods, services and capital: what can be procured


@dataclass(frozen=True)
class ProcurementExcess:
    """What is to be procured, and what 支出总表 lists of what can be procured, which is less (万元)."""

    procured: float
    listed: float
    sources: tuple[SourceLine, ...]


def find_procurement_excess(budget: Budget) -> ProcurementExcess | None:
    """Find procurement that exceeds the goods, services and capital of 支出总表; None where it doesn't, or where
    支出总表 leaves rows out, which may hold the rest.
    """
    bought, rows = budget.table("procurement"), budget.table("expenditure")
    rows = rows[rows["dept_econ_code5"].fillna("").str.startswith(_BOUGHT)]
    procured, listed = total_of(bought["amount"]) or 0.0, total_of(rows["total"]) or 0.0
    if rows.empty or procured <= listed or is_incomplete(budget, "expenditure"):
        return None
    return ProcurementExcess(procured, listed, (*source_lines(bought), *source_lines(rows)))


def find_grants_in_public_funds(budget: Budget) -> pd.DataFrame:
    """Find the rows of 一般公共预算基本支出表 that pay people (303) out of 公用经费, which is to run the office."""
    rows = budget.table("basic_expenditure")
    return rows[rows["dept_econ_code5"].fillna("").str.startswith(_GRANTS) & (rows["public_funds"] > 0)]
