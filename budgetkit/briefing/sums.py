"""Amounts that are sums of smaller ones beside them: one gap shows in its parts and again in every total above."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.compare.measure import DECIMALS

_MOST = 12  # amounts whose sums are looked for; of more, any amount might be one by chance


def find_sums(amounts: Sequence[float]) -> dict[int, list[float]]:
    """Find the amounts (万元, none twice) that are the sum of smaller ones, by position, each with its parts, the
    largest first; parts are no sums themselves.
    """
    sums: dict[float, tuple[float, ...]] = {0.0: ()}
    found: dict[int, list[float]] = {}
    parts = 0
    for place in sorted(range(len(amounts)), key=lambda place: amounts[place]):
        own = round(amounts[place], DECIMALS)
        if own in sums:
            found[place] = sorted(sums[own], reverse=True)
            continue
        parts += 1
        if parts <= _MOST:
            more = {round(total + own, DECIMALS): (*known, own) for total, known in sums.items()}
            sums = more | sums
    return found
