"""Which reports to make: everything asked for is there, or nothing runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from budgetkit.batch.job import FORMATS, MADE_BY_DEFAULT, Job
from budgetkit.batch.parameters import Notebook, check_is_report, check_parameters, read_notebook
from budgetkit.compare.budget import LEVELS, leave_out_texts, say_other_kinds
from budgetkit.compare.choices import check_base_year, check_counterpart
from budgetkit.errors import ParameterError
from budgetkit.finding import Row
from budgetkit.injected import check_bounds
from budgetkit.inside import is_file_stem, is_plain_name
from budgetkit.nearest import say_nearest
from budgetkit.source_entry import BUDGETS

FEWEST_ACROSS = 2  # departments of a level and year: one alone has nothing to stand beside
Skip = Callable[[ParameterError], None]


def plan_jobs(
    documents: pa.Table,
    notebooks: Sequence[Path],
    reports: Path,
    departments: Sequence[str] = (),
    years: Sequence[int] = (),
    formats: Sequence[str] = MADE_BY_DEFAULT,
    parameters: Mapping[str, Any] | None = None,
    skip: Skip | None = None,
) -> list[Job]:
    """Plan the jobs for departments and years, by default every budget of the documents table, and every notebook.

    `skip` hears why a notebook cannot be a report; it is then left out. Raises ParameterError before anything runs:
    for a department, year, format or parameter that is not there, and for such a notebook if nobody hears of it.
    """
    check_formats(formats)
    given = dict(parameters or {})
    read = _tell_apart(list(_read_reports(notebooks, skip or _refuse)))
    check_parameters(read, given)
    rows = documents.to_pylist()
    budgets = choose_budgets(rows, departments, years)
    _check_values(budgets, rows, given)
    own = [notebook for notebook in read if not notebook.is_across]
    jobs = [_job(notebook, budget, rows, reports, tuple(formats), given) for budget in budgets for notebook in own]
    across = [notebook for notebook in read if notebook.is_across]
    levels = [pair for pair in _levels(budgets) if is_across(rows, *pair)]
    return jobs + [_job_across(one, *pair, reports, tuple(formats), given) for pair in levels for one in across]


def is_across(rows: Sequence[Row], level: str, year: int) -> bool:
    """Say whether documents (rows of the documents table) give a level and year a report on all its departments."""
    return len(_peers(rows, level, year)) >= FEWEST_ACROSS


def _levels(budgets: Sequence[Row]) -> list[tuple[str, int]]:
    """Give the levels and years of budgets, each once."""
    return list(dict.fromkeys((row["level"], row["year"]) for row in budgets))


def _peers(rows: Sequence[Row], level: str, year: int) -> tuple[str, ...]:
    """Give the departments that have a budget of a level and year."""
    own = [row for row in rows if row["kind"] == "budget" and row["level"] == level and row["year"] == year]
    return tuple(sorted({row["department_id"] for row in own}))


def _tell_apart(notebooks: Sequence[Notebook]) -> list[Notebook]:
    """Give notebooks of the same title their file's name behind it."""
    count = Counter(notebook.title for notebook in notebooks)
    twins = [one for one in notebooks if count[one.title] > 1 and one.title != one.path.stem]
    return [replace(one, title=f"{one.title}（{one.path.stem}）") if one in twins else one for one in notebooks]


def _refuse(error: ParameterError) -> None:
    raise error


def _read_reports(paths: Sequence[Path], skip: Skip) -> Iterator[Notebook]:
    """Read the notebooks that make reports; of two whose names differ in case only, the first is one."""
    names: dict[str, str] = {}
    for path in paths:
        try:
            if not is_file_stem(path.stem):
                raise ParameterError(repr(str(path)), "可以作文件名的名称", "含特殊字符或过长", "请给笔记本改名。")
            notebook = read_notebook(path)
            if not notebook.is_report:
                continue
            check_is_report(notebook)
            if names.setdefault(path.stem.casefold(), path.stem) != path.stem:
                twin = names[path.stem.casefold()]
                raise ParameterError(str(path), "不只大小写不同的名称", f"另有 {twin}", "请给其中一个改名。")
        except ParameterError as error:
            skip(error)
        else:
            yield notebook


def find_notebooks(folder: Path, names: Sequence[str] = ()) -> list[Path]:
    """Find the notebooks of a folder: all of them in order, or those whose name or number is given.

    Raises ParameterError when there is none, or a name fits none or several.
    """
    found = sorted(path for path in folder.glob("*.ipynb") if not path.name.startswith("."))
    if not found:
        raise ParameterError(str(folder), "至少一个笔记本", "没有找到", "请检查笔记本文件夹。")
    return [_one_notebook(found, name) for name in dict.fromkeys(names)] or found


def _one_notebook(found: Sequence[Path], name: str) -> Path:
    matching = [path for path in found if name in (path.stem, path.name) or path.stem.split("_")[0] == name]
    if len(matching) > 1:
        same = "、".join(path.stem for path in matching)
        raise ParameterError("选项 --notebook", "一个笔记本", f"{name} 是 {same} 的编号", "请写出其中一个的全名。")
    if not matching:
        known = "、".join(path.stem for path in found)
        raise ParameterError("选项 --notebook", f"以下之一（或其编号）：{known}", name, "请改正笔记本名称。")
    return matching[0]


