"""A project's money beside its unit prices: a quantity that no target counts, or a product that misses the amount."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from budgetkit.compare.costs import cost_indicators, unit_prices
from budgetkit.compare.measure import source_lines
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.statement import Quantity, amount, count

_LONG_START = 5  # characters
_ROUND = 100  # an amount that is a price times a multiple of this was computed from it


def _find(case: Case) -> Iterator[Observation]:
    costs, prices = cost_indicators(case.indicators), unit_prices(case.indicators)
    volumes = case.indicators[case.indicators["level2"].str.startswith("数量")]
    fixed = prices[prices["operator"] == "="]
    for sequence, own in fixed.groupby("project_seq", sort=True):
        is_all = len(own) == int((costs["project_seq"] == sequence).sum())
        project = case.projects[(case.projects["project_seq"] == sequence) & case.projects["total"].notna()]
        if is_all and own["thing"].nunique() == 1 and len(project):
            yield from _compare(project.iloc[0], own, volumes[volumes["project_seq"] == sequence])


def _compare(project: pd.Series, prices: pd.DataFrame, volumes: pd.DataFrame) -> Iterator[Observation]:
    thing, price = prices["thing"].iloc[0], float(prices["price"].sum())
    counted = volumes[volumes["unit"].isin(_units_of(thing)) & volumes["value_number"].notna()]
    each = {f"price{n}": _in_yuan(one) for n, one in enumerate(prices["price"])}
    names = _without_common_start(list(prices["name"]))
    named = "、".join(f"“{name}”{{price{n}}}" for n, name in enumerate(names))
    start = f"“{project['project_name']}”{{total}}成本指标只列单价（每{_counted(thing)}{named}）"
    start += "，合计{price}" if len(prices) > 1 else ""
    figures = {"total": amount(project["total"]), **each, "price": _in_yuan(price)}
    lines = ((project["document_id"], int(project["source_line"])), *source_lines(prices), *source_lines(volumes))
    if counted.empty:
        text, more = _implied(project["total"] / price, thing, volumes, is_each=len(prices) > 1)
        certainty = Certainty.CONCLUDED
    else:
        text, more = _product(project["total"], price, counted, is_each=len(prices) > 1)
        certainty = Certainty.PRINTED
    if text:
        question = "工作量是多少，依据什么测算，为何未列为数量指标？实际少于测算时，余款如何处理？"
        yield Observation(compose(start + text, **figures, **more), question, project["total"], certainty, lines)


def _without_common_start(names: list[str]) -> list[str]:
    """Leave out what long names of one list begin with alike."""
    alike = 0
    while len(names) > 1 and all(name[alike : alike + 1] == names[0][alike : alike + 1] != "" for name in names):
        alike += 1
    return [name[alike:] for name in names] if _LONG_START < alike < min(map(len, names)) else names


def _in_yuan(price: float) -> Quantity:
    """Return a price (万元) as running text prints it."""
    return Quantity(price * 10000, "元", f"{price * 10000:,.2f} 元")


def _counted(thing: str) -> str:
    """Give the word in which things of this kind are counted: 人·次 is counted in 人次."""
    return "人次" if set("人次") <= set(thing) else thing


def _implied(quantity: float, thing: str, volumes: pd.DataFrame, *, is_each: bool) -> tuple[str, dict[str, Quantity]]:
    """Say how many things the amount stands for, where it is a round number of them that no target counts.

    With several prices (`is_each`) it is no number of things: how many times each of the prices could be paid.
    """
    if abs(quantity - round(quantity / _ROUND) * _ROUND) > 1e-6 * quantity or quantity < _ROUND:
        return "", {}
    units = "、".join(dict.fromkeys(unit for unit in volumes["unit"] if unit))
    targets = f"数量指标以{units}计" if units else "没有数量指标"
    counted = count(round(quantity), "次" if is_each else _counted(thing))
    told = "金额恰为各付{quantity}" if is_each else "金额恰为{quantity}的费用"
    return f"，{told}，而{targets}。", {"quantity": counted}


def _product(total: float, price: float, counted: pd.DataFrame, *, is_each: bool) -> tuple[str, dict[str, Quantity]]:
    """Say what price times quantity gives, where it is not the amount and may not be more (a target of ≥ may be)."""
    quantity = float(counted["value_number"].sum())
    product = round(price * quantity, 6)
    is_open = counted["operator"].isin(("≥", ">")).any() and product < total
    if is_open or abs(product - total) < 0.01:
        return "", {}
    more = {
        "quantity": Quantity(quantity, "", f"{quantity:,.0f} {counted['unit'].iloc[0]}"),
        "product": amount(product),
    }
    return f"，按数量指标{{quantity}}{'、各项都付' if is_each else ''}计算为{{product}}，与项目金额不符。", more


def _units_of(thing: str) -> set[str]:
    """Give the units in which a target may count what a price is for: 人·次 is counted in 人, 次 or 人次."""
    parts = [part for part in thing.replace("*", "·").replace("/", "·").split("·") if part]
    return {thing, "".join(parts), *parts}


RULE = Rule(
    key="unit_price",
    name="单价、工作量与金额",
    looks_for="成本指标全部为定额单价，而数量指标不计该工作量（金额为其整百倍），或单价乘数量不等于项目金额",
    basis="项目支出标准体系建设要求：项目预算按工作量和支出标准测算",
    topic=Topic.PROJECTS,
    find=_find,
)
