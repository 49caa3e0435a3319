"""Finished PDFs as real programs read them: tags and outline, text in order, nothing overprinted or off the page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import page as checker
import pikepdf
import pypdfium2
import pytest
from finished_pages import FinishedPages
from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import NullPen

pytestmark = pytest.mark.slow

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
SIDE, HEAD, FOOT = 22.5 * MM, 12 * MM, 8 * MM  # clear of text on each page; running lines stand below HEAD, above FOOT
BODY_FOOT = 20 * MM
RUNNING_LINE = re.compile(r"budgetkit [\d.]+\S*|\d+ / \d+")

# The checker takes the standard width of a subset's font dictionary for 0; the widths are compared here instead.
OWN_CHECK = "PDFUA1-FONT-GLYPH-WIDTH-001"


class Box(NamedTuple):
    """A run of text on a page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    def overprints(self, other: Box) -> bool:
        """Say whether two runs lie over each other by more than their lines' overhang."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return wide > 1 and high > 0.3 * min(self.top - self.bottom, other.top - other.bottom)


@pytest.fixture(scope="module", params=["1_city_district.pdf", "5_briefing.pdf"])
def path(request: pytest.FixtureRequest, finished: FinishedPages) -> Path:
    return finished.report(request.param)


@pytest.fixture
def pdf(path: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(path) as opened:
        yield opened


@cache
def read_pages(path: Path) -> list[tuple[tuple[float, float], str, list[Box]]]:
    """Give each page's size, its text in the order of the file, and its runs of text."""
    pages = []
    for page in pypdfium2.PdfDocument(path):
        text = page.get_textpage()
        pages.append((page.get_size(), text.get_text_range(), list(_boxes(text))))
    return pages


def _boxes(text: pypdfium2.PdfTextPage) -> Iterator[Box]:
    for at in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(at)
        words = text.get_text_bounded(left, bottom, right, top).strip()
        if words and right - left > 0.5 and top - bottom > 0.5:
            yield Box(left, bottom, right, top, words)


def compact(text: str) -> str:
    return re.sub(r"\s+", "", text)