def check_formats(formats: Sequence[str]) -> None:
    """Refuse formats that reports cannot be made in; raises ParameterError."""
    unknown = sorted(set(formats) - set(FORMATS))
    if unknown or not formats:
        raise ParameterError("选项 --format", "、".join(FORMATS), "、".join(unknown) or "空", "请改正格式。")


def choose_budgets(rows: Sequence[Row], departments: Sequence[str], years: Sequence[int]) -> list[Row]:
    """Choose budgets (rows of the documents table) by department and year.

    Raises ParameterError when one asked for is not there.
    """
    _check_names(rows)
    budgets = prefer_departments(leave_out_texts([row for row in rows if row["kind"] in BUDGETS]))
    for department in departments:
        known = {row["department_id"]: row["department"] for row in budgets}
        if department not in known:
            near = say_other_kinds(rows, department) or f"{say_nearest(department, known)}用 budgetkit list 查看。"
            raise ParameterError("选项 --department", "有预算文件的部门编号", department, near)
    chosen = [row for row in budgets if not departments or row["department_id"] in departments]
    for year in years:
        if year not in {row["year"] for row in chosen}:
            there = "、".join(sorted({str(row["year"]) for row in chosen}))
            raise ParameterError("选项 --year", f"已有的年度 {there}", str(year), "用 budgetkit list 查看。")
    return [row for row in chosen if not years or row["year"] in years]


def prefer_departments(budgets: Sequence[Row]) -> list[Row]:
    """Leave out a single unit's budget where its department has one of its own of the year, which holds it."""
    whole = {(row["department_id"], row["year"]) for row in budgets if row["kind"] == "budget"}
    return [row for row in budgets if row["kind"] == "budget" or (row["department_id"], row["year"]) not in whole]


def _check_values(budgets: Sequence[Row], rows: Sequence[Row], given: Mapping[str, Any]) -> None:
    """Refuse values that no report asked for can take; one that some can take is refused by the others, in place."""
    for name, value in given.items():
        check_bounds(name, value)
    errors = []
    for budget in budgets:
        try:
            check_counterpart(rows, budget["department_id"], given.get("counterpart") or "")
            check_base_year(rows, budget["department_id"], budget["year"], given.get("base_year") or 0)
        except ParameterError as error:
            errors.append(error)
    if errors and len(errors) == len(budgets):
        raise errors[0]


def _check_names(rows: Sequence[Row]) -> None:
    """Refuse ids that cannot be names of folders and files, or that differ in nothing but case."""
    known: dict[str, str] = {}
    for row in rows:
        for name in ("department_id", "document_id"):
            if not is_plain_name(row[name]):
                raise ParameterError(
                    f"整理结果的 {name}", "可以作文件名的编号", repr(row[name]), "请在 sources.toml 中改正后重新整理。"
                )
        twin = known.setdefault(row["department_id"].casefold(), row["department_id"])
        if twin != row["department_id"]:
            raise ParameterError("部门编号", "不只大小写不同", f"{twin}、{row['department_id']}", "请改正其中一个。")


def _job(
    notebook: Notebook, budget: Row, rows: Sequence[Row], reports: Path, formats: tuple[str, ...], given: dict[str, Any]
) -> Job:
    department, year = budget["department_id"], budget["year"]
    given = {name: value for name, value in given.items() if name in notebook.parameters}
    values = {name: parameter.default for name, parameter in notebook.parameters.items()} | given
    return Job(
        notebook.path,
        _title(notebook, given),
        department,
        budget["department"],
        year,
        reports / f"{department}-{year}",
        formats,
        given,
        None if notebook.reads == "all" else find_read(budget, rows, values),
        _peers(rows, budget["level"], year) if notebook.reads == "peers" else (),
    )


def _job_across(
    notebook: Notebook, level: str, year: int, reports: Path, formats: tuple[str, ...], given: Mapping[str, Any]
) -> Job:
    own = {name: value for name, value in given.items() if name in notebook.parameters}
    folder, title = reports / f"level-{level}-{year}", _title(notebook, own)
    whose = f"level:{level}"  # no department's id has a colon
    return Job(notebook.path, title, whose, f"{LEVELS[level]}各部门", year, folder, formats, own, None, level=level)


def _title(notebook: Notebook, given: Mapping[str, Any]) -> str:
    """Give the name of a report: the notebook's, with the parameters that are not as the notebook has them."""
    other = [f"{name}={value}" for name, value in given.items() if value != notebook.parameters[name].default]
    return f"{notebook.title}（{'，'.join(other)}）" if other else notebook.title


def find_read(budget: Row, rows: Sequence[Row], values: Mapping[str, Any]) -> tuple[str, ...]:
    """Find the departments that a report can see: its own, its units, its counterpart, those naming it, those named."""
    known = {row["department_id"] for row in rows}
    named = [value for name, value in values.items() if name != "department" and isinstance(value, str)]
    own = budget["department_id"]
    naming = {row["department_id"] for row in rows if own in (row.get("counterpart"), row.get("part_of"))}
    return tuple(sorted({budget["department_id"], budget["counterpart"], *naming, *named} & known))
