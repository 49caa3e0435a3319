"""Making one report: execute, export, and say what stopped it if it failed."""

from __future__ import annotations

import hashlib
import logging
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nbclient.exceptions import CellTimeoutError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from papermill.log import logger

from budgetkit.batch.execute import execute_report
from budgetkit.batch.place import is_disk_full
from budgetkit.batch.task import Event, Failure, Outcome, Task
from budgetkit.errors import BudgetkitError

_OPEN_NOTEBOOK = "请在 JupyterLab 中打开已执行的笔记本，改正出错的单元格后重新生成。"
_SEE_DETAILS = "请查看错误详情；如不明白，请把本页附在问题反馈中。"
_FREE_SPACE = "请腾出磁盘空间后重新运行，已生成的报告会保留。"


def make_report(task: Task, tell: Callable[[Event], None]) -> Outcome:
    """Make a report's files in its task's folder; `tell` hears the step or cell that begins.

    Never raises for what the report does: a failure is part of the outcome.
    """
    logger.addHandler(logging.StreamHandler(sys.stderr))
    seconds: dict[str, float] = {}
    step = "execute"
    try:
        for step in ("execute", *task.job.formats):
            tell(Event(step))
            with _timed(step, seconds):
                if step == "execute":
                    notebook = execute_report(task, tell)
                else:
                    task.made(step).write_bytes(export_notebook(notebook, step, task.job.notebook.stem))
        return Outcome(_hash_files(task), seconds, peak_memory())
    except (Exception, KeyboardInterrupt) as error:
        traceback.print_exc()
        return Outcome(_hash_files(task), seconds, peak_memory(), explain(step, error))


def make_safely(step: str, make: Callable[[], dict[str, str]]) -> Outcome:
    """Make something that gives its files' sha256 by ending; never raises for what it does."""
    seconds: dict[str, float] = {}
    try:
        with _timed(step, seconds):
            files = make()
        return Outcome(files, seconds, peak_memory())
    except Exception as error:
        traceback.print_exc()
        return Outcome({}, seconds, peak_memory(), explain(step, error))


def export_notebook(notebook: NotebookNode, ending: str, name: str) -> bytes:
    """Export an executed notebook in a format (`html`, `pdf`), as nbconvert's exporter `briefing_…` does.

    Raises FontError or PaperError when it cannot be set.
    """
    if ending == "pdf":
        from budgetkit.report.pdf import write_pdf

        return write_pdf(notebook, name)
    from budgetkit.report.html import write_html

    return write_html(notebook, name).encode("utf-8")


@contextmanager
def _timed(step: str, seconds: dict[str, float]) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[step] = round(time.perf_counter() - start, 3)
    print(f"{step}: {seconds[step]} s", file=sys.stderr, flush=True)


def explain(step: str, error: BaseException) -> Failure:
    """Explain to the reader what stopped a report."""
    if isinstance(error, PapermillExecutionError):
        trace = "\n".join(error.traceback)
        return Failure(step, error.ename, str(error.evalue), _OPEN_NOTEBOOK, error.cell_index + 1, trace)
    trace = "".join(traceback.format_exception(error))
    if is_disk_full(error):
        return Failure(step, "DiskFull", "磁盘空间不足", _FREE_SPACE, traceback=trace, is_disk_full=True)
    if isinstance(error, CellTimeoutError):
        return Failure(step, "CellTimeout", "单元格运行超过时限", _OPEN_NOTEBOOK, traceback=trace)
    next_step = error.next_step if isinstance(error, BudgetkitError) else _SEE_DETAILS
    return Failure(step, type(error).__name__, str(error), next_step, traceback=trace)


def _hash_files(task: Task) -> dict[str, str]:
    files = {ending: task.made(ending) for ending in ("ipynb", *task.job.formats)}
    return {ending: hashlib.sha256(path.read_bytes()).hexdigest() for ending, path in files.items() if path.is_file()}


def peak_memory() -> float:
    """Give the most memory that this process held, in MB; 0 where the system doesn't say."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
