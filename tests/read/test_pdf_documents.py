"""Whole documents printed as PDFs give the clean tables of their text extractions; their source pages show the page."""

import base64
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from made import make_department, write_project
from made.pdf import make_pdf, table
from made.pdf_document import print_pdf
from PIL import Image

from budgetkit.errors import CorrectionError
from budgetkit.mask.rows import mask_rows
from budgetkit.pipeline import clean_document
from budgetkit.read.place import Place
from budgetkit.read.registry import read_document
from budgetkit.read.text import read_text
from budgetkit.site.page_pictures import draw_pages
from budgetkit.site.source_page import save_source_page
from budgetkit.sources import load_manifest

ROOT = Path(__file__).parents[2]
PUBLISHED = [
    source
    for source in load_manifest(ROOT / "data" / "raw").sources
    if source.document_id in ("beijing-emergency-2024-selfeval", "chaoyang-emergency-2024-budget")
]
PLACES = {*Place(1).columns(), "amount_source_line", "first_line", "last_line", "lines", "file", "sha256", "places"}
WORDS = {"note", "text", "description", "explanation"}  # they name places, and quote rows as their format writes them
CONTACTS = [
    ("项目名称", "项目类别", "联系人", "联系电话", "金额合计", "财政拨款"),
    ("11010524T000000000011-林场巡护", "31-部门项目", "张某某", "65000001", "1200.500000", "1200.500000"),
    ("11010524T000000000022-河道清淤", "31-部门项目", "李某", "010-65000002", "345.250000", "345.250000"),
]


def clean(source, folder=None):
    return clean_document(source, folder or ROOT / "data" / "no-corrections")


def printed(source, folder):
    return replace(source, path=print_pdf(read_text(source.path).rows, folder / f"{source.document_id}.pdf"))


def without_places(tables):
    return {
        name: [{k: v for k, v in row.items() if k not in PLACES | WORDS} for row in rows]
        for name, rows in tables.items()
    }


@pytest.mark.parametrize("level", ["city", "district"])
@pytest.mark.parametrize("seed", [47])
def test_made_department_printed_as_pdf_gives_the_same_clean_tables(tmp_path, level, seed):
    raw = write_project(tmp_path, [make_department(seed, level)])
    (source,) = load_manifest(raw).sources
    from_text, from_pdf = clean(source).tables, clean(printed(source, tmp_path)).tables
    assert without_places(from_pdf) == without_places(from_text)
    assert all(row["source_page"] and row["source_box"] for row in from_pdf["general_public_expenditure"])


@pytest.mark.parametrize("source", PUBLISHED, ids=lambda source: source.document_id)
def test_published_document_printed_as_pdf_gives_the_same_clean_tables(tmp_path, source):
    from_text, from_pdf = clean(source).tables, clean(printed(source, tmp_path)).tables
    assert without_places(from_pdf) == without_places(from_text)
    assert sum(map(len, from_pdf.values())) > 100


@pytest.fixture(scope="module")
def district(tmp_path_factory):
    """A made district department whose project list has a column of contacts, as a PDF."""
    folder = tmp_path_factory.mktemp("district")
    (source,) = load_manifest(write_project(folder, [make_department(31, "district")])).sources
    rows = read_text(source.path).rows
    plain = print_pdf(rows, folder / "plain.pdf")
    contacts = make_pdf(folder / "contacts.pdf", "项目支出明细表\n\n" + table(CONTACTS, len(CONTACTS[0])))
    return replace(source, path=plain), replace(source, path=contacts)


def test_source_page_shows_the_page_and_marks_each_row_on_it(tmp_path, district):
    source, _ = district
    page, tables = save_page(source, tmp_path)
    row = tables["income_expenditure"][0]
    number, line = row["source_page"], row["source_line"]
    assert f"<figcaption>第 {number} 页</figcaption>" in page
    (spot,) = re.findall(rf'<a class="spot" id="L{line}"[^>]*style="([^"]*)"', page)
    left, top, width, height = (float(value) for value in re.findall(r":([\d.]+)%", spot))
    assert 0 <= left < left + width <= 100
    assert 0 <= top < top + height <= 100
    assert page.count(f'id="L{line}"') == 1


def test_what_is_masked_is_covered_on_the_picture(tmp_path, district):
    _, contacts = district
    rows = read_document(contacts.path)
    masked = mask_rows(rows)
    assert [row.cells[2:4] for row in masked.rows if row.number in masked.kinds] == [("（略）", "（略）")] * 2
    boxes = [row.place.box for row in rows if row.number in masked.kinds]
    (bare,) = draw_pages(contacts.path, [1], {}).values()
    (shown,) = draw_pages(contacts.path, [1], {1: boxes}).values()
    scale = picture(shown).width / shown.width
    for left, top, right, bottom in boxes:
        inside = tuple(int(edge * scale) for edge in (left + 1, top + 1, right - 1, bottom - 1))
        assert shades(shown, inside) == 1 < shades(bare, inside)


def test_correction_names_a_page_and_its_row(tmp_path, district):
    source, _ = district
    row = clean(source).tables["income"][0]
    record = "\n".join(
        f"{name} = {value}"
        for name, value in {
            "page": row["source_page"],
            "row": row["source_row"],
            "printed": '"本年收入合计"',
            "corrected": '"本年收入合计（更正）"',
            "reason": '"试"',
            "evidence": '"试"',
        }.items()
    )
    (tmp_path / f"{source.document_id}.toml").write_text(f"[[correction]]\n{record}\n", "utf-8")
    with pytest.raises(CorrectionError, match=f"第 {row['source_page']} 页第 {row['source_row']} 行"):
        clean(source, tmp_path)


def save_page(source, folder):
    document = clean(source)
    row = document.built["documents"].to_pylist()[0]
    save_source_page(row, source.path, document.built, folder / "page.html")
    return (folder / "page.html").read_text("utf-8"), document.tables


def shades(drawn, box):
    """Count the greys within a box of a picture."""
    low, high = picture(drawn).crop(box).getextrema()
    return 1 + high - low


def picture(drawn):
    return Image.open(io.BytesIO(base64.b64decode(drawn.address.partition(",")[2]))).convert("L")
