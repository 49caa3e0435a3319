"""Which project an indicator belongs to: the split of every zone that fits all evidence best.

Evidence, strongest first: level groups do not come twice within a project; cost ceilings add up to a project's total,
and do not exceed it; a name without an indicator in its row has its rows above; what a row speaks of; every project has
output, effect and satisfaction indicators. Without evidence a row belongs to the name above it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from itertools import accumulate

from budgetkit.tidy.project_targets.affinity import Affinity, Pairs, character_pairs
from budgetkit.tidy.project_targets.cells import PlacedIndicator
from budgetkit.tidy.project_targets.fit import score_fit, summarise, summarise_prefixes, summarise_suffixes
from budgetkit.tidy.project_targets.model import Project
from budgetkit.tidy.project_targets.zones import NamePlace, Zone

# Set by hand, in the units of `fit`: what speaks for a name or row that slipped over a page break, and against it.
SLIPPED_NAME = -1.5
SLIPPED_NAME_UNUSUAL = -6.0
SLIPPED_ROW = -0.1
NAME_PLACE = {"row": 0.0, "foot": 4.0, "apart": 1.0}
CUT_GROUP = -0.2
SAME_SUBJECT = 3.0
DOUBTFUL = 0.4  # a split that another beats by less says too little

Fit = Callable[[int, int, int], float]


def decide_owners(
    projects: Sequence[Project], zones: Sequence[Zone], own: Sequence[list[PlacedIndicator]], near: Affinity
) -> list[int]:
    """Decide for each zone how many of its leading rows belong to the project above.

    `own` are the rows beside each project's name; the last zone lies below the last name. Decided twice: first by what
    the projects' names and goals say, then also by what the rows say that the first decision gave them. A table that
    never shows a name below its first rows has none there: words alone do not move a row.
    """
    usual = _usual_places(zones, own)
    if not usual:
        return [len(zone.rows) if index else 0 for index, zone in enumerate(zones)]
    fit = _fit(projects, zones, own)
    splits = None
    for _ in range(2):
        gains = _gains(zones, own, near, splits)
        scores = [_score_zone(zone, gains[index], usual) for index, zone in enumerate(zones)]
        splits = _best_path(zones, scores, fit)
    for index, zone in enumerate(zones):
        zone.doubtful = _doubtful_rows(index, zones, splits, scores, fit)
    return splits


def share_rows(
    zones: Sequence[Zone], own: Sequence[list[PlacedIndicator]], splits: Sequence[int]
) -> list[list[PlacedIndicator]]:
    """Give each project's rows: its part of the zone above, those beside its name, its part of the zone below."""
    return [
        [*zones[index].rows[splits[index] :], *beside, *zones[index + 1].rows[: splits[index + 1]]]
        for index, beside in enumerate(own)
    ]


def _fit(projects: Sequence[Project], zones: Sequence[Zone], own: Sequence[list[PlacedIndicator]]) -> Fit:
    """Prepare scoring a project's rows: those of its own and parts of the zones above and below it."""
    prefixes = [summarise_prefixes(zone.rows) for zone in zones]
    suffixes = [summarise_suffixes(zone.rows) for zone in zones]
    beside = [summarise(rows) for rows in own]
    totals = [project.total for project in projects]
    known: dict[tuple[int, int, int], float] = {}

    def fit(index: int, above: int, below: int) -> float:
        key = (index, above, below)
        if key not in known:
            rows = suffixes[index][above] + beside[index] + prefixes[index + 1][below]
            known[key] = score_fit(rows, totals[index])
        return known[key]

    return fit


def _usual_places(zones: Sequence[Zone], own: Sequence[list[PlacedIndicator]]) -> set[NamePlace]:
    """Say in which places names are seen to slip below their first rows: one is proof for the others.

    Proof is a name at the foot of a page without an indicator, a goal that begins above its name, or a level group that
    would come twice.
    """
    return {
        zone.name_stands
        for index, zone in enumerate(zones[1:-1])
        if zone.rows
        and (
            zone.name_stands == "foot"
            or zone.most < len(zone.rows)
            or (zone.least < zone.most and summarise([*own[index], *zone.rows]).repeats)
        )
    }


