"""Self-evaluations: scores, where marks were lost, and why."""

from __future__ import annotations

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.execution import list_evaluated
from budgetkit.compare.measure import source_lines, total_of
from budgetkit.compare.result import Result, missing_result
from budgetkit.dataset.load import Dataset

_BASE = "项目支出绩效自评表"


def measure_scores(data: Dataset, department: str, year: int) -> Result:
    """List the scores of a year's self-evaluations, lowest first: project_name, unit_name, score_total, initial,
    full_year, executed (万元), rate, lost (points), sources.

    Missing result where there is no self-evaluation of that year.
    """
    table = list_evaluated(data, department, year)
    if table.empty:
        return missing_result(f"未收集到{year}年的绩效自评表。", _BASE)
    lost = find_lost_marks(data, department, year).table
    by_form = lost.groupby("evaluation_seq")["lost"].sum() if len(lost) else pd.Series(dtype=float)
    table["lost"] = table["evaluation_seq"].map(by_form).fillna(0.0).round(6)
    table = table.sort_values("score_total", kind="stable", ignore_index=True)
    return Result(table, _BASE, years=(year,), facts={"count": float(len(table)), "mean": table["score_total"].mean()})


def find_evaluated_unit(budget: Budget, year: int | None) -> str | None:
    """Find the single unit whose projects all self-evaluations of a year are, where it isn't the budget's own body."""
    forms = budget.data.evaluations
    units = forms[(forms["department_id"] == budget.department_id) & (forms["year"] == year)]["unit_name"]
    is_one = units.notna().all() and units.nunique() == 1 and units.iloc[0] != budget.department
    return str(units.iloc[0]) if is_one else None


def find_lost_marks(data: Dataset, department: str, year: int) -> Result:
    """Find the indicators that lost marks, most lost first: project_name, level1, level2, name, target, actual, weight,
    score, lost, deviation_reason, sources."""
    forms = data.evaluations[(data.evaluations["department_id"] == department) & (data.evaluations["year"] == year)]
    indicators = data.evaluation_indicators.merge(
        forms[["document_id", "evaluation_seq", "project_name"]], on=["document_id", "evaluation_seq"]
    )
    indicators["lost"] = (indicators["weight"] - indicators["score"]).round(6)
    table = indicators[indicators["lost"] > 0].sort_values("lost", ascending=False, kind="stable", ignore_index=True)
    table["sources"] = [((row.document_id, int(row.source_line)),) for row in table.itertuples()]
    keep = ["evaluation_seq", "project_name", "level1", "level2", "name", "target", "actual", "weight", "score"]
    return Result(table[[*keep, "lost", "deviation_reason", "sources"]], _BASE, unit="分", years=(year,))


def measure_lost_marks(data: Dataset, department: str, year: int) -> Result:
    """Sum lost marks by level 1 and level 2: level1, level2, count, weight, lost (points), rate (percent), sources."""
    forms = data.evaluations[(data.evaluations["department_id"] == department) & (data.evaluations["year"] == year)]
    own = data.evaluation_indicators[data.evaluation_indicators["document_id"].isin(forms["document_id"])]
    rows = [
        {
            "level1": level1,
            "level2": level2,
            "count": len(group),
            "weight": total_of(group["weight"]),
            "lost": round(float((group["weight"] - group["score"]).sum()), 6),
            "sources": source_lines(group),
        }
        for (level1, level2), group in own.groupby(["level1", "level2"], dropna=False, sort=False)
    ]
    if not rows:
        return missing_result(f"未收集到{year}年的绩效自评表。", _BASE)
    table = pd.DataFrame(rows)
    table["rate"] = table["lost"] / table["weight"] * 100
    return Result(table.sort_values("lost", ascending=False, kind="stable", ignore_index=True), _BASE, "分", (year,))
