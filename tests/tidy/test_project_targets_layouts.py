"""The same projects come out of every layout: pages, headers, names, cells and goals elsewhere."""

from __future__ import annotations

from random import Random

import pytest
from made_project_targets import make_projects, print_projects, tidy_text


@pytest.mark.parametrize("seed", range(120))
def test_projects_and_indicators_do_not_depend_on_the_layout(seed):
    random = Random(f"layout {seed}")
    projects = make_projects(random)
    tidied = tidy_text(print_projects(random, projects))
    expected = [(project.project_id, project.name, project.goal) for project in projects]
    found = tidied.tables["projects"]
    assert [(row["project_id"], row["project_name"], row["goal"]) for row in found] == expected
    assert [str(row["total"]) for row in found] == [project.total for project in projects]
    owned = [(row["project_id"], row["name"], row["value"]) for row in tidied.tables["project_indicators"]]
    assert owned == [(project.project_id, row[2], row[4]) for project in projects for row in project.indicators]


@pytest.mark.parametrize("seed", range(0, 120, 7))
def test_every_inferred_row_has_a_finding_at_its_line(seed):
    random = Random(f"layout {seed}")
    tidied = tidy_text(print_projects(random, make_projects(random)))
    told = {finding.source_line for finding in tidied.findings}
    inferred = [row for rows in tidied.tables.values() for row in rows if row["certainty"] == "inferred"]
    assert {row["source_line"] for row in inferred} <= told


@pytest.mark.parametrize("seed", range(0, 120, 11))
def test_the_same_lines_give_the_same_tables(seed):
    rows = print_projects(Random(seed), make_projects(Random(seed)))
    first, second = tidy_text(rows), tidy_text(rows)
    assert first.tables == second.tables
    assert first.findings == second.findings
