"""Whether the amounts of a sentence still add up as they are printed, and the remark for those that don't."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

from budgetkit.numbers import known
from budgetkit.statements.arithmetic import adds_up, total
from budgetkit.statements.statement import AMOUNT, Quantity, Statement

ROUNDING = "（因四舍五入，相加略有出入）"
_MOST = 12  # amounts of a sentence; more are a list, whose sums nobody makes in his head


def remark_rounding(statement: Statement) -> Statement:
    """Add the remark on rounding to a sentence in which parts make up a whole exactly, but not as printed."""
    if "四舍五入" in statement.text or not any(_broken_sums(statement.figures)):
        return statement
    return replace(statement, text=f"{statement.text.removesuffix('。')}{ROUNDING}。")


def _broken_sums(figures: Mapping[str, Quantity]) -> Iterator[bool]:
    """Say of every whole of the sentence with its parts whether their printed amounts fail to add up."""
    amounts = (one.value for one in figures.values() if one.unit == AMOUNT)
    values: list[Any] = sorted({value for value in amounts if known(value)}, reverse=True)
    positive = [value for value in values if value > 0][:_MOST]
    for place, whole in enumerate(positive):
        smaller = positive[place + 1 :]
        for size in range(2, len(smaller) + 1):
            yield from (not adds_up(whole, own) for own in combinations(smaller, size) if total(own) == total([whole]))