def tags(node: pikepdf.Object, name: str) -> Iterator[pikepdf.Object]:
    """Give the structure elements of a kind (`/Figure`) below an element."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from tags(kid, name)
    elif isinstance(node, pikepdf.Dictionary):
        if node.get("/S") == name:
            yield node
        if "/K" in node:
            yield from tags(node.K, name)


def fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    found = {}
    for page in pdf.pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            found[font.objgen] = font
    return list(found.values())


def outline(pdf: pikepdf.Pdf) -> list[str]:
    with pdf.open_outline() as opened:
        return [item.title for item in walk(opened.root)]


def walk(items: list[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from walk(item.children)


def test_a_checker_finds_no_fault_against_pdf_ua(path: Path):
    failures = checker.validate_pdf(path, profile="ua1").failures
    assert [f"{failure.rule_id}: {failure.message}" for failure in failures if failure.rule_id != OWN_CHECK] == []


def test_widths_given_are_those_of_the_embedded_fonts(pdf: pikepdf.Pdf):
    compared = 0
    for font in fonts(pdf):
        descendant = font.DescendantFonts[0]
        embedded = CFFFontSet()
        embedded.decompile(io.BytesIO(descendant.FontDescriptor.FontFile3.read_bytes()), None)
        glyphs = embedded[0].CharStrings
        for identifier, width in given_widths(descendant.W):
            glyph = glyphs[f"cid{identifier:05d}" if identifier else ".notdef"]
            glyph.draw(NullPen())
            assert abs(glyph.width - width) <= 1
            compared += 1
    assert compared > 200


def given_widths(array: pikepdf.Array) -> Iterator[tuple[int, float]]:
    """Read the widths of a composite font: `first last width`, or `first [width ...]`."""
    items = list(array)
    while items:
        first, second = int(items.pop(0)), items.pop(0)
        if isinstance(second, pikepdf.Array):
            yield from enumerate((float(width) for width in second), start=first)
        else:
            width = float(items.pop(0))
            yield from ((identifier, width) for identifier in range(first, int(second) + 1))


def test_title_language_and_tags_are_set(pdf: pikepdf.Pdf):
    assert str(pdf.Root.Lang) == "zh-CN"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as metadata:
        assert str(pdf.docinfo["/Author"]) == "budgetkit"
        assert metadata["dc:creator"] == ["budgetkit"]
        assert metadata["dc:title"] == str(pdf.docinfo["/Title"])
        assert "据公开文件整理：《" in metadata["dc:description"]
        assert "北京市应急管理局" in str(pdf.docinfo["/Keywords"])


def test_every_figure_says_what_it_shows(pdf: pikepdf.Pdf):
    figures = list(tags(pdf.Root.StructTreeRoot.K, "/Figure"))
    assert len(figures) >= 2  # a briefing has the flow and one comparison, the other reports more
    assert [figure for figure in figures if len(str(figure.get("/Alt", ""))) < 20] == []


def test_tables_have_heads(pdf: pikepdf.Pdf):
    tables = list(tags(pdf.Root.StructTreeRoot.K, "/Table"))
    assert len(tables) > 8
    assert [table for table in tables if not list(tags(table.K, "/TH"))] == []


def test_outline_follows_the_text(path: Path, pdf: pikepdf.Pdf):
    titles = outline(pdf)
    assert len(titles) > 5
    text = compact("".join(text for _, text, _ in read_pages(path)))
    at = 0
    for title in titles:
        found = text.find(compact(title), at)
        assert found >= 0, f"{title} does not follow what stands before it in the outline"
        at = found


def test_fonts_are_embedded_and_subset(pdf: pikepdf.Pdf):
    found = fonts(pdf)
    assert found
    for font in found:
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))
        assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont))
        assert "/ToUnicode" in font


def test_pages_are_a4_and_numbered(path: Path):
    pages = read_pages(path)
    for number, (size, text, _) in enumerate(pages, start=1):
        assert tuple(sorted(size)) == pytest.approx(A4, abs=1)
        assert compact(f"{number} / {len(pages)}") in compact(text)


def test_pages_name_department_and_report(path: Path):
    for _, text, _ in read_pages(path)[1:]:
        assert compact(text).startswith("北京市应急管理局")


def test_no_text_is_printed_over_other_text(path: Path):
    faults = [
        (number, first.text, second.text)
        for number, (_, _, boxes) in enumerate(read_pages(path), start=1)
        for first, second in combinations(boxes, 2)
        if first.overprints(second)
    ]
    assert faults == []


def test_no_text_stands_in_the_margins(path: Path):
    """Of a justified line the box ends behind the blank that its last glyph was stretched by, up to 3 pt."""
    faults = [
        (number, box)
        for number, ((width, height), _, boxes) in enumerate(read_pages(path), start=1)
        for box in boxes
        if box.left < SIDE - 3 or box.right > width - SIDE + 3 or box.top > height - HEAD or box.bottom < FOOT
    ]
    assert faults == []


def test_no_text_runs_into_the_foot_of_a_page(path: Path):
    faults = [
        (number, box.text)
        for number, (_, _, boxes) in enumerate(read_pages(path), start=1)
        for box in boxes
        if box.bottom < BODY_FOOT - 4 and not RUNNING_LINE.fullmatch(box.text)
    ]
    assert faults == []


def test_no_heading_stands_alone_at_the_foot_of_a_page(path: Path, pdf: pikepdf.Pdf):
    titles = {compact(title) for title in outline(pdf)}
    for number, (_, _, boxes) in enumerate(read_pages(path), start=1):
        body = [box for box in boxes if not RUNNING_LINE.fullmatch(box.text)]
        lowest = min(body, key=lambda box: box.bottom)
        assert compact(lowest.text) not in titles, f"page {number} ends with {lowest.text}"
