"""Executing a report's notebook by papermill."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from budgetkit.batch.engine import register_engines
from budgetkit.batch.task import Event, ReportTask
from budgetkit.dataset.load import READS_ONLY
from budgetkit.errors import BudgetkitError
from budgetkit.version import __version__
from budgetkit.whole_files import write_whole

_START_KERNEL = (  # leaves no names behind
    "__import__('budgetkit.interactive').interactive.start_kernel()\n"
    "__import__('budgetkit.batch.kernel_output').batch.kernel_output.bound_streams()\n"
)
_ENGINE_NAMES = {"budgetkit": "budgetkit", "kernel": "budgetkit-kernel"}


class StoppedError(BudgetkitError):
    """A notebook left before its end without an error; `cell` is the number of the cell that did."""

    def __init__(self, cell: int) -> None:
        words = "单元格用 sys.exit()、exit() 或 quit() 提前结束了笔记本，其后的单元格没有运行"
        super().__init__(f"第 {cell} 个单元格", "运行到最后一个单元格", words, "请改用条件判断跳过不需要的单元格。")
        self.cell = cell


def execute_report(task: ReportTask, tell: Callable[[Event], None]) -> None:
    """Execute a task's notebook with its parameters and save it in the task's folder, with the error if it fails.

    `tell` hears of each code cell that begins. Raises papermill's PapermillExecutionError when a cell fails,
    StoppedError when one ends the notebook before its end.
    """
    register_engines()
    job = task.job
    os.environ["BUDGETKIT_CLEAN"] = str(task.clean)
    if task.reference:
        os.environ["BUDGETKIT_REFERENCE"] = str(task.reference)
    if job.reads is not None:
        os.environ[READS_ONLY] = "、".join(job.reads)
    kept: list[NotebookNode] = []
    try:
        papermill.execute_notebook(
            str(job.notebook).replace("{", "{{").replace("}", "}}"),  # papermill would fill its parameters in
            None,
            job.values,
            engine_name=_ENGINE_NAMES[task.engine],
            kernel_name="python3",
            cwd=job.notebook.parent,
            progress_bar=False,
            record=_record(task),
            keep=kept.append,
            **_engine_options(task, tell),
        )
    except PapermillExecutionError as error:
        error.cell_index = _own_number(kept[-1], error.cell_index)
        raise
    finally:
        for notebook in kept:
            save_notebook(notebook, task.made("ipynb"))
    if kept and (cell := find_stop(kept[-1])):
        raise StoppedError(_own_number(kept[-1], cell))


def _own_number(notebook: NotebookNode, number: int) -> int:
    """Give a cell's number in the notebook as it was written, without the parameters that papermill put before it.

    The cells that papermill writes about an error come later, and aren't counted.
    """
    ran = [cell for cell in notebook.cells if not _has_tag(cell, "papermill-error-cell-tag")]
    return number - any(map(_is_injected, ran[:number]))


def _is_injected(cell: NotebookNode) -> bool:
    return _has_tag(cell, "injected-parameters")


def _has_tag(cell: NotebookNode, tag: str) -> bool:
    return tag in cell.metadata.get("tags", ())


def _record(task: ReportTask) -> dict[str, Any]:
    """Give what the notebook's metadata say of how it was made."""
    given = {"date": task.date, "links": task.links}
    return {"version": __version__, **{name: value for name, value in given.items() if value}}


def find_stop(notebook: NotebookNode) -> int | None:
    """Give the number of the cell that left by sys.exit although cells with code come after it; None without one."""
    left = None
    for number, cell in enumerate(notebook.cells, start=1):
        if left and cell.cell_type == "code" and cell.source.strip() and cell.get("execution_count") is None:
            return left
        if any(output.get("ename") == "SystemExit" for output in cell.get("outputs", ())):
            left = number
    return None


def save_notebook(notebook: NotebookNode, path: Path) -> None:
    """Save a notebook with a line a cell, which takes a fifth of the time of nbformat's indented lines.

    It is there as a whole or not at all: a process that the notebook forked may save it at the same time.
    Raises nbformat's ValidationError when it is not valid.
    """
    nbformat.validate(notebook)
    cells = ",\n".join(map(_to_json, notebook.cells))
    rest = _to_json({name: value for name, value in notebook.items() if name != "cells"})
    write_whole(path, f'{{"cells": [\n{cells}\n],\n{rest[1:]}\n')


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _engine_options(task: ReportTask, tell: Callable[[Event], None]) -> dict[str, Any]:
    injected: list[int] = []

    def tell_cell(cell: NotebookNode, cell_index: int) -> None:
        injected.extend([cell_index] if _is_injected(cell) else [])
        if cell.cell_type == "code":
            tell(Event("execute", cell_index + 1 - len(injected)))

    if task.engine != "kernel":
        return {"on_cell_start": tell_cell}
    os.environ["IPYTHONDIR"] = str(task.making / ".ipython")  # nobody's own settings come into a report
    startup = task.making / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "start.py").write_text(_START_KERNEL, "utf-8")
    limits = task.limits
    return {"on_cell_start": tell_cell, "start_timeout": limits.start or 1e9, "execution_timeout": limits.cell}
