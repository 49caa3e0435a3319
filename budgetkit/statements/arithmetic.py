"""The little arithmetic of sentences: exact differences, and whether printed numbers still add up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from budgetkit.compare.measure import DECIMALS, share_of
from budgetkit.numbers import AMOUNT_DECIMALS, WAN_IN_A_YI, known, round_half_up

__all__ = ["adds_up", "known", "share_of", "subtract", "total"]


def subtract(minuend: Any, subtrahend: Any) -> Any:
    """Subtract two amounts: exactly where both are decimals, else rounded to the six decimals that are published."""
    if isinstance(minuend, Decimal) and isinstance(subtrahend, Decimal):
        return minuend - subtrahend
    return round(float(minuend) - float(subtrahend), DECIMALS)


def total(values: Sequence[Any]) -> Any:
    """Add amounts up, in the same way as `subtract`; an empty sequence gives 0."""
    if values and all(isinstance(value, Decimal) for value in values):
        return sum(values, Decimal(0))
    return round(sum(float(value) for value in values), DECIMALS)


def adds_up(whole: Any, parts: Sequence[Any], decimals: int = AMOUNT_DECIMALS) -> bool:
    """Say whether parts, rounded as printed, add up to the printed whole.

    Amounts from 1 亿元 on are printed in 亿元, smaller ones in 万元: such a mixture passes, nobody adds it up.
    """
    if decimals == AMOUNT_DECIMALS:
        in_yi = [abs(value) >= WAN_IN_A_YI for value in (whole, *parts)]
        if any(in_yi) and not all(in_yi):
            return True
        if all(in_yi):
            whole, parts = whole / WAN_IN_A_YI, [part / WAN_IN_A_YI for part in parts]
    return sum(round_half_up(part, decimals) for part in parts) == round_half_up(whole, decimals)
