"""How fast reports are made: the stock commands, budgetkit, and the floor, on made departments.

    python benchmarks/batch.py                      # every way, 20 departments
    python benchmarks/batch.py --ways cold,floor --notebook 5 --json
    python benchmarks/batch.py --growth 10,100,500  # does the cost grow linearly?

Prints seconds a report on the wall, the ratio to the stock loop, processor seconds a report and peak memory.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median

TOP = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TOP / "tests"), str(TOP / "benchmarks")]

from floor import measure_floor  # noqa: E402
from made import make_department, write_project  # noqa: E402
from measure import Measured, measured, run_quietly  # noqa: E402

from budgetkit.batch.parameters import read_notebook  # noqa: E402
from budgetkit.batch.plan import find_notebooks  # noqa: E402
from budgetkit.batch.slices import Slices  # noqa: E402
from budgetkit.clean_folder import clean_folder  # noqa: E402

WAYS = {
    "stock": "stock commands, one report after another",
    "stock-pool": "stock commands, two reports at a time",
    "cold": "budgetkit report, from its start to its end",
    "warm": "budgetkit report, what each further report takes",
    "unchanged": "budgetkit report again, nothing changed",
    "floor": "floor: plain Python in a warm process a core, template, page layout",
}


@dataclass(frozen=True)
class Place:
    """A project with made departments, and what to make of them."""

    folder: Path
    notebooks: list[Path]
    formats: list[str]
    departments: list[tuple[str, int]]
    workers: int
    stock: int

    @property
    def reports(self) -> list[tuple[Path, str, int]]:
        """Every report: notebook, department, year."""
        return [(notebook, *department) for department in self.departments for notebook in self.notebooks]


def make_place(folder: Path, count: int, asked: argparse.Namespace) -> Place:
    """Make departments, city and district in turn in one year, clean them, and lay the notebooks beside them."""
    made = [make_department(seed, ("city", "district")[seed % 2], year=2026, distinct=True) for seed in range(count)]
    raw = write_project(folder, made)
    clean_folder(raw, folder / "data" / "clean")
    shutil.copytree(TOP / "notebooks", folder / "notebooks", dirs_exist_ok=True)
    notebooks = [path for path in find_notebooks(folder / "notebooks", asked.notebook) if "department" in _names(path)]
    departments = [(department.department_id, department.year) for department in made]
    return Place(folder, notebooks, asked.format.split(","), departments, asked.workers, asked.stock_reports)


def _names(notebook: Path) -> Collection[str]:
    """Give the names of a notebook's parameters; none where it makes no reports, or one for many departments."""
    return read_notebook(notebook).parameters


def run_stock(place: Place, workers: int) -> tuple[Measured, int]:
    """Make reports, spread over all, by papermill's and nbconvert's commands."""
    reports = place.reports[:: max(1, len(place.reports) // place.stock)][: place.stock]
    environment = {**os.environ, "BUDGETKIT_CLEAN": str(place.folder / "data" / "clean")}
    with measured() as found, ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda report: _stock_report(place, report, environment), reports))
    return found, len(reports)


def _stock_report(place: Place, report: tuple[Path, str, int], environment: dict[str, str]) -> None:
    notebook, department, year = report
    folder = place.folder / "stock" / f"{department}-{year}"
    folder.mkdir(parents=True, exist_ok=True)
    target, parameters = folder / notebook.name, ["-p", "department", department, "-p", "year", str(year)]
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", "--cwd", str(notebook.parent)]
    run_quietly([*command, *parameters, str(notebook), str(target)], env=environment)
    for ending in place.formats:
        run_quietly([sys.executable, "-m", "nbconvert", "--to", f"briefing_{ending}", str(target)], env=environment)


def run_cold(place: Place) -> tuple[Measured, int]:
    """Make all reports by one command, in an empty reports folder."""
    shutil.rmtree(place.folder / "reports", ignore_errors=True)
    return _run(place, place.departments)


def run_again(place: Place) -> tuple[Measured, int]:
    """Run the command on all reports as they are."""
    return _run(place, place.departments)


def run_warm(place: Place) -> tuple[Measured, int]:
    """Take what the command needs for two departments off what it needs for all: no start, and no pages around them.

    All are made again by force, so that the index and the source pages, which the floor doesn't make, are there.
    """
    if not (place.folder / "reports").is_dir():
        _run(place, place.departments)
    start, few = _run(place, place.departments[:2], "--force")
    whole, count = _run(place, place.departments, "--force")
    rest = Measured(whole.seconds - start.seconds, whole.processor - start.processor, whole.memory)
    return rest, count - few


def _run(place: Place, departments: list[tuple[str, int]], *options: str) -> tuple[Measured, int]:
    """Run `budgetkit report`; processor seconds are the driver's and its workers', without the imports before them."""
    options = [*options, "--format", ",".join(place.formats), "--jobs", str(place.workers), "--quiet"]
    options += [option for notebook in place.notebooks for option in ("--notebook", notebook.stem)]
    options += [option for department, _ in departments for option in ("--department", department)]
    begin = time.time()
    with measured() as found:
        run_quietly([sys.executable, "-m", "budgetkit", "report", *options], cwd=place.folder)
    records = read_records(place.folder / "reports")
    found.processor += sum(one["processor"] for one in records if _made_at(one) >= int(begin))
    return found, len(departments) * len(place.notebooks)


def _made_at(record: dict) -> float:
    return datetime.fromisoformat(record["made"]).timestamp()


