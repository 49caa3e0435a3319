"""How cleaning grows with the number of documents: seconds and memory on 10, 100 and 1,000 made documents.

    python benchmarks/clean.py [--documents 10,100,1000] [--projects 15] [--json]

Each size is cleaned in a fresh process that has imported budgetkit before the clock starts. Making the documents is not
counted; reading, recognising, tidying, checking and writing the tables is. Memory is the process's peak above what it
held before it began.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TOP), str(TOP / "tests")]

LAYOUTS = ("city", "district", "city", "district", "self_evaluation")


def make_project(folder: Path, count: int, projects: int) -> Path:
    """Make that many documents, cities, districts and self-evaluations in turn, each in a style of its own."""
    from made import draw_style, make_department, write_project

    documents, styles = [], []
    for seed in range(count):
        layout = LAYOUTS[seed % len(LAYOUTS)]
        level = "district" if layout == "district" else "city"
        department = make_department(seed, level, projects=projects, units=3, distinct=True)
        documents.append(department.evaluation if layout == "self_evaluation" else department)
        styles.append(draw_style(seed, layout))
    return write_project(folder, documents, styles)


def measure(raw: Path, clean: Path) -> dict[str, float]:
    """Clean a raw folder in this process; give seconds, peak memory in MB and rows of expenditure."""
    from budgetkit.clean_folder import clean_folder
    from budgetkit.dataset.store import load_table

    before = _peak_megabytes()
    start, cpu_start = time.perf_counter(), time.process_time()
    result = clean_folder(raw, clean)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    peak = _peak_megabytes()
    if result.errors:
        raise result.errors[0]
    rows = load_table("expenditure", clean).num_rows
    return {
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "start_mb": before,
        "peak_mb": peak,
        "expenditure_rows": rows,
    }


def _peak_megabytes() -> float:
    """Give the process's highest memory so far; 0 where the system does not tell (Windows)."""
    try:
        import resource
    except ImportError:
        return 0.0
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def run_size(count: int, projects: int) -> dict[str, float]:
    """Make a project of one size and clean it in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        raw = make_project(Path(folder), count, projects)
        size = sum(path.stat().st_size for path in raw.glob("*.txt")) / 1024**2
        command = [sys.executable, __file__, "--measure", str(raw), str(Path(folder) / "clean")]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures = json.loads(done.stdout)
    return {
        "documents": count,
        "megabytes_of_text": round(size, 2),
        **{name: round(value, 3) for name, value in figures.items()},
        "seconds_a_document": round(figures["seconds"] / count, 4),
        "mb_a_document": round((figures["peak_mb"] - figures["start_mb"]) / count, 3),
    }


def add_growth(results: list[dict[str, float]]) -> None:
    """Say what each document cost beyond the smaller run before, and that cost against the run before's, in place.

    What starting costs once drops out, and processor time is not disturbed by what else runs; linear growth gives a
    ratio of about 1.
    """
    for before, result in pairwise(results):
        more = result["documents"] - before["documents"]
        for name, added in (("cpu_seconds", "added_seconds"), ("peak_mb", "added_mb")):
            result[added] = round((result[name] - before[name]) / more, 4)
            if before.get(added):
                result[f"{added}_ratio"] = round(result[added] / before[added], 2)


def print_table(results: list[dict[str, float]]) -> None:
    """Print the results as a table."""
    names = {
        "documents": "documents",
        "megabytes_of_text": "MB text",
        "seconds": "seconds",
        "cpu_seconds": "CPU s",
        "seconds_a_document": "s/document",
        "added_seconds": "CPU s/added",
        "added_seconds_ratio": "ratio",
        "peak_mb": "peak MB",
        "mb_a_document": "MB/document",
        "added_mb": "MB/added",
        "added_mb_ratio": "ratio",
    }
    print("".join(f"{label:>12}" for label in names.values()))
    for result in results:
        print("".join(f"{result.get(name, ''):>12}" for name in names))


def main() -> None:
    """Run the sizes asked for and print them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", default="10,100,1000", help="sizes, separated by commas")
    parser.add_argument("--projects", type=int, default=15, help="projects a document")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--measure", nargs=2, metavar=("RAW", "CLEAN"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(*map(Path, options.measure))))
        return
    results = [run_size(int(count), options.projects) for count in options.documents.split(",")]
    add_growth(results)
    if options.json:
        print(json.dumps({"benchmark": "clean", "projects": options.projects, "results": results}))
    else:
        print_table(results)


if __name__ == "__main__":
    main()
