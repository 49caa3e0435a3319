"""Marks lost for satisfaction that was not surveyed, while the form claims that the target was met."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from budgetkit.compare.measure import source_lines
from budgetkit.compare.words import saying
from budgetkit.observe.evaluations import BASIS, evaluated_indicators
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.statement import Quantity, count

_FULL = 100  # points of a form
_EXACT = 0.005
SHARE = 0.5  # of the lost points: most of them


def _find(case: Case) -> Iterator[Observation]:
    lost = evaluated_indicators(case) if case.evaluation_year else None
    if lost is None or not (lost["lost"] > 0).any():
        return
    lost = lost[lost["lost"] > 0]
    found = lost[lost["level1"] == "满意度指标"]
    found = found[saying("no_survey", found["deviation_reason"])]
    all_points, points = (round(float(rows["lost"].sum()), 6) for rows in (lost, found))
    if points <= SHARE * all_points:
        return
    full = int(found["actual"].fillna("").str.fullmatch(r"100(?:\.0+)?%").sum())
    claim = "，{full}的实际完成值填 100%" if full else ""
    data = case.budget.data
    funds = data.evaluation_funds[data.evaluation_funds["document_id"].isin(found["document_id"])]
    funds = funds[funds["fund"] == "total"]
    forms = data.evaluations[data.evaluations["document_id"].isin(found["document_id"])]
    rate = _lost_by_rate(funds, forms, all_points)
    start = f"{case.evaluation_year}年自评{'共失{together}：预算执行率失{rate}，' if rate else ''}指标"
    statement = compose(
        f"{start}{'' if rate else '共'}失{{all}}，其中{{points}}失在{{count}}满意度指标上，自评表写明未作调查{claim}。",
        together=_points(round(all_points + rate, 6)),
        rate=_points(rate),
        all=_points(all_points),
        points=_points(points),
        count=count(len(found), "条"),
        full=count(full, "条"),
    )
    question = "没有调查，实际完成值从何而来？何时补做，结果如何？"
    own = funds[funds["evaluation_seq"].isin(set(found["evaluation_seq"]))]
    money = round(float(own["full_year_budget"].sum()), 6)
    scored = (*source_lines(funds), *source_lines(forms)) if rate else ()
    lines = tuple(dict.fromkeys((*source_lines(found), *source_lines(lost), *source_lines(own), *scored)))
    yield Observation(statement, question, money, Certainty.FORMAL, lines)


def _lost_by_rate(funds: pd.DataFrame, forms: pd.DataFrame, by_indicators: float) -> float:
    """Give the points that the rates of execution lost; 0 where scores lack more than these and the indicators."""
    lost = float((funds["weight"] - funds["score"]).sum(min_count=1))
    all_lost = float((_FULL - forms["total_score"]).sum(skipna=False))
    return round(lost, 6) if abs(all_lost - lost - by_indicators) < _EXACT else 0.0


def _points(value: float) -> Quantity:
    return Quantity(value, "分", f"{value:g} 分")


RULE = Rule(
    key="unsurveyed_satisfaction",
    name="满意度未作调查",
    looks_for="自评失分过半数在满意度指标，且偏差原因写明是口头了解、尚待调查",
    basis=f"{BASIS}：满意度应有调查依据；过半数为本报告约定",
    topic=Topic.PERFORMANCE,
    find=_find,
)
