"""Reports on all departments of a level and year: one each, and what a department's report sees of its peers."""

from __future__ import annotations

import re
from urllib.parse import unquote

import nbformat
import pytest
from batch_project import READ, Project, with_pages
from clean_tables import change_rows

from budgetkit.batch.run import run_batch
from budgetkit.batch.slices import TOTALS
from budgetkit.batch.state import Listener, Options
from budgetkit.errors import ParameterError

PEERS = {"budgetkit": {"reads": "peers"}}
SEE = """
import budgetkit
data = budgetkit.load()
print(sorted(set(data.documents["department_id"])), sorted(set(data.projects["department_id"])))
"""


@pytest.fixture
def project(tmp_path):
    project = Project(tmp_path, with_pages())
    project.add_notebook("1_reads", SEE, metadata=PEERS)
    path = project.add_notebook("6_across", READ, "print(level, year)")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1]["source"] = 'level = ""  # 层级\nyear = 0  # 年度\n'
    nbformat.write(notebook, path)
    return project


def test_a_level_and_year_with_two_departments_has_one_report_and_one_alone_has_none(project):
    jobs = [job for job in project.plan() if job.level]
    assert [(job.level, job.year, job.key) for job in jobs] == [("city", 2025, "level-city-2025/6_across")]
    assert jobs[0].values == {"level": "city", "year": 2025}
    assert jobs[0].name == "市级各部门2025年 6_across"


def test_it_is_made_reads_everything_and_stands_in_the_index(project):
    assert project.run().is_success
    folder = project.folders.reports / "level-city-2025"
    made = nbformat.read(folder / "6_across.ipynb", as_version=4)
    texts = ["".join(out.get("text", "") for out in cell.outputs) for cell in made.cells if cell.cell_type == "code"]
    assert texts[-1] == "city 2025\n"
    assert texts[-2].count("made-") == 3
    index = (project.folders.reports / "index.html").read_text("utf-8")
    assert 'href="level-city-2025/6_across.html"' in index
    back = re.search(r'href="\.\./index\.html#([^"]*)"', (folder / "6_across.html").read_text("utf-8"))[1]
    assert f'<li id="{unquote(back)}">市级 2025年' in index
    assert {one.state for one in project.run().decisions} == {"keep"}


def test_of_its_peers_a_report_sees_the_totals_alone_and_is_made_again_when_these_change(project):
    project.run()
    both, own = project.outputs(project.city, "1_reads")[0].rsplit("] [", 1)
    assert all(name in both for name in (project.city, project.alone, project.district))  # a counterpart too
    assert project.alone not in own
    assert "projects" not in TOTALS

    def add_one(rows):
        row = next(row for row in rows if row["department_id"] == project.alone and row.get("total") is not None)
        row["total"] += 1
        return rows

    def made():
        return {one.job.key for one in project.run().decisions if one.state == "make"}

    change_rows(project.folders.clean, "projects", add_one)
    assert made() == {f"{project.alone}-2025/1_reads", "level-city-2025/6_across"}
    change_rows(project.folders.clean, "income", add_one)
    assert made() == {f"{one}-2025/1_reads" for one in (project.alone, project.city)} | {"level-city-2025/6_across"}


def test_a_report_that_sees_peers_is_made_from_the_process_that_has_read_its_departments_tables(project):
    """Else the longest report would measure everything anew; and the others don't see what it does."""
    show = "import os; print(os.getppid()); print(len(budgetkit.load().documents))"
    for stem, reads in (("1_reads", "peers"), ("2_own", "related"), ("3_own", "related")):
        project.add_notebook(stem, SEE, show, metadata={"budgetkit": {"reads": reads}})
    assert run_batch(project.plan(project.city), project.folders, Options(workers=1), Listener()).is_success
    parents, seen = zip(
        *(project.outputs(project.city, stem)[1].split() for stem in ("1_reads", "2_own", "3_own")), strict=True
    )
    assert len(set(parents)) == 1
    assert seen == ("3", "2", "2")


def test_the_level_is_no_parameter_to_choose(project):
    from budgetkit.batch.parameters import parse_assignments

    with pytest.raises(ParameterError, match="各层级的报告由程序逐一生成"):
        parse_assignments(["level=city"])
