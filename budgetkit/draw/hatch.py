"""Hatches as plain lines: patterns of tiles show their seams in some PDF viewers."""

from __future__ import annotations

import math
from collections.abc import Iterator

_STEP = 6.0  # points between two lines, along the horizontal

Line = tuple[tuple[float, float], tuple[float, float]]


def hatch_lines(left: float, top: float, width: float, height: float, lean: str) -> Iterator[Line]:
    """Yield the diagonals of a hatch inside a rectangle as (xs, ys), y downward; `lean` is / or a backslash."""
    sign = 1 if lean == "/" else -1  # along a line, x + sign * y stays the same
    right, bottom = left + width, top + height
    near, far = sorted((sign * top, sign * bottom))
    for number in range(math.ceil((left + near) / _STEP), math.floor((right + far) / _STEP) + 1):
        constant = number * _STEP
        start, stop = max(left, constant - far), min(right, constant - near)
        if stop > start:
            yield (start, stop), (sign * (constant - start), sign * (constant - stop))
