"""Sentences by rule: exact wording, and the values behind the numbers."""

from __future__ import annotations

import math
from decimal import Decimal

import pandas as pd
import pytest

from budgetkit.statements import (
    Quantity,
    compose,
    state_amount,
    state_change,
    state_composition,
    state_concentration,
    state_coverage,
    state_exceptions,
    state_missing,
    state_not_comparable,
    state_order,
    state_rank,
    state_share,
    state_share_difference,
)


def change(before, after, **more):
    return state_change("支出预算", before, after, before_name="2024年", after_name="2026年", **more)


def difference(left, right):
    return state_share_difference("人员经费占比", left, right, left_name="市级2026年", right_name="区级2024年")


def order(values, names="ABCDEF", **more):
    return state_order("项目支出", names[: len(values)], values, **more)


ALL = [
    state_amount("2026年支出预算", Decimal("12345.678901")),
    change(Decimal("9243.5"), Decimal("11257.37"), whole=Decimal("20000"), whole_name="支出总额"),
    state_share("项目支出", 2000.0, "支出总额", 3000.0),
    difference(64.2, 61.1),
    order([5.0, 3.0, 3.0, None]),
    state_rank("B", "ABC", [1.0, 5.0, 1.0], subject="项目支出"),
    state_exceptions(
        "自评项目", "执行率低于 80%", ["甲"], checked=8, unchecked=1, values=[Quantity(45.0, "%", "45.0%")]
    ),
    state_concentration("所列项目", "ABCDEF", [60.0, 20.0, 10.0, 5.0, 4.0, 1.0], hhi=4142.0),
    state_coverage("所列项目", 3000.0, "项目支出", 9751.39, number=12, unread=1),
    state_composition("支出总额", 3.0, "ABC", [1.0, 1.0, 1.0]),
]


@pytest.mark.parametrize("statement", ALL, ids=lambda statement: statement.text[:12])
def test_every_printed_figure_stands_in_the_sentence(statement):
    assert statement.figures
    for quantity in statement.figures.values():
        assert quantity.printed in statement.text


@pytest.mark.parametrize("statement", ALL, ids=lambda statement: statement.text[:12])
def test_a_sentence_ends_with_a_full_stop_and_has_half_width_digits(statement):
    assert statement.text.endswith("。")
    assert not set(statement.text) & set("０１２３４５６７８９％．")
    assert "  " not in statement.text


def test_figures_are_the_values_given_and_not_their_rounding():
    value = Decimal("12345.678901")
    assert state_amount("支出", value).figures["amount"].value is value


class TestAmount:
    def test_from_one_yi_on_the_unit_is_yi(self):
        assert state_amount("支出预算", 12345.678901).text == "支出预算 1.23 亿元。"
        assert state_amount("支出预算", 9999.99).text == "支出预算 9,999.99 万元。"

    @pytest.mark.parametrize("missing", [None, math.nan, pd.NA])
    def test_a_missing_amount_is_said(self, missing):
        assert state_amount("出国（境）费", missing).text == "出国（境）费无数据。"

    def test_zero_is_an_amount(self):
        assert state_amount("出国（境）费", 0.0).text == "出国（境）费 0.00 万元。"

    def test_an_amount_that_would_print_as_zero_is_not_zero(self):
        assert state_amount("利息", 0.001).text == "利息不足 0.01 万元。"

    def test_other_units_and_a_note(self):
        assert state_amount("项目", 1204, unit="个").text == "项目 1,204 个。"
        assert state_amount("每百元基本支出对应的项目支出", 123.456, unit="元").text.endswith(" 123.46 元。")
        assert state_amount("支出", 5.0, note="含上年结转").text == "支出 5.00 万元（含上年结转）。"


