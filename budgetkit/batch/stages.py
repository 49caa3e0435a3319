"""Making one report: execute, export, and say what stopped it if it failed. Called in workers."""

from __future__ import annotations

import json
import logging
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellTimeoutError
from papermill.exceptions import PapermillExecutionError
from papermill.log import logger

from budgetkit.batch.execution import StoppedError, execute_report
from budgetkit.batch.manifest import hash_file
from budgetkit.batch.placement import is_disk_full
from budgetkit.batch.task import Event, Failure, Outcome, ReportTask
from budgetkit.errors import SAID_PLAINLY, BudgetkitError

_OPEN_NOTEBOOK = "请在 JupyterLab 中打开 notebooks/ 里的笔记本，改正该单元格后重新生成；已执行的一份供查看。"
_SEE_DETAILS = "请查看错误详情；如不明白，请把本页附在问题反馈中。"
_NO_MEMORY = "内存不足"
_SAVE_MEMORY = "请用选项 --jobs 减少同时生成的份数，或让该单元格少占内存。"
_GROUP = re.compile(r" \((\d+) sub-exceptions?\)$")
_FREE_SPACE = "请腾出磁盘空间后重新运行，已生成的报告会保留。"


Tell = Callable[[Event], None]


def execute(task: ReportTask, tell: Tell) -> Outcome:
    """Execute a report's notebook; `tell` hears each cell that begins. Never raises for what the notebook does."""
    logger.addHandler(logging.StreamHandler(sys.stderr))
    return make_safely({"execute": lambda: execute_report(task, tell)}, tell, {"ipynb": task.made("ipynb")})


def export(task: ReportTask, tell: Tell) -> Outcome:
    """Write a report's executed notebook in the formats that it is wanted in."""
    read = cache(lambda: json.loads(task.made("ipynb").read_bytes()))

    def write(ending: str) -> None:
        task.made(ending).write_bytes(export_notebook(read(), ending, task.job.notebook.stem))

    steps: dict[str, Callable[[], object]] = {ending: partial(write, ending) for ending in task.job.formats}
    return make_safely(steps, tell, {ending: task.made(ending) for ending in task.job.formats})


def make_safely(steps: Mapping[str, Callable[[], object]], tell: Tell, files: dict[str, Path]) -> Outcome:
    """Carry out steps by name and give what came of them: the sha256 of the files that are there, and the failure.

    Never raises for what a step does.
    """
    seconds: dict[str, float] = {}
    before, failure, name = time.process_time(), None, ""
    try:
        for name, step in steps.items():
            tell(Event(name))
            with _timed(name, seconds):
                step()
    except (Exception, KeyboardInterrupt) as error:
        traceback.print_exc()
        failure = explain(name, error)
    made = {ending: hash_file(path) for ending, path in files.items() if path.is_file()}
    return Outcome(made, seconds, time.process_time() - before, peak_memory(), failure)


def export_notebook(notebook: Mapping[str, Any], ending: str, name: str) -> bytes:
    """Export an executed notebook in a format (`html`, `pdf`, `docx`), as nbconvert's exporter `briefing_…` does.

    Raises FontError or PaperError when it cannot be set.
    """
    if ending == "pdf":
        from budgetkit.report.pdf import write_pdf

        return write_pdf(notebook, name)
    if ending == "docx":
        from budgetkit.report.word import write_word

        return write_word(notebook, name)
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
        return _explain_cell(step, error)
    trace = "".join(traceback.format_exception(error))
    if isinstance(error, MemoryError):
        return Failure(step, "MemoryError", _NO_MEMORY, _SAVE_MEMORY, traceback=trace)
    if isinstance(error, StoppedError):
        return Failure(step, "SystemExit", error.found, error.next_step, error.cell)
    if is_disk_full(error):
        return Failure(step, "DiskFull", "磁盘空间不足", _FREE_SPACE, traceback=trace, is_disk_full=True)
    if isinstance(error, CellTimeoutError):
        return Failure(step, "CellTimeout", "单元格运行超过时限", _OPEN_NOTEBOOK, traceback=trace)
    next_step = error.next_step if isinstance(error, BudgetkitError) else _SEE_DETAILS
    return Failure(step, type(error).__name__, str(error), next_step, traceback=trace)


def _explain_cell(step: str, error: PapermillExecutionError) -> Failure:
    """Explain an error that a cell raised."""
    said = error.traceback[0] if error.traceback else ""
    is_plain = said.startswith(SAID_PLAINLY)  # in a sentence, with what to do next
    message, next_step = said.removeprefix(SAID_PLAINLY) if is_plain else str(error.evalue), _OPEN_NOTEBOOK
    if error.ename.endswith("MemoryError"):
        message, next_step = f"{_NO_MEMORY}{f'：{message}' if message else ''}", _SAVE_MEMORY
    if error.ename == "SystemExit":
        message = f"单元格用 sys.exit({message}) 提前结束了笔记本"
    if error.ename.endswith("ExceptionGroup"):
        message = _GROUP.sub(r"（其中 \1 个错误，见错误详情）", message)
    if error.ename == "StdinNotImplementedError":
        message, next_step = "单元格等待键盘输入", "生成报告时没有人输入：请把要输入的值改为参数后重新运行。"
    return Failure(step, error.ename, message, next_step, error.cell_index + 1, "\n".join(error.traceback))


def peak_memory() -> float:
    """Give the most memory that this process held, in MB; 0 where the system doesn't say."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
