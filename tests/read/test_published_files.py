"""The documents as published files: written as workbook, Word file and web page, they give the same clean tables."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from drawn import some_of
from made import draw_style, make_department
from made.compare import find_differences
from made.evaluation_sheet import write_evaluation_sheets
from made.files import write_docx, write_html, write_xlsx
from made.folder import write_project
from made.office import SOFFICE, save_as, set_for_print, set_pages_for_print

from budgetkit.parse import squeeze
from budgetkit.pipeline import clean_document
from budgetkit.read.place import Place
from budgetkit.read.registry import read_document
from budgetkit.read.text import read_text
from budgetkit.sources import load_manifest

ROOT = Path(__file__).parents[2]
SOURCES = {source.document_id: source for source in load_manifest(ROOT / "data" / "raw").sources}
WRITERS = {"xlsx": write_xlsx, "docx": write_docx, "html": write_html}
LEFT_OUT = {*Place(1).columns()} - {"source_line"} | {"lines", "note", "text", "description", "explanation"}
LEFT_OUT |= {"last_line", "places"}  # words behind a table that the format draws are none of it
LINES = ("source_line", "amount_source_line", "first_line")
OF_PRINT = (("documents", "split_table"), ("documents", "ocr_amount"))
WRITTEN = [
    ("beijing-emergency-2026-budget", "xlsx"),
    ("beijing-emergency-2026-budget", "docx"),
    ("beijing-data-2026-budget", "html"),
    ("chaoyang-emergency-2024-budget", "xlsx"),
    ("beijing-emergency-2024-selfeval", "docx"),
]
CONVERTED = [(document, ending) for ending in ("xls", "ods", "xlsx", "html", "docx") for document in SOURCES]


def clean(source, numbers):
    """Clean a document without corrections, which name lines of the text; its lines by the numbers that they have."""
    tables = clean_document(source, ROOT / "data" / "no-corrections").tables
    return {
        name: [
            {
                key: numbers.get(value, value) if key in LINES else value
                for key, value in row.items()
                if key not in LEFT_OUT
            }
            for row in rows
            if row.get("rule") != "uncut_cells"  # cells that markup packs into one are so packed in a file without it
        ]
        for name, rows in tables.items()
    }


@cache
def lines_of(document):
    """Give the lines of a document's text that are rows of their own, in order; one packs a table that stands below."""
    return [row.number for row in read_text(SOURCES[document].path).rows if not row.is_blank and not row.from_markup]


@cache
def clean_text(document):
    """Clean the text; what is said of the document as a whole stands at its first row, blank lines left out."""
    return clean(SOURCES[document], {lines_of(document)[0]: 1})


def clean_file(document, path):
    rows = read_document(path)
    added = len(rows) - len(lines_of(document))  # a web page of sheets begins with a heading
    lines = dict(enumerate(lines_of(document), start=1 + added)) | {1 + added: 1}
    return clean(replace(SOURCES[document], path=path), lines)


def check_same(document, path):
    found, expected = clean_file(document, path), clean_text(document)
    assert {name: rows for name, rows in found.items() if rows != expected[name]} == {}
    assert sum(map(len, found.values())) > 300


@pytest.mark.parametrize(("document", "ending"), some_of(WRITTEN, 3))
def test_a_document_written_in_another_format_gives_the_same_clean_tables(document, ending, tmp_path):
    path = tmp_path / f"a.{ending}"
    WRITERS[ending](read_text(SOURCES[document].path).rows, path)
    check_same(document, path)


@pytest.mark.exhaustive
@pytest.mark.slow
@pytest.mark.skipif(not SOFFICE, reason="needs LibreOffice")
@pytest.mark.parametrize(("document", "ending"), CONVERTED)
def test_what_an_office_program_saves_gives_the_same_clean_tables(document, ending, tmp_path):
    before = tmp_path / ("a.docx" if ending == "docx" else "a.xlsx")
    WRITERS[before.suffix[1:]](read_text(SOURCES[document].path).rows, before)
    check_same(document, save_as(before, ending))


