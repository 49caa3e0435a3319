"""The pieces of project cells to projects: ids and names in pieces, amounts in runs, goals that stand with them.

Extraction prints a project's cell in one row, as separate paragraphs, or over a page break; its id may be cut in two
(`11000023T000` … `002092910-…`), its name go on in a later row, its amounts be read twice where the break cut the line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from budgetkit.parse import DASHES, clean_name, squeeze
from budgetkit.tidy.project_targets.cells import LinePart
from budgetkit.tidy.project_targets.model import GoalPiece, Project

_ID = re.compile(r"\d{6}\d{2}[TY]\d*")
_ID_TAIL = re.compile(r"[\d/|]{6,12}")
_HYPHEN = re.compile(rf"[{DASHES}]")


def find_projects(parts: Sequence[LinePart]) -> tuple[list[Project], list[GoalPiece]]:
    """Put together the projects of a table, in order, and give the pieces of goals that stand away from them."""
    projects: list[Project] = []
    away: list[GoalPiece] = []
    for part in parts:
        name, goal = _sort_paragraph(part, parts, projects)
        if name:
            _add_name(projects, part, name)
        if part.amounts:
            _add_amounts(projects, part)
        if goal and _stands_with_project(part, parts, projects):
            projects[-1].goals.append(GoalPiece(part.position, goal))
            projects[-1].parts.add(part.position)
        elif goal:
            away.append(GoalPiece(part.position, goal))
    return projects, away


def split_id(text: str) -> tuple[str, str]:
    """Split a project cell into its id, blanks removed, and its name; a text without an id is all name."""
    head, *tail = _HYPHEN.split(text, maxsplit=1)
    head = squeeze(head)
    if _ID.fullmatch(head) or (tail and _ID_TAIL.fullmatch(head)):
        return head, clean_name(tail[0]) if tail else ""
    return "", clean_name(text)


def _sort_paragraph(part: LinePart, parts: Sequence[LinePart], projects: list[Project]) -> tuple[str, str]:
    """Say whether a paragraph is (a piece of) a name or of a goal; rows know by their columns."""
    text = "".join(part.loose)
    if not text:
        return part.name, part.goal
    if split_id(text)[0] or (_amounts_follow(part, parts) and projects):
        return text, ""
    return "", text


def _amounts_follow(part: LinePart, parts: Sequence[LinePart]) -> bool:
    """Say whether the next paragraph is an amount: a name's end stands before it, a goal never does."""
    following = parts[part.position + 1 : part.position + 2]
    return any(0 in other.amounts for other in following)


def _add_name(projects: list[Project], part: LinePart, text: str) -> None:
    project_id, name = split_id(text)
    last = projects[-1] if projects else None
    if last and _ID_TAIL.fullmatch(project_id):
        _add_tail(projects, part, project_id, name)
    elif last and not project_id and not (part.amounts and last.is_priced):
        last.name = clean_name(last.name + name)
        _touch(last, part)
    else:
        projects.append(Project(part.position, part.position, part.line, project_id, name, parts={part.position}))
    if part.line.correction and squeeze(part.line.printed_cells[0]) != squeeze(part.line.cells[0]):
        projects[-1].certainty = "inferred"


def _add_tail(projects: list[Project], part: LinePart, tail: str, name: str) -> None:
    """Add the end of an id, and the name after it, to the project that was opened by its beginning."""
    last = projects[-1]
    if last.amounts:
        projects.append(Project(part.position, part.position, part.line, tail, name, parts={part.position}))
        return
    repeated = len(projects) > 1 and last.id_text == projects[-2].id_text
    last.line = part.line if repeated or not last.name else last.line
    last.id_text, last.name = ("" if repeated else last.id_text) + tail, name
    last.repeats_previous = repeated
    _touch(last, part)


def _add_amounts(projects: list[Project], part: LinePart) -> None:
    last = projects[-1] if projects else None
    alone = not part.name and 0 not in part.amounts
    if last is None or (alone and last.is_priced):
        projects.append(Project(part.position, part.position, part.line, parts={part.position}))
        last = projects[-1]
    if 0 in part.amounts:
        _add_paragraph_amount(last, part)
    else:
        last.amounts.append(dict(part.amounts))
    _touch(last, part)


def _add_paragraph_amount(project: Project, part: LinePart) -> None:
    """Add an amount that stands alone: columns are filled in order; another name piece begins a second reading."""
    begins = not project.amounts or not project.open_run
    if begins:
        project.amounts.append({})
        project.open_run = True
    run = project.amounts[-1]
    run[len(run) + 1] = part.amounts[0]


def _touch(project: Project, part: LinePart) -> None:
    project.parts.add(part.position)
    if part.amounts and not project.is_anchored:
        project.anchor, project.is_anchored = part.position, True
    if part.name or part.loose:
        project.open_run = False


def _stands_with_project(part: LinePart, parts: Sequence[LinePart], projects: list[Project]) -> bool:
    """Say whether a goal stands in a row with a project's cells, or as the paragraph after its amounts."""
    if not projects:
        return False
    if part.position in projects[-1].parts:
        return True
    before = part.position - 1
    return (
        bool(part.loose) and before in projects[-1].parts and bool(projects[-1].amounts) and not _is_row(parts[before])
    )


def _is_row(part: LinePart) -> bool:
    return bool(part.indicators)
