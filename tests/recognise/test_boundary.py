"""Where one published table ends: unknown titles below known tables, and lone cells that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkit.find.blocks import find_blocks
from budgetkit.pipeline import tidy_tables
from budgetkit.read.text import split_lines
from budgetkit.recognise.tables import recognise_tables
from budgetkit.tidy.registry import TABLE_KINDS

TOP = "预算03表 支出总表\n\n金额单位：万元\n"
HEADER = "支出功能分类科目\t政府支出经济分类科目\t部门支出经济分类科目\t合计\t基本支出\t项目支出"
ROW = "2240101-行政运行\t50201-办公经费\t30201-办公费\t5.000000\t5.000000\t"
SECOND = "2240109-应急管理\t50205-委托业务费\t30227-委托业务费\t7.000000\t\t7.000000"
UNKNOWN = {
    "header": "资产名称\t数量\t金额",
    "rows": "通用设备\t12\t1234.50\n专用设备\t3\t99.00",
}
budgets = [kind for kind in TABLE_KINDS if kind.document_kind == "budget"]


def read(text):
    tables = recognise_tables(find_blocks(split_lines(text)), budgets)
    return tables, tidy_tables(tables)


@given(
    title=st.sampled_from(
        ["固定资产存量", "某某局机构人员情况", "公务用车一览", "2026年重点任务分解（一）", "房屋占用情况"]
    ),
    end=st.sampled_from(["表", "清单", "明细表", "表（续）"]),
    gap=st.sampled_from(["\n", "\n\n", "\n\n\n"]),
    stated=st.sampled_from(
        ["", "单位：元\n", "编制部门：某局\t单位：元\n", "\n金额单位：元\n\n", "编制日期：2026年1月\n"]
    ),
)
def test_an_unknown_title_ends_the_table_above_and_is_a_finding_of_its_own(title, end, gap, stated):
    text = f"{TOP}{HEADER}\n{ROW}\n{SECOND}{gap}{title}{end}\n{stated}{UNKNOWN['header']}\n{UNKNOWN['rows']}"
    tables, tidied = read(text)
    assert [table.kind and table.kind.name for table in tables] == ["expenditure", None]
    assert [str(row["total"]) for row in tidied.tables["expenditure"]] == ["5.000000", "7.000000"]
    unread = [finding for finding in tidied.findings if finding.kind == "unrecognised"]
    assert [(finding.table, finding.text) for finding in tidied.findings] == [("documents", tables[1].title)]
    assert len(unread) == 1


@pytest.mark.parametrize("lone", ["形成课题研究情况表", "某项目绩效目标申报一览表", "采购清单", "（一）经费明细表"])
@pytest.mark.parametrize(
    "below",
    [
        f"{SECOND}",  # a row goes on
        f"\n{SECOND}",
        f"\n金额单位：万元\n{HEADER}\n{SECOND}",  # a page with the table's own unit and header
        f"\n{HEADER}\n{SECOND}",
        "单独一格的文字\n" + SECOND,
        "",
    ],
)
def test_a_lone_cell_inside_a_table_ends_nothing(lone, below):
    tables, tidied = read(f"{TOP}{HEADER}\n{ROW}\n{lone}\n{below}\n")
    assert [table.kind.name for table in tables] == ["expenditure"]
    assert len(tidied.tables["expenditure"]) >= (2 if SECOND in below else 1)


def test_a_second_line_of_the_title_ends_nothing():
    tables, tidied = read(f"预算03表 支出总表\n某某局支出情况一览表\n单位：万元\n{HEADER}\n{ROW}")
    assert [table.kind.name for table in tables] == ["expenditure"]
    assert len(tidied.tables["expenditure"]) == 1


@pytest.mark.parametrize(
    "stated",
    [
        "编制部门：某局\t单位：元",
        "编制部门（单位）：某局\t\t\t单位：元",
        "部门名称：某局\t编制日期：2026年1月5日\t金额单位：元",
        "编制部门：某局          单位：元",
        "单位：某局\t单位：元",
    ],
)
def test_unit_and_maker_in_one_line_are_no_row(stated):
    row = ROW.replace("5.000000", "50000.00")
    _, tidied = read(f"预算03表 支出总表\n{stated}\n{HEADER}\n{row}")
    (read_row,) = tidied.tables["expenditure"]
    assert float(read_row["total"]) == 5
    assert tidied.findings == []


INCOME = "部门代码\t部门名称\t合计\t本年收入\n105\t某某局\t5.000000\t5.000000"
SHORT = ["收入", "二、收入", "（二）收入", "2、收入", "2.收入预算", "表二 收入", "第二部分 收入", "二、部门收入"]


@pytest.mark.parametrize("title", SHORT)
def test_a_title_of_one_word_is_read_by_the_header_below_it_numbered_or_not(title):
    tables, tidied = read(f"{TOP}{HEADER}\n{ROW}\n{SECOND}\n\n{title}\n\n金额单位：万元\n{INCOME}\n")
    assert [table.kind and table.kind.name for table in tables] == ["expenditure", "income"]
    assert [str(row["total"]) for row in tidied.tables["income"]] == ["5.000000"]
    assert len(tidied.tables["expenditure"]) == 2


@pytest.mark.parametrize("title", SHORT)
@pytest.mark.parametrize(
    "below",
    [
        f"\n{SECOND}",  # a row goes on
        f"\n{HEADER}\n{SECOND}",  # a page with the header of the table above
        f"包括财政拨款\n\n{INCOME}",  # words of a sentence
        f"\t1.000000\n{INCOME}",  # a row of a list
        f"\n\n预算07表 三公经费支出表\n{INCOME}",  # another title's header
    ],
)
def test_the_word_of_a_short_title_elsewhere_opens_no_table(title, below):
    tables, _ = read(f"{TOP}{HEADER}\n{ROW}\n\n{title}{below}\n")
    assert tables[0].kind.name == "expenditure"
    assert not any(table.title == "收入" for table in tables)