@pytest.mark.exhaustive
@pytest.mark.slow
@pytest.mark.skipif(not SOFFICE, reason="needs LibreOffice")
@pytest.mark.parametrize("ending", ["xlsx", "docx"])
@pytest.mark.parametrize("document", [name for name in SOURCES if SOURCES[name].kind == "budget"])
def test_what_an_office_program_prints_gives_the_same_clean_tables(document, ending, tmp_path):
    """What a page breaks is joined there and not in the text; print of half a point draws no blanks between words."""
    WRITERS[ending](read_text(SOURCES[document].path).rows, tmp_path / f"a.{ending}")
    printed = (set_for_print if ending == "xlsx" else set_pages_for_print)(tmp_path / f"a.{ending}")
    found = clean_file(document, save_as(printed, "pdf"))
    assert without_place(found) == without_place(clean_text(document))


@pytest.mark.slow
@pytest.mark.skipif(not SOFFICE, reason="needs LibreOffice")
@pytest.mark.parametrize(
    "ending", ["pdf", *(pytest.param(ending, marks=pytest.mark.exhaustive) for ending in ("xlsx", "xls", "html"))]
)
def test_the_self_evaluation_in_the_ruled_form_that_departments_publish_gives_the_same_rows(ending, tmp_path):
    """Its text has no columns: what prints it line by line is no published form."""
    (source,) = (source for source in SOURCES.values() if source.kind == "self_evaluation")
    tables = clean_document(source, tmp_path).tables
    book = set_for_print(write_evaluation_sheets(tables, source.year, source.department, tmp_path / "a.xlsx"))
    saved = book if ending == "xlsx" else save_as(book, ending)
    found = clean_document(replace(source, path=saved), tmp_path).tables
    for name in ("evaluations", "evaluation_funds", "evaluation_indicators"):
        assert without_place(found)[name] == without_place(tables)[name]
        assert len(found[name]) >= 14


@pytest.mark.slow
@pytest.mark.skipif(not SOFFICE, reason="needs LibreOffice")
@pytest.mark.parametrize("ending", ["pdf", "xls"])
def test_what_an_office_program_makes_of_a_made_department_comes_out_exactly(ending, tmp_path):
    made = make_department(3, "district")
    (source,) = load_manifest(write_project(tmp_path, [made])).sources
    write_xlsx(read_text(source.path).rows, tmp_path / "a.xlsx")
    saved = save_as(set_for_print(tmp_path / "a.xlsx"), ending)
    assert find_differences(made.truth, clean_document(replace(source, path=saved), tmp_path).tables) == []


def without_place(tables):
    """Leave out places and what is said of the print alone: rows that pages break, numbers that cells wrap."""
    left_out = {*LINES, *LEFT_OUT, "certainty"}
    return {
        name: [
            {k: squeeze(v) if isinstance(v, str) else v for k, v in row.items() if k not in left_out}
            for row in rows
            if (row.get("table"), row.get("kind")) not in OF_PRINT
        ]
        for name, rows in tables.items()
    }


@pytest.mark.parametrize("seed", [3, *(pytest.param(seed, marks=pytest.mark.exhaustive) for seed in range(4, 20))])
@pytest.mark.parametrize("layout", ["city", "district", "self_evaluation"])
@pytest.mark.parametrize("ending", WRITERS)
def test_a_made_document_comes_out_exactly_in_every_format_and_style(layout, seed, ending, tmp_path):
    made = make_department(seed, "district" if layout == "district" else "city")
    document = made.evaluation if layout == "self_evaluation" else made
    style = replace(draw_style(seed, layout), packed_rows=False, encoding="utf-8")
    (source,) = load_manifest(write_project(tmp_path, [document], [style])).sources
    WRITERS[ending](read_text(source.path).rows, tmp_path / f"a.{ending}")
    tables = clean_document(replace(source, path=tmp_path / f"a.{ending}"), tmp_path).tables
    assert find_differences(document.truth, tables) == []
