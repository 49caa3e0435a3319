"""The sides of a comparison between levels: the department asked for, and its counterpart where there is one."""

from __future__ import annotations

from dataclasses import dataclass

from budgetkit.compare.budget import Budget, find_budget, find_counterpart
from budgetkit.compare.choices import check_counterpart
from budgetkit.dataset.load import Dataset


@dataclass(frozen=True)
class Sides:
    """The budgets of a comparison between city and district, own first; one only where the other is missing."""

    own: Budget
    other: Budget | None

    @property
    def budgets(self) -> list[Budget]:
        """The budgets that there are, that of the department asked for first: the report is about it."""
        return [self.own] if self.other is None else [self.own, self.other]

    @property
    def documents(self) -> list[str]:
        """The documents that the comparison rests on, the own first."""
        return [budget.document_id for budget in self.budgets]

    @property
    def is_pair(self) -> bool:
        """Say whether there are two sides to compare."""
        return self.other is not None

    @property
    def labels(self) -> list[str]:
        """Level and year of each side, as tables and figures head their columns."""
        return [budget.side for budget in self.budgets]

    @property
    def heading(self) -> str:
        """The sides as titles name them (`市级 2026年、区级 2024年`)."""
        return "、".join(self.labels)


def find_sides(data: Dataset, department: str, year: int, counterpart: str | None = None) -> Sides:
    """Find the two sides of a comparison for a department and year.

    Raises ParameterError when the department, its year, or a counterpart that was asked for is not there.
    """
    own = find_budget(data, department, year)
    check_counterpart(data.documents.to_dict("records"), department, counterpart or "")
    return Sides(own, find_counterpart(own, counterpart or None))
