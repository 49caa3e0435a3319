"""Jobs: one notebook for one department and year, with where its report goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from budgetkit.batch.parameters import check_parameters, read_parameters, read_title
from budgetkit.compare.budget import Budget, find_budgets
from budgetkit.dataset.load import Dataset
from budgetkit.errors import ParameterError
from budgetkit.project import Folders

FORMATS = ("html", "pdf")


@dataclass(frozen=True)
class Job:
    """A report to make: notebook, department, year, further parameters, and the folder it goes to."""

    notebook: Path
    department_id: str
    department: str
    year: int
    folder: Path
    title: str = ""
    formats: tuple[str, ...] = FORMATS
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The job's name for people: department, year, notebook."""
        return f"{self.department_id} {self.year} {self.notebook.stem}"

    def output(self, ending: str) -> Path:
        """Where the report of a format goes (`ipynb` for the executed notebook)."""
        return self.folder / f"{self.notebook.stem}.{ending}"


def find_notebooks(folder: Path, names: Sequence[str] = ()) -> list[Path]:
    """Find the report notebooks of a folder: all of them in order, or those whose name or number is given.

    Raises ParameterError when a name fits none or several.
    """
    found = sorted(path for path in folder.glob("*.ipynb") if path.stem[:1].isdigit())
    if not found:
        raise ParameterError(str(folder), "以数字开头的笔记本", "没有找到", "请检查笔记本文件夹。")
    return [_one_notebook(found, name) for name in names] or found


def plan_jobs(
    data: Dataset,
    folders: Folders,
    departments: Sequence[str] = (),
    years: Sequence[int] = (),
    notebooks: Sequence[str] = (),
    formats: Sequence[str] = FORMATS,
    parameters: Mapping[str, Any] | None = None,
) -> list[Job]:
    """Plan the jobs for departments and years, by default every budget of the dataset, and every notebook.

    Raises ParameterError before anything runs: for a department, year, notebook, format or parameter that is not
    there, and for a notebook without a parameters cell.
    """
    unknown = sorted(set(formats) - set(FORMATS))
    if unknown:
        raise ParameterError("选项 --format", "、".join(FORMATS), "、".join(unknown), "请改正格式。")
    paths = find_notebooks(folders.notebooks, notebooks)
    extra = dict(parameters or {})
    for path in paths:
        check_parameters(path, read_parameters(path), {"department": "", "year": 0, **extra})
    titles = {path: read_title(path) for path in paths}
    return [
        Job(
            path,
            b.department_id,
            b.department,
            b.year,
            folder_of(folders.reports, b),
            titles[path],
            tuple(formats),
            extra,
        )
        for b in choose_budgets(find_budgets(data), departments, years)
        for path in paths
    ]


def folder_of(reports: Path, budget: Budget) -> Path:
    """Give the folder of a department's and year's reports."""
    return reports / f"{budget.department_id}-{budget.year}"


def choose_budgets(budgets: Sequence[Budget], departments: Sequence[str], years: Sequence[int]) -> list[Budget]:
    """Choose budgets by department and year; raises ParameterError when one asked for is not there."""
    for department in departments:
        if department not in {budget.department_id for budget in budgets}:
            known = "、".join(dict.fromkeys(budget.department_id for budget in budgets))
            raise ParameterError("选项 --department", f"以下之一：{known}", department, "用 budgetkit list 查看。")
    chosen = [b for b in budgets if not departments or b.department_id in departments]
    for year in years:
        if year not in {budget.year for budget in chosen}:
            known = "、".join(sorted({str(budget.year) for budget in chosen}))
            raise ParameterError("选项 --year", f"已有的年度 {known}", str(year), "用 budgetkit list 查看。")
    return [b for b in chosen if not years or b.year in years]


def _one_notebook(found: Sequence[Path], name: str) -> Path:
    matching = [path for path in found if name in (path.stem, path.name) or path.stem.split("_")[0] == name]
    if len(matching) != 1:
        known = "、".join(path.stem for path in found)
        raise ParameterError("选项 --notebook", f"以下之一（或其编号）：{known}", name, "请改正笔记本名称。")
    return matching[0]
