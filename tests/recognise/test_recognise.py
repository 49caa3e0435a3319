"""Recognising tables: by title and header, over page breaks, whatever their numbers."""

from decimal import Decimal

import pytest

from budgetkit.find.blocks import find_blocks
from budgetkit.mask.rows import mask_rows
from budgetkit.read.text import split_lines
from budgetkit.recognise.header import header_paths, map_columns
from budgetkit.recognise.rows import read_rows
from budgetkit.recognise.tables import recognise_tables
from budgetkit.recognise.title import find_title, normalise_title
from budgetkit.recognise.unit import recognise_unit
from budgetkit.tidy import procurement
from budgetkit.tidy.expenditure import COLUMNS
from budgetkit.tidy.registry import TABLE_KINDS

HEADER = "支出功能分类科目\t政府支出经济分类科目\t部门支出经济分类科目\t合计\t基本支出\t项目支出"
ROW = "2240101-行政运行\t50201-办公经费\t30201-办公费\t5.000000\t5.000000\t"
SECOND = "2240109-应急管理\t50205-委托业务费\t30227-委托业务费\t7.000000\t\t7.000000"


def _rows(text):
    return read_rows("expenditure", split_lines(text), COLUMNS)


@pytest.mark.parametrize(
    "title",
    ["预算03表 支出总表", "预算表12 支出总表", "附表5 支出总表", "2024年度支出总表", " 支 出 总 表 "],
)
def test_a_title_is_known_by_its_words_not_its_number(title):
    assert normalise_title(title) == "支出总表"


def test_every_kind_of_table_knows_a_title_that_is_its_own_label():
    labelled = [kind for kind in TABLE_KINDS if kind.titles]
    for kind in labelled:
        others = [other.name for other in labelled if other is not kind and other.matches_title(kind.label)]
        assert kind.matches_title(kind.label), kind.name
        assert not others, (kind.name, others)


def test_a_sentence_that_ends_like_a_title_is_none():
    assert find_title(split_lines("完成全部工作，形成支出表")[0]) is None
    assert find_title(split_lines("项目\t支出总表")[0]) is None


def test_a_stacked_header_gives_a_path_a_column():
    lines = split_lines("单位\t本年收入\t\t上年结转\t\n\t小计\t事业收入\t小计\t单位资金")
    assert header_paths(lines) == ["单位", "本年收入/小计", "本年收入/事业收入", "上年结转/小计", "上年结转/单位资金"]


def test_columns_are_known_by_header_whatever_their_order():
    mapping = map_columns(split_lines("合计\t基本支出\t项目支出\t支出功能分类科目"), COLUMNS)
    assert {position: column.key for position, column in mapping.items()} == {
        0: "total",
        1: "basic",
        2: "project",
        3: "function",
    }


def test_a_header_printed_only_on_the_first_page_applies_to_the_next():
    table = _rows(f"{HEADER}\n{ROW}\n\n{SECOND}")
    assert [row.text("total") for row in table.rows] == ["5.000000", "7.000000"]
    assert table.rows[1].text("project") == "7.000000"


def test_a_header_printed_on_each_page_is_no_row():
    assert len(_rows(f"{HEADER}\n{ROW}\n\n{HEADER}\n{SECOND}").rows) == 2


def test_a_row_that_lost_its_leading_cells_is_put_back_and_said():
    table = _rows(f"{HEADER}\n{ROW}\n\n50205-委托业务费\t30227-委托业务费\t7.000000\t\t7.000000")
    row = table.rows[1]
    assert (row.text("function"), row.text("gov_econ"), row.text("total")) == ("", "50205-委托业务费", "7.000000")
    assert row.certainty == "joined"
    assert [finding.kind for finding in table.findings] == ["missing_cell"]


def test_a_damaged_amount_is_null_and_a_finding():
    table = _rows(f"{HEADER}\n{ROW.replace('5.000000', '00 000000', 1)}")
    assert table.amount(table.rows[0], "total") is None
    assert table.amount(table.rows[0], "basic") == Decimal(5)
    assert [finding.kind for finding in table.findings] == ["ocr_amount"]


def test_amounts_in_yuan_become_ten_thousand_yuan_exactly():
    table = _rows(f"单位：元\n{HEADER}\n{ROW.replace('5.000000', '1,234.56')}")
    assert table.amount(table.rows[0], "total") == Decimal("0.123456")


@pytest.mark.parametrize(
    ("text", "reason"), [("单位：元\n1.234567", "6 位小数"), ("单位：元\n金额单位：万元", "同时注明")]
)
def test_a_unit_that_its_amounts_contradict_is_refused(text, reason):
    assert reason in recognise_unit(split_lines(text)).conflict


def test_amounts_of_a_table_with_a_contradicted_unit_are_not_read():
    table = _rows(f"单位：元\n{HEADER}\n{ROW}")
    assert table.amount(table.rows[0], "total") is None
    assert [finding.kind for finding in table.findings] == ["unit_error"]


def test_a_block_without_title_belongs_to_the_table_whose_header_it_has():
    untitled = "项目单位\t类型\t项目名称\t支出功能分类科目\n甲\t乙\t丙\t丁"
    text = f"预算03表 支出总表\n\n{HEADER}\n{ROW}\n\n\n{untitled}\n\n预算04表 项目支出表\n\n戊"
    tables = recognise_tables(find_blocks(split_lines(text)), TABLE_KINDS)
    assert [table.kind.name for table in tables] == ["expenditure", "project_expenditure"]
    assert [line.number for line in tables[1].lines] == [7, 8, 10, 12]


def test_a_numbered_title_that_no_kind_knows_is_kept_apart():
    text = f"预算03表 支出总表\n{HEADER}\n{ROW}\n\n预算14表 编制人数情况表\n甲\t1"
    tables = recognise_tables(find_blocks(split_lines(text)), TABLE_KINDS)
    assert [table.kind and table.kind.name for table in tables] == ["expenditure", None]
    assert tables[1].title == "编制人数情况表"


def test_a_number_with_a_unit_of_its_own_says_nothing_about_the_table():
    lines = split_lines("金额单位：元\n甲\t12,000.50\t成本指标\t≤\t1.200050\t万元\n乙\t800.00\t成本指标\t≤\t99.995\t%")
    assert recognise_unit(lines).conflict is None


def test_an_unknown_column_is_read_past_and_the_others_keep_their_places():
    lines = split_lines("采购类别\t备注\t金额\nA-货物\t两批\t13.500000\nC-服务\t\t48.692632\n合计\t\t62.192632")
    table = read_rows("procurement", lines, procurement.COLUMNS)
    assert [(row.text("category"), row.text("amount")) for row in table.rows] == [
        ("A-货物", "13.500000"),
        ("C-服务", "48.692632"),
        ("合计", "62.192632"),
    ]
    assert [(finding.kind, finding.text) for finding in table.findings] == [("unrecognised", "备注")]


def test_a_column_of_contacts_is_neither_kept_nor_quoted():
    lines = split_lines(
        "采购类别\t联系人\t联系电话\t金额\nA-货物\t郑思齐\t19900001234\t13.500000\nC-服务\t郑思齐\t\t8.1"
    )
    table = read_rows("procurement", mask_rows(lines).rows, procurement.COLUMNS)
    assert [row.text("amount") for row in table.rows] == ["13.500000", "8.1"]
    assert table.findings == []
    assert not any(person in str(table) for person in ("郑思齐", "19900001234"))
