"""What a cleaned document's rows say of the document itself: its entry, its published tables, places, corrections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from budgetkit.finding import Finding, FindingKind, Row, Tidied
from budgetkit.forms.form import Form
from budgetkit.parse import is_amount
from budgetkit.read.markup import strip_markup
from budgetkit.read.place import Place
from budgetkit.read.row import RawRow
from budgetkit.recognise.tables import RecognisedTable
from budgetkit.recognise.unit import recognise_unit
from budgetkit.source_entry import TEXT, Source


def find_corrections(lines: Sequence[RawRow], recognised: Sequence[RecognisedTable]) -> list[Finding]:
    """Give a finding for each line that a correction record changed."""
    owner = {line.number: table.kind.name for table in recognised if table.kind for line in table.lines}
    return [
        Finding(
            owner.get(line.number, "documents"),
            _corrected_kind(line),
            line.text.strip()[:60],
            f"按更正记录改正：{line.correction}",
            "repaired",
            line.number,
        )
        for line in lines
        if line.correction
    ]


def set_places(tables: Iterable[Sequence[Row]], places: Mapping[int, Place]) -> None:
    """Complete the place columns of clean rows, in place, from their source_line and the document's places."""
    for rows in tables:
        for row in rows:
            place = places.get(row["source_line"], Place(row["source_line"]))
            row.update(place.columns())


def with_keys(
    source: Source,
    form: Form | None,
    recognised: Sequence[RecognisedTable],
    tidied: Tidied,
    checks: list[Row],
    coverage: list[Row],
) -> dict[str, list[Row]]:
    """Give a document's rows by table, each with the document's keys, with the tables about the document itself."""
    findings = sorted(tidied.findings, key=lambda finding: finding.source_line)
    tables = {
        **tidied.tables,
        "documents": [_document_row(source, form, recognised)],
        "published_tables": _published_tables(recognised),
        "checks": checks,
        "coverage": coverage,
        "findings": [{**vars(finding), "certainty": "printed"} for finding in findings],
    }
    keys = {"document_id": source.document_id, "department_id": source.department_id, "year": source.year}
    return {name: [{**keys, **row} for row in rows] for name, rows in tables.items()}


def _corrected_kind(line: RawRow) -> FindingKind:
    """Say what a correction record mended: an amount, a project id, or words that stood in the wrong cell."""
    new = set(line.cells) - {strip_markup(cell) for cell in line.printed_cells}
    if any(is_amount(cell) for cell in new):
        return "ocr_amount"
    return "ocr_code" if any(re.match(r"\d{8}[TY]", cell) for cell in new) else "missing_cell"


def _published_tables(recognised: Sequence[RecognisedTable]) -> list[Row]:
    """Say which runs of lines belong to which published table; a blank line does not end a run, another table does."""
    owned = sorted((line.number, position) for position, table in enumerate(recognised) for line in table.lines)
    runs = [list(run) for _, run in groupby(owned, key=lambda pair: pair[1])]
    return [_run_row(recognised[run[0][1]], run[0][0], run[-1][0]) for run in runs]


def _run_row(table: RecognisedTable, first: int, last: int) -> Row:
    read = "unrecognised" if table.kind is None else "read" if table.kind.tidy else "recognised"
    return {
        "table": table.kind.name if table.kind else None,
        "title": table.title,
        "first_line": first,
        "last_line": last,
        "printed_unit": recognise_unit(table.lines).stated if table.kind else None,
        "read": read,
        "source_line": first,
        "certainty": "printed",
    }


def _document_row(source: Source, form: Form | None, recognised: Sequence[RecognisedTable]) -> Row:
    names = (
        "file",
        "sha256",
        "department",
        "level",
        "region",
        "field",
        "kind",
        "title",
        "url",
        "counterpart",
        "part_of",
    )
    entry = {name: getattr(source, name) for name in names}
    part = None if recognised else TEXT
    return {**entry, "form": form and form.name, "part": part, "source_line": 1, "certainty": "printed"}
