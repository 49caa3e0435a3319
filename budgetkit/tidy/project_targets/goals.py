"""Pieces of goals that stand away from their project's name: behind a page break, or before the name on the page above.

The piece that continues a goal stands first behind the break, unless that goal is finished and the piece is not. The
piece that begins the next project's goal stands where that project's first rows do. A paragraph does not say where on
its page it stood: then it continues a goal that is not finished, and begins the next if it is not finished itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from budgetkit.tidy.project_targets.cells import LinePart
from budgetkit.tidy.project_targets.model import GoalPiece, Project

_FINISHED = re.compile(r".*[。！？!?.][”’」』）)\"']*\s*", re.DOTALL)
Closeness = Callable[[str, int], float]


def place_goals(
    parts: Sequence[LinePart], projects: Sequence[Project], away: Sequence[GoalPiece], near: Closeness
) -> None:
    """Give each piece of a goal to the project before or after it, in place.

    `near(text, index)` says how close a text is to a project; it decides only where position and sentences do not.
    """
    begun = -1
    for piece in away:
        before = _project_before(projects, piece.position)
        owner = before
        if before + 1 < len(projects) and (begun == before + 1 or _begins_next(parts, projects, piece, before, near)):
            owner = begun = before + 1
        projects[owner].goals.append(piece)
        projects[owner].goals.sort(key=lambda goal: goal.position)


def is_finished(text: str) -> bool:
    """Say whether a text ends as a sentence does."""
    return _FINISHED.fullmatch(text) is not None


def _project_before(projects: Sequence[Project], position: int) -> int:
    return max((index for index, project in enumerate(projects) if project.anchor <= position), default=0)


def _begins_next(
    parts: Sequence[LinePart], projects: Sequence[Project], piece: GoalPiece, before: int, near: Closeness
) -> bool:
    part, goal = parts[piece.position], projects[before].goal
    if projects[before].anchor > piece.position:
        return False
    if not part.loose:
        return not part.first_in_run or (is_finished(goal) and not is_finished(piece.text))
    if goal and not is_finished(goal):
        return False
    if not is_finished(piece.text):
        return True
    return near(piece.text, before + 1) > near(piece.text, before)
