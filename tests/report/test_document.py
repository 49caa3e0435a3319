"""A notebook's words and outputs become one document, whatever they are."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import docx
import pandas as pd
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_output
from report_runner import run_notebook, show

from budgetkit.report.document import build_document
from budgetkit.report.html import write_html
from budgetkit.report.markdown import inline_text, parse_markdown
from budgetkit.report.parts import Column, Cover, DocumentList, KeyPoints, ReportTable
from budgetkit.report.pdf import write_pdf
from budgetkit.report.word import write_word


def kinds(document) -> list[str]:
    return [block["block"] for block in document.blocks if block["block"] != "code"]


def headings(document) -> list[tuple[int, str]]:
    return [(block["level"], inline_text(block["inlines"])) for block in document.headings]


def table(**options) -> ReportTable:
    data = pd.DataFrame({"name": ["甲"], "sources": [[("a", 1), ("a", 2)]]})
    return ReportTable(data, [Column("name", "名称")], "标题", **options)


def test_metadata_goes_before_the_cover_and_the_cover_before_the_first_heading():
    cover = Cover("某局", 2025, "封面所称")
    assert build_document(show("# 标题", cover, department="某区某局", year=2026, report="所给名称")).title == (
        "某区某局2026年 所给名称"
    )
    assert build_document(show("# 标题", cover)).title == "某局2025年 封面所称"
    assert build_document(show("# 标题")).title == "标题"
    assert build_document(show("没有标题"), "file").title == "file"


def test_headings_begin_below_the_title_and_leave_no_level_out():
    document = build_document(show("# 题", "# 一", "### 一之一", "## 二之一"))
    assert headings(document) == [(2, "一"), (3, "一之一"), (3, "二之一")]


def test_key_points_get_a_heading_unless_the_words_give_it():
    assert headings(build_document(show(KeyPoints(["甲。"])))) == [(2, "要点")]
    assert headings(build_document(show("## 要点", KeyPoints(["甲。"])))) == [(2, "要点")]


def test_tables_are_numbered_in_order():
    document = build_document(show(table(), table()))
    assert [block["number"] for block in document.blocks if block["block"] == "table"] == [1, 2]


NAMES = st.text(alphabet="甲乙丙丁三公经费“”（）与2026年", min_size=1, max_size=9).filter(
    lambda name: "”" not in name[:-1]
)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(NAMES, min_size=1, max_size=5, unique=True),
    NAMES,
    st.sampled_from(["", "：甲最多", "（3 项）", "，甲最多"]),
    st.data(),
)
def test_a_sentence_that_names_a_table_gets_its_number(names, other, finding, data):
    own = data.draw(st.sampled_from(names))
    tables = [replace(table(), title=f"{name}{finding}") for name in names]
    document = build_document(show(KeyPoints([f"甲（见表“{own}”），见图“{own}”，见表“{other}丑”。"]), *tables))
    (points,) = [block for block in document.blocks if block["block"] == "key_points"]
    wanted = next(
        at
        for at, one in enumerate(tables, start=1)
        if one.title.startswith(own) and (one.title[len(own) :][:1] in ("", "：", "（", "，"))
    )
    assert points["sentences"][0]["text"] == f"甲（见表 {wanted}），见图“{own}”，见表“{other}丑”。"


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from("甲乙丙丁"), min_size=1, unique=True), st.text(alphabet="甲乙丙丁戊", max_size=4))
def test_terms_that_no_other_part_uses_are_left_out(terms, told):
    meanings = pd.DataFrame({"term": terms, "meaning": ["甲乙丙丁"] * len(terms), "used_as": terms})
    listed = ReportTable(meanings, [Column("term", "术语"), Column("meaning", "含义")], "术语表")
    document = build_document(show(KeyPoints([f"{told}。"]), listed))
    kept = [row["cells"][0]["text"] for block in document.blocks if block["block"] == "table" for row in block["rows"]]
    assert kept == [term for term in terms if term in told]


def test_references_are_numbered_in_headings_notes_and_cells_of_html_pdf_and_word():
    named = replace(table(notes=["见表“标题二”。"]), table=pd.DataFrame({"name": ["见表“标题二”。"], "sources": [[]]}))
    notebook = show(KeyPoints(["甲。"], "要点（见表“标题二”）"), named, replace(table(), title="标题二：甲最多"))
    document = build_document(notebook)
    assert "要点（见表 2）" in [text for _, text in headings(document)]
    pages = pypdfium2.PdfDocument(write_pdf(notebook))
    paper = "".join(page.get_textpage().get_text_range() for page in pages)
    word = docx.Document(io.BytesIO(write_word(notebook)))
    cells = [cell.text for own in word.tables for row in own.rows for cell in row.cells]
    written = "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])
    for text in (write_html(notebook), paper, written):
        assert re.sub(r"\s", "", text).count("见表2") >= 3
        assert "见表“" not in text


def test_annex_lists_the_lines_of_each_row():
    annex = next(block for block in build_document(run_notebook()).blocks if block["block"] == "annex")
    assert [entry["title"].split("　")[0] for entry in annex["entries"]] == ["要点", "表 1", "表 2"]
    rows = annex["entries"][1]["rows"]
    assert rows[0] == {"label": "224 灾害防治及应急管理支出", "lines": "文件 1：100"}
    assert rows[-1] == {"label": "合计", "lines": "文件 1：90、92、94、96–98；文件 2：77"}
    assert len(annex["entries"][2]["rows"]) == 150


@pytest.mark.parametrize(
    ("second", "labels"),
    [
        (("数量", "质量", "数量"), {"产出 数量": "1", "产出 质量": "2", "效益": "3"}),
        (("数量", "数量", "数量"), {"产出": "1–2", "效益": "3"}),  # nothing tells them apart: they are one
    ],
)
def test_rows_of_one_name_are_told_apart_by_their_next_words_or_are_one(second, labels):
    rows = pd.DataFrame({"a": ["产出", "产出", "效益"], "b": second, "sources": [(("d", line),) for line in (1, 2, 3)]})
    table = ReportTable(rows, [Column("a", "一级", "text"), Column("b", "二级", "text")], "指标")
    blocks = build_document(show(table)).blocks
    (entry,) = next(block for block in blocks if block["block"] == "annex")["entries"]
    assert {row["label"]: row["lines"] for row in entry["rows"]} == labels


def test_paper_gets_an_annex_even_if_the_notebook_has_none():
    last = build_document(show(table())).blocks[-1]
    assert (last["block"], last["paper_only"]) == ("annex", True)
    assert last["entries"][0]["rows"] == [{"label": "甲", "lines": "1–2"}]


def test_the_annex_of_paper_stands_before_the_documents_used():
    used = [{"document_id": "a", "title": "某局预算", "file": "a.txt", "sha256": "0" * 64}]
    blocks = build_document(show(table(), DocumentList(used))).blocks
    kinds = [block["block"] for block in blocks if block["block"] != "code"]
    assert kinds[-4:] == ["heading", "annex", "heading", "documents"]
    assert len({block["number"] for block in blocks if block["block"] == "heading"}) == 2


def test_source_of_a_table_without_source_lines_is_taken_from_its_rows():
    document = build_document(show(table(), documents={"a": "某局预算"}))
    block = next(block for block in document.blocks if block["block"] == "table")
    assert document.sources.sources_of(block) == [
        {"text": "《某局预算》", "document_id": "a", "ranges": [[1, 2]], "remark": ""}
    ]


def test_foreign_html_is_read_for_its_tables_and_words_without_scripts():
    rows = "<tr><th>项目</th><th>金额</th></tr><tr><td>甲 &amp; 乙</td><td>1.5</td></tr>"
    html = f"<script>x()</script><table>{rows}</table>"
    grid = build_document(show(new_output("display_data", data={"text/html": html, "text/plain": "甲"}))).blocks[0]
    assert grid["align"] == ["left", "right"]
    assert inline_text(grid["rows"][0][0]) == "甲 & 乙"


def test_richest_form_that_paper_can_show_is_taken():
    bundle = {"text/html": "<div>x</div>", "text/markdown": "**粗**", "text/plain": "x"}
    assert kinds(build_document(show(new_output("display_data", data=bundle)))) == ["paragraph"]


def test_error_is_a_failure_notice_and_messages_stay_with_the_code():
    error = new_output("error", ename="ValueError", evalue="坏值", traceback=["\x1b[31m在此\x1b[0m"])
    document = build_document(show(error, new_output("stream", name="stderr", text="提示")))
    notice = document.blocks[0]
    assert (notice["level"], notice["sentences"][0]["text"], notice["traceback"]) == (
        "failure",
        "ValueError：坏值",
        "在此",
    )
    assert kinds(document) == ["notice"]
    assert [block["messages"] for block in document.blocks if block["block"] == "code"] == ["", "提示"]


def test_hidden_cells_are_left_out():
    notebook = show("甲", "乙")
    notebook.cells[0].metadata["tags"] = ["remove-cell"]
    assert len(build_document(notebook).blocks) == 1


def test_line_break_between_chinese_is_no_blank_and_between_words_is_one():
    (paragraph,) = parse_markdown("预算\n支出 of\nthe year")
    assert inline_text(paragraph["inlines"]) == "预算支出 of the year"


def test_markdown_is_read_to_blocks():
    source = "- 甲\n  1. 乙\n\n> 引\n\n|a|b|\n|--|-:|\n|1|2|\n\n```\nx\n```\n\n---\n"
    assert [block["block"] for block in parse_markdown(source)] == ["list", "quote", "grid", "pre", "rule"]


def test_link_that_runs_code_is_no_link():
    (paragraph,) = parse_markdown("[点](javascript:alert(1)) [看](a.html#L3)")
    assert [inline["t"] for inline in paragraph["inlines"]] == ["strong", "text", "link"]


def test_raw_html_in_words_is_shown_as_text():
    (paragraph,) = parse_markdown("甲<b>乙</b><br>丙")
    assert inline_text(paragraph["inlines"]) == "甲<b>乙</b> 丙"
