"""Cut tables read into sides, whatever way their pages follow each other."""

from __future__ import annotations

from made_split import read

from budgetkit.recognise.kind import PublishedColumn
from budgetkit.tidy.split_blocks import drop_bare_totals, mend_headers, read_sides

COLUMNS = (
    PublishedColumn("unit", "单位名称", "text"),
    PublishedColumn("function", "功能分类科目", "code_name"),
    PublishedColumn("basic", "预算数/基本支出"),
    PublishedColumn("project", "预算数/项目支出"),
)


def sides(text: str) -> list[tuple[set[str], int]]:
    return [(set(side.columns), len(side.rows)) for side in read_sides("made", read(text), COLUMNS)[1]]


def test_a_table_printed_whole_has_one_side():
    text = "单位名称\t功能分类科目\t预算数\t\n\t\t基本支出\t项目支出\n某局\t2050803-培训\t1.00\t2.00"
    assert sides(text) == [({"unit", "function", "basic", "project"}, 1)]


def test_rows_that_return_to_a_block_without_its_header_belong_to_it():
    text = (
        "单位名称\t功能分类科目\n某局\t2050803-培训\n\n预算数\t\n基本支出\t项目支出\n1.00\t2.00\n\n"
        "某局\t2050804-进修\n\n3.00\t4.00"
    )
    assert sides(text) == [({"unit", "function"}, 2), ({"basic", "project"}, 2)]


def test_sides_come_in_the_order_of_the_form_even_if_the_right_one_is_printed_first():
    text = "预算数\t\n基本支出\t项目支出\n1.00\t2.00\n\n单位名称\t功能分类科目\n某局\t2050803-培训"
    assert [columns for columns, _ in sides(text)] == [{"unit", "function"}, {"basic", "project"}]


def test_a_header_word_cut_at_the_pages_edge_is_blanked():
    (line,) = mend_headers(read("单位名称\t功能分类科目\t本年预"), COLUMNS)
    assert line.cells == ("单位名称", "功能分类科目", "")


def test_a_row_of_words_that_are_no_header_is_left_alone():
    (line,) = mend_headers(read("某局\t职业培训\t单位名称"), COLUMNS)
    assert line.cells == ("某局", "职业培训", "单位名称")


def test_a_total_without_amounts_is_no_header():
    lines = read("单位名称\t合计\n某局\t1.00\n合 计\t\n某所\t2.00")
    columns = (COLUMNS[0], PublishedColumn("total", "合计"))
    assert [line.cells[0] for line in drop_bare_totals(lines, columns)] == ["单位名称", "某局", "某所"]
