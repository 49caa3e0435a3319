"""Performance targets: how many, how measurable, and whether cost ceilings meet the projects' totals."""

from __future__ import annotations

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.costs import costs_in_money
from budgetkit.compare.measure import share_of, source_lines
from budgetkit.compare.result import Result, missing_result

_BASE = "项目支出绩效目标"
_CEILING = ("≤", "<", "=")
NEAR = 0.01  # an excess below one per cent of the total: a ceiling that was rounded up, or a total that was trimmed
INSTALMENT_STEP = 10  # per cent: contracts are paid in such shares
SLIP_FACTOR = 100.0  # a ceiling this many times its project's total is no ceiling: the unit is wrong


def measure_targets(budget: Budget) -> Result:
    """Measure a budget's indicators by level 1 and 2: level1, level2, count, quantitative, share (percent), sources.

    An indicator is quantitative when it has an operator other than 定性 and a number. Facts: projects, indicators,
    per_project (where owners are known), quantitative_share, without (projects that list no indicator).
    """
    indicators = budget.table("project_indicators")
    projects = budget.table("projects")
    if indicators.empty:
        return missing_result("文件没有可用的项目绩效指标。", _BASE)
    measured = indicators.assign(quantitative=is_quantitative(indicators))
    rows = [
        {
            "level1": level1,
            "level2": level2,
            "count": len(group),
            "quantitative": int(group["quantitative"].sum()),
            "sources": source_lines(group),
        }
        for (level1, level2), group in measured.groupby(["level1", "level2"], sort=False, dropna=False)
    ]
    table = pd.DataFrame(rows).sort_values(["level1", "count"], ascending=[True, False], ignore_index=True)
    table["share"] = [share_of(q, c) for q, c in zip(table["quantitative"], table["count"], strict=True)]
    with_indicators = measured["project_seq"].nunique()
    facts = {
        "projects": float(with_indicators),
        "indicators": float(len(measured)),
        **({"per_project": len(measured) / with_indicators} if with_indicators else {}),
        "quantitative_share": float(measured["quantitative"].mean() * 100),
        "without": float((~projects["project_seq"].isin(measured["project_seq"])).sum()),
    }
    return Result(table, _BASE, "个", (budget.year,), facts=facts)


def is_quantitative(indicators: pd.DataFrame) -> pd.Series:
    """Say for each indicator whether it can be measured: a number behind an operator other than 定性."""
    return indicators["value_number"].notna() & indicators["operator"].notna() & (indicators["operator"] != "定性")


def compare_cost_ceilings(budget: Budget) -> Result:
    """Compare each project's economic cost ceilings with its total.

    Only amounts of money with a ceiling (≤, <, =) count; unit costs (元/人, 单价) are no part of a total. Gives
    project_seq, project_name, total, ceiling (sum, 万元), ceilings (count), difference, verdict and sources, largest
    difference first. Verdicts: `equal`; `below`; above the total by less than one per cent (`near`), so that the total
    is a round share of the ceilings, as where a first instalment is paid (`instalment`), by so much that the unit must
    be wrong (`slip`, kept as published), or for no reason that the document tells (`above`).
    """
    costs = costs_in_money(budget.table("project_indicators"))
    costs = costs[costs["operator"].isin(_CEILING)].rename(columns={"cost": "ceiling"})
    if costs.empty:
        return missing_result("没有以金额表示的成本指标。", _BASE)
    projects = budget.table("projects").dropna(subset=["total"]).set_index("project_seq")
    rows = [
        _ceiling(int(seq), projects.loc[seq], group)
        for seq, group in costs.groupby("project_seq", sort=True)
        if seq in projects.index
    ]
    if not rows:
        return missing_result("以金额表示的成本指标没有可对应的项目总额，无法比较。", _BASE)
    table = pd.DataFrame(rows)
    order = table["difference"].abs().sort_values(ascending=False, kind="stable").index
    return Result(table.loc[order].reset_index(drop=True), _BASE, years=(budget.year,))


def _ceiling(seq: int, project: pd.Series, costs: pd.DataFrame) -> dict:
    ceiling, total = round(float(costs["ceiling"].sum()), 6), float(project["total"])
    row = {
        "project_seq": seq,
        "project_name": project["project_name"],
        "total": total,
        "ceiling": ceiling,
        "ceilings": len(costs),
        "difference": round(ceiling - total, 6),
        "verdict": _verdict(ceiling, total),
    }
    return {**row, "sources": ((project["document_id"], int(project["source_line"])), *source_lines(costs))}


def _verdict(ceiling: float, total: float) -> str:
    if abs(ceiling - total) < 0.01:  # ceilings are printed with two decimals as a rule
        return "equal"
    if ceiling < total:
        return "below"
    if ceiling > total * SLIP_FACTOR:
        return "slip"
    if ceiling <= total * (1 + NEAR):
        return "near"
    share = round(total / ceiling * 100 / INSTALMENT_STEP) * INSTALMENT_STEP
    return "instalment" if abs(ceiling * share / 100 - total) < 0.01 else "above"