def read_records(reports: Path) -> list[dict]:
    """Read the manifest's records of reports, in the order in which they were made."""
    path = reports / "manifest.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.is_file() else ()
    return sorted((one for one in map(json.loads, lines) if "made" in one), key=lambda one: one["made"])


def run_floor(place: Place) -> tuple[Measured, int]:
    """Run the same cells plainly, each department with the rows that its reports read."""
    slices, reports = Slices(place.folder / "data" / "clean"), []
    for number, (department, year) in enumerate(place.departments):
        row = next(row for row in slices.documents if row["department_id"] == department)
        read = tuple(name for name in (department, row["counterpart"]) if name)
        clean = slices.save(read, place.folder / "floor" / str(number))
        reports += [(str(notebook), department, year, str(clean)) for notebook in place.notebooks]
    os.chdir(place.notebooks[0].parent)
    with measured() as found:
        seconds, processor = measure_floor(reports, place.formats, place.workers)
    shutil.rmtree(place.folder / "floor")
    return Measured(seconds, processor, found.memory), len(reports)


RUNS: dict[str, Callable[[Place], tuple[Measured, int]]] = {
    "stock": lambda place: run_stock(place, 1),
    "stock-pool": lambda place: run_stock(place, 2),
    "cold": run_cold,
    "unchanged": run_again,
    "warm": run_warm,
    "floor": run_floor,
}


def measure_ways(asked: argparse.Namespace) -> dict[str, dict]:
    """Measure each way that was asked for, in turn, on the same departments: the median of rounds, whole ways in turn.

    A machine's speed may change by the minute; in rounds, each way meets its fast and its slow ones.
    """
    found: dict[str, list[dict]] = {}
    with tempfile.TemporaryDirectory() as folder:
        place = make_place(Path(folder), asked.departments, asked)
        for number in range(asked.rounds):
            for way in asked.ways.split(","):
                say(f"{number + 1}/{asked.rounds} {way}: {WAYS[way]} …")
                result, count = RUNS[way](place)
                found.setdefault(way, []).append(
                    {
                        "reports": count,
                        "seconds_per_report": result.seconds / count,
                        "processor_per_report": result.processor / count,
                        "memory_mb": round(result.memory),
                    }
                )
    ways = {way: {name: median(one[name] for one in values) for name in values[0]} for way, values in found.items()}
    for values in ways.values():
        for way in ("stock", "floor"):
            if way in ways:
                ratio = ways[way]["seconds_per_report"] / values["seconds_per_report"]
                values[f"{way}_ratio"] = ratio if way == "stock" else 1 / ratio
    return {way: {name: round(value, 4) for name, value in values.items()} for way, values in ways.items()}


def measure_growth(asked: argparse.Namespace) -> list[dict]:
    """Measure all reports of more and more departments, made and unchanged, and the workers' memory on the way."""
    rows = []
    for count in map(int, asked.growth.split(",")):
        say(f"growth: {count} departments …")
        with tempfile.TemporaryDirectory() as folder:
            place = make_place(Path(folder), count, asked)
            made, reports = run_cold(place)
            memory = _worker_memory(place.folder / "reports")
            again, _ = run_again(place)
        rows.append(
            {
                "departments": count,
                "reports": reports,
                "seconds_per_report": round(made.seconds / reports, 4),
                "memory_mb": round(made.memory),
                "worker_memory_at_50": memory[min(50 * asked.workers, len(memory)) - 1],
                "worker_memory_at_500": memory[min(500 * asked.workers, len(memory)) - 1],
                "unchanged_seconds": round(again.seconds, 2),
                "unchanged_share": round(again.seconds / made.seconds, 4),
            }
        )
    return rows


def _worker_memory(reports: Path) -> list[float]:
    """List the workers' peak memory in MB in the order in which reports were made: the median of each and 20 around.

    Each of two workers makes about every second report, so that its 50th is about the 100th of all.
    """
    values = [record["memory"] for record in read_records(reports)]
    return [median(values[max(0, at - 10) : at + 11]) for at in range(len(values))]


def say(text: str) -> None:
    """Say on standard error what is being measured."""
    print(text, file=sys.stderr, flush=True)


def print_rows(rows: list[dict]) -> None:
    """Print rows of values under their names."""
    if not rows:
        return
    names = list(dict.fromkeys(name for row in rows for name in row))
    table = [names, *([str(row.get(name, "")) for name in names] for row in rows)]
    widths = [max(len(row[at]) for row in table) for at in range(len(names))]
    for row in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--departments", type=int, default=20)
    parser.add_argument("--notebook", action="append", default=[], help="name or number; all of notebooks/ by default")
    parser.add_argument("--format", default="html,pdf")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--ways", default=",".join(RUNS))
    parser.add_argument("--rounds", type=int, default=1, help="how often each way is measured; the median counts")
    parser.add_argument("--stock-reports", type=int, default=12, help="how many reports the stock ways are measured on")
    parser.add_argument("--growth", help="numbers of departments, such as 10,100,500")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # every way may keep compiled modules
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "load": os.getloadavg()[0]}
    if asked.growth:
        found, rows = {"growth": (rows := measure_growth(asked))}, rows
    else:
        found = {"ways": (ways := measure_ways(asked))}
        rows = [{"way": way, **values} for way, values in ways.items()]
    if asked.json:
        print(json.dumps({"machine": machine, "formats": asked.format, **found}, ensure_ascii=False))
    else:
        print_rows(rows)


if __name__ == "__main__":
    main()
