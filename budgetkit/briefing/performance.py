"""绩效: the targets of a budget, and the self-evaluations of earlier years."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from budgetkit.briefing.citations import cite
from budgetkit.compare.budget import Budget
from budgetkit.compare.costs import monthly_above
from budgetkit.compare.evaluations import find_evaluated_unit, find_lost_marks, measure_lost_marks, measure_scores
from budgetkit.compare.execution import find_evaluation_year
from budgetkit.compare.measure import source_lines
from budgetkit.compare.result import Result, missing_result
from budgetkit.compare.targets import compare_cost_ceilings, measure_targets
from budgetkit.dataset.load import Dataset
from budgetkit.statements import Statement, compose, state_amount, state_exceptions, state_missing, state_share
from budgetkit.statements.statement import count as count_of

HIGHER = {  # verdicts on cost ceilings above a project's total, what is open first
    "single": "一条成本指标就高于总额（列为勾稽差异，原因未证明）",
    "above": "几条之和高于总额，原因未证明",
    "repeated": "其中一条等于总额，其余可能是其分项，原因未证明",
    "instalment": "总额等于几条之和的整数百分比（可能是分期付款，原因未证明）",
    "twice": "几条之和等于总额的 2 倍（可能总额与分项重复列示或分期付款，原因未证明）",
    "near": "几条之和高出不足 1%",
    "doubt": "改换计量单位即与总额相符（疑为单位误写，未证明）",
    "slip": "单位误写，改正后与总额相符（勾稽差异，原因已证明）",
}
CEILINGS = "成本指标与项目总额"

LOW_SCORE = 90.0  # of 100


def key_points(budget: Budget, low_score: float = LOW_SCORE, *, evaluated: bool = True) -> list[Statement]:
    """State the main points on targets and self-evaluations; what is missing is said.

    `low_score` is the score below which a self-evaluated project is named. Without `evaluated` nothing is said of
    self-evaluations: the report says elsewhere that there are none.
    """
    return [*_state_targets(budget), *_state_ceilings(budget), *(_state_scores(budget, low_score) if evaluated else ())]


def higher_ceilings(budget: Budget) -> Result:
    """Find the projects whose cost ceilings are above their totals, without an explanation first: project_name, total,
    ceiling (万元), ceilings, difference, label, sources."""
    result = compare_cost_ceilings(budget)
    title = CEILINGS
    if result.is_missing:
        return replace(result, title=title)
    higher = _open_first(budget, result.table).reset_index(drop=True)
    higher["label"] = [_label(row.verdict, row.total / row.ceiling * 100) for row in higher.itertuples()]
    slips = int((higher["verdict"] == "slip").sum())
    title += f"：{len(result.table)} 个可比项目中 {len(higher) - slips} 个高于总额"
    title += f"，另有 {slips} 个为单位误写" if slips else ""
    if higher.empty:
        return replace(missing_result("没有成本指标合计高于项目总额的项目；单价、按月和“不低于”的不计。"), title=title)
    return Result(higher, result.base, result.unit, result.years, title=title)


def _label(verdict: str, share: float) -> str:
    """Say what a verdict means in a table, an instalment with its per cent."""
    return HIGHER[verdict].replace("整数百分比", f" {round(share)}%") if verdict == "instalment" else HIGHER[verdict]


def _open_first(budget: Budget, table: pd.DataFrame) -> pd.DataFrame:
    """Choose the projects whose cost ceilings are above their total, those without an explanation first.

    A slip is one where the check of it found the proof; elsewhere it is in doubt.
    """
    checks = budget.table("checks")
    proved = set(checks[(checks["rule"] == "cost_ceiling") & (checks["status"] == "explained")]["source_line"])
    shown = table[table["verdict"].isin(HIGHER) & (table["difference"] > 0)].copy()
    is_proved = pd.Series([any(line in proved for _, line in own) for own in shown["sources"]], index=shown.index)
    shown["verdict"] = shown["verdict"].mask((shown["verdict"] == "slip") & ~is_proved, "doubt")
    places = {verdict: place for place, verdict in enumerate(HIGHER)}
    return shown.loc[shown["verdict"].map(places).sort_values(kind="stable").index]


def department_targets(budget: Budget) -> Result:
    """List the department's own targets: activity, level1, level2, name, target, sources."""
    table = budget.table("department_indicators").reset_index(drop=True)
    if table.empty:
        return replace(missing_result("文件没有部门整体支出绩效目标表。"), title="部门整体绩效目标")
    table = table.assign(target=[_target(row) for row in table.to_dict("records")])
    table["sources"] = [((row.document_id, int(row.source_line)),) for row in table.itertuples()]
    title = f"部门整体绩效目标（{len(table)} 条）"
    return Result(table, "部门整体支出绩效目标", "", (budget.year,), title=title)


