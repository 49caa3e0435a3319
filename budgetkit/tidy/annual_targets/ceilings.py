"""Cost ceilings among the indicators, held against the totals of projects."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from budgetkit.money_units import money_factor
from budgetkit.tidy.annual_targets.target_rows import Indicator
from budgetkit.tidy.project_targets.levels import parse_number

Fit = Literal["exact", "cut", "unit"]


def is_cost(indicator: Indicator) -> bool:
    """Say whether an indicator is about cost, so that its number may be the project's total."""
    return "成本" in f"{indicator.level1}{indicator.level2}"


def fit_ceiling(indicator: Indicator, total: Decimal | None) -> Fit | None:
    """Say how a cost indicator meets a project's total (万元): `exact` in the printed unit, `cut` when only its last
    digits were dropped, `unit` when it would in another unit of money; None when it does not.
    """
    number = parse_number(indicator.value)
    if not is_cost(indicator) or not number or not total:
        return None
    stated = money_factor(indicator.unit or "")
    if stated is not None and number * stated == total:
        return "exact"
    if stated is not None and _is_cut(number, total / stated):
        return "cut"
    if any(number * factor == total for factor in (Decimal(1), Decimal("0.0001")) if factor != stated):
        return "unit"
    return None


def _is_cut(number: Decimal, whole: Decimal) -> bool:
    """Say whether a number is a longer one without its last decimals, or that rounded; three digits at least."""
    step = Decimal(1).scaleb(number.as_tuple().exponent)
    return abs(whole - number) < step and len(number.as_tuple().digits) >= 3


def best_fit(indicators: Iterable[Indicator], total: Decimal | None) -> tuple[Indicator, Fit] | None:
    """Find the cost indicator that meets a total best; None when none does."""
    fits = [(indicator, fit) for indicator in indicators if (fit := fit_ceiling(indicator, total))]
    order = ("exact", "cut", "unit")
    return min(fits, key=lambda pair: order.index(pair[1]), default=None)
