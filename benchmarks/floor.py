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


def measure_floor(reports: list[Report], formats: list[str], workers: int) -> tuple[float, float]:
    """Give the seconds on the wall, and of processors, that warm processes take for reports, each the next one."""
    context = multiprocessing.get_context("spawn")
    barrier, taken, following = context.Barrier(workers + 1), context.SimpleQueue(), context.Value("i", 0)
    arguments = (reports, formats, following, barrier, taken)
    processes = [context.Process(target=_work, args=arguments) for _ in range(workers)]
    for process in processes:
        process.start()
    barrier.wait()
    start = time.perf_counter()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise RuntimeError("a process of the floor failed")
    return time.perf_counter() - start, sum(taken.get() for _ in processes)


def _work(reports: list[Report], formats: list[str], following: Any, barrier: Any, taken: Any) -> None:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
        os.environ[name] = "1"
    for notebook in dict.fromkeys(report[0] for report in reports):
        make_plainly(next(report for report in reports if report[0] == notebook), formats)
    barrier.wait()
    start = time.process_time()
    while (number := _take(following)) < len(reports):
        make_plainly(reports[number], formats)
    taken.put(time.process_time() - start)


def _take(following: Any) -> int:
    with following.get_lock():
        following.value += 1
        return following.value - 1


def make_plainly(report: Report, formats: list[str]) -> None:
    """Make a report's files, beside the tables that it reads, without papermill, kernel or process."""
    from budgetkit.batch.stages import export_notebook

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
    for ending in formats:
        content = export_notebook(notebook, ending, Path(source).stem)
        Path(clean, f"{Path(source).stem}.{ending}").write_bytes(content)


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