class TestChange:
    def test_amount_change_per_cent_and_share_in_this_order(self):
        statement = change(Decimal("100"), Decimal("121.75"), whole=Decimal("400"), whole_name="支出总额")
        assert statement.text == (
            "2026年支出预算 121.75 万元，比2024年增加 21.75 万元，增长 21.8%，占支出总额的 30.4%。"
        )
        assert statement.figures["growth"].value == Decimal("21.75")

    def test_a_fall_is_said_by_its_size_and_kept_with_its_sign(self):
        statement = change(100.0, 50.0)
        assert statement.text == "2026年支出预算 50.00 万元，比2024年减少 50.00 万元，下降 50.0%。"
        assert statement.figures["growth"].value == -50.0
        assert statement.figures["change"].value == -50.0

    def test_unchanged_only_when_the_rounded_difference_is_zero(self):
        assert change(100.0, 100.004).text == "2026年支出预算 100.00 万元，与2024年持平。"
        assert "增加 0.01 万元，增幅不足 0.1%" in change(100.0, 100.005).text

    def test_growth_from_zero_is_no_percentage(self):
        assert change(0.0, 5.0).text == "2026年支出预算 5.00 万元，2024年为零，增加 5.00 万元，不计增长率。"
        assert change(0.0, 0.0).text == "2026年支出预算 0.00 万元，与2024年持平。"

    def test_a_fall_to_zero_is_a_hundred_per_cent(self):
        assert change(5.0, 0.0).text == "2026年支出预算 0.00 万元，比2024年减少 5.00 万元，下降 100.0%。"

    def test_a_missing_year_gives_no_change(self):
        assert change(None, 5.0).text == "2026年支出预算 5.00 万元，2024年无数据，不作增减比较。"
        assert change(5.0, math.nan).text == "2026年支出预算无数据（2024年 5.00 万元），不作增减比较。"
        assert change(None, None).text == "支出预算2024年、2026年均无数据，不作增减比较。"

    def test_negative_amounts_give_no_growth(self):
        assert "2024年为负数，不计增长率" in change(-5.0, 3.0).text
        assert "由正转负，不计增长率" in change(5.0, -3.0).text
        assert "两年均为负数，不计增长率" in change(-5.0, -3.0).text

    def test_rounding_is_said_where_printed_amounts_do_not_subtract(self):
        assert "增加 1.00 万元（因四舍五入，与两年数直接相减略有出入）" in change(1.004, 2.005).text

    def test_floats_subtract_to_published_decimals(self):
        assert change(0.1, 0.3).figures["change"].value == 0.2


class TestShare:
    def test_part_and_share(self):
        assert (
            state_share("项目支出", 2000.0, "支出总额", 3000.0).text == "项目支出 2,000.00 万元，占支出总额的 66.7%。"
        )

    @pytest.mark.parametrize(
        ("part", "whole", "reason"),
        [
            (5.0, 0.0, "支出总额为零"),
            (5.0, -1.0, "支出总额为负数"),
            (-5.0, 3.0, "金额为负"),
            (5.0, None, "支出总额无数据"),
        ],
    )
    def test_no_share_without_a_positive_whole_and_part(self, part, whole, reason):
        statement = state_share("项目支出", part, "支出总额", whole)
        assert statement.text.endswith(f"，{reason}，不计占比。")
        assert "share" not in statement.figures

    def test_small_and_nearly_full_shares_do_not_print_as_none_and_all(self):
        assert state_share("甲", 1.0, "合计", 3000.0).text == "甲 1.00 万元，占合计的比重不足 0.1%。"
        assert state_share("甲", 2999.99, "合计", 3000.0).text == "甲 2,999.99 万元，占合计的 99.9% 以上。"

    def test_a_missing_part_and_a_part_larger_than_its_whole(self):
        assert state_share("甲", None, "合计", 3.0).text == "甲无数据，不计占合计的比重。"
        assert (
            state_share("甲", 5.0, "合计", 4.0).text == "甲 5.00 万元，大于合计，两者口径不同或其中一个有误，不计占比。"
        )


class TestShareDifference:
    def test_percentage_points(self):
        assert difference(64.2, 61.1).text == "人员经费占比，市级2026年 64.2%，区级2024年 61.1%，前者高 3.1 个百分点。"
        assert difference(3.0, 55.0).text.endswith("前者低 52.0 个百分点。")

    def test_equal_only_when_the_rounded_difference_is_zero(self):
        assert difference(50.0, 50.04).text.endswith("两者持平。")
        assert difference(Decimal("50.00"), Decimal("50.05")).text.endswith("前者低 0.1 个百分点。")

    def test_rounding_is_said(self):
        assert "前者高 3.1 个百分点（因四舍五入，与两个占比直接相减略有出入）" in difference(64.24, 61.16).text
        assert "两者持平（因四舍五入" in difference(64.26, 64.24).text

    def test_a_missing_side(self):
        statement = difference(None, 3.0)
        assert statement.text == "人员经费占比，市级2026年无数据，区级2024年 3.0%，不作比较。"
        assert set(statement.figures) == {"right"}


