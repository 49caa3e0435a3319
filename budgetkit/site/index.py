"""The index of all reports: departments and years with main figures, checks and links; searchable, offline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from budgetkit import __version__
from budgetkit.compare.budget import LEVELS, find_budgets
from budgetkit.compare.size import measure_size
from budgetkit.dataset.load import Dataset
from budgetkit.dataset.states import OPEN, STATES
from budgetkit.finding import Row
from budgetkit.report.numbers import format_amount
from budgetkit.site.files import write_whole
from budgetkit.site.template import render_page

_AMOUNTS = ("total", "basic", "project")


@dataclass(frozen=True)
class ReportLink:
    """A report in the index: title, files by format (relative to the index), and `failed` where it was not made."""

    title: str
    files: dict[str, str] = field(default_factory=dict)
    failed: str | None = None


@dataclass(frozen=True)
class IndexRow:
    """A department and year in the index: facts as `index_facts` gives them, and its reports."""

    facts: dict[str, Any]
    reports: Sequence[ReportLink]

    @property
    def level(self) -> str:
        """The level in Chinese."""
        return LEVELS[self.facts["level"]]

    def amount(self, key: str) -> tuple[float | None, str]:
        """Give a main amount: the value to sort by, and the text to show (万元)."""
        value = self.facts["amounts"].get(key)
        return value, format_amount(value)


def index_facts(data: Dataset, document: Row) -> dict[str, Any]:
    """Give what the index says of a document (a row of the documents table), as values that JSON can hold.

    Of a budget: department, level, region, year, main amounts in 万元 (those that it prints), checks by status.
    """
    budget = next((one for one in find_budgets(data) if one.document_id == document["document_id"]), None)
    facts = {"document_id": document["document_id"], "title": document["title"], "is_budget": budget is not None}
    if budget is None:
        return facts
    amounts = measure_size(budget, _AMOUNTS).facts
    return facts | {
        "department_id": budget.department_id,
        "department": budget.department,
        "level": budget.level,
        "region": budget.region,
        "year": int(budget.year),
        "amounts": amounts,
        "checks": dict(Counter(budget.table("checks")["status"])),
    }


def save_index(
    documents: Sequence[dict[str, Any]], links: dict[tuple[str, int], list[ReportLink]], target: Path
) -> None:
    """Save the index of documents, given by their facts; `links` are a budget's reports by department id and year."""
    budgets = [facts for facts in documents if facts["is_budget"]]
    rows = [IndexRow(facts, links.get((facts["department_id"], facts["year"]), [])) for facts in budgets]
    states = {"states": STATES, "open_states": OPEN}
    page = render_page("index.html.j2", rows=rows, documents=documents, version=__version__, **states)
    write_whole(target, page)
