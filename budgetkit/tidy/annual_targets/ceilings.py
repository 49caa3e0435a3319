"""Cost ceilings among the indicators, held against the totals of projects."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from budgetkit.cost_ceilings import Ceiling, is_cost, judge_ceiling, parse_ceiling
from budgetkit.tidy.annual_targets.target_rows import Indicator

Fit = Literal["equal", "rounded", "other_unit"]
_ORDER: tuple[Fit, ...] = ("equal", "rounded", "other_unit")


def read_cost(indicator: Indicator) -> Ceiling | None:
    """Read the cost that an indicator prints, None where it is about something else."""
    return (
        parse_ceiling(indicator.value, indicator.unit, in_any_unit=True)
        if is_cost(indicator.level1, indicator.level2)
        else None
    )


def fit_ceiling(indicator: Indicator, total: Decimal | None) -> Fit | None:
    """Say how a cost indicator meets a project's total (万元); None when it does not."""
    ceiling = read_cost(indicator)
    verdict = judge_ceiling(ceiling, total) if ceiling and total else None
    return verdict if verdict in _ORDER else None


def best_fit(indicators: Iterable[Indicator], total: Decimal | None) -> tuple[Indicator, Fit] | None:
    """Find the cost indicator that meets a total best; None when none does."""
    fits = [(indicator, fit) for indicator in indicators if (fit := fit_ceiling(indicator, total))]
    return min(fits, key=lambda pair: _ORDER.index(pair[1]), default=None)