class TestOrder:
    def test_ties_share_a_place_and_the_next_place_is_skipped(self):
        assert order([5.0, 3.0, 3.0, 1.0], top=4).text == (
            "项目支出中，A居首位，5.00 万元；B、C并列第 2 位，均为 3.00 万元；D居第 4 位，1.00 万元。"
        )
        assert "D" not in order([5.0, 3.0, 3.0, 1.0]).text

    def test_amounts_that_print_alike_are_a_tie(self):
        assert "A、B并列首位，均为 3.00 万元" in order([3.001, 3.004, 1.0]).text

    def test_many_ties_are_counted(self):
        assert (
            order([1.0, 9.0, 9.0, 9.0, 9.0, 9.0], top=1).text == "项目支出中，B、C、D等 5 项并列首位，均为 9.00 万元。"
        )

    def test_a_department_with_one_project(self):
        assert order([5.0]).text == "项目支出仅有A一项，5.00 万元。"

    def test_all_equal(self):
        assert order([5.0, 5.0]).text == "项目支出 2 项均为 5.00 万元。"

    def test_missing_values_take_no_place(self):
        assert order([5.0, None, 2.0]).text.endswith("另有 1 项无数据，未参加排序。")
        assert order([None, math.nan]).text == "项目支出无数据，不作排序。"

    def test_negative_values_stand_last(self):
        assert order([-5.0, 0.0, 2.0]).text == (
            "项目支出中，C居首位，2.00 万元；B居第 2 位，0.00 万元；A居第 3 位，-5.00 万元。"
        )

    def test_rank_of_one_thing(self):
        rank = state_rank("C", "ABCD", [1.0, 2.0, 1.0, None], subject="项目支出")
        assert rank.text == "C在项目支出 3 项中并列第 2 位。另有 1 项无数据，未参加排序。"
        assert rank.figures["rank"].value == 2


class TestExceptions:
    def test_flagged_things_are_named_with_their_values(self):
        values = [Quantity(45.0, "%", "45.0%"), Quantity(71.2, "%", "71.2%")]
        statement = state_exceptions("自评项目", "执行率低于 80%", ["甲", "乙"], checked=8, values=values)
        assert statement.text == "自评项目 8 项中，2 项执行率低于 80%：甲（45.0%）、乙（71.2%）。"

    def test_more_than_five_are_cut_after_the_count(self):
        statement = state_exceptions("项目", "预算超过执行数一倍以上", "ABCDEFG", checked=9)
        assert statement.text == "项目 9 项中，7 项预算超过执行数一倍以上：A、B、C、D、E等。"

    def test_more_than_five_are_left_to_a_table_that_lists_them(self):
        statement = state_exceptions("项目", "预算超过执行数一倍以上", "ABCDEFG", checked=9, see="某表")
        assert statement.text == "项目 9 项中，7 项预算超过执行数一倍以上（见表“某表”）。"
        few = state_exceptions("项目", "预算超过执行数一倍以上", "ABCDE", checked=9, see="某表")
        assert few.text == "项目 9 项中，5 项预算超过执行数一倍以上：A、B、C、D、E。"

    def test_none_flagged(self):
        assert state_exceptions("自评项目", "执行率低于 80%", [], checked=8).text == (
            "自评项目 8 项中，未发现执行率低于 80% 的情形。"
        )

    def test_what_was_not_checked_is_never_fine(self):
        unchecked = state_exceptions("自评项目", "执行率低于 80%", [], checked=0, unchecked=3)
        assert unchecked.text == "自评项目 3 项均缺少数据，未能就“执行率低于 80%”作出判断。"
        assert state_exceptions("自评项目", "超支", [], checked=2, unchecked=1).text.endswith(
            "另有 1 项缺少数据，未作判断。"
        )
        assert state_exceptions("自评项目", "超支", [], checked=0).text == "没有自评项目可供判断。"


class TestConcentration:
    def test_shares_of_the_largest_and_the_index(self):
        statement = state_concentration(
            "所列项目", "ABCDEFG", [56.0, 10.0, 9.0, 8.0, 7.0, 5.0, 5.0], hhi=3456.7, things="个"
        )
        assert statement.text == (
            "所列项目 7 个合计 100.00 万元，最大的A占 56.0%、前 5 个占 90.0%，赫芬达尔指数 3,457（N=7）。"
        )

    def test_one_project(self):
        assert state_concentration("所列项目", "A", [5.0]).text == "所列项目仅 1 项（A），5.00 万元，不计集中度。"

    def test_missing_negative_and_zero(self):
        assert state_concentration("项目", "AB", [None, None]).text == "项目无数据，不计集中度。"
        assert "含负数，不计集中度" in state_concentration("项目", "ABC", [5.0, -3.0, 1.0]).text
        assert "合计不为正，不计集中度" in state_concentration("项目", "AB", [0.0, 0.0]).text
        assert state_concentration("项目", "ABC", [5.0, 3.0, None]).text.startswith(
            "项目 3 项（其中 1 项金额缺失，未计入合计）合计 8.00 万元，"
        )


