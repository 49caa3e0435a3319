"""Points and boxes of a PDF page: turned so that its text reads from left to right, and as a viewer shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]
Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Space:
    """How a page lies: its bounds in its own coordinates (upwards), and quarter turns clockwise.

    `turned` are those after which its text reads from left to right, `shown` those of a viewer. `scale` enlarges a page
    whose print is tiny, so that what lies within a hair's breadth there does not pass for one.
    """

    bounds: Box
    turned: int
    shown: int
    scale: float = 1.0

    def turn(self, box: Box) -> Box:
        """Give a box of the page's own coordinates in points from the upper left corner of the turned page."""
        left, top, right, bottom = around([_turn(point, self.bounds, self.turned) for point in ends(box)])
        return (left * self.scale, top * self.scale, right * self.scale, bottom * self.scale)

    def as_shown(self, box: Box) -> Box:
        """Give a box of the turned page as it lies on the page that a viewer shows."""
        points = [(x / self.scale, y / self.scale) for x, y in ends(box)]
        own = [_turn_back(point, self.bounds, self.turned) for point in points]
        return around([_turn(point, self.bounds, self.shown) for point in own])


def around(points: Sequence[Point]) -> Box:
    """Give the box around points."""
    across, along = [point[0] for point in points], [point[1] for point in points]
    return (min(across), min(along), max(across), max(along))


def ends(box: Box) -> tuple[Point, Point]:
    """Give two opposite corners of a box."""
    return ((box[0], box[1]), (box[2], box[3]))


def common(box: Box, other: Box) -> Box | None:
    """Give what two boxes have in common; None where that is nothing."""
    left, top = max(box[0], other[0]), max(box[1], other[1])
    right, bottom = min(box[2], other[2]), min(box[3], other[3])
    return (left, top, right, bottom) if left < right and top < bottom else None


def multiply(inner: Matrix, outer: Matrix | None) -> Matrix:
    """Give the matrix that applies one and then the other."""
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    o, p, q, r, s, t = outer
    return (a * o + b * q, a * p + b * r, c * o + d * q, c * p + d * r, e * o + f * q + s, e * p + f * r + t)


def apply(matrix: Matrix, point: Point) -> Point:
    """Give where a matrix brings a point."""
    a, b, c, d, e, f = matrix
    x, y = point
    return (a * x + c * y + e, b * x + d * y + f)


def _turn(point: Point, bounds: Box, quarters: int) -> Point:
    """Turn a point of the page (upwards from its lower left) clockwise into one downwards from the upper left."""
    left, bottom, right, top = bounds
    x, y = point
    return ((x - left, top - y), (y - bottom, x - left), (right - x, y - bottom), (top - y, right - x))[quarters]


def _turn_back(point: Point, bounds: Box, quarters: int) -> Point:
    left, bottom, right, top = bounds
    x, y = point
    return ((left + x, top - y), (left + y, bottom + x), (right - x, bottom + y), (right - y, top - x))[quarters]
