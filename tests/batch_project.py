"""A small project for tests of batches: two made departments that are each other's counterparts, and one alone."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import nbformat
from made import make_department, write_project

from budgetkit.batch.job import Job
from budgetkit.batch.plan import find_notebooks, plan_jobs
from budgetkit.batch.run import run_batch
from budgetkit.batch.state import BatchSummary, Listener, Options
from budgetkit.clean_folder import clean_folder
from budgetkit.dataset.store import load_table
from budgetkit.project import Folders

PARAMETERS = 'department = ""  # 部门编号\nyear = 0  # 年度\n'
READ = """
import budgetkit
data = budgetkit.load()
print(len(data.expenditure), sorted(set(data.documents["department_id"])))
"""


@cache
def cleaned() -> Path:
    """Make and clean the documents, once a process; give the project's folder, to be copied."""
    folder = Path(mkdtemp(prefix="budgetkit-batch-"))
    pair = [
        make_department(1, layout, year=2025, field_name="民政", projects=3, units=1) for layout in ("city", "district")
    ]
    alone = make_department(7, "city", year=2025, field_name="水务", projects=3, units=1)
    raw = write_project(folder, [*pair, alone])
    clean_folder(raw, folder / "data" / "clean")
    return folder


@cache
def with_pages() -> Path:
    """Make the pages around reports as well, once a process: they take a first batch longer than its reports do."""
    project = Project(Path(mkdtemp(prefix="budgetkit-batch-")))
    summary = run_batch([], project.folders, Options(workers=2, every_source=True), Listener())
    assert not summary.failed_pages
    assert len(list((project.folders.reports / "sources").glob("*.html"))) == 3
    return project.top


class Project:
    """A project folder under a test's own folder: a copy of an original with whatever it holds."""

    city, district, alone = "made-city-1", "made-district-1", "made-city-7"

    def __init__(self, top: Path, original: Path | None = None) -> None:
        shutil.copytree(original or cleaned(), top, dirs_exist_ok=True)
        self.top = top
        self.folders = Folders(top / "data" / "raw", top / "data" / "clean", top / "notebooks", top / "reports")

    def add_notebook(self, stem: str, *sources: str, parameters: str = "", metadata: dict | None = None) -> Path:
        """Add a notebook with the given code cells behind its parameters."""
        cells = [nbformat.v4.new_markdown_cell(f"# {stem}", id="title")]
        cells.append(nbformat.v4.new_code_cell(PARAMETERS + parameters, id="p", metadata={"tags": ["parameters"]}))
        cells += [nbformat.v4.new_code_cell(source, id=f"cell-{at}") for at, source in enumerate(sources)]
        path = self.folders.notebooks / f"{stem}.ipynb"
        kernel = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={**kernel, **(metadata or {})}), path)
        return path

    def plan(self, *departments: str, formats: tuple[str, ...] = ("html",), **parameters: object) -> list[Job]:
        """Plan the reports of all notebooks for departments, by default for all."""
        documents = load_table("documents", self.folders.clean)
        notebooks = find_notebooks(self.folders.notebooks)
        return plan_jobs(documents, notebooks, self.folders.reports, departments, (), formats, parameters)

    def run(
        self, *departments: str, options: Options | None = None, listener: Listener | None = None, **plan
    ) -> BatchSummary:
        """Make the reports, two at a time."""
        options = replace(options or Options(), workers=2)
        return run_batch(self.plan(*departments, **plan), self.folders, options, listener or Listener())

    def report(self, department: str, stem: str, ending: str) -> Path:
        """Give a report's file."""
        return self.folders.reports / f"{department}-2025" / f"{stem}.{ending}"

    def outputs(self, department: str, stem: str) -> list:
        """Give what the code cells of a report behind its parameters showed: texts of streams, else output objects."""
        notebook = nbformat.read(self.report(department, stem, "ipynb"), as_version=4)
        cells = [cell for cell in notebook.cells if cell["id"].startswith("cell-")]
        return ["".join(out.get("text", "") for out in cell.outputs) or cell.outputs for cell in cells]

    def leftovers(self) -> list[str]:
        """List half-made things in the reports folder."""
        return sorted(path.name for path in self.folders.reports.glob(".making-*"))
