"""What is bought: government procurement by category, purchased services by the guiding catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import add_shares, sum_by
from budgetkit.compare.memory import remembered
from budgetkit.compare.result import Result, missing_result


@remembered
def measure_procurement(budget: Budget) -> Result:
    """Measure 政府采购 by category: code, name, amount (万元), share in percent, sources."""
    frame = budget.table("procurement")
    return _measure(budget, frame, "category_code", "category", "政府采购预算")


@remembered
def measure_purchased_services(budget: Budget, level: int = 2) -> Result:
    """Measure 购买服务 by level 1 or 2 of the guiding catalogue: code, name, amount (万元), share, sources."""
    frame = budget.table("purchased_services")
    return _measure(budget, frame, f"level{level}_code", f"level{level}", "财政拨款（政府购买服务）")


def compare_side_by_side(budgets: Sequence[Budget], measure: Callable[[Budget], Result]) -> Result:
    """Set one measure of two budgets side by side: code, name, amount_1, share_1, amount_2, share_2, sources."""
    results = [measure(budget) for budget in budgets]
    tables = [result.table for result in results if not result.is_missing]
    if not tables:
        return results[0]
    merged: Any = None
    for position, result in enumerate(results, start=1):
        columns = {"amount": f"amount_{position}", "share": f"share_{position}", "sources": f"sources_{position}"}
        table = result.table if not result.is_missing else pd.DataFrame(columns=["code", "name", *columns])
        table = table.rename(columns=columns)
        merged = table if merged is None else merged.merge(table, on=["code", "name"], how="outer")
    parts = [merged.pop(f"sources_{position}") for position in range(1, len(results) + 1)]
    merged["sources"] = [
        tuple(line for cell in row if isinstance(cell, tuple) for line in cell) for row in zip(*parts, strict=True)
    ]
    merged = merged.sort_values("code", kind="stable", ignore_index=True)
    return Result(merged, results[0].base, years=tuple(budget.year for budget in budgets))


def _measure(budget: Budget, frame: pd.DataFrame, code: str, name: str, base: str) -> Result:
    if frame.empty:
        return missing_result(f"文件中没有{base}的明细。", base)
    table = sum_by(frame, [code, name], ["amount"]).rename(columns={code: "code", name: "name"})
    table = add_shares(table.sort_values("amount", ascending=False, kind="stable", ignore_index=True), "amount")
    facts = {"total": float(table["amount"].sum().round(6)), "rows": float(len(frame))}
    return Result(table, base, years=(budget.year,), facts=facts)
