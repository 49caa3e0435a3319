"""The Word file of a report, read back: the same figures, native tables, headings, words for figures, same bytes."""

from __future__ import annotations

import io
import re
import shutil
import tomllib
import zipfile
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

import docx
import pandas as pd
import pytest
from command_line import run_command
from docx.oxml.ns import qn
from drawn import tries
from finished_pages import ROOT
from lxml import html
from report_runner import run_notebook, show

from budgetkit.report.html import write_html
from budgetkit.report.parts import Column, KeyPoints, ReportFigure, ReportTable, Tile, Tiles
from budgetkit.report.word import _room_for_digits, write_word

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
WIDE = 14


def read(content: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(content))


def body_text(document: docx.document.Document) -> str:
    return "\n".join("".join(p.itertext(qn("w:t"))) for p in document.element.body.iter(qn("w:p")))


def tables_by_caption(document: docx.document.Document) -> dict[str, Counter[str]]:
    """Give the texts of all cells below each caption `表 N`, panels of one table together."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    number = ""
    for element in document.element.body.iter(qn("w:p"), qn("w:tbl")):
        if element.tag == qn("w:p"):
            style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            words = "".join(element.itertext(qn("w:t")))
            if style is not None and style.get(qn("w:val")) == "Caption" and words.startswith("表 "):
                number = NUMBER.search(words)[0]
            elif style is not None and not style.get(qn("w:val")).startswith(("Table", "Unit")):
                number = ""
        elif number:
            cells = ("".join(cell.itertext(qn("w:t"))) for cell in element.iter(qn("w:tc")))
            found[number].update(filter(None, cells))
    return found


def html_tables(page: str) -> dict[str, Counter[str]]:
    tree = html.fromstring(page)
    found = {}
    for holder in tree.xpath('//div[contains(@class, "table")][@id]'):
        cells = holder.xpath('.//tr/*[not(contains(concat(" ", @class, " "), " lines "))]')
        found[holder.get("id")[1:]] = Counter(filter(None, (cell.text_content().strip() for cell in cells)))
    return found


def words_of(page: str) -> str:
    """Give what a page says in its main part, without links to lines, code and the annex."""
    tree = html.fromstring(page)
    for part in tree.xpath('//*[@class="refs" or contains(@class, "lines")] | //details | //svg | //style | //script'):
        part.drop_tree()
    for source in tree.xpath('//*[@class="below"]//p[starts-with(., "资料来源")]'):
        source.drop_tree()
    return "\n".join(text for part in tree.xpath("//main") for text in part.itertext())


def table(rows: int = 3, columns: int = 2, **given) -> ReportTable:
    frame = pd.DataFrame({"name": [f"某项{at}" for at in range(rows)], "sources": [[("d", at)] for at in range(rows)]})
    amounts = {f"a{at}": [1234.5 + at * 10 + row for row in range(rows)] for at in range(columns - 1)}
    frame = frame.assign(**amounts)
    shown = [Column("name", "名称"), *(Column(f"a{at}", f"金额{at}", "amount") for at in range(columns - 1))]
    return ReportTable(frame, shown, **{"title": "某项金额最大", **given})


@pytest.fixture(scope="module")
def demo():
    return run_notebook()


def test_headings_title_contents_and_page_numbers_are_words_own(demo):
    document = read(write_word(demo))
    names = [paragraph.style.name for paragraph in document.paragraphs]
    assert names.count("Title") == 1
    assert "Heading 1" in names
    xml = document.element.xml
    assert 'TOC \\o "1-2"' in xml
    anchors = {link.get(qn("w:anchor")) for link in document.element.iter(qn("w:hyperlink"))}
    assert anchors
    assert anchors <= {mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))}
    footer = document.sections[0].footer._element.xml
    assert " PAGE " in footer
    assert " NUMPAGES " in footer
    assert document.core_properties.title


def test_tables_are_native_and_repeat_their_header():
    groups = [Column("name", "名称"), Column("a0", "金额", "amount", "今年"), Column("a1", "占比", "amount", "今年")]
    grouped = ReportTable(table(4, 3).table, groups, title="两行表头", total_rows=[3])
    document = read(write_word(show("# 报告", table(), grouped)))
    heads = [[row._tr.trPr.find(qn("w:tblHeader")) is not None for row in found.rows] for found in document.tables]
    assert heads == [[True, False, False, False], [True, True, False, False, False, False]]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows][1] == ["某项0", "1,234.50"]
    assert document.tables[1].cell(0, 1).text == document.tables[1].cell(0, 2).text == "今年"
    total = document.tables[1].rows[-1].cells[1].paragraphs[0].runs[0]
    assert total.bold


def test_figures_carry_their_words_and_fit_the_page():
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12, 3))
    figure.subplots().plot([1, 2])
    document = read(
        write_word(show("# 报告", ReportFigure(figure, "支出上升", alt="折线由 1 升至 2", notes=["只有两年"])))
    )
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "折线由 1 升至 2"
    section = document.sections[0]
    assert 0 < shape.width <= section.page_width - section.left_margin - section.right_margin
    assert "注：只有两年" in body_text(document)


def test_a_wide_table_stands_on_a_turned_page_and_what_follows_upright():
    notebook = show("# 报告", "前文", table(3, WIDE), "后文")
    sections = read(write_word(notebook)).sections
    assert [section.page_width > section.page_height for section in sections] == [False, True, False]
    last = read(write_word(show("# 报告", table(3, WIDE, lines="none")))).sections
    assert last[-1].page_width > last[-1].page_height


def test_each_numbered_list_begins_at_its_own_number():
    document = read(write_word(show("# 报告", KeyPoints(["甲。", "乙。"]), "1. 子\n2. 丑", "5. 寅", "- 卯")))
    numbers = [
        p._p.pPr.numPr.numId.val for p in document.paragraphs if p._p.pPr is not None and p._p.pPr.numPr is not None
    ]
    assert numbers == [2, 2, 3, 3, 4, 1]
    starts = document.part.numbering_part.element.iter(qn("w:startOverride"))
    assert [start.get(qn("w:val")) for start in starts] == ["1", "1", "5"]


def test_properties_say_what_the_report_is_and_rests_on():
    properties = read(write_word(run_notebook())).core_properties
    assert (properties.author, properties.title) == ("budgetkit", "青河市应急管理局2026年 项目支出构成")
    assert properties.comments.startswith("据公开文件整理：《")
    assert properties.keywords.split(", ") == ["青河市应急管理局", "2026年", "项目支出构成"]


def test_marks_that_xml_and_fields_give_a_meaning_are_text():
    words = 'a<b & "c" \x00\x0b]]> {{ x }}'
    document = read(
        write_word(show("# 标题 <w:p>", words, '[链](http://x/"%20HYPERLINK)', Tiles([Tile("<甲>", "1 & 2")])))
    )
    assert 'a<b & "c"' in body_text(document)
    assert "<甲>" in body_text(document)
    (field,) = [one.get(qn("w:instr")) for one in document.element.iter(qn("w:fldSimple"))]
    assert field.count('"') == 2


def test_the_same_notebook_gives_the_same_bytes(demo):
    content = write_word(demo)
    assert content == write_word(run_notebook())
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(content)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_table_and_number_of_the_page_stands_in_the_word_file(demo):
    assert_same_figures(write_html(demo), read(write_word(demo)), "demo")


def assert_same_figures(page: str, document: docx.document.Document, name: str) -> None:
    ours, theirs = tables_by_caption(document), html_tables(page)
    assert theirs
    assert set(theirs) == set(ours), name
    for number, cells in theirs.items():
        assert not cells - ours[number], f"{name} 表 {number}"
    numbers = set(NUMBER.findall(words_of(page)))
    assert numbers <= set(NUMBER.findall(body_text(document))), name


def test_nbconvert_finds_the_exporter_and_the_menu_names_it():
    from budgetkit.report.exporters import BriefingWordExporter

    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]
    assert scripts["nbconvert.exporters"]["briefing_docx"].endswith(f":{BriefingWordExporter.__name__}")
    content, resources = BriefingWordExporter().from_notebook_node(show("# 标题", KeyPoints(["甲。"])))
    assert read(content).paragraphs
    assert resources["output_extension"] == ".docx"
    assert "Word" in BriefingWordExporter.export_from_notebook


@pytest.mark.slow
def test_all_reports_of_the_published_documents_say_the_same_in_word(published: Path, tmp_path: Path):
    shutil.copytree(published, tmp_path / "clean")
    reports = tmp_path / "reports"
    places = ["--raw", ROOT / "data" / "raw", "--clean", tmp_path / "clean", "--reports", reports]
    asked = () if tries(0, 1) else ("--department", "beijing-emergency")
    done = run_command("report", "--format", "docx,html", *asked, *places, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    files = sorted(reports.glob("*/*.docx"))
    own = len(list((ROOT / "notebooks").glob("[0-9]_*.ipynb"))) - 1  # one is of all departments of a level: city 2026
    assert len(files) == own * (1 if asked else 3) + 1
    for path in files:
        page = path.with_suffix(".html").read_text("utf-8")
        document = docx.Document(str(path))
        assert_same_figures(page, document, path.name)
        described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
        assert described == html.fromstring(page).xpath('//main//div[@class="drawing"]/@aria-label')


@pytest.mark.parametrize("seed", range(6))
def test_numbers_get_more_room_in_word_as_far_as_words_can_spare_it(seed: int):
    random = Random(seed)
    numbers = [random.random() < 0.5 for _ in range(6)]
    widths = [random.uniform(20, 60) if is_number else random.uniform(30, 200) for is_number in numbers]
    given = _room_for_digits(widths, numbers)
    assert sum(given) == pytest.approx(sum(widths))
    for before, after, is_number in zip(widths, given, numbers, strict=True):
        assert before <= after <= before * 1.2 + 1e-9 if is_number else min(before, 72) - 1e-9 <= after <= before
