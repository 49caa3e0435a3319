"""What a document's tables give each other once all are tidied: years, whole ids, projects that have no table."""

from __future__ import annotations

from budgetkit.finding import Tidied
from budgetkit.sources import Source
from budgetkit.tidy.project_ids import repair_ids
from budgetkit.tidy.projects import tidy_projects_without_table


def complete_tables(tidied: Tidied, source: Source) -> None:
    """Complete a document's clean rows in place from its other rows.

    A row that prints no year gets the document's. A damaged project id is repaired where the project list proves it.
    A document without a table of projects gets them put together from the tables that name them.
    """
    tables = tidied.tables
    for row in tables["three_public"]:
        row["budget_year"] = row["budget_year"] or source.year
    if tables["project_list"]:
        tidied.findings.extend(repair_ids("purchased_services", tables["purchased_services"], tables["project_list"]))
    if not tables["projects"]:
        tidied.extend(tidy_projects_without_table(tables))
