"""How the pages of a reports folder lead to each other: back to their card in the index, across to years, departments.

Ways back and to other years and departments follow from the documents alone. The other reports of the same department
and year are those of the same run, and those that earlier runs left beside them; the card in the index has all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from budgetkit.batch.job import Job
from budgetkit.finding import Row
from budgetkit.site.index import card_anchor

Link = dict[str, Any]


def link_report(job: Job, documents: Sequence[Row], beside: Mapping[str, str]) -> Link:
    """Give a report's links, relative to it: `index`, `items`, and lists `reports`, `years` and `departments`, each of
    title and href.

    `documents` are rows of the documents table, `beside` the titles of the reports in the same folder, by key.
    """
    own = [row for row in documents if row["department_id"] == job.department_id]
    years = sorted({row["year"] for row in own} - {job.year}, reverse=True)
    counterparts = dict.fromkeys(row["counterpart"] for row in own if row["counterpart"])
    nearest = [_nearest(documents, department, job.year) for department in counterparts]
    return {
        **_ways_back(job.department_id, job.year),
        "reports": [{**_report(key, title), "is_here": key == job.key} for key, title in sorted(beside.items())],
        "years": [_link(f"{year}年", _card(job.department_id, year)) for year in years],
        "departments": [_link(f"{row['department']} {row['year']}年", _card_of(row)) for row in nearest if row],
    }


def link_source(document: Row, documents: Sequence[Row]) -> Link:
    """Give a source page's links, relative to it: `index`, `items`, and `documents`, the department's other ones."""
    department = document["department_id"]
    others = [
        row for row in documents if row["department_id"] == department and row["document_id"] != document["document_id"]
    ]
    return {
        **_ways_back(department, document["year"]),
        "documents": [_link(row["title"], f"{quote(row['document_id'])}.html") for row in others],
    }


def _report(key: str, title: str) -> Link:
    return _link(title, f"../{quote(key)}.html")


def _nearest(documents: Sequence[Row], department: str, year: int) -> Row | None:
    """Find a department's document of a year, else of the nearest one."""
    rows = [row for row in documents if row["department_id"] == department]
    return min(rows, key=lambda row: (abs(row["year"] - year), -row["year"]), default=None)


def _ways_back(department: str, year: int) -> Link:
    return {"index": _card(department, year), "items": "../items.html"}


def _card_of(row: Row) -> str:
    return _card(row["department_id"], row["year"])


def _card(department: str, year: int) -> str:
    return f"../index.html#{quote(card_anchor(department, year))}"


def _link(title: str, address: str) -> Link:
    return {"title": title, "href": address}
