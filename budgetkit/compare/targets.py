"""Performance targets: how many, how measurable, and whether cost ceilings meet the projects' totals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.costs import whole_costs
from budgetkit.compare.measure import share_of, source_lines
from budgetkit.compare.memory import remembered
from budgetkit.compare.result import Result, missing_result
from budgetkit.cost_ceilings import ABOVE, Ceiling, judge_ceiling, judge_sum

_BASE = "项目支出绩效目标"
OPEN_SUMS = ("above", "repeated", "instalment", "twice")  # the sum alone is above the total by more than rounding
_CEILING = ("≤", "<", "=")
_SAID = {None: None, "equal": "equal", "rounded": "equal", "below": "below", "other_unit": "slip"}
NEAR = Decimal("0.01")  # an excess below one per cent of the total: a ceiling rounded up, or a total trimmed
_SHARE_ROUNDING = Decimal("0.01")  # 万元: shares of a contract are rounded
_HALF = 50
INSTALMENT_STEP = 10  # per cent: contracts are paid in such shares


@remembered
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


@remembered
def compare_cost_ceilings(budget: Budget) -> Result:
    """Compare each project's economic cost ceilings with its total.

    Only amounts of money with a ceiling (≤, <, =) count; unit costs (元/人, 单价) are no part of a total. Gives
    project_seq, project_name, total, ceiling (sum, 万元), ceilings (count), difference, verdict and sources, largest
    difference first. Verdicts: `equal` to the printed digits; `below`; where one ceiling alone is above the total,
    `single`; where only their sum is, above it by less than one per cent (`near`), exactly twice the total, which is
    one of them (`twice`), so that the total is another round share of it, as where a first instalment is paid
    (`instalment`), since the total is one of them (`repeated`), or for no reason that the document tells (`above`);
    `slip` where a ceiling meets the total in another unit than printed: it is kept as published, and where its unit is
    none of money, `ceiling` is missing.
    """
    costs = whole_costs(budget.table("project_indicators"))
    costs = costs[costs["operator"].isin(_CEILING)]
    if not any(ceiling.amount is not None for ceiling in costs["ceiling"]):
        return missing_result("没有以金额表示的成本指标。", _BASE)
    projects = budget.table("projects").dropna(subset=["total"]).set_index("project_seq")
    groups = costs.groupby("project_seq", sort=True)
    rows = [_ceiling(int(seq), projects.loc[seq], group) for seq, group in groups if seq in projects.index]
    rows = [row for row in rows if row["verdict"]]
    if not rows:
        return missing_result("以金额表示的成本指标没有可对应的项目总额，无法比较。", _BASE)
    table = pd.DataFrame(rows)
    order = table["difference"].abs().sort_values(ascending=False, kind="stable").index
    return Result(table.loc[order].reset_index(drop=True), _BASE, years=(budget.year,))


def _ceiling(seq: int, project: pd.Series, costs: pd.DataFrame) -> dict:
    total, ceilings = Decimal(f"{project['total']:.6f}"), list(costs["ceiling"])
    amounts = [ceiling.amount for ceiling in ceilings if ceiling.amount is not None]
    ceiling = sum(amounts, Decimal(0)) if amounts else None
    row = {
        "project_seq": seq,
        "project_name": project["project_name"],
        "total": float(total),
        "ceiling": None if ceiling is None else float(ceiling),
        "ceilings": len(amounts) or len(costs),
        "difference": None if ceiling is None else float(ceiling - total),
        "verdict": _verdict(ceilings, ceiling, total),
    }
    return {**row, "sources": ((project["document_id"], int(project["source_line"])), *source_lines(costs))}


def _verdict(ceilings: Sequence[Ceiling], ceiling: Decimal | None, total: Decimal) -> str | None:
    verdict = judge_sum(ceilings, total)
    if verdict in _SAID or ceiling is None:
        return _SAID.get(verdict)
    if any(judge_ceiling(one, total) in ABOVE for one in ceilings):
        return "single"
    if ceiling <= total * (1 + NEAR):
        return "near"
    share = round(total / ceiling * 100 / INSTALMENT_STEP) * INSTALMENT_STEP
    is_listed = any(one.amount == total for one in ceilings)
    if abs(ceiling * share / 100 - total) >= _SHARE_ROUNDING:
        return "repeated" if is_listed else "above"
    return "twice" if share == _HALF and is_listed else "instalment"