def _gains(
    zones: Sequence[Zone], own: Sequence[list[PlacedIndicator]], near: Affinity, splits: Sequence[int] | None
) -> list[list[float]]:
    """Say for each row of each zone how much more it speaks of the project below than of that above."""
    rows = share_rows(zones, own, splits) if splits else own
    return [
        [_gain(row, index, near, rows) for row in zone.rows] if zone.least < zone.most else []
        for index, zone in enumerate(zones)
    ]


def _gain(row: PlacedIndicator, below: int, near: Affinity, rows: Sequence[list[PlacedIndicator]]) -> float:
    """Say how much more (-1 to 1) a row speaks of the project below than of that above.

    Rows of its own group look alike in every project: they are compared only where both projects have one.
    """
    sides = [[other for other in rows[project] if other is not row] for project in (below, below - 1)]
    if not all(any(other.group == row.group for other in side) for side in sides):
        sides = [[other for other in side if other.group != row.group] for side in sides]
    words = [[row_pairs(other) for other in side] for side in sides]
    gain = near.with_rows(row_pairs(row), below, words[0]) - near.with_rows(row_pairs(row), below - 1, words[1])
    return max(-1.0, min(1.0, gain))


def row_pairs(row: PlacedIndicator) -> Pairs:
    """Give the character pairs of what a row says in words."""
    return _pairs(f"{row.name} {row.value}")


@lru_cache(maxsize=4096)
def _pairs(text: str) -> Pairs:
    return character_pairs(text)


def _score_zone(zone: Zone, gains: Sequence[float], usual: Collection[NamePlace]) -> list[float]:
    """Score each possible split of a zone by itself, from `least` to `most` rows for the project above."""
    if zone.least == zone.most:
        return [0.0]
    gain_from = list(accumulate(reversed(gains), initial=0.0))[::-1]
    return [_score_split(zone, split, gain_from[split], usual) for split in range(zone.least, zone.most + 1)]


def _score_split(zone: Zone, split: int, gain: float, usual: Collection[NamePlace]) -> float:
    slipped = len(zone.rows) - split
    if not slipped:
        return 0.0
    result = (
        SAME_SUBJECT * gain
        + SLIPPED_ROW * slipped
        + (SLIPPED_NAME if zone.name_stands in usual else SLIPPED_NAME_UNUSUAL)
    )
    result += NAME_PLACE[zone.name_stands]
    if split and zone.rows[split - 1].group == zone.rows[split].group:
        result += CUT_GROUP
    return result


def _best_path(zones: Sequence[Zone], scores: Sequence[list[float]], fit: Fit) -> list[int]:
    """Find the splits whose scores add up highest, zone by zone from the first (Viterbi)."""
    best = {zones[0].least: (0.0, [zones[0].least])}
    for index in range(1, len(zones)):
        zone, step = zones[index], {}
        for below in range(zone.least, zone.most + 1):
            options = ((value + fit(index - 1, above, below), path) for above, (value, path) in best.items())
            value, path = max(options, key=lambda option: option[0])
            step[below] = (value + scores[index][below - zone.least], [*path, below])
        best = step
    return max(best.values(), key=lambda option: option[0])[1]


def _doubtful_rows(
    index: int, zones: Sequence[Zone], splits: Sequence[int], scores: Sequence[list[float]], fit: Fit
) -> list[PlacedIndicator]:
    """Find the rows at a split that could as well belong to the other project: moving them costs next to nothing."""
    zone, split = zones[index], splits[index]
    if zone.least == zone.most:
        return []

    def whole(other: int) -> float:
        above, below = splits[index - 1], splits[index + 1]
        return fit(index - 1, above, other) + fit(index, other, below) + scores[index][other - zone.least]

    near = [other for other in range(zone.least, zone.most + 1) if whole(split) - whole(other) < DOUBTFUL]
    return zone.rows[min(near) : split] + zone.rows[split : max(near)]
