"""How well rows fit together in one project: summaries of runs of rows that can be joined and scored quickly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgetkit.tidy.project_targets.cells import PlacedIndicator
from budgetkit.tidy.project_targets.costs import cost_ceiling

# Set by hand, in units of one first level that a project has (`COMPLETE`): a group never comes twice, a sum that equals
# the total outweighs all levels together. Half or one and a half times of REPEATED_GROUP or COMPLETE changes no owner
# in the published documents.
REPEATED_GROUP = -8.0
EXACT_SUM = 6.0
ABOVE_TOTAL = -3.0
COMPLETE = {"产出指标": 1.0, "效益指标": 1.0, "满意度指标": 1.5, "成本指标": 0.0}


@dataclass(frozen=True, slots=True)
class RowsSummary:
    """What a run of rows says: its level groups (begun how often, which, first and last) and ceilings.

    `begun` counts groups of both levels, `begun_level1` those of the first level alone.
    """

    begun: int = 0
    begun_level1: int = 0
    groups: frozenset[tuple[str, str]] = frozenset()
    first: tuple[str, str] = ("", "")
    last: tuple[str, str] = ("", "")
    ceilings: tuple[Decimal, ...] = ()

    def __add__(self, other: RowsSummary) -> RowsSummary:
        """Join two runs of rows."""
        if not other.begun:
            return self
        if not self.begun:
            return other
        same, same_level1 = self.last == other.first, self.last[0] == other.first[0]
        return RowsSummary(
            self.begun + other.begun - same,
            self.begun_level1 + other.begun_level1 - same_level1,
            self.groups | other.groups,
            self.first,
            other.last,
            self.ceilings + other.ceilings,
        )

    @property
    def repeats(self) -> int:
        """Count the groups, of either level, that begin again after another group."""
        return self.begun - len(self.groups) + self.begun_level1 - len(self.level1)

    @property
    def level1(self) -> set[str]:
        """The first-level words of its groups."""
        return {group[0] for group in self.groups}


def summarise(rows: Sequence[PlacedIndicator]) -> RowsSummary:
    """Summarise a run of rows."""
    result = RowsSummary()
    for row in rows:
        result = result + _summarise_row(row)
    return result


def summarise_prefixes(rows: Sequence[PlacedIndicator]) -> list[RowsSummary]:
    """Summarise the first 0, 1, … rows."""
    summaries = [RowsSummary()]
    for row in rows:
        summaries.append(summaries[-1] + _summarise_row(row))
    return summaries


def summarise_suffixes(rows: Sequence[PlacedIndicator]) -> list[RowsSummary]:
    """Summarise the rows from the first, second, … on; the last is empty."""
    summaries = [RowsSummary()]
    for row in reversed(rows):
        summaries.append(_summarise_row(row) + summaries[-1])
    return summaries[::-1]


def score_fit(rows: RowsSummary, total: Decimal | None) -> float:
    """Say how well rows fit together and to a project's total (万元)."""
    result = REPEATED_GROUP * rows.repeats + sum(COMPLETE.get(level1, 0.0) for level1 in rows.level1)
    if not rows.ceilings or total is None:
        return result
    if sum(rows.ceilings) == total:
        return result + EXACT_SUM
    return result + ABOVE_TOTAL * min(2, sum(ceiling > total for ceiling in rows.ceilings))


def _summarise_row(row: PlacedIndicator) -> RowsSummary:
    ceiling = cost_ceiling(row)
    return RowsSummary(
        1,
        1,
        frozenset({row.group}),
        row.group,
        row.group,
        () if ceiling is None else (ceiling,),
    )
