"""Source pages: a raw document with numbered, addressable lines, its recognised tables and its findings marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa

from budgetkit.mask.rows import mask_rows
from budgetkit.read.place import Place
from budgetkit.read.registry import read_document
from budgetkit.read.row import RawRow
from budgetkit.schema import load_schemas
from budgetkit.site.page_pictures import PagePicture, draw_pages
from budgetkit.site.template import render_page
from budgetkit.tidy.registry import kind_labels
from budgetkit.whole_files import write_whole

_NOT_ROWS = ("documents", "checks", "findings", "published_tables", "coverage")


@dataclass
class MarkedRow:
    """A row as the page shows it: its text, the published table that it opens or belongs to, what came of it."""

    place: Place
    text: str
    band: int | None = None
    opens: str | None = None
    rows: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    is_masked: bool = False

    @property
    def label(self) -> str:
        """What stands beside the row: its line, or where in a page or sheet it stands."""
        return str(self.place.line) if Place(self.place.line) == self.place else str(self.place)


def save_source_page(
    document: dict,
    path: Path,
    tables: Mapping[str, pa.Table],
    target: Path,
    encoding: str | None = None,
    links: Mapping[str, Any] | None = None,
) -> None:
    """Save the source page of a document (a row of the documents table) whose raw file is at `path`.

    `encoding` is the one that the manifest declares for it, if any; `links` lead to the pages around it.
    """
    lines = mark_rows(document["document_id"], read_document(path, encoding), tables)
    places = {line.place.line: line.place for line in lines}
    parts = _parts(lines, path)
    bands = [
        {**band, "first": places[band["first_line"]], "last": places[band["last_line"]]}
        for band in _bands(document["document_id"], tables)
    ]
    write_whole(target, render_page("source.html.j2", document=document, parts=parts, bands=bands, links=links))


@dataclass(frozen=True)
class PagePart:
    """Rows of one page, with its picture where the document has one; all rows where it has no pages."""

    page: int | None
    picture: PagePicture | None
    lines: list[MarkedRow]


def _parts(lines: Iterable[MarkedRow], path: Path) -> list[PagePart]:
    """Part rows by page. Pages from which something was read or noted get a picture, what is masked there a bar."""
    pages = [(page, list(rows)) for page, rows in groupby(lines, key=lambda line: line.place.page)]
    shown = [page for page, rows in pages if page and any(row.rows or row.findings or row.opens for row in rows)]
    covered = {page: [row.place.box for row in rows if row.is_masked and row.place.box] for page, rows in pages if page}
    pictures = draw_pages(path, shown, covered)
    return [PagePart(page, pictures.get(page), rows) for page, rows in pages]


def mark_rows(document_id: str, lines: Iterable[RawRow], tables: Mapping[str, pa.Table]) -> list[MarkedRow]:
    """Mark a document's rows with the table that each belongs to, the clean rows and the findings it led to.

    Personal data are masked.
    """
    masked = mask_rows([line for line in lines if not line.from_markup])
    marked = {
        line.number: MarkedRow(line.place, line.text, is_masked=line.number in masked.kinds) for line in masked.rows
    }
    for position, band in enumerate(_bands(document_id, tables)):
        marked[band["first_line"]].opens = band["label"]
        for number in range(band["first_line"], band["last_line"] + 1):
            if number in marked:
                marked[number].band = position % 6
    for name, rows in _rows_by_line(document_id, tables).items():
        label = load_schemas()[name].label
        for number, count in rows.items():
            if number in marked:
                marked[number].rows.append(label if count == 1 else f"{label} ×{count}")
    for finding in _of_document(document_id, tables["findings"]):
        if finding["source_line"] in marked:
            marked[finding["source_line"]].findings.append(finding["note"])
    return list(marked.values())


def _bands(document_id: str, tables: Mapping[str, pa.Table]) -> list[dict]:
    labels = kind_labels()
    bands = _of_document(document_id, tables["published_tables"])
    return [{**band, "label": labels.get(band["table"], band["title"] or "未识别")} for band in bands]


def _rows_by_line(document_id: str, tables: Mapping[str, pa.Table]) -> dict[str, dict[int, int]]:
    counts: dict[str, dict[int, int]] = {}
    for name, table in tables.items():
        if name in _NOT_ROWS:
            continue
        lines: dict[int, int] = defaultdict(int)
        for row in _of_document(document_id, table.select(["document_id", "source_line"])):
            lines[row["source_line"]] += 1
        counts[name] = lines
    return counts


def _of_document(document_id: str, table: pa.Table) -> list[dict]:
    return [row for row in table.to_pylist() if row["document_id"] == document_id]
