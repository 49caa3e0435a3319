"""The PDF of a report says what the data say, on paper and to a screen reader."""

from __future__ import annotations

import io
import re
from random import Random

import pandas as pd
import pikepdf
import pypdfium2
import pytest
from nbformat.v4 import new_output
from report_runner import run_notebook, show

from budgetkit.fonts import FontError
from budgetkit.report.parts import PART_TYPE, Column, KeyPoints, ReportTable
from budgetkit.report.pdf import write_pdf

AWKWARD = [
    "$#*_ `a` <b>c</b> @d ~e [f]",
    "= g",
    "- h",
    "+ i",
    "// j /* k */",
    "\\ \" ' -- ---",
    "#let x = 1",
    "https://l",
]


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


def compact(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def notebook():
    return run_notebook()


@pytest.fixture(scope="module")
def pdf(notebook) -> bytes:
    return write_pdf(notebook)


def test_no_line_begins_with_the_mark_behind_a_quantity_that_is_kept_together():
    """Words of every length stand before it, so that each mark comes to a line's end once."""
    marks = "；，。、：）"
    words = [f"{'字' * length}195 项{mark}共 2 万元{mark}后" for mark in marks for length in range(20, 60)]
    lines = "".join(pages(write_pdf(show(*words)))).splitlines()
    assert len(lines) > len(words)
    assert [line for line in lines if line.strip()[:1] in {*marks}] == []


def test_every_figure_of_the_data_can_be_read_back(notebook, pdf):
    text = compact("".join(pages(pdf)))
    tables = [
        output["data"][PART_TYPE]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.get("data", {}).get(PART_TYPE, {}).get("part") == "table"
    ]
    rows = ["".join(cell["text"] for cell in row["cells"]) for table in tables for row in table["rows"]]
    assert len(rows) == 157
    missing = [row for row in rows if compact(row) not in text]
    assert missing == []


def test_long_table_repeats_its_header_on_every_page(pdf):
    with_rows = [text for text in pages(pdf) if len(re.findall(r"11000026T\d{12}", text)) > 5]
    assert len(with_rows) >= 4
    assert all("项目编码" in text and "预算数" in text for text in with_rows)


@pytest.mark.parametrize(("rows", "filler"), [(9, 30), (9, 34), (12, 33), (12, 36), (40, 20), (70, 3), (90, 38)])
def test_a_table_that_goes_on_says_so_and_keeps_two_rows_at_each_end_and_its_notes(rows, filler):
    data = pd.DataFrame({"name": [f"项目{n:03}" for n in range(rows)], "money": [1.0] * rows})
    columns = [Column("name", "名称"), Column("money", "金额", "amount")]
    table = ReportTable(data, columns, "长表", unit="万元", notes=["此为注释"])
    texts = [text for text in pages(write_pdf(show("行  \n" * filler, table))) if "项目0" in text or "此为注释" in text]
    counts = [len(re.findall(r"项目\d{3}", text)) for text in texts]
    assert sum(counts) == rows
    assert "表 1" in texts[0]
    assert "续表" not in texts[0]
    for text in texts[1:]:
        assert all(words in text for words in ("续表 1", "单位：万元", "名称", "金额"))
    assert "此为注释" in texts[-1]
    assert len(counts) == 1 or min(counts[0], counts[-1]) >= 2


def test_pages_carry_header_and_number(pdf):
    texts = pages(pdf)
    for number, text in enumerate(texts, start=1):
        assert f"{number} / {len(texts)}" in text
        assert "青河市应急管理局2026年" in text
        assert "项目支出构成" in text


def test_pdf_is_tagged_with_title_language_and_outline(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "zh-CN"
        assert str(document.docinfo["/Title"]) == "青河市应急管理局2026年 项目支出构成"
        assert str(document.docinfo["/Author"]) == "budgetkit"  # the department did not write it
        assert str(document.docinfo["/Subject"]).startswith("据公开文件整理：《")
        assert "/CreationDate" not in document.docinfo  # no document says one
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        with document.open_outline() as outline:
            titles = [item.title for item in outline.root]
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    assert titles == ["要点", "按功能分类", "按项目", "数据质量", "使用的文件", "附录　数字出处"]


def structure(pdf: bytes) -> list[tuple[str, str]]:
    """List the structure elements of a PDF as (type, alternative text)."""
    found: list[tuple[str, str]] = []

    def walk(element) -> None:
        if isinstance(element, pikepdf.Array):
            for child in element:
                walk(child)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                found.append((str(element.S), str(element.get("/Alt", ""))))
            if "/K" in element:
                walk(element.K)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        walk(document.Root.StructTreeRoot)
    return found


def test_structure_has_headings_tables_and_figures_with_alternative_text(pdf):
    found = structure(pdf)
    tags = [tag for tag, _ in found]
    assert {"/H1", "/Table", "/TR", "/TH", "/TD", "/Figure", "/L", "/P"} <= set(tags)
    assert all(alt for tag, alt in found if tag == "/Figure")
    assert tags.count("/TD") >= 150 * 5


def test_fonts_are_embedded_and_text_can_be_copied(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = [font for page in document.pages for font in page.Resources.get("/Font", {}).values()]
        assert fonts
        assert all("/ToUnicode" in font for font in fonts)
        for font in fonts:
            assert any(key.startswith("/FontFile") for key in font.DescendantFonts[0].FontDescriptor)


def test_page_is_upright_a4(pdf):
    sizes = {tuple(round(side) for side in page.get_size()) for page in pypdfium2.PdfDocument(pdf)}
    assert sizes == {(595, 842)}


def test_code_is_not_printed(pdf):
    assert "ReportTable(" not in "".join(pages(pdf))


def test_same_notebook_gives_the_same_bytes(pdf):
    assert write_pdf(run_notebook()) == pdf


def test_date_is_taken_from_the_metadata_and_makes_it_archival():
    with pikepdf.open(io.BytesIO(write_pdf(show("正文", date="2026-03-01")))) as document:
        assert str(document.docinfo["/CreationDate"]).startswith("D:20260301")
        with document.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "2"


def test_names_hold_any_character(pdf):
    data = pd.DataFrame({"name": AWKWARD})
    table = ReportTable(data, [Column("name", "项目名称")], "标题 #$", unit="", notes=AWKWARD, sources=AWKWARD)
    text = compact("".join(pages(write_pdf(show(table, department="某局 #$", year=2026, report="*报告*_")))))
    assert all(text.count(compact(name)) == 3 for name in AWKWARD)
    assert "某局#$2026年" in text


def test_missing_glyph_fails():
    with pytest.raises(FontError):
        write_pdf(show("表情 \U0001f9ff\U0010ffff"))


def test_wide_table_turns_its_page_and_a_wider_one_is_split_with_its_names_repeated():
    columns = [Column("name", "单位名称"), *(Column(f"c{n}", f"第{n}栏", "amount") for n in range(20))]
    data = pd.DataFrame([{"name": "某某应急保障中心", **{f"c{n}": 123456.0 + n for n in range(20)}}])
    turned = write_pdf(show("## 宽表", ReportTable(data, columns[:13], "宽")))
    assert [page.get_size()[0] > page.get_size()[1] for page in pypdfium2.PdfDocument(turned)][-1]
    assert "宽表" in pages(turned)[-1]  # the heading turns with its table
    split = pages(write_pdf(show("## 更宽的表", ReportTable(data, columns, "更宽"))))
    assert len(split) == 1  # in panels, which need no turned page
    assert compact(split[0]).count("单位名称") == compact(split[0]).count("某某应急保障中心") == 3
    two = pypdfium2.PdfDocument(write_pdf(show(*(ReportTable(data, columns[:13], name) for name in ("甲", "乙")))))
    assert [page.get_size()[0] > page.get_size()[1] for page in two] in ([False, True], [True])
    assert all(f"{123456 + n:,}.00" in compact(split[0]) for n in range(20))


def test_outputs_that_are_not_parts_come_out_too():
    error = new_output("error", ename="ValueError", evalue="坏值", traceback=["细节"])
    stream = new_output("stream", name="stdout", text="打印的 <文字>\n第二行")
    text = "".join(pages(write_pdf(show(pd.DataFrame({"项目": ["甲"], "金额": [1.25]}), stream, error, 3.5))))
    for expected in ("金额", "1.25", "打印的 <文字>", "第二行", "ValueError：坏值", "3.5"):
        assert expected in text
    assert "细节" not in text


def test_small_table_is_not_broken_and_heading_is_not_left_alone():
    data = pd.DataFrame({"name": [f"项目{n}" for n in range(8)]})
    for filler in range(30, 44):
        texts = pages(
            write_pdf(show("行  \n" * filler, "## 标题在此", ReportTable(data, [Column("name", "名称")], "小表")))
        )
        (place,) = [text for text in texts if "标题在此" in text]
        assert "项目0" in place
        assert "项目7" in place


def test_rows_that_fill_half_a_page_each_are_not_held_together():
    data = pd.DataFrame({"name": [f"项目{n}" + "很长的说明文字" * 160 + f"完{n}" for n in range(4)]})
    texts = pages(write_pdf(show(ReportTable(data, [Column("name", "名称")], "长文", notes=["此为注释"]))))
    whole = compact("".join(texts))
    assert all(f"完{n}" in whole for n in range(4))
    assert "此为注释" in whole


@pytest.mark.parametrize("seed", range(6))
def test_many_points_go_on_over_a_page_and_leave_none_alone(seed):
    choose = Random(seed)
    count, before = choose.randint(1, 9), choose.randint(20, 44)
    points = [f"起{place}" + "甲" * choose.randint(20, 110) + f"止{place}。" for place in range(count)]
    texts = [compact(text) for text in pages(write_pdf(show(*["乙。"] * before, KeyPoints(points, "要点"))))]
    starts, ends = (
        [next(at for at, text in enumerate(texts) if f"{word}{n}" in text) for n in range(count)] for word in "起止"
    )
    assert starts == ends, "a point is torn"
    assert len({*starts[:2]}) == len({*starts[-2:]}) == 1
    if count < 5:
        assert len(set(starts)) == 1


def test_points_fill_the_page_before_they_go_on():
    points = ["甲" * 100 + f"止{place}。" for place in range(9)]
    texts = [compact(text) for text in pages(write_pdf(show(*["乙。"] * 26, KeyPoints(points, "要点"))))]
    assert "止1。" in texts[0]
    assert "止8。" in texts[1]
