"""What a project's cost ceilings say about its total: the sum that equals it, the ceiling that exceeds it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from budgetkit.money_units import money_factor
from budgetkit.parse import squeeze
from budgetkit.tidy.project_targets.cells import Indicator
from budgetkit.tidy.project_targets.levels import parse_number

COST = "成本指标"


def cost_ceiling(indicator: Indicator) -> Decimal | None:
    """Give a cost indicator's amount in 万元; None for other indicators, rates (元/天) and anything but a number."""
    scale = money_factor(squeeze(indicator.unit))
    value = parse_number(indicator.value)
    if indicator.level1 != COST or scale is None or value is None:
        return None
    return value * scale


def cost_ceilings(indicators: Iterable[Indicator]) -> list[Decimal]:
    """Give the amounts of all cost indicators that print one, in 万元."""
    ceilings = (cost_ceiling(indicator) for indicator in indicators)
    return [ceiling for ceiling in ceilings if ceiling is not None]
