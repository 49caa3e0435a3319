"""Statements of a unit: every one is understood or the table is refused with it quoted; what states none is let be."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkit.money_units import bracketed_statement, find_statements, money_factor
from budgetkit.read.place import Place
from budgetkit.read.row import RawRow
from budgetkit.read.text import split_lines
from budgetkit.recognise.rows import read_rows
from budgetkit.recognise.unit import amount_cells, recognise_unit
from budgetkit.tidy import procurement

POWERS = {
    "": 0,
    "十": 1,
    "百": 2,
    "佰": 2,
    "千": 3,
    "仟": 3,
    "万": 4,
    "萬": 4,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
}
FOREIGN = ("美元", "万美元", "港币", "港元", "欧元", "亿日元", "英镑", "USD", "万欧元", "澳门元", "新台币", "HKD")
BODIES = ("某局", "元氏县财政局", "万宁市应急管理局", "百色市某局", "千阳县某中心", "亿达研究院", "某市美术馆")
COUNTED = ("个", "人", "次", "吨", "万人", "百分比", "平方米", "%")
keys = st.sampled_from(("单位", "金额单位", "计量单位", "货币单位", "单 位", "金 额 单 位", "單位", "金額單位"))
separators = st.sampled_from(("：", ":", "： ", " ：", "／", "/", "为", "︰", "∶", "﹕"))


@st.composite
def renminbi(draw):
    """A unit of 人民币 in one of its spellings, and its factor to 万元."""
    power, base = draw(st.sampled_from(sorted(POWERS))), draw(st.sampled_from(("元", "圆", "圓", "")))
    before, behind = draw(
        st.sampled_from((("", ""), ("人民币", ""), ("RMB", ""), ("¥", ""), ("", "（人民币）"), ("", "人民币")))
    )
    if not power and not base:
        base = "元"
    if before == "人民币" and draw(st.booleans()):
        return f"人民币（{power}{base}）", Decimal(10) ** (POWERS[power] - 4)
    return f"{before}{power}{base}{behind}", Decimal(10) ** (POWERS[power] - 4)


@st.composite
def statements(draw, units):
    """A printed statement of a drawn unit, alone or among other labels of the line above a table."""
    unit = draw(units)
    text = unit if isinstance(unit, str) else unit[0]
    printed = draw(
        st.one_of(
            st.builds(lambda key, mark: f"{key}{mark}{text}", keys, separators),
            st.builds(lambda key: f"{key}（{text}）", keys),
            st.builds(lambda key: f"（{key}：{text}）", keys),
        )
    )
    before = draw(st.sampled_from(("", "部门：某局  ", "编制部门：某市某局\t", "公开01表 ")))
    return f"{before}{printed}{draw(st.sampled_from(('', '  ', ' 填报日期：2026-01-05')))}", unit


@given(statements(renminbi()))
def test_every_statement_of_renminbi_is_understood(statement):
    printed, (_, factor) = statement
    unit = recognise_unit(split_lines(printed))
    assert (unit.conflict, unit.to_ten_thousand) == (None, factor)
    assert unit.stated


@given(statements(st.sampled_from(FOREIGN)))
def test_money_that_is_not_renminbi_is_refused_with_the_statement_quoted(statement):
    printed, foreign = statement
    assert f"“{foreign}”" in recognise_unit(split_lines(printed)).conflict


@pytest.mark.parametrize("unit", ["贝壳", "块钱", "百元券", "万元/人", "元/吨"])
def test_a_unit_of_money_that_is_not_understood_is_refused(unit):
    assert f"“{unit}”" in recognise_unit(split_lines(f"金额单位：{unit}")).conflict


@pytest.mark.parametrize("unit", ["两", "贯", "吊钱", "大洋", "银元券", "毛", "分钱", "工值", "枚币", "刀"])
@pytest.mark.parametrize("printed", ["单位：{}", "（单位：{}）", "  计量单位:{}  "])
def test_an_unknown_word_alone_behind_the_key_is_refused_with_it_quoted(unit, printed):
    assert f"“{unit}”" in recognise_unit(split_lines(printed.format(unit))).conflict


@pytest.mark.parametrize("text", [
    "单位：市局", "单位：机关本级", "单位：某中心", "单位：略", "单位：XX局", "单位：两江新区管委会", "单位：个", 
    "单位：台/套", "单位：千克", "单位：平方米", "单位：km", "单位：块", "单位\t数量", "序号\t单位\t单价",
    "参建单位：两家", "单位：两  电话", "本单位：两个", "单位：见附件", "单位：某某工作专班",
])  # fmt: skip
def test_what_is_no_unit_behind_the_key_is_let_be(text):
    assert recognise_unit(split_lines(text)).conflict is None


@given(
    keys,
    st.text("；;，,、。·|→~～—_＝=“”《》【】{}：: ", min_size=1, max_size=4),
    renminbi(),
    st.sampled_from(("", "”", "》", "】", "。", "；")),
)
def test_a_statement_that_stands_alone_is_understood_with_any_signs(key, marks, unit, behind):
    text, factor = unit
    assert [one.factor for one in find_statements([f"{key}{marks}{text}{behind}"])] == [factor]


@pytest.mark.parametrize(
    ("text", "factor"), [("单位：1万元", "1"), ("单位:10,000元", "1"), ("单位；1000元", "0.1"), ("单位。美元", None)]
)
def test_a_statement_with_a_power_in_digits_is_understood_and_foreign_money_is_not(text, factor):
    (found,) = find_statements([text])
    assert found.factor == (factor and Decimal(factor))
    assert found.factor is None or len(found.factor.as_tuple().digits) == 1


@pytest.mark.parametrize(
    "text", ["单位；个", "单位，某局", "各单位，元", "预算单位、万元", "单位、人员", "单位；元旦", "单位，亿达研究院"]
)
def test_other_words_behind_any_sign_state_nothing(text):
    assert find_statements([text]) == []


@pytest.mark.parametrize("unit", ["million RMB", "RMB million", "thousand yuan", "billion"])
@pytest.mark.parametrize("key", ["单位", "金额单位", "计量单位"])
def test_a_unit_in_english_that_is_not_understood_is_refused_whole(unit, key):
    assert f"“{unit}”" in recognise_unit(split_lines(f"{key}：{unit}")).conflict


@pytest.mark.parametrize(("text", "factor"), [("人民币：元", "0.0001"), ("人民币：百万元", "100"), ("金额：万元", "1")])
def test_money_named_before_its_unit_is_a_statement(text, factor):
    assert recognise_unit(split_lines(text)).to_ten_thousand == Decimal(factor)


@given(st.sampled_from((*BODIES, *COUNTED)), keys.filter(lambda key: "金" not in key and "货" not in key), separators)
def test_bodies_and_what_is_counted_are_no_statement(value, key, mark):
    unit = recognise_unit(split_lines(f"{key}{mark}{value}"))
    assert (unit.stated, unit.conflict) == (None, None)


@pytest.mark.parametrize(
    "text",
    ["单位名称：万元县某局", "单位编码：105", "计量单位", "度量单位：万元", "绩效度量单位\t万元",
     "单位：", "附属单位上缴收入", "单位资金", "参赛单位满意率", "主管部门\t某局",
     "预算单位：105001-某局", "数量指标\t培训单位\t≥\t5\t万元"],
)  # fmt: skip
def test_a_near_miss_states_nothing(text):
    unit = recognise_unit(split_lines(text))
    assert (unit.stated, unit.conflict) == (None, None)


def test_several_units_of_which_one_is_money_are_that_one():
    assert recognise_unit(split_lines("单位：人、万元")).to_ten_thousand == 1
    assert recognise_unit(split_lines("单位：元、%")).to_ten_thousand == Decimal("0.0001")


def test_a_statement_cut_into_two_cells_is_one():
    assert [statement.factor for statement in find_statements(["单位：", "元"])] == [Decimal("0.0001")]
    assert find_statements(["单位", "某局"]) == []


@pytest.mark.parametrize("currency", FOREIGN)
@pytest.mark.parametrize(
    "printed", ["单位：万元（{}）", "金额单位：元 {}", "（万元，{}）", "单位：千元／{}", "计量单位:万元({})  2026年"]
)
def test_a_foreign_currency_beside_the_unit_refuses_with_both_quoted(printed, currency):
    currency = currency.lstrip("万亿")
    (statement,) = find_statements([printed.format(currency)])
    assert statement.factor is None
    assert currency in statement.text


@pytest.mark.parametrize("text", [
    "单位：万元（人民币）", "单位：万元（含美元贷款）", "单位：万元（外币折人民币）", "单位：万元、人",
    "编制单位：港澳办 单位：万元",
])  # fmt: skip
def test_other_words_beside_the_unit_leave_it(text):
    assert [statement.factor for statement in find_statements([text])] == [1]


@pytest.mark.parametrize("unit", ["万元、元", "元、万元", "元和千元"])
def test_two_units_of_money_are_none(unit):
    (statement,) = find_statements([f"单位：{unit}"])
    assert (statement.text, statement.factor) == (unit, None)


def test_a_foreign_currency_refuses_even_where_the_unit_sounds_like_ours():
    assert "“美元”" in recognise_unit(split_lines("币种：美元  单位：万元")).conflict
    assert recognise_unit(split_lines("币种：人民币  单位：万元")).conflict is None


@pytest.mark.parametrize(
    ("heading", "factor"),
    [
        ("资金情况（万元）", "1"),
        ("项目资金(单位：元)", "0.0001"),
        ("预算数（百万元）", "100"),
        ("合计（亿元）", "10000"),
    ],
)
def test_a_unit_in_brackets_behind_a_heading_is_a_statement(heading, factor):
    assert recognise_unit(split_lines(heading)).to_ten_thousand == Decimal(factor)


@pytest.mark.parametrize("text", ["成本指标\t人均资金（元）\t≤\t3", "机关（本级）", "出国（境）费", "项目（按分类）"])
def test_brackets_of_indicators_and_names_are_no_statement(text):
    assert recognise_unit(split_lines(text)).stated is None


def test_a_header_with_units_behind_its_words_is_known_and_gives_the_unit():
    header = "采购类别\t金额（元）"
    table = read_rows("procurement", split_lines(f"{header}\nA-货物\t1,234.50\n合计\t1,234.50"), procurement.COLUMNS)
    assert [table.amount(row, "amount") for row in table.rows] == [Decimal("0.12345")] * 2


def test_amounts_of_a_table_in_foreign_money_are_not_read_and_the_statement_is_quoted():
    text = "单位：万美元\n采购类别\t金额\nA-货物\t1,234.50"
    table = read_rows("procurement", split_lines(text), procurement.COLUMNS)
    assert [table.amount(row, "amount") for row in table.rows] == [None]
    assert [(finding.kind, "“万美元”" in finding.note) for finding in table.findings] == [("unit_error", True)]


def test_the_first_decimals_below_a_fen_contradict_a_unit():
    assert recognise_unit(split_lines("单位：千元\n1.23456")).conflict is None
    assert "6 位小数" in recognise_unit(split_lines("单位：千元\n1.234567")).conflict


def test_a_factor_is_a_power_of_ten_that_keeps_printed_digits():
    assert str(Decimal("1.2") * money_factor("亿元")) == "1.2E+4"
    assert bracketed_statement("金额（美元）").factor is None


def test_a_row_that_a_block_of_a_list_leaves_without_a_cell_has_no_amounts():
    assert amount_cells(RawRow(Place(1), ())) == ()
    assert amount_cells(RawRow(Place(1), ("1.00",))) == ("1.00",)
