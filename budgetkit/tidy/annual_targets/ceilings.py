"""Cost ceilings among the indicators, held against the totals of projects."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from budgetkit.cost_ceilings import judge_ceiling
from budgetkit.tidy.annual_targets.target_rows import AnnualIndicator

Fit = Literal["equal", "rounded", "other_unit"]
_ORDER: tuple[Fit, ...] = ("equal", "rounded", "other_unit")


def fit_ceiling(indicator: AnnualIndicator, total: Decimal | None) -> Fit | None:
    """Say how a cost indicator meets a project's total (万元); None when it does not."""
    ceiling = indicator.read_cost()
    verdict = judge_ceiling(ceiling, total) if ceiling and total else None
    return verdict if verdict in _ORDER else None


def best_fit(indicators: Iterable[AnnualIndicator], total: Decimal | None) -> tuple[AnnualIndicator, Fit] | None:
    """Find the cost indicator that meets a total best; None when none does."""
    fits = [(indicator, fit) for indicator in indicators if (fit := fit_ceiling(indicator, total))]
    return min(fits, key=lambda pair: _ORDER.index(pair[1]), default=None)
