"""What proves that a share of the indicators is a project's, and how sure that makes each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from budgetkit.finding import Certainty
from budgetkit.tidy.annual_targets.ceilings import Fit, best_fit
from budgetkit.tidy.annual_targets.goals import JoinedGoal
from budgetkit.tidy.annual_targets.owners import Share
from budgetkit.tidy.annual_targets.target_rows import AnnualIndicator


@dataclass(frozen=True)
class ShareEvidence:
    """The evidence for one share: the cost indicator that meets the project's total, and how (`fit`); the usual kinds
    that it lacks; where its goal begins, counted from its first row (None without a goal of its own).
    """

    share: Share
    ceiling: AnnualIndicator | None
    fit: Fit | None
    missing: tuple[str, ...]
    goal_row: int | None

    @property
    def is_proved(self) -> bool:
        """Say whether a cost ceiling is exactly the project's total, be it in another unit of money."""
        return self.fit in ("equal", "other_unit")

    @property
    def rows_before_goal(self) -> int:
        """Count the rows that stand before the project's goal, on the page before."""
        return self.goal_row or 0

    def certainty_of(self, position: int) -> Certainty:
        """Say how sure the owner of an indicator is: `joined` in a proved share, from its goal's row on."""
        stands_with_goal = self.goal_row is not None and position - self.share.start >= self.goal_row
        return "joined" if self.is_proved and stands_with_goal else "inferred"

    def certainty_of_goal(self, goal: JoinedGoal) -> Certainty:
        """Say how sure a goal is: `joined` in a proved share, unless it slipped or was read in two ways."""
        doubtful = goal.slipped or any(seam in ("overlap", "again") for seam in goal.seams)
        return "joined" if self.is_proved and not doubtful else "inferred"


def weigh_evidence(
    share: Share, indicators: Sequence[AnnualIndicator], goal: JoinedGoal | None, usual: frozenset[str]
) -> ShareEvidence:
    """Gather what speaks for a share; `usual` are the kinds of indicator that a project of this table usually has."""
    rows = indicators[share.start : share.end]
    found = best_fit(rows, share.project.total if share.project else None)
    missing = tuple(sorted(usual - {row.kind for row in rows}))
    own = [cell.position for cell in goal.cells if cell.position >= share.start] if goal else []
    goal_row = min(own) - share.start if own and not goal.slipped else None
    return ShareEvidence(share, found[0] if found else None, found[1] if found else None, missing, goal_row)
