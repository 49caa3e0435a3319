"""Executing a report's notebook by papermill."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import papermill
from nbformat import NotebookNode

from budgetkit import __version__
from budgetkit.batch.engine import register_engines
from budgetkit.batch.task import Event, Task

_ENGINE_NAMES = {"budgetkit": "budgetkit", "kernel": "budgetkit-kernel"}


def execute_report(task: Task, tell: Callable[[Event], None]) -> NotebookNode:
    """Execute a task's notebook with its parameters and save it in the task's folder, with the error if it fails.

    `tell` hears of each cell that begins. Raises papermill's PapermillExecutionError when a cell fails.
    """
    register_engines()
    job = task.job
    os.environ["BUDGETKIT_CLEAN"] = str(task.clean)
    return papermill.execute_notebook(
        job.notebook,
        task.made("ipynb"),
        {"department": job.department_id, "year": job.year, **job.parameters},
        engine_name=_ENGINE_NAMES[task.engine],
        kernel_name="python3",
        cwd=job.notebook.parent,
        progress_bar=False,
        request_save_on_cell_execute=False,
        record={"version": __version__, **({"date": task.date} if task.date else {})},
        **_engine_options(task, tell),
    )


def _engine_options(task: Task, tell: Callable[[Event], None]) -> dict[str, Any]:
    def tell_cell(cell: NotebookNode, cell_index: int) -> None:
        tell(Event("execute", cell_index + 1))

    if task.engine != "kernel":
        return {"on_cell_start": tell_cell}
    os.environ["IPYTHONDIR"] = str(task.making / ".ipython")  # nobody's own settings come into a report
    limits = task.limits
    return {"on_cell_start": tell_cell, "start_timeout": limits.start or 1e9, "execution_timeout": limits.cell}
