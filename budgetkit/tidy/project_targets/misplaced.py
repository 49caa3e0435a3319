"""Names beside another project's amounts, and projects that were lost with their page but for a row or two."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from budgetkit.tidy.project_names import name_key
from budgetkit.tidy.project_targets.affinity import Affinity
from budgetkit.tidy.project_targets.cells import PlacedIndicator
from budgetkit.tidy.project_targets.costs import cost_ceiling
from budgetkit.tidy.project_targets.fit import summarise
from budgetkit.tidy.project_targets.model import Project, TargetTable

_MOST_LOST_ROWS = 3


def return_names(table: TargetTable) -> None:
    """Give a name to the neighbouring project without one whose total its cost ceilings add up to, in place.

    The ceilings speak: those that bear the project's name in their own add up exactly to the nameless amount, and not
    to the amount beside which the name stands.
    """
    for first, second in pairwise(table.projects):
        for named, nameless in ((first, second), (second, first)):
            if named.name and not nameless.name and not nameless.id_text and not nameless.lost:
                _return_name(table, named, nameless, (first, second))


def split_off_foreign(table: TargetTable, near: Affinity) -> None:
    """Open a project of its own for a goal's beginning that has nothing to do with the name below, in place.

    `near` compares with the projects' texts without pieces of goals that stand away from them.
    """
    projects: list[Project] = []
    for index, project in enumerate(table.projects):
        for goal in [goal for goal in project.goals if goal.position < project.opened]:
            part = table.parts[goal.position]
            text = goal.text + "".join(row.name for row in part.indicators)
            if part.indicators and near.is_foreign(text, index):
                project.goals.remove(goal)
                projects.append(Project(goal.position, goal.position, part.line, goals=[goal], lost=True))
        projects.append(project)
    table.projects = projects


def split_off_misfits(table: TargetTable) -> None:
    """Open a project of its own for rows at a page break that repeat level groups of both neighbours, in place."""
    projects: list[Project] = []
    for project in table.projects:
        above = projects[-1] if projects else None
        for misfits in _misfits(table, above, project) if above else []:
            for owner in (above, project):
                owner.indicators = [row for row in owner.indicators if row not in misfits]
            first = table.parts[misfits[0].part]
            projects.append(Project(first.position, first.position, first.line, indicators=misfits, lost=True))
        projects.append(project)
    table.projects = projects


def _return_name(table: TargetTable, named: Project, nameless: Project, pair: Sequence[Project]) -> None:
    key = name_key(named.name)
    rows = [row for part in table.parts[pair[0].anchor : _end(table, pair[1])] for row in part.indicators]
    costs = [cost_ceiling(row) for row in rows if key in name_key(row.name)]
    total = sum((cost for cost in costs if cost is not None), Decimal(0))
    if not total or total != nameless.total or total == named.total:
        return
    nameless.id_text, nameless.name, named.id_text, named.name = named.id_text, named.name, "", ""
    note = (
        f"名称“{nameless.name}”印在金额 {named.total} 万元一行（{named.line.place}），"
        f"但冠以该名称的成本指标合计 {total} 万元，恰为{nameless.line.place}无名称项目的总额，"
        "名称和编号归于后者；"
        f"{named.line.place}的项目名称未印出，留空。"
    )
    for project in (named, nameless):
        project.certainty = "inferred"
        table.note("projects", "missing_cell", project.line, nameless.name, note, "repaired")


def _end(table: TargetTable, project: Project) -> int:
    following = [other.anchor for other in table.projects if other.anchor > project.anchor]
    return min(following, default=len(table.parts))


def _misfits(table: TargetTable, above: Project, below: Project) -> list[list[PlacedIndicator]]:
    """Find rows between two names, beside a break, that fit neither project: each has their group already."""
    for count in range(1, _MOST_LOST_ROWS + 1):
        if summarise(above.indicators).repeats:
            rest, rows = above.indicators[:-count], above.indicators[-count:]
            if _fits_only_without(rest, [*rows, *below.indicators]) and _between(table, rows, above, below):
                return [rows]
        if summarise(below.indicators).repeats:
            rows, rest = below.indicators[:count], below.indicators[count:]
            if _fits_only_without(rest, [*above.indicators, *rows]) and _between(table, rows, above, below):
                return [rows]
    return []


def _fits_only_without(rest: Sequence[PlacedIndicator], other: Sequence[PlacedIndicator]) -> bool:
    """Say whether a project's other rows fit together, while the neighbour's would not with the rows in question."""
    return bool(rest) and not summarise(rest).repeats and summarise(other).repeats > 0


def _between(table: TargetTable, rows: Sequence[PlacedIndicator], above: Project, below: Project) -> bool:
    """Say whether rows stand between two names, beside a page break."""
    first, following = table.parts[rows[0].part], table.parts[rows[-1].part + 1 : rows[-1].part + 2]
    beside_break = first.first_in_run or any(part.first_in_run for part in following)
    return beside_break and all(above.anchor < row.part < below.anchor for row in rows)
