"""Scales from amounts to places on the paper."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Scale:
    """A straight line from the values `low`…`high` to the places `start`…`stop` (points)."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: Decimal | float) -> float:
        """Return the place of a value."""
        return self.start + (float(value) - self.low) / (self.high - self.low) * (self.stop - self.start)


@dataclass(frozen=True)
class LogScale:
    """A logarithmic scale from the positive values `low`…`high` to the places `start`…`stop` (points)."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: Decimal | float) -> float:
        """Return the place of a positive value."""
        share = math.log(float(value) / self.low) / math.log(self.high / self.low)
        return self.start + share * (self.stop - self.start)


def scale_with_zero(values, start: float, stop: float) -> Scale:
    """Return a scale that holds all values and zero; without any value, one from 0 to 1."""
    numbers = [float(value) for value in values] or [0.0]
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    return Scale(low, high if high > low else low + 1.0, start, stop)
