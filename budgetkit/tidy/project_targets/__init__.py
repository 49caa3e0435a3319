"""项目支出绩效目标表 in the layout of cities: projects with their goals, and the indicators of each.

lines → parts (`cells`, `packed`, `names`) → projects (`anchors`, `goals`, `misplaced`) → owners of the indicators
(`zones`, `ownership`, `fit`, `affinity`, `explanation`) → repairs (`ids`, `amounts`) → clean rows (`rows`, `oddities`).
"""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Finding, Tidied
from budgetkit.forms.kinds import make_kind, national_table
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known
from budgetkit.tidy.project_targets.affinity import Affinity
from budgetkit.tidy.project_targets.amounts import repair_amounts, set_unit
from budgetkit.tidy.project_targets.anchors import find_projects
from budgetkit.tidy.project_targets.cells import read_parts, stands_one_a_line
from budgetkit.tidy.project_targets.explanation import explain_owners
from budgetkit.tidy.project_targets.goals import place_goals
from budgetkit.tidy.project_targets.ids import complete_ids
from budgetkit.tidy.project_targets.misplaced import return_names, split_off_foreign, split_off_misfits
from budgetkit.tidy.project_targets.model import TargetTable
from budgetkit.tidy.project_targets.names import align_names, cut_repeats
from budgetkit.tidy.project_targets.oddities import note_oddities
from budgetkit.tidy.project_targets.ownership import decide_owners, share_rows
from budgetkit.tidy.project_targets.packed import drop_copies, drop_ghosts, note_packed
from budgetkit.tidy.project_targets.rows import build_rows
from budgetkit.tidy.project_targets.zones import find_zones, own_rows


def tidy_project_targets(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 项目支出绩效目标表 into projects and project_indicators (amounts in 万元), in print order.

    `known` may hold purchased_services as evidence for damaged amounts. What was joined, repaired or stays open is told
    in findings; without lines, or without a project, both tables are empty.
    """
    if stands_one_a_line(lines):
        note = "表头各词各占一行，列之间不是制表符，无法还原各列，该表未读取。"
        return Tidied(findings=[Finding("projects", "unrecognised", "", note, "flagged", lines[0].number)])
    table = TargetTable(read_parts(lines))
    table.findings += [*drop_copies(table.parts), *drop_ghosts(table.parts), *note_packed(table.parts)]
    indicators = [row for part in table.parts for row in part.indicators]
    align_names(indicators)
    cut_repeats(indicators)
    _set_projects(table, lines)
    if table.projects:
        _share_out(table)
        split_off_misfits(table)
        complete_ids(table, known)
        repair_amounts(table, known)
        note_oddities(table)
    elif indicators:
        table.note("projects", "missing_rows", indicators[0].line, indicators[0].name, _NO_PROJECT, "flagged")
    return build_rows(table)


_NO_PROJECT = "表中没有任何项目名称和金额，指标无从归属，未收录。"


def _set_projects(table: TargetTable, lines: Sequence[RawRow]) -> None:
    """Set the projects and their goals; a goal that belongs to none of them opens a lost project."""
    table.projects, away = find_projects(table.parts)
    if not table.projects:
        return
    set_unit(table, lines)
    near = Affinity([project.name + project.goal for project in table.projects])
    place_goals(table.parts, table.projects, away, near.between)
    split_off_foreign(table, near)
    return_names(table)


def _share_out(table: TargetTable) -> None:
    """Give every indicator to its project."""
    near = Affinity([project.name + project.goal for project in table.projects])
    zones = find_zones(table.parts, table.projects)
    own = [own_rows(table.parts, project) for project in table.projects]
    splits = decide_owners(table.projects, zones, own, near)
    for project, rows in zip(table.projects, share_rows(zones, own, splits), strict=True):
        project.indicators = rows
    explain_owners(table, zones, splits, near)


KIND = make_kind(
    national_table("project_targets"),
    tidy_project_targets,
    gives=("projects", "project_indicators"),
    needs=("purchased_services", "project_list", "project_expenditure"),
)

__all__ = ["KIND", "tidy_project_targets"]
