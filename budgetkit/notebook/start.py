"""The first page of the project in JupyterLab: departments with their state, and the way to everything else."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import pandas as pd
from IPython.display import Markdown

from budgetkit.batch.parameters import Notebook, read_notebook
from budgetkit.briefing.differences import count_open
from budgetkit.dataset.load import Dataset
from budgetkit.dataset.states import COMPARED
from budgetkit.errors import ParameterError
from budgetkit.project import Folders, default_folders
from budgetkit.source_entry import BUDGETS, KIND_LABELS

__all__ = ["departments", "links", "notebooks"]

_LEVELS = {"city": "市级", "district": "区级"}
_HERE = "00_开始"


def __dir__() -> list[str]:
    return __all__


def departments(data: Dataset) -> Markdown:
    """Show every document, department by department: its checks, what is incomplete, and its finished reports."""
    head = ["部门", "编号", "层级", "年度", "文件", "勾稽核对", "不完整的表", "报告"]
    rows = [_document(data, row) for row in data.frame("documents").sort_values("department_id").itertuples()]
    return Markdown(_table(head, rows))


def notebooks(folder: Path | None = None) -> Markdown:
    """Show every notebook of the project with its title, those that make reports first."""
    paths = sorted((folder or default_folders().notebooks).glob("*.ipynb"))
    found = [_read(path) for path in paths if path.stem != _HERE]
    rows = [
        (
            f"[{one.path.stem}]({quote(one.path.name)})",
            _cell(one.title),
            "成批生成报告" if one.is_report else "在这里使用",
        )
        for one in sorted(found, key=lambda one: not one.is_report)
    ]
    return Markdown(_table(["笔记本", "内容", "用途"], rows))


def links() -> Markdown:
    """Show the way to reports on all departments, to all reports and to the guides; the command for what isn't made."""
    folders = default_folders()
    top, here = folders.notebooks.parent, folders.notebooks
    places = [
        ("全部报告的目录", folders.reports / "index.html", "在终端运行 `make report`"),
        ("使用说明（网页，可搜索）", top / "site" / "index.html", "在终端运行 `make docs`"),
        ("数据字典", top / "docs" / "data-dictionary.md", "见项目的 docs 文件夹"),
        ("中文说明", top / "README.zh-CN.md", "见项目的 README.zh-CN.md"),
    ]
    lines = [*_across(folders), *(_link(name, path, here, otherwise) for name, path, otherwise in places)]
    return Markdown("\n".join(f"- {line}" for line in lines))


def _read(path: Path) -> Notebook:
    """Read a notebook's title and whether it makes reports; one that cannot be read makes none."""
    try:
        return read_notebook(path)
    except ParameterError:
        return Notebook(path, path.stem, "", {}, is_report=False)


def _link(name: str, path: Path, here: Path, otherwise: str) -> str:
    if not path.is_file():
        return f"{name}：尚未生成，{otherwise}"
    return f"[{name}]({quote(Path(os.path.relpath(path, here)).as_posix())})"


def _document(data: Dataset, row) -> tuple[str, ...]:
    checks = data.frame("checks")
    own = checks[checks["document_id"] == row.document_id]["status"]
    compared = int(own.isin(COMPARED).sum())
    checked = f"{compared} 项，{count_open(Counter(own))}" if compared else "未能核对"
    level, year = _LEVELS[row.level], f"{row.year}"
    return (
        _cell(row.department), f"`{row.department_id}`", level, year, KIND_LABELS.get(row.kind, row.kind),
        checked, _incomplete(data, row.document_id), _reports(default_folders(), row) if row.kind in BUDGETS else "",
    )  # fmt: skip


def _incomplete(data: Dataset, document: str) -> str:
    tables = data.gaps(document)
    return "、".join(data.label(table) for table in tables) or "—"


def _reports(folders: Folders, row) -> str:
    folder = folders.reports / f"{row.department_id}-{row.year}"
    return "、".join(_links_to(folders, folder)) or "尚未生成"


def _links_to(folders: Folders, folder: Path) -> list[str]:
    """Link the finished reports of a folder by their titles."""
    found = [path for path in sorted(folder.glob("*.html")) if not path.stem.endswith(".last")]
    titles = [_read(folders.notebooks / f"{path.stem}.ipynb").title for path in found]
    return [_link(_cell(title), path, folders.notebooks, "") for title, path in zip(titles, found, strict=True)]


def _across(folders: Folders) -> Iterator[str]:
    """Link the reports on all departments of a level and year."""
    for folder in sorted(folders.reports.glob("level-*-*")):
        level, _, year = folder.name.removeprefix("level-").rpartition("-")
        if found := _links_to(folders, folder):
            yield f"{_LEVELS.get(level, level)}各部门{year}年：{'、'.join(found)}"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    return "\n".join(_lines(list(head), rows))


def _lines(head: list[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|:---" * len(head) + "|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _cell(text: object) -> str:
    """Make a text safe for a cell of a Markdown table."""
    return " ".join(str(text).split()).replace("|", "\\|") if pd.notna(text) else ""
