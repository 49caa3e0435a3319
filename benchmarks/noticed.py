"""What is noticed: cells of documents are changed one at a time, and what cleaning says is counted by kind.

    python benchmarks/noticed.py [--tries 20] [--seed 1] [--kind NAME] [--made 6] [--show-silent] [--markdown]

The documents are those of data/raw and made ones. A change is *noticed* when a check fails, can't be made or doubts
where it did not before, when there is a new finding, or when the document is refused; it is *mended* when the tables
are the same as without it. All else is silent.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from random import Random

TOP = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TOP), str(TOP / "tests"), str(TOP / "benchmarks")]

from cells import PROJECT_ID, Cell, find_cells, find_rows  # noqa: E402
from changes import CHANGES, ROW_CHANGES, Change, RowChange, change_cell  # noqa: E402

from budgetkit.errors import BudgetkitError  # noqa: E402
from budgetkit.pipeline import CleanDocument, clean_document  # noqa: E402
from budgetkit.source_entry import Source  # noqa: E402
from budgetkit.sources import load_sources  # noqa: E402

BAD = ("fail", "insufficient", "located")
ATTEMPTS = 10  # a cell or two rows that can't be changed so are drawn anew
OUTCOMES = ("noticed", "mended", "silent")


@dataclass
class Subject:
    """A document to be changed: its manifest entry and lines, and how it is cleaned unchanged."""

    source: Source
    corrections: Path
    lines: list[str] = field(default_factory=list)

    @cached_property
    def clean(self) -> CleanDocument:
        """The unchanged document, cleaned."""
        return clean_document(self.source, self.corrections)

    @cached_property
    def complaints(self) -> Counter[tuple]:
        """What is said of the unchanged document."""
        return complaints_of(self.clean)

    @property
    def alarms(self) -> list[str]:
        """What fails or mismatches in the unchanged document."""
        failed = [row["description"] for row in self.clean.tables["checks"] if row["status"] == "fail"]
        return [*failed, *(row["note"] for row in self.clean.tables["findings"] if row["kind"] == "code_mismatch")]

    @cached_property
    def cells(self) -> dict[str, list[Cell]]:
        """The cells by kind."""
        cells = defaultdict(list)
        for cell in find_cells(self.clean, self.lines):
            cells[cell.kind].append(cell)
        return cells

    @cached_property
    def rows(self) -> dict[str, list[int]]:
        """The lines of whole rows by table."""
        rows = defaultdict(list)
        for table, line in find_rows(self.clean, self.lines):
            rows[table].append(line)
        return {table: sorted(set(lines)) for table, lines in rows.items()}

    def judge(self, lines: Sequence[str], folder: Path) -> str:
        """Clean changed lines and say what came of it."""
        path = folder / self.source.path.name
        path.write_text("\n".join(lines), "utf-8")
        try:
            changed = clean_document(replace(self.source, path=path), self.corrections)
        except BudgetkitError:
            return "noticed"
        if complaints_of(changed) - self.complaints:
            return "noticed"
        return "mended" if _data(changed) == _data(self.clean) else "silent"


def complaints_of(document: CleanDocument) -> Counter[tuple]:
    """Count what checks and findings complain of; numbers in a check's description are not told apart."""
    checks = [row for row in document.tables["checks"] if row["status"] in BAD]
    said = [
        (row["rule"], row["table"], _words(row["description"]), row["status"], row["explanation"]) for row in checks
    ]
    return Counter([*said, *((row["table"], row["kind"], row["note"]) for row in document.tables["findings"])])


def _words(text: str) -> str:
    return re.sub(r"[\d,.]+", "#", text)


def _data(document: CleanDocument) -> dict[str, list[dict]]:
    told = ("checks", "findings", "published_tables", "documents")
    places = ("source_line", "amount_source_line", "certainty")
    return {
        table: [{name: value for name, value in row.items() if name not in places} for row in rows]
        for table, rows in document.tables.items()
        if table not in told
    }


def try_cells(
    subjects: Sequence[Subject], kind: str, change: Change, tries: int, seed: int
) -> Iterator[tuple[Subject, list]]:
    """Give documents with one cell of a kind changed, that many times, from the documents in turn."""
    random = Random(f"{seed} {kind} {change.__name__}")
    having = [subject for subject in subjects if subject.cells.get(kind)]
    for number in range(tries if having else 0):
        subject = having[number % len(having)]
        attempts = (_try_cell(random, subject, kind, change) for _ in range(ATTEMPTS))
        yield subject, next((lines for lines in attempts if lines is not None), None)


def _try_cell(random: Random, subject: Subject, kind: str, change: Change) -> list[str] | None:
    cell = random.choice(subject.cells[kind])
    others = [_text(subject, one) for one in subject.cells[kind] if one.table == cell.table]
    return change_cell(random, subject.lines, cell, change, others)


def try_rows(subjects: Sequence[Subject], change: RowChange, tries: int, seed: int) -> Iterator[tuple[Subject, list]]:
    """Give documents with rows of one table changed."""
    random = Random(f"{seed} {change.__name__}")
    having = [subject for subject in subjects if subject.rows]
    for number in range(tries if having else 0):
        subject = having[number % len(having)]
        attempts = (_try_rows(random, subject, change) for _ in range(ATTEMPTS))
        yield subject, next((lines for lines in attempts if lines is not None), None)


