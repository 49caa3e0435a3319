"""Observations on money: where each must be made, and near misses where none may be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_case import indicator, make_case, money, printed, project, spent

from budgetkit.observe import (
    carryover,
    dominant_line,
    grants_in_public_funds,
    missing_rows,
    outside_staff,
    procurement_excess,
    project_under_operation,
    unlisted_projects,
)
from budgetkit.observe.observation import Certainty
from budgetkit.observe.registry import observe


def found(rule, tables, **more):
    return list(rule.RULE.find(make_case(tables, **more)))


def keys(tables):
    return [noted.rule.key for noted in observe(make_case(tables))]


def lines(observation):
    return [line for _, line in observation.sources]


class TestDominantLine:
    def make(self, large, *others):
        rows = [spent("2990101", "30299", None, large), *(spent("2990199", econ, None, m) for econ, m in others)]
        return {"expenditure": rows, "printed_totals": [printed("project", sum([large, *(m for _, m in others)]))]}

    def test_a_line_that_decides_the_whole_is_named_with_its_class_under_other_items(self):
        (one,) = found(dominant_line, self.make(40, ("30299", 20), ("30201", 40)))
        assert "（2990101）的某款（30299）一行 40.00 万元，占项目支出的 40.0%" in one.statement.text
        assert "该经济科目（30299）各功能科目合计 60.00 万元，占 60.0%" in one.statement.text
        assert (one.money, lines(one)) == (40.0, [1, 2])  # the line itself, and the other one of its class

    @pytest.mark.parametrize("printed_total", [39.99, 1, 60])
    def test_of_a_whole_that_it_exceeds_it_has_no_share(self, printed_total):
        tables = {**self.make(40, ("30299", 30)), "printed_totals": [printed("project", printed_total)]}
        (one,) = found(dominant_line, tables)
        assert "合计 70.00 万元；" in one.statement.text.replace("。", "；")
        assert ("大于项目支出合计" in one.statement.text) == (printed_total < 40)
        assert ("%" in one.statement.text) == (printed_total >= 40)

    def test_a_line_below_the_threshold_is_not(self):
        assert not found(dominant_line, self.make(29.99, ("30201", 29), ("30202", 21), ("30203", 20.01)))

    def test_basic_money_is_no_project_money(self):
        rows = [spent("2990101", "30101", 900, None), *(spent("2990199", f"3020{n}", None, 25) for n in range(4))]
        assert not found(dominant_line, {"expenditure": rows, "printed_totals": [printed("project", 100)]})

    def test_no_listed_project_can_hold_it_or_the_one_project_is_named(self):
        tables = self.make(40, ("30201", 30), ("30202", 30))
        (one,) = found(dominant_line, {**tables, "projects": [project(1, "甲", 39.99)]})
        assert (
            "即使所列项目（合计 39.99 万元）全部属于该行，仍至少有 0.01 万元没有所列金额与之对应" in one.statement.text
        )
        (some,) = found(dominant_line, {**tables, "projects": [project(1, "甲", 30), project(2, "乙", 10)]})
        assert "所列项目最大一项为 30.00 万元，没有一项达到该行金额" in some.statement.text
        (two,) = found(dominant_line, {**tables, "projects": [project(1, "甲", 50)]})
        assert "所列项目" not in two.statement.text
        own = {"project_name": "甲", "function_code": "2990101", "dept_econ_code5": "30299", "total": money(40)}
        (three,) = found(dominant_line, {**tables, "project_expenditure": [own]})
        assert "全部为“甲”" in three.statement.text
        assert "由哪些" not in three.question

    @pytest.mark.parametrize("of_it", [39.99, 40.01])
    def test_a_project_that_is_not_all_of_it_is_not_said_to_be(self, of_it):
        own = {"project_name": "甲", "function_code": "2990101", "dept_econ_code5": "30299", "total": money(of_it)}
        (one,) = found(dominant_line, {**self.make(40, ("30201", 60)), "project_expenditure": [own]})
        assert "全部为" not in one.statement.text
        assert "由哪些" in one.question

    def test_what_is_named_in_full_and_told_by_another_rule_is_not_told_again(self):
        own = {"project_name": "协管员经费", "function_code": "2990101", "dept_econ_code5": "30199", "total": money(40)}
        rows = [spent("2990101", "30199", None, 40), *(spent("2990199", f"3020{n}", None, 30) for n in (1, 2))]
        tables = {"expenditure": rows, "printed_totals": [printed("project", 100)], "project_expenditure": [own]}
        staff = project(1, "协管员经费", 40, "支付编外人员工资")
        assert "outside_staff" in keys({**tables, "projects": [staff]})
        assert "dominant_line" not in keys({**tables, "projects": [staff]})
        other = project(1, "某办公楼修缮", 40)  # named in full, but no other rule tells it
        own["project_name"] = "某办公楼修缮"
        rows[0]["dept_econ_code5"] = own["dept_econ_code5"] = "30213"
        assert "dominant_line" in keys({**tables, "projects": [other]})

    def test_a_figure_from_an_incomplete_table_carries_its_mark(self):
        cover = {"table": "expenditure", "row_count": 2, "completeness": "short"}
        (one,) = found(dominant_line, {**self.make(40, ("30201", 30), ("30202", 30)), "coverage": [cover]})
        assert "支出总表未逐行列全" in one.statement.text


class TestUnlistedProjects:
    def make(self, total, *projects):
        return {"printed_totals": [printed("project", total)], "projects": list(projects)}

    def test_what_no_project_accounts_for_is_named_with_the_projects_lacking_an_amount(self):
        (one,) = found(unlisted_projects, self.make(100, project(1, "甲", 60), project(2, None, None)))
        text = "所列项目 2 项（1 项疑因缺页无名称金额）共 60.00 万元，其余 40.00 万元（40.0%）无项目明细"
        assert text in one.statement.text
        assert one.money == 40

    def test_projects_that_lack_their_amount_alone_are_named(self):
        unread = [project(2, "乙", None), project(3, None, None), project(4, "丙", None)]
        (one,) = found(unlisted_projects, self.make(100, project(1, "甲", 60), *unread))
        assert "所列项目 4 项（3 项金额缺失：乙、（名称缺失）等 3 项）" in one.statement.text
        (none,) = found(unlisted_projects, self.make(100, project(1, "甲", 60)))
        assert "缺失" not in none.statement.text

    def test_none_listed_at_all(self):
        (one,) = found(unlisted_projects, self.make(100))
        assert "全部无项目明细" in one.statement.text

    @pytest.mark.parametrize("listed", [90.01, 100, 130])
    def test_a_small_rest_or_more_than_the_total_is_not(self, listed):
        assert not found(unlisted_projects, self.make(100, project(1, "甲", listed)))


FISCAL = {"function_code": "2990101", "function_name": "某运行", "total": money(70), "basic": money(70)}


class TestMissingRows:
    def make(self, *rows, total=100, fiscal=()):
        return {
            "expenditure": list(rows),
            "printed_totals": [printed("total", total)],
            "general_public_expenditure": list(fiscal),
        }

    def test_missing_rows_are_located_by_code_where_another_table_tells(self):
        tables = self.make(spent("2990101", "30201", 40, None), spent("2990199", "30201", None, 30), fiscal=[FISCAL])
        (one,) = found(missing_rows, tables)
        assert (
            "少 30.00 万元，占 30.0%；对照财政拨款各表，差额可归到某运行（2990101）30.00 万元（基本支出）"
            in one.statement.text
        )

    def test_all_public_funds_are_there_so_that_personnel_is_missing(self):
        fiscal = {**FISCAL, "personnel": money(30), "public_funds": money(40)}
        tables = self.make(spent("2990101", "30201", 40, None), spent("2990199", "30201", None, 30), fiscal=[fiscal])
        (one,) = found(missing_rows, tables)
        assert "30.00 万元（人员经费）" in one.statement.text

    def test_a_difference_that_the_codes_do_not_make_up_is_not_located(self):
        tables = self.make(spent("2990101", "30201", 40, None), spent("2990199", "30201", None, 29), fiscal=[FISCAL])
        (one,) = found(missing_rows, tables)
        assert "无从对照" in one.statement.text
        assert "（2990101）" not in one.statement.text

    @pytest.mark.parametrize("total", [70, 70.004, 60])
    def test_rows_that_meet_their_total_or_pass_it_are_not(self, total):
        rows = [spent("2990101", "30201", 40, None), spent("2990199", "30201", None, 30)]
        assert not found(missing_rows, self.make(*rows, total=total))


class TestCarryover:
    def make(self, total=100, **amounts):
        summary = {"side": "expenditure", "item_name": "支出总计", "amount": money(total), "role": "total"}
        income = {"role": "total", **{key: money(value) for key, value in amounts.items()}}
        return {"income_expenditure": [summary], "income": [income]}

    def test_a_large_carry_over_is_named_by_source(self):
        tables = self.make(carryover_general_public=12, this_year_general_public=88)
        (one,) = found(carryover, tables)
        assert "上年结转结余 12.00 万元，占支出总计的 12.0%" in one.statement.text
        assert "全部为结转" not in one.statement.text

    def test_a_fund_that_is_all_carried_over_is_named_with_its_purpose(self):
        tables = self.make(carryover_gov_fund=3, this_year_general_public=97)
        tables["gov_fund"] = [{"function_code": "2990199", "function_name": "某建设", "total": money(3)}]
        (one,) = found(carryover, tables)
        assert "全部为结转、本年未安排新的资金，用于某建设" in one.statement.text
        assert one.money == 3

    @pytest.mark.parametrize("general", [0, 4, 30])
    def test_the_money_is_the_sum_that_the_sentence_gives(self, general):
        rest = 100 - 3 - general
        tables = self.make(carryover_gov_fund=3, carryover_general_public=general, this_year_general_public=rest)
        (one,) = found(carryover, tables)
        assert one.statement.text.startswith(f"上年结转结余 {3 + general:.2f} 万元")
        assert one.money == 3 + general

    @pytest.mark.parametrize(("left", "said"), [(2.5, True), (0, False), (None, False)])
    def test_what_is_left_for_the_next_year_is_told(self, left, said):
        tables = self.make(carryover_general_public=12, this_year_general_public=88)
        tables["income_expenditure"] += [
            {"side": "expenditure", "item_name": "年终结转结余", "amount": money(left), "role": "line"}
        ]
        (one,) = found(carryover, tables)
        assert one.statement.text.endswith("；另列年终结转结余 2.50 万元。") == said

    def test_the_one_item_of_just_that_amount_is_named_and_not_one_of_two(self):
        tables = self.make(carryover_general_public=12, this_year_general_public=88)
        rows = [
            spent("2990101", "30201", None, 5),
            spent("2990101", "30202", None, 7),
            spent("2990102", "30201", 88, None),
        ]
        (one,) = found(carryover, {**tables, "expenditure": rows})
        assert "（2990101）金额相同" in one.statement.text
        (two,) = found(carryover, {**tables, "expenditure": [*rows, spent("2990103", "30201", 12, None)]})
        assert "金额相同" not in two.statement.text

    def test_a_small_carry_over_beside_new_money_is_not(self):
        assert not found(carryover, self.make(carryover_general_public=9.99, this_year_general_public=90.01))
        assert not found(carryover, self.make(carryover_gov_fund=0, this_year_general_public=100))
        units = self.make(carryover_unit_funds=5, this_year_other_income=1, this_year_general_public=94)
        assert not found(carryover, units)


class TestProjectUnderOperation:
    def test_project_money_under_operation_is_named_by_item(self):
        rows = [spent("2990101", "30201", 5, 7, "行政运行"), spent("2990150", "30201", None, 2, "事业运行")]
        (one,) = found(project_under_operation, {"expenditure": rows})
        assert "共 9.00 万元：行政运行（2990101）7.00 万元、事业运行（2990150）2.00 万元" in one.statement.text
        assert (one.money, lines(one)) == (9, [1, 2])

    def test_basic_money_there_and_project_money_elsewhere_are_not(self):
        rows = [
            spent("2990101", "30201", 5, None, "行政运行"),
            spent("2990150", "30201", 5, 0, "事业运行"),
            spent("2990102", "30201", None, 7, "一般行政管理事务"),
            spent("2990103", "30201", None, 7, "行政运行督查"),
        ]
        assert not found(project_under_operation, {"expenditure": rows})


class TestOutsideStaff:
    def test_wages_in_project_money_with_heads_give_the_amount_per_head(self):
        tables = {
            "expenditure": [spent("2990102", "30199", None, 50)],
            "projects": [project(1, "公共事务协管经费", 50)],
            "project_indicators": [
                indicator(1, "成本指标", "工资总额", "≤", 50, "万元"),
                indicator(1, "产出指标", "实有人数", "=", 8, "人"),
            ],
        }
        (one,) = found(outside_staff, tables)
        assert "与“公共事务协管经费”金额相同，用于编外人员 8 人，按项目总额计人均 6.25 万元" in one.statement.text
        assert "，成本指标写作“工资总额”≤50万元。" in one.statement.text
        assert one.statement.text.count("50.00 万元") == 1
        assert one.question.startswith("人数和标准")
        assert (one.money, one.certainty) == (50, Certainty.PRINTED)

    def test_a_goal_that_says_so_is_enough_and_is_less_certain(self):
        (one,) = found(outside_staff, {"projects": [project(1, "辅助工作", 9, "支付劳务派遣人员工资")]})
        assert one.certainty is Certainty.WORDED
        assert one.money == 9

    @pytest.mark.parametrize(
        ("name", "goal", "asked"),
        [
            ("编外人员管理服务费", "", "管理服务费是否含工资"),
            ("编外人员管理费", "支付社保", "管理服务费是否含工资"),
            ("编外人员管理费", "支付编外人员工资", "工资和管理服务费各多少"),
            ("编外人员经费", "支付编外人员工资和管理费", "工资和管理服务费各多少"),
            ("编外人员经费", "支付编外人员薪酬", "人数和标准"),
            ("编外人员经费", "按时支付", "所列是工资还是管理服务费"),
        ],
    )
    def test_what_the_words_answer_is_not_asked(self, name, goal, asked):
        (one,) = found(outside_staff, {"projects": [project(1, name, 9, goal)]})
        assert one.question.startswith(asked)

    def test_what_a_cost_indicator_answers_is_not_asked_but_of_money_without_a_project_all_is(self):
        tables = {
            "projects": [project(1, "公共事务协管经费", 9, "人员开支")],
            "project_indicators": [indicator(1, "成本指标", "工资总额及服务费用", "≤", 9, "万元")],
        }
        (one,) = found(outside_staff, tables)
        assert one.question.startswith("工资和管理服务费各多少")
        (one,) = found(outside_staff, {**tables, "expenditure": [spent("2990102", "30199", None, 50)]})
        assert one.question.startswith("所列是工资还是管理服务费")

    @pytest.mark.parametrize(
        ("name", "goal"),
        [
            ("协管员培训", "提高编外人员业务能力"),
            ("编外人员体检", "按期完成"),
            ("工资系统运维", "保障在编人员工资发放"),
            ("购买服务", "由服务商派员驻场"),
        ],
    )
    def test_training_or_equipping_them_and_pay_of_others_are_not(self, name, goal):
        targets = [
            indicator(1, "产出指标", "培训人数", "=", 8, "人"),
            indicator(1, "满意度指标", "对工资满意", "≥", 90, "%"),
        ]
        tables = {"projects": [project(1, name, 9, goal)], "project_indicators": targets}
        assert not found(outside_staff, {**tables, "expenditure": [spent("2990102", "30101", 50, None)]})

    @settings(max_examples=25, deadline=None)
    @given(st.integers(1, 5000), st.integers(1, 900))
    def test_several_counts_of_people_give_no_amount_per_head(self, total, heads):
        counts = [indicator(1, "产出指标", name, "=", heads, "人") for name in ("在岗人数", "培训人数")]
        projects = [project(1, "编外人员经费", total, "支付编外人员工资")]
        (one,) = found(outside_staff, {"projects": projects, "project_indicators": counts})
        assert "人均" not in one.statement.text


class TestProcurementExcess:
    ROWS = (spent("2990101", "30201", 30, None), spent("2990101", "31002", None, 20), spent("2990101", "30101", 40, 0))

    def find(self, *bought, **more):
        rows = [{"category": "服务", "amount": money(amount)} for amount in bought]
        return found(procurement_excess, {"expenditure": [*self.ROWS], "procurement": rows, **more})

    def test_procurement_above_goods_services_and_capital_is_named_with_the_excess(self):
        (one,) = self.find(35, 15.25)
        assert "政府采购预算 50.25 万元" in one.statement.text
        assert "之和 50.00 万元多 0.25 万元" in one.statement.text
        assert (one.money, one.certainty) == (0.25, Certainty.PRINTED)

    def test_what_they_can_hold_is_not(self):
        assert not self.find(35, 15)
        assert not self.find()

    @pytest.mark.parametrize("completeness", ["rows_missing", "short"])
    def test_rows_that_are_missing_may_hold_the_rest(self, completeness):
        cover = {"table": "expenditure", "row_count": 3, "completeness": completeness}
        assert not self.find(60, coverage=[cover])


class TestGrantsInPublicFunds:
    def find(self, code, public):
        name = {"dept_econ_code5": code, "dept_econ_name": "某项补助"}
        row = {**name, "personnel": money(5), "public_funds": money(public), "total": money(9)}
        return found(grants_in_public_funds, {"basic_expenditure": [row, {**row, "dept_econ_code5": "30201"}]})

    def test_money_for_persons_out_of_public_funds_is_named(self):
        (one,) = self.find("30399", 4)
        assert "某项补助（30399）4.00 万元" in one.statement.text
        assert (one.money, lines(one)) == (4.0, [1])

    @pytest.mark.parametrize(("code", "public"), [("30399", None), ("30399", 0), ("30203", 4), ("50901", 4)])
    def test_personnel_funds_and_other_classes_are_not(self, code, public):
        assert not self.find(code, public)
