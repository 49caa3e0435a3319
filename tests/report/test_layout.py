"""How tables, words and lists of lines are laid out on paper and screen."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_runner import show

from budgetkit.fonts import text_ems
from budgetkit.report.document import build_document
from budgetkit.report.fragments import split_lines
from budgetkit.report.html import write_html
from budgetkit.report.paper import blocks_on_paper
from budgetkit.report.parts import Citation, Column, Notice, ReportTable
from budgetkit.report.sources import SourceBook, make_annex_entries
from budgetkit.report.widths import break_head, lay_out_table, split_columns

SENTENCES = "差额来自上年结转，原文未列入本表，按原文保留。" * 8


def table(rows: list[dict], *columns: Column, **more) -> ReportTable:
    return ReportTable(pd.DataFrame(rows), list(columns), "表", **more)


def on_paper(*items: object) -> list[dict]:
    return blocks_on_paper(build_document(show(*items), "报告"))


def test_a_head_of_five_characters_stays_on_one_line_beside_long_names():
    columns = [{"label": "项目", "kind": "text"}, {"label": "占所列项目", "kind": "percent"}]
    rows = [{"cells": [{"text": "项目名称" * 30}, {"text": "5.1%"}]}]
    layout = lay_out_table(columns, rows)
    assert layout.widths[1] - 10 >= 5 * layout.size


def test_a_column_of_sentences_is_wider_than_one_of_names():
    rows = [{"name": "支出总表各行之和＝合计", "why": SENTENCES}]
    (block,) = [
        b for b in on_paper(table(rows, Column("name", "校验"), Column("why", "原因"))) if b["block"] == "table"
    ]
    assert block["widths"][1] > block["widths"][0]


def test_few_rows_stay_together_unless_they_are_tall():
    low = table([{"name": "甲"}] * 6, Column("name", "项目"))
    tall = table([{"name": "甲", "why": SENTENCES * 3}] * 6, Column("name", "项目"), Column("why", "原因"))
    assert [b["whole"] for b in on_paper(low, tall) if b["block"] == "table"] == [True, False]


def test_words_between_a_heading_and_its_table_stay_with_it():
    part = table([{"name": "甲"}], Column("name", "项目"))
    blocks = on_paper("## 规模\n\n金额并列。", part, "## 其他\n\n先说一句。\n\n再说一句。")
    assert [bool(b.get("lead")) for b in blocks if b["block"] == "paragraph"] == [True, False, False]


@pytest.mark.parametrize("number", range(1, 6))
def test_a_few_paragraphs_lead_to_a_table_and_more_are_a_text_of_their_own(number):
    words = "\n\n".join(f"第{n}句。" for n in range(number))
    blocks = on_paper(f"## 规模\n\n{words}", table([{"name": "甲"}], Column("name", "项目")))
    leads = [bool(block.get("lead")) for block in blocks if block["block"] == "paragraph"]
    assert leads == [number <= 3] * number


def test_parts_missing_for_one_reason_are_one_line():
    parts = [
        Notice("missing", [why], title)
        for title, why in [("收入", "无基期。"), ("支出", "无基期。"), ("支出", "无基期。"), ("项目", "无清单。")]
    ]
    assert [b["title"] for b in on_paper(*parts) if b["block"] == "notice"] == ["收入、支出", "项目"]


def test_a_document_is_named_once_in_a_line_of_sources():
    book = SourceBook({"a": "甲预算", "b": "乙预算"})
    given = [Citation("a", "收支总表", [3]), Citation("b", "收入总表", [4]), Citation("a", "支出总表", [5])]
    described = [entry["text"] for entry in book.describe_all([source.data() for source in given])]
    assert described == ["《甲预算》收支总表", "支出总表", "《乙预算》收入总表"]


def test_long_lines_that_repeat_are_said_once_in_the_annex():
    lines = [["a", line] for line in range(101, 160, 2)]
    rows = [{"cells": [{"text": name}], "lines": lines} for name in ("个数", "合计")]
    block = {"block": "table", "title": "表", "number": 1, "columns": [{"kind": "text"}], "rows": rows}
    (entry,) = make_annex_entries([block], SourceBook.of([block], {}))
    assert [row["lines"] for row in entry["rows"]] == ["101、103、105 等 30 行", "同上"]


def test_few_lines_of_the_annex_are_listed_whole():
    row = {"cells": [{"text": "甲"}], "lines": [["a", line] for line in (1, 3, 5, 6, 9)]}
    block = {"block": "table", "title": "表", "number": 1, "columns": [{"kind": "text"}], "rows": [row]}
    (entry,) = make_annex_entries([block], SourceBook.of([block], {}))
    assert entry["rows"][0]["lines"] == "1、3、5–6、9"


def test_rows_with_lines_of_their_own_leave_them_to_the_annex():
    listed, bare = (
        ReportTable(
            pd.DataFrame([{"name": "甲", "sources": [("a", 3)]}]),
            [Column("name", "项目")],
            "表",
            sources=[Citation("a", "支出总表", [3])],
        ),
        table([{"name": "甲"}], Column("name", "项目"), sources=[Citation("a", "支出总表", [3])]),
    )
    tables = [b for b in on_paper(listed, bare) if b["block"] == "table"]
    assert [b["sources"] for b in tables] == [["《a》支出总表"], ["《a》支出总表（原文第 3 行）"]]


def test_one_line_more_than_shown_is_not_folded_away():
    lines = [["a", line] for line in (1, 3, 5, 7, 9)]
    assert len(split_lines(lines[:4])[1]) == 0
    assert len(split_lines(lines)[1]) == 2


def test_sentences_in_a_table_have_room_on_a_phone():
    html = write_html(show(table([{"name": "甲", "why": SENTENCES}], Column("name", "项目"), Column("why", "原因"))))
    assert '<td class="text prose">' in html


def test_sources_with_pages_are_cited_by_page_and_row_not_by_line():
    documents = [
        {"document_id": "a", "title": "甲预算", "places": "[[1,1,null,1],[20,3,null,1]]"},
        {"document_id": "b", "title": "乙预算"},
    ]
    blocks = [
        {"block": "documents", "documents": documents},
        {
            "block": "table",
            "title": "表",
            "rows": [],
            "columns": [],
            "sources": [
                {"document_id": "a", "table": "支出总表", "ranges": [[24, 28]]},
                {"document_id": "b", "table": "支出总表", "ranges": [[7, 9]]},
            ],
        },
    ]
    book = SourceBook.of(blocks, {})
    named = [book.name_runs(source["document_id"], source["ranges"]) for source in book.sources_of(blocks[1])]
    assert named == ["第 3 页第 5–9 行", "第 7–9 行"]
    assert book.format_lines([["a", 2], ["a", 3], ["b", 4]]) == "文件 1：第 1 页第 2–3 行；文件 2：4"


@pytest.mark.parametrize(
    ("label", "em", "lines"),
    [
        ("差异原因已证明", 5.2, "差异原因\n已证明"),
        ("差异原因已证明", 4.2, "差异原因\n已证明"),
        ("差异原因未证明（已定位）", 5.2, "差异原因\n未证明\n（已定位）"),
        ("差异原因未证明（已定位）", 6.2, "差异原因\n未证明\n（已定位）"),
        ("差异原因未证明（已定位）", 7.2, "差异原因未证明\n（已定位）"),
        ("成本指标合计", 5.2, "成本指标\n合计"),
        ("甲乙丙丁戊己", 5.2, "甲乙丙丁\n戊己"),  # no word is known: two characters at least stay together
        ("通过", 5.2, "通过"),
        ("占“三公”合计", 5.2, "占“三公”\n合计"),
        ("2026年预算", 4.2, "2026年\n预算"),
    ],
)
def test_a_head_is_broken_between_words_and_leaves_no_character_alone(label, em, lines):
    assert break_head(label, em * 8.5 * 1.05 + 10.0, 8.5) == lines


@given(st.text(alphabet="差异原因已证明合计（）“”2026年", min_size=1, max_size=14), st.integers(30, 120))
@settings(max_examples=60, deadline=None)
def test_a_broken_head_is_the_head(label, width):
    assert break_head(label, float(width), 8.5).replace("\n", "") == label


@pytest.mark.parametrize("columns", range(3, 8))
def test_words_in_brackets_of_a_head_are_not_torn(columns):
    label = "差异原因未证明（已定位）"
    rows = [{"name": "政府性基金预算支出表"} | {f"n{at}": 7 for at in range(columns)}] * 3
    parts = [Column("name", "表"), *(Column(f"n{at}", label, "integer") for at in range(columns))]
    (block,) = [own for own in on_paper(table(rows, *parts)) if own["block"] == "table"]
    heads = [column["head"] for column in block["columns"][1:]]
    assert all("（已定位）" in head for head in heads)


IDENTIFIERS = st.from_regex(r"[a-z]{2,12}(_[a-z]{2,8}){0,3}", fullmatch=True)


@settings(deadline=None, max_examples=30)
@given(st.lists(IDENTIFIERS, min_size=1, max_size=40))
def test_words_that_cannot_be_broken_stay_within_their_columns(labels: list[str]):
    columns = [{"label": label, "kind": ("text", "amount")[at % 2]} for at, label in enumerate(labels)]
    rows = [{"cells": [{"text": label} for label in labels]}]
    for panel in split_columns(columns, rows, 1):
        layout = lay_out_table([columns[at] for at in panel], [{"cells": [rows[0]["cells"][at] for at in panel]}])
        assert layout.size >= 8
        for at, width in zip(panel, layout.widths, strict=True):
            assert text_ems(labels[at]) * layout.size <= width


@given(
    st.lists(
        st.sampled_from(["项目支出 ", "预算", "1,234.56 万元", "，", "（", "2026年", "−3.05%", "共 12 项"]), max_size=12
    )
)
def test_no_figure_is_cut_in_the_annex(parts):
    text = "".join(parts) or "空"
    sentence = {"text": text, "lines": [["a", 1]]}
    block = {"block": "paragraph", "sentences": [sentence]}
    (entry,) = make_annex_entries([block], SourceBook.of([block], {}))
    label = entry["rows"][0]["label"].removeprefix("1. ")
    if label != text:
        kept = label.removesuffix("…")
        assert kept
        assert text.startswith(kept)
        assert set(re.findall(r"\d[\d,.]*\d", kept)) <= set(re.findall(r"\d[\d,.]*\d", text))
        assert not re.search(r"\d[\d,.]*[万亿]?$", kept)
