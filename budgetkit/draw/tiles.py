"""Squarified tiles: divide a rectangle among amounts so that the pieces are nearly square.

The method is that of Bruls, Huizing and van Wijk, "Squarified Treemaps" (2000): fill a strip along the shorter side as
long as another piece makes the worst proportion of the strip better, then go on with the rest of the rectangle.
The library squarify gives the same tiles, but calls itself once a strip, until Python stops it: amounts that halve each
time do so at about a thousand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class TileBox:
    """A rectangle in points."""

    left: float
    top: float
    width: float
    height: float


def lay_tiles(amounts: Sequence[float], area: TileBox) -> list[TileBox]:
    """Divide an area among positive amounts, given largest first; the tiles come in the same order."""
    tiles: list[TileBox] = []
    rest = area
    factor = area.width * area.height / sum(amounts) if amounts else 0.0
    sizes = [amount * factor for amount in amounts]
    while sizes:
        side = min(rest.width, rest.height)
        count = 1
        while count < len(sizes) and _worst(sizes[: count + 1], side) <= _worst(sizes[:count], side):
            count += 1
        strip, rest = _cut_strip(sizes[:count], rest)
        tiles += strip
        sizes = sizes[count:]
    return tiles


def _worst(sizes: Sequence[float], side: float) -> float:
    """Return the most extreme proportion of the pieces of a strip along a side."""
    depth = sum(sizes) / side
    return max(max(depth * depth / size, size / (depth * depth)) for size in sizes)


def _cut_strip(sizes: Sequence[float], rest: TileBox) -> tuple[list[TileBox], TileBox]:
    """Cut a strip off the shorter side of a rectangle; return its pieces and what remains."""
    depth = sum(sizes) / min(rest.width, rest.height)
    pieces, along = [], 0.0
    for size in sizes:
        length = size / depth
        if rest.width >= rest.height:
            pieces.append(TileBox(rest.left, rest.top + along, depth, length))
        else:
            pieces.append(TileBox(rest.left + along, rest.top, length, depth))
        along += length
    if rest.width >= rest.height:
        return pieces, TileBox(rest.left + depth, rest.top, rest.width - depth, rest.height)
    return pieces, TileBox(rest.left, rest.top + depth, rest.width, rest.height - depth)
