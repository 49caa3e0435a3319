"""Satisfaction targets that say “at most”."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.compare.words import saying
from budgetkit.observe.observation import Case, Observation, Rule, Topic
from budgetkit.observe.targets import BASIS, note_indicators, quote_some


def _find(case: Case) -> Iterator[Observation]:
    found = case.indicators[case.indicators["operator"].isin(("≤", "<")) & (case.indicators["unit"] == "%")]
    found = found[found["name"].str.contains("满意") & ~saying("dissatisfaction", found["name"])]
    text = f"{{count}}满意度指标写作“不高于”：{quote_some(found)}，涉及{{projects}}、{{money}}；满意度越低越达标。"
    question = "满意度的目标方向是否写反？按现有写法如何评价完成情况？"
    yield from note_indicators(case, found, text, question)


RULE = Rule(
    key="satisfaction_direction",
    name="满意度指标方向相反",
    looks_for="以百分比计的满意度指标，性质为 ≤ 或 <；投诉率等反向指标除外",
    basis=BASIS,
    topic=Topic.PERFORMANCE,
    find=_find,
)
