"""Made values for figures: long and short names, heavy tails, missing, zero and negative values."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

import pandas as pd

from budgetkit.draw import (
    Drawing,
    draw_bars,
    draw_dots,
    draw_execution,
    draw_pareto,
    draw_share_bars,
    draw_size_histogram,
    draw_slope,
    draw_small_multiples,
    draw_treemap,
    draw_waterfall,
)

WORDS = ("应急", "安全生产监督检查", "信息化平台", "运行维护（二期）", "救援装备购置", "2026年", "尾款", "AI大模型服务")


def make_names(count: int) -> list[str]:
    """Make names of 4 to 60 characters."""
    chance = random.Random(1)
    return ["".join(chance.choices(WORDS, k=chance.choice((1, 2, 3, 8)))) + f"{n + 1}号" for n in range(count)]


def make_values(count: int, seed: int = 2) -> list[Decimal]:
    """Make positive amounts of very different size with six decimals."""
    chance = random.Random(seed)
    return [Decimal(f"{chance.lognormvariate(4, 1.8):.6f}") for _ in range(count)]


def make_odd_values(count: int, seed: int = 2) -> list[Decimal | None]:
    """Make amounts of which some are missing, zero or negative (from five things on)."""
    values: list[Decimal | None] = list(make_values(count, seed))
    for position in range(2, count - 2, 7):
        values[position], values[position + 1], values[position + 2] = -values[position], None, Decimal(0)
    return values


def draw_all(count: int) -> dict[str, Callable[[], Drawing]]:
    """Return a call for every kind of figure, with `count` things."""
    names, values, odd = make_names(count), make_values(count), make_odd_values(count)
    later = make_odd_values(count, 3)
    changes = [None if new is None else new - old for old, new in zip(values, later, strict=True)]
    end = Decimal(20000) + sum(change for change in changes if change is not None)
    parts = pd.DataFrame({name: make_odd_values(count, seed) for seed, name in enumerate(WORDS[:4])}, index=names)
    stages = pd.DataFrame(
        {"2024年年初预算": values, "2024年全年预算": values, "2024年执行数": odd, "2026年预算": later}, index=names
    )
    sides = {"left_name": "北京市某部门 2026年", "right_name": "某区某部门 2024年"}
    years = {"before_name": "2024年", "after_name": "2026年"}
    return {
        "bars": lambda: draw_bars(names, odd, highlight=names[-1:]),
        "dots": lambda: draw_dots(names, values, later, unit="%", **sides),
        "slope": lambda: draw_slope(names, values, later, **years),
        "slope_log": lambda: draw_slope(names, values, later, log=True, **years),
        "waterfall": lambda: draw_waterfall(
            20000, end, names, changes, start_name="2024年预算", end_name="2026年预算", points=changes
        ),
        "shares": lambda: draw_share_bars(parts),
        "multiples": lambda: draw_small_multiples(parts.iloc[:, :3]),
        "pareto": lambda: draw_pareto(names, odd),
        "treemap": lambda: draw_treemap(names, odd, groups=["基本支出", "项目支出"] * (count // 2)),
        "histogram": lambda: draw_size_histogram(odd),
        "execution": lambda: draw_execution(stages, rates=[98.7] * count, highlight=names[:1]),
    }


KINDS = tuple(draw_all(2))
