"""Dates that are set as numbers of days or months."""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetkit.observe.observation import Case, Observation, Rule, Topic
from budgetkit.observe.targets import BASIS, note_indicators, quote_some

_DATE = re.compile(r"20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?")
_TIME = ("日", "天", "工作日", "个工作日", "月", "个月", "年")


def _find(case: Case) -> Iterator[Observation]:
    values = case.indicators["value"].str.replace(r"\.0+$", "", regex=True)
    found = case.indicators[case.indicators["unit"].isin(_TIME) & values.str.fullmatch(_DATE)]
    text = f"{{count}}指标把日期当作数量：{quote_some(found)}，涉及{{projects}}、{{money}}；按字面无法衡量。"
    yield from note_indicators(case, found, text, "完成时限是哪一天，各阶段分别以什么成果为准？")


RULE = Rule(
    key="date_as_number",
    name="日期当作数量",
    looks_for="计量单位为日、工作日、月等，而指标值是年月日（如 20261130）",
    basis=BASIS,
    topic=Topic.PERFORMANCE,
    find=_find,
)
