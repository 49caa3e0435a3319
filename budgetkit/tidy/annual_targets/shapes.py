"""How a project's rows look: kinds that do not repeat, the kinds it usually has, its goal at the first row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from budgetkit.tidy.annual_targets.target_rows import AnnualIndicator, GoalCell

# Set by hand, in units of a kind that is missing; see `owners` for how much their sizes may change without effect.
_REPEATED_KIND = -3.0  # a kind that comes back after another
_SAME_TWICE = -1.5  # the same indicator printed twice running
_MISSING_KIND = -1.0
_MISSING_AT_BREAK = -0.4  # rows are lost where pages end
_GOAL_FIRST = 1.0
_GOAL_AFTER_BREAK = 0.8  # the project's first rows stand on the page before its goal
_GOAL_GOES_ON = -0.2  # behind a page break
_GOAL_LAST = -0.5  # the next project's, slipped by one row
_GOAL_INSIDE = -1.5
_NO_GOAL = -0.5
_USUAL = 0.5  # a kind is usual when there are rows of it for half as many projects as there are goals
_LONGEST = 60
_REPEATS_BORNE = 2


def usual_kinds(indicators: Sequence[AnnualIndicator], goals: Sequence[GoalCell]) -> frozenset[str]:
    """Find the kinds of indicator that a project of this table usually has."""
    runs = Counter(
        indicator.kind
        for previous, indicator in zip([None, *indicators], indicators, strict=False)
        if indicator.kind and (previous is None or previous.kind != indicator.kind)
    )
    return frozenset(kind for kind, count in runs.items() if count >= _USUAL * max(len(goals), 1))


class Shapes:
    """All runs of rows that might be one project's, with what speaks for and against it."""

    def __init__(self, indicators: Sequence[AnnualIndicator], goals: Sequence[GoalCell]) -> None:
        self.indicators = indicators
        self.usual = usual_kinds(indicators, goals)
        self.goals: dict[int, list[GoalCell]] = defaultdict(list)
        for goal in goals:
            self.goals[goal.position].append(goal)

    def from_start(self, start: int) -> Iterator[tuple[int, float]]:
        """Give the ends of the runs that begin at a row, each with its score; none at the end of the table."""
        kinds: set[str] = set()
        score, repeats, has_goal, at_break = 0.0, 0, False, False
        previous: AnnualIndicator | None = None
        for end in range(start, min(start + _LONGEST, len(self.indicators))):
            row = self.indicators[end]
            if previous and row.kind != previous.kind and row.kind in kinds:
                score, repeats = score + _REPEATED_KIND, repeats + 1
            if repeats > _REPEATS_BORNE:
                return
            kinds.add(row.kind)
            score += self._goal(start, end, has_goal)
            score += _SAME_TWICE if previous and row.content == previous.content else 0.0
            has_goal, at_break = has_goal or end in self.goals, at_break or row.after_break
            yield end + 1, score + self._ending(start, end, has_goal) + self._missing(kinds, end, at_break)
            previous = row

    def _goal(self, start: int, position: int, has_goal: bool) -> float:
        """Score the goal cells at a row, but for what only the run's end decides."""
        if position not in self.goals:
            return 0.0
        if position == start:
            return _GOAL_FIRST
        if not any(goal.after_break for goal in self.goals[position]):
            return _GOAL_INSIDE
        return _GOAL_GOES_ON if has_goal else _GOAL_AFTER_BREAK

    def _ending(self, start: int, end: int, has_goal: bool) -> float:
        """Score what the run's end decides: whether it has a goal at all, and whether one slipped into its last row."""
        if not has_goal:
            return _NO_GOAL
        slipped = end != start and any(not goal.after_break for goal in self.goals.get(end, ()))
        return _GOAL_LAST - _GOAL_INSIDE if slipped else 0.0

    def _missing(self, kinds: set[str], end: int, at_break: bool) -> float:
        """Score the usual kinds that a run lacks; less where it touches a page break, where rows may be lost."""
        touches = at_break or end + 1 == len(self.indicators) or self.indicators[end + 1].after_break
        return len(self.usual - kinds) * (_MISSING_AT_BREAK if touches else _MISSING_KIND)