class TestCoverage:
    def test_low_coverage_warns(self):
        assert state_coverage("所列项目", 3000.0, "项目支出", 9751.39, number=12, things="个").text == (
            "所列项目 12 个合计 3,000.00 万元，占项目支出 9,751.39 万元的 30.8%，其余 6,751.39 万元无项目明细；"
            "以下分析只代表所列部分。"
        )

    def test_full_coverage(self):
        assert state_coverage("所列项目", 3000.0, "项目支出", 3000.0).text == (
            "所列项目合计 3,000.00 万元，与项目支出一致，覆盖率 100.0%。"
        )

    def test_more_than_the_whole(self):
        assert "比项目支出 2,000.00 万元多 1,000.00 万元，两者口径不同或其中一个有误，不计覆盖率" in (
            state_coverage("所列项目", 3000.0, "项目支出", 2000.0).text
        )

    def test_nothing_to_compute_with(self):
        assert state_coverage("所列项目", None, "项目支出", 5.0).text == "所列项目金额无数据，不计覆盖率。"
        assert state_coverage("所列项目", 5.0, "项目支出", None).text == "项目支出无数据，不计覆盖率。"
        assert state_coverage("所列项目", 0.0, "项目支出", 0.0).text == "项目支出不为正，不计覆盖率。"


class TestComposition:
    def test_parts_with_shares(self):
        assert state_composition("支出总额", 3000.0, ["基本支出", "项目支出"], [1000.0, 2000.0]).text == (
            "支出总额 3,000.00 万元，其中：基本支出 1,000.00 万元，占 33.3%；项目支出 2,000.00 万元，占 66.7%。"
        )

    def test_rounding_is_said_where_shares_or_amounts_do_not_add(self):
        assert state_composition("合计", 3.0, "ABC", [1.0, 1.0, 1.0]).text.endswith("因四舍五入，占比之和为 99.9%。")
        assert "分项金额之和与合计略有出入" in state_composition("合计", 3.01, "ABC", [1.004, 1.004, 1.002]).text

    def test_what_no_part_explains_is_a_part(self):
        assert state_composition("合计", 4.0, "AB", [1.0, 2.0]).text.endswith("；未列明 1.00 万元，占 25.0%。")

    def test_missing_zero_and_negative(self):
        assert state_composition("合计", None, "A", [1.0]).text == "合计无数据，不分析构成。"
        assert "；B无数据；" in state_composition("合计", 4.0, "AB", [1.0, None]).text
        assert (
            state_composition("合计", 0.0, "AB", [0.0, 0.0]).text == "合计 0.00 万元，其中：A 0.00 万元；B 0.00 万元。"
        )
        assert "占" not in state_composition("合计", 3.0, "AB", [4.0, -1.0]).text


def test_missing_says_what_was_not_made_and_why():
    statement = state_missing("市区对比", reason="缺区级部门的预算。")
    assert statement.text == "未作市区对比：缺区级部门的预算。"


def test_not_comparable_says_why_and_what_instead():
    statement = state_not_comparable("支出总额", reason="两份预算年度、级次不同", instead="占比")
    assert statement.text == "支出总额不作增减比较：两份预算年度、级次不同。只比较占比。"


def test_a_statement_shows_as_its_text_in_a_notebook():
    statement = state_amount("支出", 5.0)
    assert str(statement) == statement._repr_markdown_() == "支出 5.00 万元。"


def test_amounts_printed_in_yi_that_do_not_add_up_as_printed_say_so():
    statement = state_composition("支出", 92430.0, ["基本支出", "项目支出"], [33061.4, 59368.6])
    assert "支出 9.24 亿元" in statement.text
    assert statement.text.endswith("因四舍五入，分项金额之和与合计略有出入。")
    assert "因四舍五入" not in state_composition("支出", 92400.0, ["甲", "乙"], [33000.0, 59400.0]).text
    assert "因四舍五入" in state_coverage("所列项目", 17832.85, "项目支出", 59368.6).text
    assert "因四舍五入" not in state_coverage("所列项目", 17000.0, "项目支出", 59400.0).text


class TestCompose:
    def test_figures_are_put_in_with_blanks_beside_words_only(self):
        figures = {"sum": Quantity(3.0, "万元", "3.00 万元"), "share": Quantity(30.0, "%", "30.0%")}
        statement = compose("合计{sum}的{share}已付（{share}）。", **figures)
        assert statement.text == "合计 3.00 万元的 30.0% 已付（30.0%）。"
        assert statement.figures == figures

    def test_a_figure_without_a_place_is_left_out_and_a_documents_own_braces_stay(self):
        statement = compose("“{甲}”{sum}。", sum=Quantity(3.0, "万元", "3.00 万元"), more=Quantity(1, "项", "1 项"))
        assert statement.text == "“{甲}”3.00 万元。"
        assert set(statement.figures) == {"sum"}
