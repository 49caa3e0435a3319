"""What a document's tables give each other once all are tidied: years, whole ids, projects that have no table."""

from __future__ import annotations

from collections.abc import Mapping

from budgetkit.finding import Finding, Row, Tidied
from budgetkit.read.place import Place
from budgetkit.source_entry import Source
from budgetkit.tidy.project_ids import repair_ids
from budgetkit.tidy.projects import tidy_projects_without_table


def complete_tables(tidied: Tidied, source: Source) -> None:
    """Complete a document's clean rows in place from its other rows.

    A row that prints no year gets the document's. A damaged project id is repaired where the project list or the order
    of ids proves it. A document without a table of projects gets them put together from the tables that name them.
    """
    tables = tidied.tables
    for row in tables["three_public"]:
        row["budget_year"] = row["budget_year"] or source.year
    if tables["purchased_services"]:
        tidied.findings.extend(repair_ids("purchased_services", tables["purchased_services"], tables["project_list"]))
    if not tables["projects"]:
        tidied.extend(tidy_projects_without_table(tables))
        tidied.findings.extend(_spread_concluded_ids(tables))


def _spread_concluded_ids(tables: Mapping[str, list[Row]]) -> list[Finding]:
    """Give ids that only a repair could tell to all rows of their projects, and mark these rows `inferred`."""
    repaired = {row["project_id"]: row for row in tables["purchased_services"] if row["certainty"] == "inferred"}
    listed = {row["project_id"] for row in tables["project_list"]}
    projects = [row for row in tables["projects"] if row["project_id"] in repaired.keys() - listed]
    ids = {row["project_seq"]: row["project_id"] for row in projects}
    for row in projects:
        row["certainty"] = "inferred"
    for name in ("project_expenditure", "project_indicators", "project_goals"):
        for row in tables[name]:
            if row["project_id"] is None and row["project_seq"] in ids:
                row["project_id"], row["certainty"] = ids[row["project_seq"]], "inferred"
    return [_note_concluded(row, repaired[row["project_id"]]) for row in projects]


def _note_concluded(project: Row, bought: Row) -> Finding:
    name, line = project["project_name"] or "", project["source_line"]
    note = f"“{name}”的编码取自政府购买服务明细表{Place.of(bought)}，该处编码经修复为 {project['project_id']}。"
    return Finding("projects", "ocr_code", name[:60], note, "repaired", line)
