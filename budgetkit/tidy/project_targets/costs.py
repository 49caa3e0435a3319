"""What a project's cost ceilings say about its total: the sum that equals it, the ceiling that exceeds it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from budgetkit.tidy.project_targets.cells import PlacedIndicator


def cost_ceiling(indicator: PlacedIndicator) -> Decimal | None:
    """Give a cost indicator's amount in 万元; None for other indicators, rates (元/天) and anything but a number."""
    ceiling = indicator.read_cost()
    return ceiling.amount if ceiling else None


def cost_ceilings(indicators: Iterable[PlacedIndicator]) -> list[Decimal]:
    """Give the amounts of all cost indicators that print one, in 万元."""
    ceilings = (cost_ceiling(indicator) for indicator in indicators)
    return [ceiling for ceiling in ceilings if ceiling is not None]
