"""The index of all reports: departments and years with main figures, checks and links; searchable, offline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from budgetkit import __version__
from budgetkit.compare.budget import LEVELS, Budget, find_budgets
from budgetkit.compare.size import measure_size
from budgetkit.dataset.load import Dataset
from budgetkit.report.numbers import format_amount
from budgetkit.site.files import write_whole
from budgetkit.site.template import render_page

STATUSES = ("pass", "explained", "fail", "insufficient", "not_applicable")


@dataclass(frozen=True)
class ReportLink:
    """A report in the index: title, files by format (relative to the index), and `failed` where it was not made."""

    title: str
    files: dict[str, str] = field(default_factory=dict)
    failed: str | None = None


@dataclass(frozen=True)
class IndexRow:
    """A department and year in the index."""

    budget: Budget
    reports: Sequence[ReportLink]

    @property
    def level(self) -> str:
        """The level in Chinese."""
        return LEVELS[self.budget.level]

    @property
    def amounts(self) -> dict[str, tuple[float | None, str]]:
        """Main amounts by key: the value to sort by, and the text to show (万元)."""
        facts = measure_size(self.budget).facts
        return {key: (facts.get(key), format_amount(facts.get(key))) for key in ("total", "basic", "project")}

    @property
    def checks(self) -> Counter:
        """The number of checks by status."""
        return Counter(self.budget.table("checks")["status"])


def save_index(data: Dataset, reports: Path, links: dict[tuple[str, int], list[ReportLink]]) -> Path:
    """Save reports/index.html for every budget of the dataset and give it; `links` are by department id and year."""
    rows = [IndexRow(budget, links.get((budget.department_id, budget.year), [])) for budget in find_budgets(data)]
    documents = data.documents.to_dict("records")
    page = render_page("index.html.j2", rows=rows, documents=documents, version=__version__, statuses=STATUSES)
    target = reports / "index.html"
    write_whole(target, page)
    return target
