"""Full marks for work that the form itself says was done after its year, or after the date it was due."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from budgetkit.compare.measure import source_lines
from budgetkit.observe.evaluations import BASIS, evaluated_indicators
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.observe.targets import shorten
from budgetkit.statements import compose
from budgetkit.statements.statement import amount, count, marks

_MONTH = re.compile(r"(20\d{2})\s*年\s*(\d{1,2})\s*月")
_DUE = re.compile(r"(20\d{2})\s*年\s*(\d{1,2})\s*月(?:底|末|\d{1,2}\s*日)?[之以]?前")


def _find(case: Case) -> Iterator[Observation]:
    if case.evaluation_year is None:
        return
    judged = evaluated_indicators(case)
    own = judged[(judged["lost"] == 0) & (judged["weight"] > 0)]
    own = own.assign(late=[_how_late(row, case.evaluation_year) for _, row in own.iterrows()])
    found = own[own["late"] != ""]
    if found.empty:
        return
    how = "或".join(found["late"].unique())
    data = case.budget.data
    funds = data.evaluation_funds[data.evaluation_funds["fund"] == "total"]
    funds = funds[
        funds["document_id"].isin(found["document_id"]) & funds["evaluation_seq"].isin(found["evaluation_seq"])
    ]
    money = round(float(funds["full_year_budget"].sum()), 6)
    first = found.iloc[0]
    marked_down = _marked_down(judged, first)
    elsewhere = "；同一项目另有{others}因完成时间失{points}" if len(marked_down) else ""
    statement = compose(
        f"{case.evaluation_year}年自评有{{count}}完成时间{how}，得满分，涉及全年预算{{money}}："
        f"“{first['project_name']}”的“{shorten(first['name'])}”实际为{first['actual']}{elsewhere}。",
        count=count(len(found), "条指标"),
        others=count(len(marked_down), "条指标"),
        points=marks(float(marked_down["lost"].sum())),
        money=amount(money),
    )
    question = f"完成时间{how.split('（')[0]}，为何在{case.evaluation_year}年自评中得满分？评分标准是什么？"
    lines = (*source_lines(found), *source_lines(funds), *source_lines(marked_down))
    yield Observation(statement, question, money, Certainty.FORMAL, lines)


def _marked_down(judged: pd.DataFrame, full: pd.Series) -> pd.DataFrame:
    """Find the indicators of a form that lost marks for the month in which another one, with full marks, was done."""
    month = _last_month(_MONTH, full["actual"])
    same = (judged["document_id"] == full["document_id"]) & (judged["evaluation_seq"] == full["evaluation_seq"])
    lost = judged[same & (judged["lost"] > 0)]
    return lost[lost["deviation_reason"].map(lambda reason: _last_month(_MONTH, reason) == month).astype(bool)]


def _how_late(row: pd.Series, year: int) -> str:
    """Say how an indicator was met late: after the month by which its own words say it was due, or after the form's
    year, where they allow that or say nothing; empty where it was not."""
    done = _last_month(_MONTH, row["actual"])
    due = _last_month(_DUE, row["name"]) or _last_month(_DUE, row["target"])
    if done is None:
        return ""
    if due is not None and done > due:
        return "晚于指标写明的期限"
    after = "在评价年度之后（指标写明的期限即在其后）" if due is not None and due > (year, 12) else "在评价年度之后"
    return after if done > (year, 12) else ""


def _last_month(pattern: re.Pattern[str], text: object) -> tuple[int, int] | None:
    found = pattern.findall(text) if isinstance(text, str) else []
    return max(((int(year), int(month)) for year, month in found), default=None)


RULE = Rule(
    key="late_full_marks",
    name="评价年度之后完成仍得满分",
    looks_for="得满分的自评指标，其实际完成时间晚于评价年度，或晚于指标写明的期限",
    basis=f"{BASIS}：自评应客观反映完成情况",
    topic=Topic.PERFORMANCE,
    find=_find,
)
