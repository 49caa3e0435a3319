"""Another format is one reader: the published documents read as pages and as sheets give the same clean tables."""

from dataclasses import replace
from pathlib import Path

import pytest
from drawn import some_of

from budgetkit.pipeline import clean_document
from budgetkit.read.place import Place
from budgetkit.read.reading import Reading
from budgetkit.read.registry import READERS
from budgetkit.read.text import read_text
from budgetkit.site.source_page import save_source_page
from budgetkit.sources import load_manifest

ROOT = Path(__file__).parents[2]
SOURCES = load_manifest(ROOT / "data" / "raw").sources
PLACE = {*Place(1).columns(), "places"} - {"source_line"}
WORDS = (
    "lines",
    "note",
    "text",
    "description",
    "explanation",
)  # they name places, and quote rows as their format writes them


def by_pages(number, page, row):
    return Place(number, page=page, row=row, box=(72.0, 40.5 + 12 * row, 520.0, 52.5 + 12 * row))


def by_sheets(number, page, row):
    return Place(number, sheet=f"预算{page:02}表", row=row, cell=f"A{row}")


def reader(place):
    """Make a reader that knows pages instead of blank lines, and has no printed line, only cells."""

    def read(path, encoding=None):
        reading = read_text(path, encoding)
        rows, page, number = [], 1, 0
        numbers = number_rows(reading)
        for row in reading.rows:
            if row.is_blank:
                continue
            page, number = (page + 1, 1) if row.follows_gap else (page, number + 1)
            places = {"place": place(numbers[row.number], page, number), "printed": None}
            rows.append(replace(row, **places, opens_page=row.follows_gap, follows_gap=False))
        return Reading(rows, reading.notes)

    return read


def number_rows(reading):
    """Number the lines that hold something without a gap, as a format numbers them that has no blank lines."""
    lines = dict.fromkeys(row.number for row in reading.rows if not row.is_blank)
    return {line: number for number, line in enumerate(lines, start=1)}


def clean(source):
    """Clean a document without its corrections, which name the lines of the text."""
    return clean_document(source, ROOT / "data" / "no-corrections").tables


def renumber(tables, numbers):
    """Give the lines that clean rows name the numbers that they have in the other format."""
    columns = ("source_line", "amount_source_line", "first_line", "last_line")
    return {
        name: [{k: numbers.get(v, v) if k in columns else v for k, v in row.items()} for row in rows]
        for name, rows in tables.items()
    }


def without(tables, columns):
    return {name: [{k: v for k, v in row.items() if k not in columns} for row in rows] for name, rows in tables.items()}


@pytest.mark.parametrize("place", [by_pages, by_sheets])
@pytest.mark.parametrize("source", some_of(SOURCES, 2), ids=lambda source: source.document_id)
def test_the_documents_read_by_pages_or_sheets_give_the_same_clean_tables(source, place, monkeypatch):
    from_text = clean(source)
    monkeypatch.setitem(READERS, "text", reader(place))
    from_format = clean(source)
    for tables in (from_text, from_format):  # that markup cut a cell is known only where the printed line is
        tables["checks"] = [check for check in tables["checks"] if check["rule"] != "uncut_cells"]
    left_out = {*PLACE, *WORDS}
    assert without(from_format, left_out) == without(renumber(from_text, number_rows(read_text(source.path))), left_out)
    assert sum(map(len, from_text.values())) > 300


@pytest.mark.parametrize(
    ("place", "column", "word"), [(by_pages, "source_page", " 页第"), (by_sheets, "source_cell", "表!A")]
)
def test_every_row_carries_its_place_and_notes_name_it(place, column, word, monkeypatch):
    monkeypatch.setitem(READERS, "text", reader(place))
    (source,) = [source for source in SOURCES if source.document_id == "chaoyang-emergency-2024-budget"]
    tables = clean(source)
    for name in ("expenditure", "projects", "project_indicators", "findings", "printed_totals", "published_tables"):
        assert tables[name]
        assert all(row[column] is not None for row in tables[name]), name
    placed = [check for check in tables["checks"] if check["lines"]]
    assert placed
    assert all(check[column] is not None for check in placed)
    assert any(word in row["note"] for row in tables["findings"])
    assert any(word in row["description"] for row in tables["checks"])


@pytest.mark.parametrize(("place", "shown"), [(by_pages, "第 7 页第 3 行"), (by_sheets, "预算07表!A3")])
def test_the_source_page_shows_and_links_places(place, shown, monkeypatch, tmp_path):
    monkeypatch.setitem(READERS, "text", reader(place))
    (source,) = [source for source in SOURCES if source.document_id == "beijing-data-2026-budget"]
    document = clean_document(source, ROOT / "data" / "no-corrections")
    row = document.built["documents"].to_pylist()[0]
    save_source_page(row, source.path, document.built, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text("utf-8")
    (line,) = [row["source_line"] for row in document.tables["income"]]
    assert f'id="L{line}"><a href="#L{line}" aria-label="{shown}">{shown}</a>' in page