def _try_rows(random: Random, subject: Subject, change: RowChange) -> list[str] | None:
    table = random.choices(list(subject.rows), [len(rows) for rows in subject.rows.values()])[0]
    return change(random, subject.lines, subject.rows[table])


def stands_alone(subject: Subject, kind: str, change: str, lines: Sequence[str]) -> bool:
    """Say whether nothing else in the document holds what was changed, so that the change can't be noticed.

    So are ids that are printed once; and, where rows change places so that their sum stays, services bought, categories
    of procurement, and project money of one function where no table of projects by class is published.
    """
    if kind == "project id":
        (old,) = (old for old, new in zip(subject.lines, lines, strict=True) if old != new)
        return all("".join(subject.lines).count(found) == 1 for found in re.findall(PROJECT_ID, old))
    if "swapped" not in change:
        return False
    places = {place + 1 for place, (old, new) in enumerate(zip(subject.lines, lines, strict=True)) if old != new}
    tables = subject.clean.tables
    if any(
        row["source_line"] in places for name in ("purchased_services", "procurement") for row in tables.get(name, ())
    ):
        return True
    rows = [row for row in tables.get("expenditure", ()) if row["source_line"] in places]
    of_one_function = len({row["function_code"] for row in rows}) == 1 and not any(row["basic"] for row in rows)
    return of_one_function and not tables.get("project_expenditure")


def _text(subject: Subject, cell: Cell) -> str:
    return subject.lines[cell.line][cell.start : cell.end]


def load_subjects(made: int, seed: int, folder: Path) -> list[Subject]:
    """Give the documents of data/raw and that many made ones."""
    from made import draw_style, make_department, write_project

    raw = TOP / "data" / "raw"
    subjects = [Subject(source, TOP / "data" / "corrections") for source in load_sources(raw)]
    documents, styles = [], []
    for number in range(made):
        layout = ("city", "district", "self_evaluation")[number % 3]
        department = make_department(
            seed * 100 + number, "district" if layout == "district" else "city", projects=6, units=2
        )
        documents.append(department.evaluation if layout == "self_evaluation" else department)
        styles.append(draw_style(seed * 100 + number, layout))
    if documents:
        subjects += [Subject(source, folder) for source in load_sources(write_project(folder, documents, styles))]
    for subject in subjects:
        subject.lines = subject.source.path.read_text("utf-8").split("\n")
    return subjects


def measure(
    subjects: Sequence[Subject], options: argparse.Namespace, folder: Path
) -> dict[tuple[str, str], Counter[str]]:
    """Try every kind of cell with every change; count outcomes."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    trials = [
        (kind, change.__name__, try_cells(subjects, kind, change, options.tries, options.seed))
        for kind, changes in CHANGES.items()
        for change in changes
    ]
    trials += [
        ("row", name, try_rows(subjects, change, options.tries, options.seed)) for name, change in ROW_CHANGES.items()
    ]
    for kind, name, changed in trials:
        if options.kind and options.kind not in f"{kind} {name}":
            continue
        for subject, lines in changed:
            if lines is not None:
                outcome = subject.judge(lines, folder)
                alone = " (printed once)" if stands_alone(subject, kind, name, lines) else ""
                counts.setdefault((kind, name + alone), Counter())[outcome] += 1
                if outcome == "silent" and options.show_silent:
                    _show(kind, name, subject, lines)
    return counts


def _show(kind: str, change: str, subject: Subject, lines: Sequence[str]) -> None:
    differing = [
        (number, new) for number, (old, new) in enumerate(zip(subject.lines, lines, strict=False)) if old != new
    ]
    for number, new in differing[: 2 if "swap" in change else 1]:
        print(f"silent: {kind} {change}, {subject.source.document_id}:{number + 1}", file=sys.stderr)
        print(f"   {subject.lines[number][:150]!r}\n   {new[:150]!r}", file=sys.stderr)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=20, help="changes of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--made", type=int, default=6, help="how many made documents beside those of data/raw")
    parser.add_argument("--kind", help="only kinds and changes whose name holds this")
    parser.add_argument("--show-silent", action="store_true", help="print each change that nothing noticed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        subjects = load_subjects(options.made, options.seed, Path(folder))
        alarms = [alarm for subject in subjects[-options.made :] if options.made for alarm in subject.alarms]
        counts = measure(subjects, options, Path(folder))
    print(f"Unchanged: {len(subjects)} documents; {len(alarms)} alarms in the {options.made} made ones.\n")
    print("| cell | change | tried | noticed | mended | silent | noticed or mended |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for (kind, change), outcomes in counts.items():
        tried = outcomes.total()
        share = f"{100 * (tried - outcomes['silent']) / tried:.0f} %" if tried else "–"
        numbers = " | ".join(str(outcomes[outcome]) for outcome in OUTCOMES)
        print(f"| {kind} | {change.replace('_', ' ')} | {tried} | {numbers} | {share} |")


if __name__ == "__main__":
    main()
