"""Parts of a report say what they show: once as HTML, once as text, once as data."""

from __future__ import annotations

import json
from decimal import Decimal

import pandas as pd
import pytest
from matplotlib.figure import Figure
from report_runner import run_notebook

from budgetkit.report.parts import (
    PART_TYPE,
    Citation,
    Column,
    Cover,
    DocumentList,
    KeyPoints,
    Notice,
    ReportFigure,
    ReportTable,
)

TABLE = pd.DataFrame(
    {
        "code": ["208", None],
        "name": ["社会保障和就业支出", "合计"],
        "amount": [Decimal("6512.115"), float("nan")],
        "share": [0.0705, 1],
        "growth": ["上年为零", 3.72],
        "sources": [[("a", 4), ("a", 5), ("b", 9)], None],
    }
)
COLUMNS = [
    Column("code", "科目编码", "code"),
    Column("name", "科目名称"),
    Column("amount", "预算数", "amount"),
    Column("share", "占比", "share"),
    Column("growth", "增长", "percent"),
]


def texts(table: ReportTable) -> list[list[str]]:
    return [[cell["text"] for cell in row["cells"]] for row in table.data()["rows"]]


def test_every_part_gives_html_text_and_data_that_json_can_hold():
    shown = [
        output["data"]
        for cell in run_notebook().cells
        for output in cell.get("outputs", [])
        if PART_TYPE in output.get("data", {})
    ]
    kinds = {data[PART_TYPE]["part"] for data in shown}
    assert kinds >= {"cover", "key_points", "paragraph", "notice", "table", "figure", "documents", "annex"}
    for data in shown:
        assert json.loads(json.dumps(data[PART_TYPE], allow_nan=False)) == data[PART_TYPE]
        assert data["text/plain"].strip()
        assert "<" in data["text/html"]


def test_cells_are_formatted_by_kind_and_missing_is_a_dash():
    assert texts(ReportTable(TABLE, COLUMNS, "标题")) == [
        ["208", "社会保障和就业支出", "6,512.12", "7.1%", "上年为零"],
        ["—", "合计", "—", "100.0%", "3.7%"],
    ]


def test_total_has_no_dash_for_the_code_that_it_cannot_have():
    table = ReportTable(TABLE, COLUMNS, "标题", total_rows=[-1])
    assert texts(table)[1] == ["", "合计", "—", "100.0%", "3.7%"]
    assert table.data()["rows"][1]["emphasis"] == "total"


def test_rows_keep_their_source_lines():
    rows = ReportTable(TABLE, COLUMNS, "标题").data()["rows"]
    assert [row["lines"] for row in rows] == [[["a", 4], ["a", 5], ["b", 9]], []]


def test_later_change_of_the_data_does_not_change_a_table():
    data = TABLE.copy()
    table = ReportTable(data, COLUMNS, "标题")
    before = texts(table)
    data.loc[0, "name"] = "改过的名称"
    assert texts(table) == before


def test_column_that_the_data_lack_is_named():
    with pytest.raises(KeyError, match="budget"):
        ReportTable(TABLE, [Column("budget", "预算数", "amount")], "标题")


def test_unknown_kinds_and_levels_are_refused():
    with pytest.raises(ValueError, match="money"):
        Column("amount", "预算数", "money")
    with pytest.raises(ValueError, match="warning"):
        Notice("warning", "请注意。")


def test_figure_without_alternative_text_is_refused():
    with pytest.raises(ValueError, match="alternative text"):
        ReportFigure(Figure(), "标题")


def test_figure_keeps_its_text_and_comes_out_the_same_twice():
    def draw() -> str:
        figure = Figure()
        figure.text(0.5, 0.5, "预算数", family="Noto Sans CJK SC")
        return ReportFigure(figure, "标题", alt="说明").data()["svg"]

    assert ">预算数</text>" in draw()
    assert draw() == draw()
    assert "metadata" not in draw()


def test_drawing_brings_its_own_alternative_text():
    class Drawing:
        figure = Figure()
        alt = "横条图"

    assert ReportFigure(Drawing(), "标题").alt == "横条图"


def test_source_lines_are_joined_to_ranges():
    assert Citation("a", "支出总表", [7, 5, 6, 12]).data()["ranges"] == [[5, 7], [12, 12]]


def test_sentence_brings_its_sources():
    class Sentence(str):
        sources = (("a", 3), ("a", 3))

    sentences = KeyPoints([Sentence("甲。"), "乙。"]).data()["sentences"]
    assert sentences == [{"text": "甲。", "lines": [["a", 3]]}, {"text": "乙。", "lines": []}]


def test_cover_leaves_out_what_is_not_known():
    assert Cover("某局", 2026, "简报", facts=[("口径", "全部资金")]).data()["facts"] == [["口径", "全部资金"]]


def test_document_list_takes_a_table_of_documents():
    documents = pd.DataFrame([{"document_id": "a", "title": "预算", "year": 2026, "kind": "budget", "url": None}])
    assert DocumentList(documents).data()["documents"][0] == {
        "document_id": "a",
        "title": "预算",
        "department": "",
        "year": "2026",
        "kind": "部门预算",
        "file": "",
        "sha256": "",
        "url": "",
        "places": "",
    }
