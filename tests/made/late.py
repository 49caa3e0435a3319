"""Where a project's cells may stand below its first indicators and still be told from the project before.

Within a project the indicators of a kind stand together. Only where this leaves a single boundary between two projects
does a made document print the cells late: what is truly undecidable would prove nothing about a reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

MOST_ROWS = 4


def stand_together(kinds: Sequence[str]) -> bool:
    """Say whether equal kinds follow each other without another between."""
    runs = [kind for position, kind in enumerate(kinds) if position == 0 or kinds[position - 1] != kind]
    return len(runs) == len(set(runs))


def boundaries(before: Sequence[str], anchor_before: int, own: Sequence[str], anchor: int) -> list[int]:
    """List every place where the project before may end, given the rows on which both print their cells."""
    kinds = [*before, *own]
    last = len(before) + anchor
    return [
        place
        for place in range(anchor_before + 1, last + 1)
        if stand_together(kinds[:place]) and stand_together(kinds[place:])
    ]


def is_decided(before: Sequence[str], anchor_before: int, own: Sequence[str], anchor: int) -> bool:
    """Say whether only the true boundary between two projects keeps equal kinds together."""
    return boundaries(before, anchor_before, own, anchor) == [len(before)]


def draw_anchor(random: Random, before: Sequence[str], anchor_before: int, own: Sequence[str]) -> int:
    """Draw the row on which a project prints its cells; 0, its first, where a later one would be undecidable."""
    rows = list(range(1, min(MOST_ROWS, len(own) - 1) + 1))
    random.shuffle(rows)
    return next((row for row in rows if is_decided(before, anchor_before, own, row)), 0)
