"""Keep labels apart: move them as little as possible until none overlaps."""

from __future__ import annotations

from collections.abc import Sequence


def spread_labels(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Return centres for labels along one direction, in the order given, that don't overlap.

    `wanted` are the centres they should have, in any order; `sizes` their extents; `low`…`high` the room. The sum of
    squared moves is the smallest possible (isotonic regression); raises ValueError when the room is too small.
    """
    if sum(sizes) > high - low + 1e-6:
        raise ValueError(f"labels need {sum(sizes):.1f} points, but have {high - low:.1f}")
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    starts, offset = [], 0.0
    for index in order:
        starts.append(offset)
        offset += sizes[index]
    free = [wanted[index] - sizes[index] / 2 - start for index, start in zip(order, starts, strict=True)]
    centres = [0.0] * len(wanted)
    for index, start, place in zip(order, starts, _rising(free), strict=True):
        centres[index] = min(max(place, low), high - offset) + start + sizes[index] / 2
    return centres


def _rising(values: Sequence[float]) -> list[float]:
    """Return the nearest sequence that never falls: neighbours that would cross share their mean."""
    pools: list[tuple[float, int]] = []
    for value in values:
        pools.append((value, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (last, last_size), (before, before_size) = pools.pop(), pools.pop()
            size = before_size + last_size
            pools.append(((before * before_size + last * last_size) / size, size))
    return [value for value, size in pools for _ in range(size)]
