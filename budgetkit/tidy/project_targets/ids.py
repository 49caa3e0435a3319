"""Damaged project ids, completed where the order of the ids around them leaves one possibility only.

Ids of a unit's projects ascend (place, set-up year, T before Y, number), so an id between two sound ones lies between
them in the alphabet as well. One lost digit, or a lost beginning, often has a single completion there. Another table of
the document that prints the name with a sound id proves it as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from budgetkit.parse import parse_project_id
from budgetkit.recognise.kind import Known
from budgetkit.tidy.project_names import ids_by_name, name_key
from budgetkit.tidy.project_targets.model import Project, TargetTable

ID_LENGTH = 21
_HEAD = re.compile(r"\d{6}(?P<year>\d{2})(?P<kind>[TY])")
_NUMBER_AT = 9
_DIGITS = "0123456789"


def complete_ids(table: TargetTable, known: Known) -> None:
    """Set the projects' ids, in place: as printed, completed by proof, or null; repairs are noted."""
    listed = ids_by_name(known)
    for project in table.projects:
        project.project_id = parse_project_id(project.id_text)
    sound = [project.project_id for project in table.projects]
    for index, project in enumerate(table.projects):
        if not project.id_text or project.project_id:
            continue
        other = listed.get(name_key(project.name))
        if other and _holds(other, project.id_text):
            _repair(table, project, other, "另有表格将此名称与该编号一并印出")
            continue
        before = next((one for one in reversed(sound[:index]) if one), None)
        after = next((one for one in sound[index + 1 :] if one), None)
        found = {one for one in _completions(project.id_text, before, after) if _between(one, before, after)}
        _settle(table, project, found, before, after)


def setup_year(project: Project) -> int | None:
    """Read the set-up year from an id, or from the sound beginning of a damaged one."""
    match = _HEAD.match(project.project_id or project.id_text)
    return 2000 + int(match["year"]) if match else None


def kind(project: Project) -> str | None:
    """Read T or Y from an id, or from the sound beginning of a damaged one."""
    match = _HEAD.match(project.project_id or project.id_text)
    return match["kind"] if match else None


def _completions(printed: str, before: str | None, after: str | None) -> Iterator[str]:
    """Give every id that could have been printed: one digit put back, or the neighbours' common beginning."""
    if _HEAD.match(printed):
        if len(printed) == ID_LENGTH - 1:
            for position, digit in product(range(_NUMBER_AT, ID_LENGTH), _DIGITS):
                yield printed[:position] + digit + printed[position:]
        return
    missing = ID_LENGTH - len(printed)
    if before and after and missing > 0 and before[:missing] == after[:missing]:
        choices = [character if character.isdigit() else _DIGITS for character in printed]
        for digits in product(*choices):
            yield before[:missing] + "".join(digits)


def _between(project_id: str, before: str | None, after: str | None) -> bool:
    ordered = before is None or after is None or before < after
    return bool(
        parse_project_id(project_id)
        and ordered
        and (before is None or before < project_id)
        and (after is None or project_id < after)
        and (before or after)
    )


def _holds(project_id: str, printed: str) -> bool:
    """Say whether a damaged print is an id that lost characters."""
    rest = iter(project_id)
    return all(character in rest for character in printed if character.isalnum())


def _settle(table: TargetTable, project: Project, found: set[str], before: str | None, after: str | None) -> None:
    if len(found) != 1:
        note = f"项目编号应为 {ID_LENGTH} 位，原文印作“{project.id_text}”；前后编号的次序容许不止一种补法，编号留空。"
        table.note("projects", "ocr_code", project.line, project.id_text, note, "flagged")
        return
    between = "与".join(one for one in (before, after) if one)
    place = "之间" if before and after else "之前" if after else "之后"
    _repair(table, project, found.pop(), f"编号按次序升列，在 {between} {place}只有这一种可能")


def _repair(table: TargetTable, project: Project, project_id: str, evidence: str) -> None:
    project.project_id = project_id
    project.certainty = "inferred"
    note = f"项目编号原文印作“{project.id_text}”，应为 {project_id}：{evidence}。"
    table.note("projects", "ocr_code", project.line, project.id_text, note, "repaired")
