"""Cost targets that say “at least”."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.compare.costs import cost_indicators, in_money
from budgetkit.observe.observation import Case, Observation, Rule, Topic
from budgetkit.observe.targets import BASIS, note_indicators, quote_some


def _find(case: Case) -> Iterator[Observation]:
    costs = cost_indicators(case.indicators)
    found = costs[costs["operator"].isin(("≥", ">")) & in_money(costs["unit"]) & (costs["value_number"] > 0)]
    text = f"{{count}}成本指标写作“不低于”：{quote_some(found)}，涉及{{projects}}、{{money}}；花费越多越达标。"
    yield from note_indicators(case, found, text, "成本指标是否应为上限？按现有写法能否起到控制成本的作用？")


RULE = Rule(
    key="cost_direction",
    name="成本指标方向相反",
    looks_for="以金额计的成本指标，性质为 ≥ 或 >",
    basis=BASIS,
    topic=Topic.PERFORMANCE,
    find=_find,
)
