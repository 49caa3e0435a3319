"""Numbers that a project's goal promises and no indicator takes up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from budgetkit.check.numbers_in_words import StatedNumber, base_unit, read_mentions
from budgetkit.compare.measure import source_lines
from budgetkit.compare.words import says
from budgetkit.observe.observation import Case, Observation, Rule, Topic
from budgetkit.observe.targets import BASIS, note_projects
from budgetkit.statements.order import join_names

_NO_OUTPUT = set("年月日时天元%") | {"万元", "亿元", "小时", "分钟", "周", "季度"}  # dates, durations, money, rates


def _find(case: Case) -> Iterator[Observation]:
    own, projects = case.indicators, case.projects.dropna(subset=["goal", "total"])
    units = sorted({base_unit(unit).removeprefix("万") for unit in own["unit"].unique()} - _NO_OUTPUT - {""})
    lacking = {
        row.project_seq: unused
        for row in projects.itertuples()
        if (unused := _unused(row.goal, own[own["project_seq"] == row.project_seq], units))
    }
    if not lacking:
        return
    found = projects[projects["project_seq"].isin(lacking)].sort_values("total", ascending=False, kind="stable")
    names = [f"{row.project_name}（“{'”“'.join(lacking[row.project_seq][:2])}”）" for row in found.itertuples()]
    text = f"{{projects}}、{{money}}的绩效目标写明的数量，没有指标与之对应：{join_names(names, most=3)}。"
    question = "绩效目标承诺的数量为何不列为指标？年终以什么判断是否完成？"
    yield note_projects(case, found["project_seq"], text, question, source_lines(found))


def _unused(goal: str, indicators: pd.DataFrame, units: list[str]) -> list[str]:
    """Give the numbers that a goal undertakes, as printed, and that no indicator of the project takes up."""
    if indicators.empty:
        return []
    texts = "\n".join([*indicators["name"], *indicators["value"]])
    values = [Decimal(str(value)) for value in indicators["value_number"].dropna()]
    found = [own for unit in units if not _add_up(own := read_mentions(goal, unit), values)]
    return [one.text for own in found for one in own if _is_promise(one) and not _is_taken_up(one, values, texts)]


def _is_promise(mention: StatedNumber) -> bool:
    return mention.number > 1 and says("undertaking", mention.words.split(" ")[0])


def _is_taken_up(mention: StatedNumber, values: list[Decimal], texts: str) -> bool:
    """Say whether an indicator has the number, as its value, in words, or as one of several that it is the sum of."""
    return mention.text in texts or any(mention.agrees(value) for value in (*values, sum(values, Decimal(0))))


def _add_up(mentions: list[StatedNumber], values: list[Decimal]) -> bool:
    """Say whether the numbers of a unit (6台…120台…8台) are together what an indicator asks for (134台)."""
    return len(mentions) > 1 and any(sum(one.number for one in mentions) == value for value in values)


RULE = Rule(
    key="unused_goal",
    name="目标数量未落到指标",
    looks_for="绩效目标写明的数量（带有本文件指标所用的计量单位），该项目的指标值、指标名称和合计中都没有；出现即列示",
    basis=BASIS + "；绩效指标应当由绩效目标分解而来",
    topic=Topic.PERFORMANCE,
    find=_find,
)
