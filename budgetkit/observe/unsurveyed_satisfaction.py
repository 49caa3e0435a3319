"""Marks lost for satisfaction that no questionnaire measured, while the form claims that the target was met."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from budgetkit.compare.measure import source_lines
from budgetkit.compare.words import saying, says
from budgetkit.observe.evaluations import BASIS, evaluated_indicators
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.statement import count, marks

_FULL = 100  # points of a form
_EXACT = 0.005
_BASES = {"spoken": "口头了解", "asked": "电话、现场询问", "no_complaint": "未收到不良反馈"}
_SURVEYS = {"not_surveyed": "未作调查", "survey_later": "问卷调查留待后续"}
_TELLING = ("spoken", "no_complaint", *_SURVEYS)  # lists of words.toml; who asked by telephone may have surveyed
SHARE = 0.5  # of the lost points: most of them


def _find(case: Case) -> Iterator[Observation]:
    lost = evaluated_indicators(case) if case.evaluation_year else None
    if lost is None or not (lost["lost"] > 0).any():
        return
    lost = lost[lost["lost"] > 0]
    found = lost[lost["level1"] == "满意度指标"]
    telling = found["deviation_reason"].map(lambda reason: any(says(kind, reason) for kind in _TELLING))
    found = found[telling.astype(bool)]
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
    lost_there = f"{'' if rate else '共'}失{{all}}，其中{{points}}失在{{count}}满意度指标上"
    statement = compose(
        f"{start}{lost_there}，{_say_bases(found['deviation_reason'])}{claim}。",
        together=marks(round(all_points + rate, 6)),
        rate=marks(rate),
        all=marks(all_points),
        points=marks(points),
        count=count(len(found), "条"),
        full=count(full, "条"),
    )
    question = "没有问卷调查，实际完成值从何而来？何时补做，结果如何？"
    own = funds[funds["evaluation_seq"].isin(set(found["evaluation_seq"]))]
    money = round(float(own["full_year_budget"].sum()), 6)
    scored = (*source_lines(funds), *source_lines(forms)) if rate else ()
    lines = tuple(dict.fromkeys((*source_lines(found), *source_lines(lost), *source_lines(own), *scored)))
    yield Observation(statement, question, money, Certainty.FORMAL, lines)


def _say_bases(reasons: pd.Series) -> str:
    """Say what the reasons rest on instead of a questionnaire, and what they say of one."""
    bases, later = ([words for kind, words in own.items() if saying(kind, reasons).any()] for own in (_BASES, _SURVEYS))
    said = [f"自评表所写的依据只有{'、'.join(bases)}"] if bases else []
    return "，".join([*said, *later] if bases else [f"自评表写明{'、'.join(later)}"])


def _lost_by_rate(funds: pd.DataFrame, forms: pd.DataFrame, by_indicators: float) -> float:
    """Give the points that the rates of execution lost; 0 where scores lack more than these and the indicators."""
    lost = float((funds["weight"] - funds["score"]).sum(min_count=1))
    all_lost = float((_FULL - forms["total_score"]).sum(skipna=False))
    return round(lost, 6) if abs(all_lost - lost - by_indicators) < _EXACT else 0.0


RULE = Rule(
    key="unsurveyed_satisfaction",
    name="满意度缺少调查依据",
    looks_for="自评失分过半数在满意度指标，且偏差原因写明是口头或电话了解、未收到不良反馈、尚待调查",
    basis=f"{BASIS}：满意度应有调查依据；过半数为本报告约定",
    topic=Topic.PERFORMANCE,
    find=_find,
)
