"""The floor: the same cells as plain Python in one warm process a core, then the same template and page layout.

No process is started for a report, no kernel, no messages, nothing is isolated or saved as a notebook: what remains is
the work that every way of making these reports has to do.
"""

from __future__ import annotations

import ast
import builtins
import json
import multiprocessing
import os
import time
from pathlib import Path
from typing import Any

Report = tuple[str, str, int, str]
"""Notebook, department id, year, folder of clean tables."""


def measure_floor(reports: list[Report], workers: int) -> tuple[float, float]:
    """Give the seconds on the wall, and of processors, that warm processes take for reports, each for its share."""
    context = multiprocessing.get_context("spawn")
    barrier, taken = context.Barrier(workers + 1), context.SimpleQueue()
    shares = [reports[number::workers] for number in range(workers)]
    processes = [context.Process(target=_work, args=(share, barrier, taken)) for share in shares]
    for process in processes:
        process.start()
    barrier.wait()
    start = time.perf_counter()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise RuntimeError("a process of the floor failed")
    return time.perf_counter() - start, sum(taken.get() for _ in processes)


def _work(reports: list[Report], barrier: Any, taken: Any) -> None:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
        os.environ[name] = "1"
    for notebook in dict.fromkeys(report[0] for report in reports):
        make_plainly(next(report for report in reports if report[0] == notebook))
    barrier.wait()
    start = time.process_time()
    for report in reports:
        make_plainly(report)
    taken.put(time.process_time() - start)


def make_plainly(report: Report) -> tuple[str, bytes]:
    """Make a report's HTML and PDF without papermill, kernel or process."""
    from budgetkit.report.html import write_html
    from budgetkit.report.pdf import write_pdf

    source, department, year, clean = report
    os.environ["BUDGETKIT_CLEAN"] = clean
    notebook = json.loads(Path(source).read_text("utf-8"))
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
        if cell["cell_type"] == "code":
            cell["outputs"] = _run_cell(cell["source"], names)
            if "parameters" in cell["metadata"].get("tags", ()):
                names |= {"department": department, "year": year}
    return write_html(notebook), write_pdf(notebook)


def _run_cell(source: str, names: dict[str, Any]) -> list[dict[str, Any]]:
    outputs: list[dict[str, Any]] = []

    def display(value: Any) -> None:
        if value is not None:
            bundle = value._repr_mimebundle_() if hasattr(value, "_repr_mimebundle_") else {"text/plain": repr(value)}
            outputs.append({"output_type": "display_data", "data": bundle, "metadata": {}})

    builtins.display = display
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cell", "exec"), names)
    if last is not None:
        display(eval(compile(ast.Expression(last.value), "cell", "eval"), names))
    return outputs
