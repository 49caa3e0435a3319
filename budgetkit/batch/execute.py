"""Executing a report's notebook by papermill."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbformat import NotebookNode

from budgetkit import __version__
from budgetkit.batch.task import Task

_ENGINE_NAMES = {"budgetkit": "budgetkit", "kernel": "nbclient"}
_INJECTED_ID = "given-parameters"
_CLOCK = ("start_time", "end_time", "duration")


def execute_report(task: Task) -> NotebookNode:
    """Execute a task's notebook with its parameters and save it in the task's folder, with the error if it fails.

    Raises papermill's PapermillExecutionError when a cell fails.
    """
    job, target = task.job, task.made("ipynb")
    parameters = {"department": job.department_id, "year": job.year, **job.parameters}
    try:
        papermill.execute_notebook(
            job.notebook,
            target,
            parameters,
            engine_name=_ENGINE_NAMES[task.engine],
            kernel_name="python3",
            cwd=job.notebook.parent,
            progress_bar=False,
            request_save_on_cell_execute=False,
        )
    finally:
        notebook = _tidy(target) if target.is_file() else None
    return notebook


def _tidy(path: Path) -> NotebookNode:
    """Take clock, chance and machine out of an executed notebook, so that the same inputs give the same bytes."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.setdefault("budgetkit", {})["version"] = __version__
    _forget(notebook.metadata.get("papermill", {}), (*_CLOCK, "input_path", "output_path", "environment_variables"))
    for cell in notebook.cells:
        _forget(cell.metadata.get("papermill", {}), _CLOCK)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = _INJECTED_ID
    nbformat.write(notebook, path)
    return notebook


def _forget(metadata: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        metadata.pop(name, None)
