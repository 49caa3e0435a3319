"""Projects whose cost targets state no money, only that costs are kept to plan."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.compare.costs import cost_indicators, in_money, names_money, unit_prices
from budgetkit.compare.words import saying
from budgetkit.observe.observation import Case, Observation, Rule, Topic
from budgetkit.observe.targets import BASIS, note_indicators, quote_some


def _find(case: Case) -> Iterator[Observation]:
    costs = cost_indicators(case.indicators)
    is_priced = in_money(costs["unit"]) | names_money(costs["name"]) | names_money(costs["value"])
    priced = set(costs[is_priced]["project_seq"]) | set(unit_prices(costs)["project_seq"])
    found = costs[(costs["unit"] == "%") & (costs["value_number"] == 100) & ~costs["project_seq"].isin(priced)]
    found = found[saying("cost_rate", found["name"])]
    text = f"{{projects}}、{{money}}的成本指标只写“与计划一致”一类的 100%：{quote_some(found)}，没有任何金额或单价。"
    question = "成本控制到多少元，按什么标准测算？实际支出等于预算即为达标，如何体现节约？"
    yield from note_indicators(case, found, text, question)


RULE = Rule(
    key="cost_without_money",
    name="成本指标没有金额",
    looks_for="项目的成本指标全无金额和单价，只有一致性、控制率等于 100%",
    basis=BASIS,
    topic=Topic.PERFORMANCE,
    find=_find,
)
