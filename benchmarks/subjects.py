"""The documents of the benchmark: their cells and rows, what something else in them holds, and what cleaning says."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from cells import Cell, find_cells, find_projects, find_rows
from second_prints import indicator_has_second_print, rows_have_second_print

from budgetkit.check.two_sides import TABLES as TWO_SIDED
from budgetkit.codes.reference import KINDS
from budgetkit.errors import BudgetkitError
from budgetkit.finding import Row
from budgetkit.parse import squeeze
from budgetkit.pipeline import CleanDocument, clean_document
from budgetkit.source_entry import Source
from budgetkit.sources import load_sources

TOP = Path(__file__).resolve().parent.parent
BAD = ("fail", "insufficient", "located")
VALUES = ("indicator value", "indicator target", "indicator actual")


@dataclass
class Subject:
    """A document to be changed: its manifest entry and lines, and how it is cleaned unchanged."""

    source: Source
    corrections: Path
    lines: list[str] = field(default_factory=list)
    _held: dict[tuple, bool] = field(default_factory=dict)

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

    @cached_property
    def projects(self) -> list[Row]:
        """The projects of the table of targets."""
        return list(find_projects(self.clean, self.lines))

    def text(self, cell: Cell) -> str:
        """Give what a cell prints."""
        return self.lines[cell.line][cell.start : cell.end]

    def cells_of(self, kind: str, *, is_held: bool | None) -> list[Cell]:
        """Give the cells of a kind, or only those that a second print holds, or those that none does."""
        return [cell for cell in self.cells.get(kind, ()) if is_held in (None, self.is_held(cell))]

    def is_held(self, cell: Cell) -> bool:
        """Say whether the document says elsewhere what the cell says; of money, codes and names it always does."""
        if cell.kind == "project id":
            return "".join(self.lines).count(self.text(cell)) > 1
        if cell.kind not in VALUES:
            return True
        key = cell[:5]
        if key not in self._held:
            self._held[key] = indicator_has_second_print(self.clean, cell.row, cell.column)
        return self._held[key]

    def holds_rows(self, table: str, name: str, lines: Sequence[str]) -> bool:
        """Say whether something else holds what two rows of a table exchanged (`name`: names or amounts)."""
        places = [n for n, (old, new) in enumerate(zip(self.lines, lines, strict=True)) if old != new]
        if table in TWO_SIDED:
            return "amounts" in name or not _mean_the_same([self.lines[place] for place in places])
        if table == "income" or len(places) != 2:
            return True  # what they print stands in other tables by unit
        rows = [next(row for row in self.clean.tables[table] if row["source_line"] == place + 1) for place in places]

        def changed(column: str) -> bool:
            values = [(row.get(column) or "", lines[place]) for row, place in zip(rows, places, strict=True)]
            return "amounts" in name or any(value and value not in _plain(line) for value, line in values)

        own = [kind for kind in KINDS if f"{kind}_code" in rows[0]]
        by_reference = any(changed(f"{kind}_name") != changed(f"{kind}_code") for kind in own)
        is_held = rows_have_second_print(self.clean, table, tuple(rows), changed)
        return is_held or ("names" in name and by_reference)

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


def _plain(text: str) -> str:
    return squeeze(text).replace("(", "（").replace(")", "）")


def _mean_the_same(lines: Sequence[str]) -> bool:
    """Say whether the first items of lines of a two-sided table are one fund in two words (…预算资金, …预算拨款)."""
    items = {
        re.sub(r"^[一二三四五六七八九十]+、|(?:资金|拨款|收入)+$", "", line.split("\t")[0].strip()) for line in lines
    }
    return len(items) == 1


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


def count_values(subjects: Sequence[Subject]) -> Iterator[tuple[str, str, int, int]]:
    """Give document, kind, how many numbers of indicators it prints, and how many of them a second print holds."""
    for subject in subjects:
        for kind in VALUES:
            if cells := subject.cells.get(kind):
                yield subject.source.document_id, kind, len(cells), sum(map(subject.is_held, cells))
