"""The HTML of a report needs nothing but itself, and reads well with a screen reader."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from matplotlib.figure import Figure
from nbformat.v4 import new_output
from report_runner import run_notebook, show

from budgetkit.fonts import FontError
from budgetkit.report.html import write_html
from budgetkit.report.parts import ReportFigure
from budgetkit.report.webfonts import visible_characters


class Page(HTMLParser):
    """Collects a page's elements as (tag, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def all(self, *tags: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.elements if tag in tags]


@pytest.fixture(scope="module")
def html() -> str:
    return write_html(run_notebook())


@pytest.fixture(scope="module")
def page(html) -> Page:
    return Page(html)


def test_page_loads_nothing_from_outside(html, page):
    assert not re.search(r"https?:|//[a-z]+\.", html)
    assert not page.all("link", "iframe", "object", "embed")
    addresses = [attributes["src"] for _, attributes in page.elements if "src" in attributes]
    assert all(address.startswith("data:") for address in addresses)
    assert set(re.findall(r"url\((?!#)(\w+:)", html)) == {"data:"}


def test_page_says_its_language_title_and_landmarks(html, page):
    assert page.elements[0] == ("html", {"lang": "zh-CN"})
    assert "<title>青河市应急管理局2026年 项目支出构成</title>" in html
    assert [len(page.all(tag)) for tag in ("main", "nav", "header", "footer", "h1")] == [1] * 5
    assert html.index('class="skip"') < html.index("<main")


def test_heading_levels_are_not_skipped(page):
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables_have_captions_and_scopes(html, page):
    assert html.count("<caption>") == len(page.all("table")) - html.count('<table class="grid">')
    assert {head.get("scope") for head in page.all("th")} == {"col", "row", "colgroup"}


def test_figures_have_alternative_texts(page):
    drawings = [attributes for attributes in page.all("div") if attributes.get("class") == "drawing"]
    assert len(drawings) == 1
    assert drawings[0]["role"] == "img"
    assert "81,204.55 万元" in drawings[0]["aria-label"]


def test_ids_are_unique_and_links_inside_the_page_lead_somewhere(page):
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {link["href"][1:] for link in page.all("a") if link["href"].startswith("#")}
    assert targets <= set(ids)


def test_two_figures_do_not_share_ids():
    def draw() -> ReportFigure:
        figure = Figure()
        figure.add_subplot().plot([0, 1], [0, 1], marker="o")  # markers and clip paths are referred to by id
        return ReportFigure(figure, "标题", alt="说明")

    elements = Page(write_html(show(draw(), draw()))).elements
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    referred = [attributes["href"][1:] for tag, attributes in elements if tag == "use"]
    assert referred
    assert set(referred) <= set(ids)
    assert len(ids) == len(set(ids))


def test_every_row_leads_to_its_source_line(page):
    links = {link["href"] for link in page.all("a")}
    assert {f"sources/qinghe-2026-budget.html#L{300 + 3 * number}" for number in range(1, 151)} <= links


def test_folder_of_the_sources_comes_from_the_metadata():
    notebook = run_notebook()
    notebook.metadata["budgetkit"] = {"sources": "../sources/"}
    assert 'href="../sources/qinghe-2026-budget.html#L100"' in write_html(notebook)


def test_awkward_names_stand_as_they_are(html):
    assert '<th scope="row">#1 号 $泵站$ *改造*_二期_ [A] &lt;b&gt;标段&lt;/b&gt; &amp; @市级' in html


def test_code_is_present_and_folded(html, page):
    assert "ReportTable(" in html
    assert all("open" not in attributes for attributes in page.all("details") if attributes.get("class") == "code")


def test_script_in_an_output_does_not_come_in():
    output = new_output("display_data", data={"text/html": "<script>alert(1)</script>", "text/plain": "甲"})
    assert "alert(1)" not in write_html(show(output))


def test_embedded_fonts_hold_every_character(html):
    from base64 import b64decode
    from io import BytesIO

    from fontTools.ttLib import TTFont

    faces = [TTFont(BytesIO(b64decode(data))) for data in re.findall(r"data:font/woff;base64,([^)]+)", html)]
    assert len(faces) == 2
    unprinted = {"\n", "\u2060"}
    assert {ord(c) for c in visible_characters(html) - unprinted} <= set(faces[0].getBestCmap())
    assert {ord(c) for c in "要点按功能分类合计"} <= set(faces[1].getBestCmap())


def test_missing_glyph_fails():
    with pytest.raises(FontError, match="1F600"):
        write_html(show("表情 \U0001f600"))


def test_same_notebook_gives_the_same_page(html):
    assert write_html(run_notebook()) == html


def test_text_has_enough_contrast():
    from importlib.resources import files

    css = files("budgetkit.report").joinpath("templates/briefing.css").read_text("utf-8")
    grounds = ["#ffffff", "#f2f5f9", "#f6f6f6", "#f5f5f5", "#fff8e8", "#fdeeee"]
    inks = set(re.findall(r"(?:[; {]color: ?|--(?:ink|soft|accent): ?)(#[0-9a-f]{3,6})", css))
    assert inks >= {"#1a1a1a", "#12436d"}
    for ink in inks - {"#767676"}:
        assert all(contrast(ink, ground) >= 4.5 for ground in grounds), ink
    assert contrast("#767676", "#ffffff") >= 4.5  # the sort mark stands on white only


def contrast(ink: str, ground: str) -> float:
    lighter, darker = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
