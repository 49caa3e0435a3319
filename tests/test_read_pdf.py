"""Published PDFs become rows of cells with their places."""

import pytest
from made.pdf import Merged, make_pdf, table

from budgetkit.errors import SourceError
from budgetkit.read.registry import read_noted

HEADED = [
    (Merged("项目", columns=2), None, Merged("合计", rows=2), "支出"),
    ("编码", "名称", None, "基本支出"),
    ("201", "一般公共服务支出", "1,234,567.00", ""),
    ("2010101", "行政运行", "-89.50", "0.00"),
]
CELLS = [
    ("项目", "", "合计", "支出"),
    ("编码", "名称", "", "基本支出"),
    ("201", "一般公共服务支出", "1,234,567.00", ""),
    ("2010101", "行政运行", "-89.50", "0.00"),
]


def read(path):
    return read_noted(path).rows


def test_rows_of_a_ruled_table_keep_columns_and_merged_cells_hold_their_text_once(tmp_path):
    rows = read(make_pdf(tmp_path / "made.pdf", table(HEADED, 4)))
    assert [row.cells for row in rows] == CELLS
    assert {row.table for row in rows} == {1}


def test_text_around_tables_is_rows_of_one_cell_in_the_order_of_reading(tmp_path):
    body = "支出总表\n\n编制部门：某局 #h(1fr) 单位：元\n\n" + table(HEADED, 4) + "注：本表无其他内容。\n"
    rows = read(make_pdf(tmp_path / "made.pdf", body + "#pagebreak()\n第二页"))
    assert [row.cells for row in rows if row.table is None] == [
        ("支出总表",),
        ("编制部门：某局  单位：元",),
        ("注：本表无其他内容。",),
        ("第二页",),
    ]
    assert [(row.place.page, row.place.row) for row in rows if row.opens_page] == [(1, 1), (2, 1)]
    assert [str(row.place) for row in rows[2:4]] == ["第 1 页第 3 行", "第 1 页第 4 行"]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_pages_that_lie_on_their_side_read_like_upright_ones(tmp_path, turn):
    body = f"#rotate({turn}deg, reflow: true)[{table(HEADED, 4)}]"
    assert [row.cells for row in read(make_pdf(tmp_path / "made.pdf", body))] == CELLS


def test_what_is_no_pdf_is_refused(tmp_path):
    path = tmp_path / "made.pdf"
    path.write_bytes(b"%PDF-1.7 broken")
    with pytest.raises(SourceError):
        read(path)
