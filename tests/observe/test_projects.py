"""Observations on projects: earlier bills, instalments, unit prices, projects that are gone; and near misses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_case import YEAR, indicator, make_case, project

from budgetkit.compare.instalments import find_instalments
from budgetkit.observe import changed_projects, earlier_bills, later_payments, unit_price
from budgetkit.observe.registry import observe


def found(rule, projects, indicators=(), **more):
    return list(rule.RULE.find(make_case({"projects": projects, "project_indicators": list(indicators)}, **more)))


def cost(seq, name, value, unit="万元", operator="≤"):
    return indicator(seq, "成本指标", name, operator, value, unit)


class TestEarlierBills:
    @pytest.mark.parametrize(
        "name", ["运维尾款", f"{YEAR - 1}年运维费", f"平台租用（{YEAR - 1}年尾）", "上年合同余款", "质保金"]
    )
    def test_a_cost_that_says_so_counts_with_its_own_amount(self, name):
        (one,) = found(earlier_bills, [project(1, "平台运维", 100)], [cost(1, name, 30), cost(1, f"{YEAR}年运维", 70)])
        assert one.money == 30
        assert "：平台运维（30.00 万元，占该项目 30.0%）" in one.statement.text

    @pytest.mark.parametrize(
        ("name", "paid", "doubtful"),
        [
            ("运维尾款", 30, 30),  # the rest may be the first payment of the same contract
            ("质保金", 30, 30),
            (f"{YEAR}年运维尾款", 30, 30),
            ("运维尾款", 100, 0),  # all that the project pays
            ("运维尾款", 120, 0),
            ("上年运维尾款", 30, 0),
            (f"{YEAR - 1}年运维尾款", 30, 0),
            (f"平台租用（{YEAR - 1}年尾）", 30, 0),
        ],
    )
    def test_a_last_payment_without_a_year_is_in_doubt_where_the_project_pays_more(self, name, paid, doubtful):
        costs = [cost(1, name, paid), cost(2, f"{YEAR - 1}年测评", 20)]
        (one,) = found(earlier_bills, [project(1, "平台运维", 100), project(2, "测评", 50)], costs)
        assert (one.money, one.doubtful) == (min(paid, 100) + 20, doubtful)
        words = "；存疑的是平台运维，只写尾款、未印年度，可能是本年合同的尾款。"
        assert one.statement.text.endswith(words) == bool(doubtful)
        assert (f"（20.00 万元无疑问，{doubtful}.00 万元存疑）" in one.statement.text) == bool(doubtful)

    @pytest.mark.parametrize(
        "name", ["平台运维（尾款）", f"{YEAR - 1}年平台运维", f"{YEAR - 2}年度平台运维（20%尾款）"]
    )
    def test_a_project_whose_name_says_so_counts_whole_and_once(self, name):
        (one,) = found(earlier_bills, [project(1, name, 100)], [cost(1, "上年尾款", 30)])
        assert one.money == 100
        assert "都是项目的全部金额" in one.statement.text

    @pytest.mark.parametrize(
        "name",
        [
            f"{YEAR}年运维首款",
            f"{YEAR - 1}年至{YEAR}年运维费",
            f"比{YEAR - 1}年下降",
            f"不高于{YEAR - 1}年实际支出",
            f"按{YEAR - 1}年标准测算的培训费",
            f"{YEAR - 1}年12月底前完成采购的费用",
            "收尾工程费",
            "年尾部署费",
        ],
    )
    def test_this_year_and_comparisons_with_an_earlier_one_are_not(self, name):
        assert not found(earlier_bills, [project(1, "平台运维", 100)], [cost(1, name, 30)])

    @pytest.mark.parametrize("unit", ["%", "元/人", "次", None])
    def test_a_figure_that_is_no_amount_is_not(self, unit):
        (one,) = found(earlier_bills, [project(1, "平台运维", 100)], [cost(1, "上年尾款支付", 30, unit)])
        assert one.statement.text == "1 个项目（总额 100.00 万元）提到以前年度尾款，未列金额。"

    def test_a_last_payment_beside_its_own_first_one_is_this_years(self):
        halves = [project(1, f"{YEAR}年某测评（60%首款）", 60), project(2, f"{YEAR}年某测评（40%尾款）", 40)]
        assert not found(earlier_bills, halves)

    def test_where_the_document_does_not_tell_the_sentence_says_so(self):
        (one,) = found(earlier_bills, [project(1, "某测评（首款）", 60), project(2, "某测评（尾款）", 40)])
        assert "共 40.00 万元（40.00 万元存疑）" in one.statement.text
        assert "存疑的项目同时列有首款、未印年度，也可能是本年同一合同的尾款" in one.statement.text
        assert "无疑问" not in one.statement.text  # all of it is in doubt

    def test_what_is_not_in_doubt_is_told_apart(self):
        projects = [
            project(1, "甲测评（首款）", 60),
            project(2, "甲测评（尾款）", 40),
            project(3, "乙测评（尾款）", 25),
        ]
        (one,) = found(earlier_bills, projects)
        assert "共 65.00 万元（25.00 万元无疑问，40.00 万元存疑）" in one.statement.text
        assert (one.money, one.doubtful) == (65, 40)
        (sure,) = found(earlier_bills, projects[2:])
        assert ("疑" in sure.statement.text, sure.doubtful) == (False, 0)

    UNPRICED = (
        "上年尾款项目验收结题时间",
        "上年度尾款及本年度首款支付完成时间",
        "按时完成率（12月底前完成上年度服务尾款支付）",
        f"{YEAR}年预算申报包括：{YEAR - 1}年合同尾款",
        f"支付{YEAR - 2}年度质保金",
    )
    OTHERS = (
        f"{YEAR}年合同尾款支付时间",
        "尾款支付时间",
        "完成上年验收，支付本年尾款",
        f"比{YEAR - 1}年提高",
        "上年合同终验、本年首款支付",
    )

    @pytest.mark.parametrize("where", ["goal", "indicator"])
    @pytest.mark.parametrize("words", [*UNPRICED, *OTHERS])
    def test_a_last_payment_that_is_told_without_its_amount_is_counted_apart(self, words, where):
        told = project(2, "乙", 50, words if where == "goal" else "目标")
        rows = [indicator(2, "产出指标", words, "定性", "11月底前", None)] if where == "indicator" else []
        also = "1 个项目（总额 50.00 万元）提到以前年度尾款，未列金额"
        one = found(earlier_bills, [project(1, "甲", 30), told], [cost(1, "上年尾款", 10), *rows])[0]
        assert (f"；另有 {also}。" in one.statement.text) == (words in self.UNPRICED)
        assert one.money == 10
        alone = found(earlier_bills, [told], rows)
        assert [one.statement.text for one in alone] == ([f"{also}。"] if words in self.UNPRICED else [])
        assert all(one.money == one.doubtful == 50 for one in alone)

    def test_what_has_its_amount_is_not_told_again(self):
        (one,) = found(earlier_bills, [project(1, "甲", 30, "支付上年尾款")], [cost(1, "上年尾款", 10)])
        assert "未列金额" not in one.statement.text

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(st.integers(1, 900), st.integers(1, 900)), min_size=1, max_size=8))
    def test_the_amount_never_passes_the_projects_total(self, pairs):
        projects = [project(seq, f"运维{seq}", total) for seq, (total, _) in enumerate(pairs, start=1)]
        costs = [cost(seq, "上年尾款", bill) for seq, (_, bill) in enumerate(pairs, start=1)]
        (one,) = found(earlier_bills, projects, costs)
        assert one.money == sum(min(total, bill) for total, bill in pairs)


def relation_of(*projects):
    (row,) = find_instalments(make_case({"projects": list(projects)}).budget).table.to_dict("records")
    return row["relation"]


class TestInstalments:
    @pytest.mark.parametrize(
        ("first", "last", "relation"),
        [
            ((f"{YEAR}年测评（80%首款）", 80), (f"{YEAR}年测评（20%尾款）", 20), "same"),
            ((f"{YEAR}年测评（首款）", 80), (f"{YEAR}年测评（尾款）", 20), "same"),
            ((f"{YEAR}年测评（80%首款）", 80), (f"{YEAR - 1}年测评（20%尾款）", 20), "different"),
            (("测评（80%首款）", 80), ("测评（20%尾款）", 20), "same"),
            (("测评（80%首款）", 80), ("测评（20%尾款）", 4), "different"),
            (("测评（80%首款）", 80), ("测评（50%尾款）", 50), "different"),
            (("测评（首款）", 80), ("测评（尾款）", 20), "open"),
        ],
    )
    def test_halves_of_one_contract_need_the_same_thing_and_year(self, first, last, relation):
        assert relation_of(project(1, *first), project(2, *last)) == relation

    def test_another_thing_is_no_other_half(self):
        table = find_instalments(
            make_case({"projects": [project(1, "甲测评（首款）", 8), project(2, "乙测评（尾款）", 2)]}).budget
        ).table
        assert list(table["relation"]) == ["single", "single"]

    @settings(max_examples=40, deadline=None)
    @given(st.sampled_from([30, 40, 50, 60, 70, 80, 90]), st.integers(1, 5000))
    def test_a_printed_per_cent_gives_the_contract_and_what_is_left(self, share, hundredth):
        (one,) = found(later_payments, [project(1, f"{YEAR}年测评（{share}%首款）", share * hundredth / 100)])
        assert one.money == pytest.approx((100 - share) * hundredth / 100)
        assert one.statement.figures["contract"].value == pytest.approx(hundredth)

    @pytest.mark.parametrize(("beside", "said"), [("尾款", True), ("验收", False)])
    def test_a_first_payment_whose_last_one_stands_beside_it_is_told(self, beside, said):
        projects = [project(1, "甲测评（80%首款）", 80), project(2, "乙测评（首款）", 50)]
        (one,) = found(later_payments, [*projects, project(3, f"乙测评（{beside}）", 20)])
        assert "其他 1 笔首款共 50.00 万元未印比例，尾款无从推算" in one.statement.text
        assert ("（其中 1 笔同时列有同名的尾款，是否同一合同文件未说明）" in one.statement.text) == said

    def test_what_the_same_budget_pays_is_not_left(self):
        halves = [project(1, f"{YEAR}年测评（80%首款）", 80), project(2, f"{YEAR}年测评（20%尾款）", 20)]
        assert not found(later_payments, halves)

    @pytest.mark.parametrize(
        "name", ["测评（首款）", "测评（100%首款）", "测评（全款）", "测评（80%）", "测评（20%尾款）"]
    )
    def test_nothing_is_computed_without_a_first_payment_and_its_per_cent(self, name):
        assert not found(later_payments, [project(1, name, 80)])


class TestUnitPrice:
    PRICES = (("理论考试", 21), ("实操考试", 101))

    def make(self, total, *volumes, operator="=", more=()):
        prices = [cost(1, name, price, "元/人·次", operator) for name, price in self.PRICES]
        return found(unit_price, [project(1, "考务费", total)], [*prices, *more, *volumes])

    def volume(self, value, unit, operator="≥"):
        return indicator(1, "产出指标", "工作量", operator, value, unit)

    def test_an_amount_that_is_a_round_number_of_prices_while_another_thing_is_counted(self):
        (one,) = self.make(122, self.volume(80, "天"))
        assert "只列单价（每人次“理论考试”21.00 元、“实操考试”101.00 元），合计 122.00 元，" in one.statement.text
        assert "，金额恰为各付 10,000 次，而数量指标以天计" in one.statement.text
        assert one.money == 122

    def test_a_product_that_is_not_the_amount(self):
        (one,) = self.make(122, self.volume(9000, "人次", "="))
        assert "按数量指标 9,000 人次、各项都付计算为 109.80 万元，与项目金额不符" in one.statement.text

    def test_what_is_explained_or_not_said_is_not(self):
        assert not self.make(122, self.volume(10000, "人次", "="))  # price times quantity is the amount
        assert not self.make(122, self.volume(9000, "人次", "≥"))  # at least so many: there may be more
        assert not self.make(122.5, self.volume(80, "天"))  # no round number of prices
        assert not self.make(122, self.volume(80, "天"), operator="≤")  # a ceiling, not a price
        assert not self.make(
            122, self.volume(80, "天"), more=[cost(1, "设备", 30)]
        )  # the money buys something else too


class TestChangedProjects:
    ID, KEY = "29000022T000000000001", "changed_projects"

    def observed(self, earlier, later):
        return [
            observation.statement.text for observation in found(changed_projects, later, earlier={"projects": earlier})
        ]

    def test_what_is_gone_and_what_is_renamed_are_named(self):
        earlier = [project(1, "甲运维", 30, project_id=self.ID), project(2, "乙修缮工程", 20)]
        texts = self.observed(earlier, [project(1, "数字底座服务", 40, project_id=self.ID)])
        assert any("1 个项目、20.00 万元" in text and "未再列示：乙修缮工程" in text for text in texts)
        assert any("“甲运维”改为“数字底座服务”" in text for text in texts)

    def test_each_is_called_by_what_it_is(self):
        earlier = [project(1, "甲运维", 30, project_id=self.ID), project(2, "乙修缮工程", 20)]
        later = {"projects": [project(1, "数字底座服务", 40, project_id=self.ID)]}
        notes = [one for one in observe(make_case(later, earlier={"projects": earlier})) if one.rule.key == self.KEY]
        assert {one.name for one in notes} == {"未再列示的项目", "改名的项目"}

    def test_what_goes_on_is_new_or_has_no_name_is_not(self):
        earlier = [project(1, "甲运维", 30), project(2, None, 20)]
        assert not self.observed(earlier, [project(1, "甲运维", 50), project(2, None, 90), project(3, "丙", 1)])

    def test_nothing_is_said_without_an_earlier_budget(self):
        assert not found(changed_projects, [project(1, "甲运维", 50)])
