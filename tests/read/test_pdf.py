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


WRAPPED = {
    "a number cut at the cell's edge": (["1,234,56", "7.00"], 55, "1,234,567.00", "joined"),
    "one that had no room": (["1234567", "8.90"], 45, "12345678.90", "joined"),
    "a code that had no room": (["20805", "05"], 36, "2080505", "joined"),
    "two numbers with room beside them": (["12.00", "34.00"], 120, "12.00 34.00", "flagged"),
}


@pytest.mark.parametrize("name", WRAPPED)
def test_number_on_two_lines_is_one_only_where_that_is_proved(tmp_path, name):
    lines, width, expected, action = WRAPPED[name]
    cells = ", ".join(f"[{cell}]" for cell in ("项目", "金额", "甲", " \\ ".join(lines), "乙", "1.00"))
    body = f"#table(columns: (60pt, {width}pt), stroke: 0.5pt, {cells})"
    reading = read_noted(make_pdf(tmp_path / "made.pdf", body))
    assert [row.cells for row in reading.rows] == [("项目", "金额"), ("甲", expected), ("乙", "1.00")]
    assert [(note.action, note.source_line) for note in reading.notes] == [(action, 2)]


def test_words_that_wrap_are_joined_as_their_language_does(tmp_path):
    cells = ["机关事业单位 \\ 养老保险缴费", "IT system \\ operation", "2025 \\ 年度", "DZ/T0282- \\ 2015"]
    body = f"#table(columns: 4, stroke: 0.5pt, [甲], [乙], [丙], [丁], {', '.join(f'[{cell}]' for cell in cells)})"
    rows = read(make_pdf(tmp_path / "made.pdf", body))
    assert rows[1].cells == ("机关事业单位养老保险缴费", "IT system operation", "2025年度", "DZ/T0282-2015")


def test_fractions_that_go_on_in_two_columns_are_no_rows(tmp_path):
    cells = "[甲], [67.786 \\ 000], [1,067.786 \\ 000], [乙], [8.786000], [9.786000]"
    body = f"#table(columns: (80pt, 42pt, 52pt), inset: (x: 5.4pt), stroke: 0.5pt, [项目], [合计], [金额], {cells})"
    rows = read(make_pdf(tmp_path / "made.pdf", body))
    assert [row.cells for row in rows[1:]] == [("甲", "67.786000", "1,067.786000"), ("乙", "8.786000", "9.786000")]


@pytest.mark.parametrize("size", [9, 3, 1])
def test_print_of_any_size_is_read_alike_with_its_places(tmp_path, size):
    settings = f"#set text(size: {size}pt)\n#set table(inset: {size / 4}pt, stroke: {size / 20}pt)\n"
    rows = read(make_pdf(tmp_path / "made.pdf", settings + table(HEADED, 4, options="align: left")))
    assert [row.cells for row in rows] == CELLS
    assert all(40 <= row.place.box[0] < 42 and row.place.box[3] - row.place.box[1] < 3 * size for row in rows)


def test_tables_and_lines_that_a_gap_sets_apart_say_so(tmp_path):
    tables = [table(CELLS, 4), "#v(1pt)", table(CELLS[2:], 4), "编制说明", "#v(20pt)", "后一段说明"]
    body = ["#set block(spacing: 5pt)\n#set par(spacing: 5pt)", "支出总表", *tables]
    rows = read(make_pdf(tmp_path / "made.pdf", "\n\n".join(body)))
    assert [number for number, row in enumerate(rows) if row.follows_gap] == [5, 8]


def test_amount_in_brackets_is_negative_and_noted(tmp_path):
    body = table([("项目", "金额"), ("甲", "(1,234.50)"), ("乙", "（类）")], 2)
    reading = read_noted(make_pdf(tmp_path / "made.pdf", body))
    assert [row.cells for row in reading.rows] == [("项目", "金额"), ("甲", "-1,234.50"), ("乙", "（类）")]
    assert ["负数" in note.note for note in reading.notes] == [True]


def test_characters_drawn_twice_to_look_bold_are_read_once(tmp_path):
    bold = "#place(dx: 0.3pt)[合计 1,100.00]合计 1,100.00"
    body = f"#table(columns: (100pt, 100pt), stroke: 0.5pt, [项目], [金额], [{bold}], [1,100.00])"
    rows = read(make_pdf(tmp_path / "made.pdf", body))
    assert rows[1].cells == ("合计 1,100.00", "1,100.00")


def test_text_wider_than_its_cell_belongs_to_the_cell_of_its_middle(tmp_path):
    wide = "#box(width: 0pt)[#move(dx: -8pt)[#box(width: 60pt)[机关运行经费]]]"
    body = f"#table(columns: (80pt, 40pt, 80pt), stroke: 0.5pt, [甲], [乙], [丙], [], [{wide}], [1.00])"
    rows = read(make_pdf(tmp_path / "made.pdf", body))
    assert rows[1].cells == ("", "机关运行经费", "1.00")


def test_upright_columns_of_characters_read_downwards(tmp_path):
    body = "#table(columns: 2, stroke: 0.5pt, [合 \\ 计], [#rotate(90deg, reflow: true)[基本支出]], [1.00], [2.00])"
    rows = read(make_pdf(tmp_path / "made.pdf", body))
    assert rows[0].cells == ("合计", "基本支出")


def test_rows_that_no_line_parts_are_parted_by_their_amounts(tmp_path):
    body = (
        "#table(columns: (80pt, 80pt, 90pt), stroke: 0.5pt, [项目], [金额], [备注], "
        "[甲 \\ 乙 \\ 丙], [1.00 \\ 20.00 \\ 3.00], [无])"
    )
    rows = read(make_pdf(tmp_path / "made.pdf", body))
    assert [row.cells[:2] for row in rows] == [("项目", "金额"), ("甲", "1.00"), ("乙", "20.00"), ("丙", "3.00")]


def test_columns_that_no_line_parts_are_parted_by_the_gaps_of_all_rows(tmp_path):
    pair = "#grid(columns: (60pt, 60pt), align: right, [{}], [{}])"
    cells = [pair.format(*amounts) for amounts in (("1.00", "2.00"), ("31.00", "4,000.00"), ("5.00", "6.00"))]
    rows = "".join(f"[项], [{cell}], " for cell in cells)
    body = f"#table(columns: (80pt, 130pt), stroke: 0.5pt, [项目], [#grid(columns: (60pt, 60pt))[合计][其中]], {rows})"
    read_rows = read(make_pdf(tmp_path / "made.pdf", body))
    assert [row.cells for row in read_rows[1:]] == [
        ("项", "1.00", "2.00"),
        ("项", "31.00", "4,000.00"),
        ("项", "5.00", "6.00"),
    ]
