"""The rows between one project's name cell and the next: first rows of the next stand above its name over a page break.

A zone is what ownership has to be decided for. Rows that share a line with pieces of a project's cell are pinned to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from budgetkit.tidy.project_targets.cells import LinePart, PlacedIndicator
from budgetkit.tidy.project_targets.model import Project

NamePlace = Literal["row", "foot", "apart"]


@dataclass
class Zone:
    """Rows between the anchors of two neighbouring projects, in print order.

    `least` and `most` bound the number of leading rows that can belong to the project above; a zone with `least ==
    most` is decided. `name_stands` says whether the name below has an indicator beside it (`row`), stands below the
    last row of a page (`foot`), or apart from rows (`apart`); `doubtful` are rows that could as well belong to the
    other project.
    """

    rows: list[PlacedIndicator] = field(default_factory=list)
    least: int = 0
    most: int = 0
    name_stands: NamePlace = "row"
    doubtful: list[PlacedIndicator] = field(default_factory=list)


def find_zones(parts: Sequence[LinePart], projects: Sequence[Project]) -> list[Zone]:
    """Find the zones above each project's name and, last, below the last name."""
    first = Zone(_rows(parts[: projects[0].anchor]), name_stands=_name_place(parts, projects[0]))
    between = [_bound(parts, above, below) for above, below in pairwise(projects)]
    last = _rows(parts[projects[-1].anchor + 1 :])
    return [first, *between, Zone(last, len(last), len(last))]


def own_rows(parts: Sequence[LinePart], project: Project) -> list[PlacedIndicator]:
    """Give the indicators in the row of a project's name."""
    return list(parts[project.anchor].indicators)


def _rows(parts: Sequence[LinePart]) -> list[PlacedIndicator]:
    return [item for part in parts for item in part.indicators]


def _name_place(parts: Sequence[LinePart], project: Project) -> NamePlace:
    anchor = parts[project.anchor]
    if anchor.indicators or anchor.had_rows:
        return "row"
    above = parts[max(0, project.anchor - 1) : project.anchor]
    return "foot" if any(part.run == anchor.run and part.indicators for part in above) else "apart"


def _bound(parts: Sequence[LinePart], above: Project, below: Project) -> Zone:
    between = parts[above.anchor + 1 : below.anchor]
    rows = _rows(between)
    zone = Zone(rows, 0, len(rows), _name_place(parts, below))
    begun = below.parts | {goal.position for goal in below.goals if goal.position < below.anchor}
    kept = above.parts | {goal.position for goal in above.goals}
    for index, row in enumerate(rows):
        if row.part in kept:
            zone.least = index + 1
        if row.part in begun:
            zone.most = min(zone.most, index)
    zone.least = min(zone.least, zone.most) if _can_slip(parts, below) else zone.most
    return zone


def _can_slip(parts: Sequence[LinePart], project: Project) -> bool:
    """Say whether a name can stand below its first rows: only where a page break touches it, or cuts it in pieces."""
    anchor = parts[project.anchor]
    beside = (*parts[max(0, project.anchor - 1) : project.anchor], *parts[project.anchor + 1 :][:1])
    return any(part.run != anchor.run for part in beside) or project.opened < project.anchor
