"""Goal cells to the goals of projects: slipped by a row, cut by a page, and read again behind the cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from budgetkit.tidy.annual_targets.owners import Share
from budgetkit.tidy.annual_targets.target_rows import GoalCell

_PRINTED_LINE = 24  # characters that a printed line of the goal column holds at most
_SURE_OVERLAP = 3  # so many equal characters at a cut are no chance
_ALIKE = 0.45
_FAINTLY_ALIKE = 0.3
_ENDS = ("。", "！", "；")
Seam = Literal["whole", "on", "overlap", "again"]


@dataclass(frozen=True)
class JoinedGoal:
    """A project's goal as put together: its text, its cells in order, how they were joined, and whether it slipped."""

    text: str
    cells: tuple[GoalCell, ...]
    seams: tuple[Seam, ...] = ()
    slipped: bool = False


def assign_goals(shares: Sequence[Share], goals: Sequence[GoalCell]) -> list[JoinedGoal | None]:
    """Give each share its goal, in order; None where its goal was lost.

    A goal in the last row of a share that has one already, or that took over the one before, belongs to the next share
    when that begins without a goal: the cells of the column slipped by a row. Behind a page break it goes on the one
    before, unless that is a finished sentence of which it repeats nothing.
    """
    assigned: list[JoinedGoal | None] = []
    carried: GoalCell | None = None
    for number, share in enumerate(shares):
        following = shares[number + 1] if number + 1 < len(shares) else None
        cells = [goal for goal in goals if _is_in(goal, share, is_last=following is None)]
        own = [carried] if carried else []
        slipped = carried is not None
        carried = cells.pop() if _slips(own + cells, share, following, goals) else None
        assigned.append(_put_together(own + cells, slipped))
    return assigned


def _is_in(goal: GoalCell, share: Share, is_last: bool) -> bool:
    return share.start <= goal.position < share.end or (is_last and goal.position >= share.end)


def _slips(cells: Sequence[GoalCell], share: Share, following: Share | None, goals: Sequence[GoalCell]) -> bool:
    if len(cells) < 2 or following is None:
        return False
    before, last = cells[-2:]
    begins_with_goal = any(goal.position == following.start for goal in goals)
    goes_on = last.after_break and not _begins_anew(before.text, last.text)
    return last.position == share.end - 1 and not goes_on and not begins_with_goal


def _begins_anew(before: str, text: str) -> bool:
    """Say whether a text behind a page break is another goal: the one before is finished, and nothing is read again."""
    return before.endswith(_ENDS) and join_readings(before, text)[1] == "on"


def _put_together(cells: Sequence[GoalCell], slipped: bool) -> JoinedGoal | None:
    if not cells:
        return None
    text, seams = cells[0].text, []
    for cell in cells[1:]:
        text, seam = join_readings(text, cell.text)
        seams.append(seam)
    return JoinedGoal(text, tuple(cells), tuple(seams), slipped)


def join_readings(first: str, second: str) -> tuple[str, Seam]:
    """Join a text cut by a page break with what is read behind the break; say how.

    `whole`: the second reading has all of the first. `overlap`: the line at the cut was read twice, the second time
    perhaps badly, and the text goes on behind the first line's end. `again`: the second reading begins anew, in other
    words; it stands for both. `on`: it simply goes on.
    """
    if second.startswith(first):
        return second, "whole"
    end = _overlap_end(first, second)
    if end:
        return first + second[end:], "overlap"
    if _likeness(first, second[: len(first)]) >= _ALIKE:
        return second, "again"
    return first + second, "on"


def _overlap_end(first: str, second: str) -> int:
    """Find where the second text has come to the end of the first; 0 when it never does within a printed line."""
    head = second[: min(len(first), _PRINTED_LINE)]
    for length in range(min(len(first), len(head)), 1, -1):
        position = head.find(first[-length:])
        if position < 0:
            continue
        end = position + length
        alike = _likeness(first[-_PRINTED_LINE:], head[:end]) >= _FAINTLY_ALIKE
        return end if length >= _SURE_OVERLAP or alike else 0
    return 0


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
