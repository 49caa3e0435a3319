"""One report, made in a process of its own."""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Callable

from papermill.exceptions import PapermillExecutionError

from budgetkit.batch.execute import execute_report
from budgetkit.batch.export import export_notebook
from budgetkit.batch.task import Failure, Outcome, Task
from budgetkit.errors import BudgetkitError

_NEXT_STEP = "请在 JupyterLab 中打开已执行的笔记本，改正出错的单元格后重新生成。"


def make_report(task: Task, tell: Callable[[str], None]) -> Outcome:
    """Execute and export a report in its task's folder; `tell` hears the step that begins.

    Never raises for what the report does: a failure is part of the outcome.
    """
    step, seconds = "execute", {}
    os.environ["BUDGETKIT_CLEAN"] = str(task.clean)
    try:
        tell(step)
        start = time.perf_counter()
        notebook = execute_report(task)
        seconds[step] = time.perf_counter() - start
        for step in task.job.formats:
            tell(step)
            start = time.perf_counter()
            task.made(step).write_bytes(export_notebook(notebook, step, task.job.notebook.stem))
            seconds[step] = time.perf_counter() - start
    except Exception as error:
        return Outcome(task, _files(task), seconds, explain(step, error))
    return Outcome(task, _files(task), seconds)


def explain(step: str, error: Exception) -> Failure:
    """Explain to the reader what stopped a report."""
    if isinstance(error, PapermillExecutionError):
        cell = error.cell_index + 1
        return Failure(step, error.ename, str(error.evalue), _NEXT_STEP, cell, "\n".join(error.traceback))
    trace = "".join(traceback.format_exception(error))
    next_step = error.next_step if isinstance(error, BudgetkitError) else "请查看下面的错误详情。"
    return Failure(step, type(error).__name__, str(error), next_step, traceback=trace)


def _files(task: Task) -> dict[str, os.PathLike]:
    return {ending: task.made(ending) for ending in ("ipynb", *task.job.formats) if task.made(ending).is_file()}