def scores(budget: Budget) -> Result:
    """List the scores of the latest self-evaluations before a budget, lowest first (see `measure_scores`).

    `printed_rate` is the execution rate in the digits that the form prints.
    """
    result = _evaluated(budget, measure_scores)
    if result.is_missing:
        return result
    printed = [None if pd.isna(rate) else f"{rate:.2f}%" for rate in result.table["rate"]]
    table = result.table.assign(printed_rate=pd.Series(printed, dtype=object))
    return replace(result, table=table, unit="")  # marks and money: each column says its own


def lost_marks(budget: Budget) -> Result:
    """Sum by level where these self-evaluations lost marks (see `measure_lost_marks`)."""
    return _evaluated(budget, measure_lost_marks)


def deviations(budget: Budget) -> Result:
    """Find each indicator of theirs that lost marks, with target, actual value and the reason given."""
    return _evaluated(budget, find_lost_marks)


def _evaluated(budget: Budget, measure: Callable[[Dataset, str, int], Result]) -> Result:
    year = find_evaluation_year(budget.data, budget.department_id, budget.year)
    if year is None:
        return missing_result(f"未收集到{budget.department}{budget.year}年以前的绩效自评表。")
    return measure(budget.data, budget.department_id, year)


def _target(row: dict) -> str:
    """Give a target as printed; that it is none in numbers stands behind it: 优（定性）."""
    if row["operator"] == "定性":
        return f"{row['value']}（定性）" if isinstance(row["value"], str) else "定性"
    return "".join(str(row[key]) for key in ("operator", "value", "unit") if isinstance(row[key], str))


def _state_targets(budget: Budget) -> list[Statement]:
    result = measure_targets(budget)
    if result.is_missing:
        return [state_missing("绩效目标分析", reason=result.reason)]
    facts, quantitative = result.facts, int(result.table["quantitative"].sum())
    number, note = int(facts["indicators"]), f"{int(facts['projects'])} 个项目"
    return [
        cite(state_amount(f"{budget.label}项目绩效指标", number, unit="条", note=note), result),
        cite(state_share("可量化指标", quantitative, "全部指标", number, unit="条"), result),
    ]


def _state_ceilings(budget: Budget) -> list[Statement]:
    result = compare_cost_ceilings(budget)
    if result.is_missing:
        return []
    table, found = result.table, []
    shown = _open_first(budget, table)
    is_slip = shown["verdict"] == "slip"
    higher, slips = shown[~is_slip], shown[is_slip]
    names = higher["project_name"].fillna("（名称缺失）")
    condition = "成本指标合计高于项目总额"
    subject = "成本指标列有金额上限的项目（单价、按月和“不低于”的不计）"
    all_of_them = state_exceptions(subject, condition, names, checked=len(table), see=CEILINGS)
    found.append(cite(all_of_them, *higher["sources"], result))
    figures = {verdict: count_of(int(number)) for verdict, number in higher["verdict"].value_counts().items()}
    is_all = "都是" if len(figures) == 1 and len(higher) > 1 else "是"
    parts = [f"{{{verdict}}}{is_all}{label}" for verdict, label in HIGHER.items() if verdict in figures]
    told = f"{{all}}中，{'；'.join(parts)}" if len(parts) > 1 else "".join(parts)
    if parts:
        statement = compose(f"高于总额的{told}。", all=count_of(len(higher)), **figures)
        found.append(cite(statement, *higher["sources"]))
    if len(slips):
        text = "另有{count}按所印单位也高于总额，是单位误写，改正后与总额相符（勾稽差异，原因已证明）。"
        found.append(cite(compose(text, count=count_of(len(slips))), *slips["sources"]))
    return found + _state_monthly(budget)


def _state_monthly(budget: Budget) -> list[Statement]:
    """State how many ceilings of a month, which no sum above counts, a whole year of which passes the total."""
    monthly = monthly_above(budget.table("project_indicators"), budget.table("projects"))
    if monthly.empty:
        return []
    text = "以上比较不含按月列示的成本指标；这些指标按全年十二个月计，{count}的高于项目总额"
    text += "（有几条的取最低一条；见表“关注点”中的“单月上限按全年计高于总额”）。"
    return [cite(compose(text, count=count_of(len(monthly), "个项目")), source_lines(monthly))]


def _state_scores(budget: Budget, low_score: float) -> list[Statement]:
    result = _evaluated(budget, measure_scores)
    if result.is_missing:
        return [state_missing("自评分析", reason=result.reason)]
    year = result.years[0]
    low = result.table[result.table["score_total"] < low_score]
    lowest = state_exceptions(
        f"{year}年自评项目", f"总分低于 {low_score:g} 分", low["project_name"], checked=len(result.table)
    )
    unit = find_evaluated_unit(budget, year)
    whose = f"（均属{unit}）" if unit else ""
    return [
        cite(state_amount(f"{year}年自评项目{whose}平均得分", round(result.facts["mean"], 2), unit="分"), result),
        cite(lowest, *low["sources"], result),
    ]
