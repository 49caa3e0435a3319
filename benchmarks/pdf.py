"""Reading PDFs beside plain pdfplumber, which finds the tables alone: seconds, and their ratio, in the same run.

    python benchmarks/pdf.py [FILE…] [--rounds 3] [--files 1000] [--json]

Without files, the PDFs under the folder that BUDGETKIT_SAMPLES names are read, else made documents. Both read each file
in turn, so that what else the machine does falls on both; the median of the rounds counts. Then one made PDF is read
`--files` times over in this process, whose memory is told at the start and at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

import pdfplumber

TOP = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TOP), str(TOP / "tests")]

from budgetkit.read.registry import read_document  # noqa: E402


def find_tables(path: Path) -> int:
    """Find the tables of a PDF with pdfplumber as it comes."""
    with pdfplumber.open(path) as document:
        return sum(len(page.extract_tables()) for page in document.pages)


def time_both(path: Path, rounds: int) -> dict[str, float]:
    """Time both readers on a file, in turn."""
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(_time(read_document, path))
        theirs.append(_time(find_tables, path))
    return {"budgetkit": median(ours), "pdfplumber": median(theirs), "ratio": median(ours) / median(theirs)}


def _time(read: Callable[[Path], object], path: Path) -> float:
    before = time.perf_counter()
    read(path)
    return time.perf_counter() - before


def make_documents(folder: Path) -> list[Path]:
    """Make a city's and a district's document as PDFs."""
    from made import make_department, print_document
    from made.pdf_document import print_pdf

    from budgetkit.read.text import split_lines

    made = [(level, split_lines(print_document(make_department(31, level)))) for level in ("city", "district")]
    return [print_pdf(rows, folder / f"{level}.pdf") for level, rows in made]


def measure_memory(path: Path, times: int) -> dict[str, float]:
    """Read a file over and over; give this process's memory (MB) after the first tenth and at the end."""
    memory = []
    for number in range(1, times + 1):
        read_document(path)
        if number in (max(times // 10, 1), times):
            memory.append(_resident())
    return {"files": times, "first_mb": memory[0], "last_mb": memory[-1]}


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main(files: Iterable[Path], rounds: int, times: int) -> dict:
    """Time all files and measure memory."""
    samples = os.environ.get("BUDGETKIT_SAMPLES")
    with tempfile.TemporaryDirectory() as folder:
        made = make_documents(Path(folder))
        paths = list(files) or (sorted(Path(samples).rglob("*.pdf")) if samples else made)
        read_document(paths[0])
        timed = {path.name: time_both(path, rounds) for path in paths}
        whole = {name: sum(one[name] for one in timed.values()) for name in ("budgetkit", "pdfplumber")}
        whole["ratio"] = whole["budgetkit"] / whole["pdfplumber"]
        return {"files": timed, "together": whole, "memory": measure_memory(made[0], times)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--files", dest="times", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = main(options.files, options.rounds, options.times)
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        for name, one in {**found["files"], "together": found["together"]}.items():
            print(f"{one['budgetkit']:7.3f} s  {one['pdfplumber']:7.3f} s  {one['ratio']:5.2f}  {name}")
        memory = found["memory"]
        print(
            f"memory over {memory['files']} files: {memory['first_mb']:.0f} MB, at the end {memory['last_mb']:.0f} MB"
        )
