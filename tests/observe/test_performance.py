"""Observations on targets and self-evaluations: where each must be made, and near misses where none may be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_case import YEAR, evaluation, indicator, judged, make_case, money, project, together

from budgetkit.compare.comparable import NO_BILL, Bill, say_untold
from budgetkit.observe import (
    bunched_scores,
    cost_direction,
    cost_sums,
    cost_without_money,
    date_as_number,
    grown_projects,
    late_full_marks,
    low_execution,
    monthly_ceiling,
    more_after_low,
    no_effect,
    repeated_goal,
    satisfaction_direction,
    uniform_satisfaction,
    unsurveyed_satisfaction,
    unused_goal,
)
from budgetkit.observe.targets import shorten

LAST = YEAR - 1


def aimed(rule, *indicators, projects=None):
    projects = projects or [project(1, "甲", 30), project(2, "乙", 20, "另一目标")]
    return list(rule.RULE.find(make_case({"projects": projects, "project_indicators": list(indicators)})))


def evaluated(rule, *forms, indicators=(), projects=()):
    case = make_case({"projects": list(projects)}, evaluated=together(*forms, indicators=list(indicators)))
    return list(rule.RULE.find(case))


def satisfied(seq, name, operator, value, unit="%"):
    return indicator(seq, "满意度指标", name, operator, value, unit)


class TestDirections:
    def test_satisfaction_that_says_at_most(self):
        (one,) = aimed(satisfaction_direction, satisfied(2, "使用人员满意度", "≤", 90))
        assert "1 条满意度指标写作“不高于”：“使用人员满意度”≤90%，涉及 1 个项目、20.00 万元" in one.statement.text
        assert one.money == 20

    @pytest.mark.parametrize(
        ("name", "operator", "unit"),
        [("满意度", "≥", "%"), ("投诉率", "≤", "%"), ("不满意率", "≤", "%"), ("达到满意，收到投诉", "≤", "次")],
    )
    def test_satisfaction_at_least_and_complaints_at_most_are_not(self, name, operator, unit):
        assert not aimed(satisfaction_direction, satisfied(1, name, operator, 90, unit))

    def test_cost_that_says_at_least(self):
        (one,) = aimed(cost_direction, indicator(1, "成本指标", "成本", "≥", 200000, "元"))
        assert "“成本”≥200000元" in one.statement.text

    @pytest.mark.parametrize(("operator", "unit"), [("≤", "元"), ("=", "万元"), ("≥", "%"), ("≥", "人")])
    def test_ceilings_and_what_is_no_money_are_not(self, operator, unit):
        assert not aimed(cost_direction, indicator(1, "成本指标", "成本", operator, 200000, unit))


class TestDates:
    @pytest.mark.parametrize(("value", "unit"), [(f"{YEAR}1130", "日"), (f"{YEAR}0831", "工作日"), (f"{YEAR}06", "月")])
    def test_a_date_set_as_a_number(self, value, unit):
        (one,) = aimed(date_as_number, indicator(1, "产出指标", "完成", "≤", value, unit, "时效指标"))
        assert f"“完成”≤{value}{unit}" in one.statement.text

    @pytest.mark.parametrize(("value", "unit"), [("12", "月"), ("20311130", "元"), ("20319930", "日"), ("365", "日")])
    def test_a_duration_and_other_large_numbers_are_not(self, value, unit):
        assert not aimed(date_as_number, indicator(1, "产出指标", "完成", "≤", value, unit, "时效指标"))


class TestMonthlyCeiling:
    def find(self, total, *costs):
        targets = [indicator(1, "成本指标", name, operator, value, unit) for name, operator, value, unit in costs]
        return aimed(monthly_ceiling, *targets, projects=[project(1, "甲", total)])

    @pytest.mark.parametrize(
        "cost", [("单月运维成本", "≤", 10, "万元"), ("每月租金", "≤", 100000, "元"), ("运维费", "≤", 100000, "元/月")]
    )
    @pytest.mark.parametrize("total", [30, 118.8])
    def test_a_year_of_it_above_the_amount_is_named_with_both(self, cost, total):
        (one,) = self.find(total, cost)
        assert f"“{cost[0]}”≤{cost[2]}{cost[3]}（项目总额 {total:.2f} 万元）" in one.statement.text
        assert one.money == total

    @pytest.mark.parametrize(
        ("total", "costs"),
        [
            (118.9, [("单月运维成本", "≤", 10, "万元")]),  # as much as rounding a month's amount gives
            (240, [("单月运维成本", "≤", 10, "万元")]),
            (30, [("年度运维成本", "≤", 10, "万元")]),
            (30, [("中级工程师单月成本", "≤", 10, "万元")]),  # of one person
            (30, [("单月人员成本", "≤", 100000, "元/人*月")]),
            (30, [("单月运维成本", "≥", 10, "万元")]),
            (30, [("甲单月成本", "≤", 10, "万元"), ("乙单月成本", "≤", 1, "万元")]),  # each may be for a few months
            (None, [("单月运维成本", "≤", 10, "万元")]),
        ],
    )
    def test_near_misses(self, total, costs):
        assert not self.find(total, *costs)


class TestCostWithoutMoney:
    RATE = indicator(1, "成本指标", "成本与计划标准的一致性", "=", 100, "%")

    def test_a_rate_alone(self):
        (one,) = aimed(cost_without_money, self.RATE)
        assert "1 个项目、30.00 万元的成本指标只写“与计划一致”一类的 100%" in one.statement.text

    @pytest.mark.parametrize("unit", ["万元", "元", "元/人"])
    def test_a_rate_beside_an_amount_or_a_price_is_not(self, unit):
        assert not aimed(cost_without_money, self.RATE, indicator(1, "成本指标", "总成本", "≤", 30, unit))

    @pytest.mark.parametrize("amount", ["总成本不超20.48352万元", "不超过1,200元", "控制在3 万元以内", "不高于0.5亿元"])
    def test_an_amount_in_the_name_is_one(self, amount):
        named = indicator(1, "成本指标", f"服务成本与计划标准的一致性（该分项{amount}）", "=", 100, "%")
        assert not aimed(cost_without_money, named)
        assert not aimed(cost_without_money, self.RATE, named)

    @pytest.mark.parametrize("words", ["3个单元", "2元化", "30天", "元旦前完成20处"])
    def test_a_number_of_something_else_is_no_amount(self, words):
        named = indicator(1, "成本指标", f"成本与计划标准的一致性（{words}）", "=", 100, "%")
        assert len(aimed(cost_without_money, named)) == (words != "2元化")  # nothing tells these words from money

    def test_a_quality_of_100_per_cent_is_not(self):
        assert not aimed(cost_without_money, indicator(1, "产出指标", "数据一致率", "=", 100, "%", "质量指标"))


class TestUniformSatisfaction:
    def make(self, same, other, **more):
        targets = [satisfied(1, "满意度", "≥", 90) for _ in range(same)]
        return aimed(uniform_satisfaction, *targets, *(satisfied(2, "满意度", "≥", 91 + n) for n in range(other)))

    def test_one_threshold_for_most(self):
        (one,) = self.make(6, 4)
        assert "10 条中，6 条（60.0%）都是“≥90%”，涉及 1 个项目、30.00 万元" in one.statement.text

    @pytest.mark.parametrize(("same", "other"), [(5, 5), (9, 0), (1, 9)])
    def test_half_or_a_few_are_not(self, same, other):
        assert not self.make(same, other)


class TestNoEffect:
    DONE = indicator(1, "产出指标", "次数", "≥", 3, "次")
    GOOD = indicator(2, "效益指标", "提高", "定性", "好", None)

    def test_a_project_without_effect_targets(self):
        (one,) = aimed(no_effect, self.DONE, self.DONE, self.GOOD)
        assert "只印出" not in one.statement.text
        (lone,) = aimed(no_effect, self.DONE, self.GOOD)
        assert "：甲（只印出 1 条指标，可能有缺）。" in lone.statement.text
        assert "1 个项目、30.00 万元在公布的指标中没有效益指标：甲" in one.statement.text
        assert one.question.startswith("有关项目")  # one or many

    def test_a_project_with_them_one_without_any_target_and_a_form_without_the_level_are_not(self):
        assert not aimed(no_effect, self.GOOD, indicator(1, "效益指标", "提高", "定性", "好", None))
        assert not aimed(no_effect, self.GOOD)
        assert not aimed(no_effect, self.DONE)


class TestRepeatedGoal:
    def test_one_goal_for_two_things(self):
        (one,) = aimed(repeated_goal, projects=[project(1, "甲", 3, "提高能力。"), project(2, "乙", 2, "提高能力")])
        assert "2 个项目、5.00 万元的绩效目标与另一项目相同：甲、乙同为“提高能力。”" in one.statement.text

    def test_halves_of_one_thing_are_named_and_counted_once(self):
        goal = "提高能力"
        halves = [project(1, "测评（首款）", 3, goal), project(2, "测评（尾款）", 2, goal)]
        (one,) = aimed(repeated_goal, projects=[*halves, project(3, "巡查（首款）", 4, goal)])
        assert "3 个项目（首款、尾款并为 2 项）、9.00 万元的" in one.statement.text
        assert "：测评、巡查（首款）同为“提高能力”" in one.statement.text

    def test_instalments_of_one_thing_and_projects_without_goal_are_not(self):
        halves = [project(1, "测评（首款）", 3, "提高能力"), project(2, "测评（尾款）", 2, "提高能力")]
        assert not aimed(repeated_goal, projects=halves)
        assert not aimed(repeated_goal, projects=[project(1, "甲", 3, None), project(2, "乙", 2, None)])


class TestLowExecution:
    def test_a_first_instalment_added_in_the_year_is_told_with_the_forms_reason(self):
        cost = judged(1, "成本指标", "成本", "≤60万元", "59.5万元", 20, 20)
        late = judged(1, "产出指标", "签订合同", "是", "12月", 10, 8, "年末签订合同")
        forms = [evaluation(1, "甲", 90, 60, 35.7, 59.5, initial=0), evaluation(2, "乙", 99, 100, 100, 100)]
        (one,) = evaluated(low_execution, *forms, indicators=[cost, late])
        text = one.statement.text
        assert "2 项，全年预算 160.00 万元，执行 135.70 万元，执行率 84.8%；1 项低于 90%：“甲”59.50%" in text
        assert (
            "（年初未安排，年中追加；执行数为所报实际成本（原文印作 59.5万元）的 60%；自评表所述：年末签订合同）"
            in text
        )
        assert one.money == pytest.approx(24.3)

    def test_a_form_that_gives_no_reason_is_said_to_give_none(self):
        (one,) = evaluated(low_execution, evaluation(1, "甲", 90, 60, 35.7, 59.5))
        assert "“甲”59.50%（自评表未说明原因）" in one.statement.text

    def test_projects_that_spent_their_money_are_not(self):
        assert not evaluated(low_execution, evaluation(1, "甲", 99, 60, 54, 90.0))
        assert not list(low_execution.RULE.find(make_case({"projects": [project(1, "甲", 3)]})))


class TestMoreAfterLow:
    def test_less_spent_and_more_given(self):
        form = evaluation(1, "甲运维", 90, 60, 30, 50.0)
        (one,) = evaluated(more_after_low, form, projects=[project(1, "甲运维", 80)])
        assert "“甲运维”（执行率 50.00%）" in one.statement.text
        assert one.money == 50

    @pytest.mark.parametrize(
        ("rate", "name", "now"), [(95.0, "甲运维", 80), (50.0, "甲运维", 30), (50.0, "丙工程", 80)]
    )
    def test_well_spent_cut_or_ended_projects_are_not(self, rate, name, now):
        form = evaluation(1, "甲运维", 90, 60, 30, rate)
        assert not evaluated(more_after_low, form, projects=[project(1, name, now)])


class TestGrownProjects:
    def test_far_more_than_was_spent_with_what_it_may_have_taken_in(self):
        forms = [
            evaluation(1, "某系统云租用项目", 98, 100, 100, 100),
            evaluation(2, "某系统云扩展项目", 98, 30, 30, 100),
            evaluation(3, "车辆购置", 98, 9, 9, 100),
        ]
        (one,) = evaluated(grown_projects, *forms, projects=[project(1, "某系统云租用项目", 150)])
        assert (
            "：某系统云租用项目由 100.00 万元到 150.00 万元（+50.0%）；某系统云扩展项目名称相近" in one.statement.text
        )
        assert "（执行 30.00 万元），若已并入，增幅为 15.4%。" in one.statement.text
        assert "车辆" not in one.statement.text
        assert one.money == 50

    @pytest.mark.parametrize(
        ("rate", "name", "now", "bill"),
        [
            (100, "甲运维", 149.9, 0),
            (100, "甲运维", 200, 51),  # of 200, 51 pay the year before
            (50, "甲运维", 200, 0),  # told by the rule on low execution
            (100, "丙工程", 200, 0),
        ],
    )
    def test_little_more_bills_of_last_year_and_other_projects_are_not(self, rate, name, now, bill):
        form = evaluation(1, "甲运维", 98, 100, 100, rate)
        costs = [indicator(1, "成本指标", "上年尾款", "≤", bill, "万元")] if bill else []
        case = make_case({"projects": [project(1, name, now)], "project_indicators": costs}, evaluated=together(form))
        assert not list(grown_projects.RULE.find(case))

    @settings(max_examples=30, deadline=None)
    @given(st.integers(10, 500), st.integers(1, 900), st.integers(0, 400), st.integers(80, 100), st.booleans())
    def test_any_growth_of_a_half_without_earlier_bills_is_told(self, spent, now, bill, rate, is_merged):
        forms = [evaluation(1, "甲系统运维", 98, 900, spent, rate), evaluation(2, "乙采购", 98, 9, 9, 100)]
        forms += [evaluation(3, "甲系统运维扩展", 98, 70, 70, 100)] * is_merged
        costs = [indicator(1, "成本指标", "上年尾款", "≤", bill, "万元")] if bill else []
        tables = {"projects": [project(1, "甲系统运维", now)], "project_indicators": costs}
        found = list(grown_projects.RULE.find(make_case(tables, evaluated=together(*forms))))
        own = now - min(bill, now)
        assert len(found) == (rate >= 90 and own > 0 and (own / spent - 1) * 100 >= 50)
        for one in found:
            assert one.money == own - spent
            assert ("预算数已扣除以前年度款项，执行数未见写明" in one.statement.text) == bool(bill)
            together_grown = (own / (spent + 70) - 1) * 100
            words = f"{'增幅' if together_grown >= 0 else '降幅'}为 {abs(together_grown):.1f}%"
            assert (f"若已并入，{words}" in one.statement.text) == is_merged

    def test_why_there_is_no_growth_without_bills_is_told_by_project(self):
        sure, doubtful, first = Bill(10.0), Bill(10.0, doubtful=True), Bill(first=True)
        years = ("2024年", "2026年")
        assert say_untold(100, 150, sure, NO_BILL, years) == ""
        assert say_untold(100, 150, doubtful, NO_BILL, years) == "尾款属于哪一年存疑"
        assert say_untold(100, 150, NO_BILL, first, years) == "2026年所列含首款、不是全年数"
        assert say_untold(100, 150, first, NO_BILL, years) == "2024年所列含首款、不是全年数"
        assert say_untold(100, 150, first, first, years) == ""
        assert say_untold(100, 10, NO_BILL, sure, years) == "扣除后没有余额"

    def test_without_a_project_that_may_have_gone_into_it_none_is_named(self):
        (one,) = evaluated(
            grown_projects, evaluation(1, "甲运维", 98, 10, 10, 100), projects=[project(1, "甲运维", 40)]
        )
        assert "并入" not in one.statement.text


class TestCostSums:
    def costs(self, *amounts):
        rows = [indicator(1, "成本指标", f"费用{n}", "≤", each, "万元") for n, each in enumerate(amounts)]
        return aimed(cost_sums, *rows, projects=[project(1, "甲", 100)])

    @pytest.mark.parametrize("amounts", [(70, 60), (100, 100), (90, 60, 50), (130,), (130, 5)])
    def test_more_than_the_total(self, amounts):
        (one,) = self.costs(*amounts)
        assert f"原因未证明：甲（{sum(amounts)}.00 万元对 100.00 万元）。" in one.statement.text
        assert one.money == sum(amounts) - 100
        assert "高于项目总额 1% 以上" in one.statement.text

    def test_a_single_cost_a_little_above_is_not_said_to_be_above_by_a_hundredth(self):
        (one,) = self.costs(100.75)
        assert "成本指标合计高于项目总额，共多 0.75 万元" in one.statement.text

    @pytest.mark.parametrize("amounts", [(), (100,), (60, 40), (60, 30), (60, 40.9), (1000000,)])
    def test_equal_less_nearly_equal_and_a_slip_of_unit_are_not(self, amounts):
        assert not self.costs(*amounts)

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.integers(1, 99), min_size=2, max_size=6))
    def test_any_costs_are_told_where_they_pass_the_total_by_more_than_rounding(self, amounts):
        found = self.costs(*amounts)
        assert len(found) == (sum(amounts) > 101)
        assert all(one.money == sum(amounts) - 100 for one in found)


class TestScores:
    def forms(self, *scores):
        return [evaluation(n, f"项目{n}", score, 10, 10, 100) for n, score in enumerate(scores, start=1)]

    def test_scores_near_full_marks(self):
        (one,) = evaluated(bunched_scores, *self.forms(99, 98, 97.5, 96, 60))
        assert "5 个项目中，4 个得分在 96.00 分及以上，涉及全年预算 40.00 万元" in one.statement.text

    @pytest.mark.parametrize("scores", [(99, 98, 97, 94, 60), (99, 99, 99, 99)])
    def test_scores_that_differ_and_too_few_forms_are_not(self, scores):
        assert not evaluated(bunched_scores, *self.forms(*scores))

    def lost(self, reason, actual="100%", weight=10, score=8):
        return judged(1, "满意度指标", "满意度", "≥95%", actual, weight, score, reason)

    def test_marks_lost_without_a_survey_while_full_satisfaction_is_claimed(self):
        other = judged(1, "产出指标", "次数", "≥3", "2", 10, 9, "未完成")
        reason = "口头满意度结果较好，后续采取问卷调查"
        (one,) = evaluated(unsurveyed_satisfaction, *self.forms(97), indicators=[self.lost(reason), other])
        text = "年自评指标共失 3 分，其中 2 分失在 1 条满意度指标上，自评表所写的依据只有"
        assert f"{text}口头了解，问卷调查留待后续，1 条的实际完成值填 100%" in one.statement.text

    @pytest.mark.parametrize(
        ("reason", "said"),
        [
            ("口头反映较好", "口头了解"),
            ("通过电话询问，未收到负面反馈", "电话、现场询问、未收到不良反馈"),
            ("暂未收到不良反馈", "未收到不良反馈"),
        ],
    )
    def test_no_form_is_said_to_state_more_than_it_does(self, reason, said):
        (one,) = evaluated(unsurveyed_satisfaction, *self.forms(97), indicators=[self.lost(reason)])
        assert f"自评表所写的依据只有{said}，" in one.statement.text

    @pytest.mark.parametrize(
        ("reason", "said"), [("未开展问卷调查", "未作调查"), ("后续作问卷调查", "问卷调查留待后续")]
    )
    def test_a_form_that_names_no_basis_is_said_to_name_none(self, reason, said):
        (one,) = evaluated(unsurveyed_satisfaction, *self.forms(97), indicators=[self.lost(reason)])
        assert f"，自评表写明{said}，" in one.statement.text

    def test_marks_that_the_rate_of_execution_lost_are_named_beside_them(self):
        form = evaluation(1, "甲", 92.5, 10, 5, 50)
        form["evaluation_funds"][0] |= {"weight": money(10), "score": money(4.5)}
        (one,) = evaluated(unsurveyed_satisfaction, form, indicators=[self.lost("口头满意度结果较好")])
        assert "年自评共失 7.5 分：预算执行率失 5.5 分，指标失 2 分，其中 2 分失在" in one.statement.text

    @pytest.mark.parametrize("reason", ["满意度未达标，已整改", None])
    def test_marks_lost_for_another_reason_are_not(self, reason):
        assert not evaluated(unsurveyed_satisfaction, *self.forms(97), indicators=[self.lost(reason)])

    def test_a_small_part_of_the_lost_marks_is_not(self):
        other = judged(1, "产出指标", "次数", "≥3", "2", 10, 8, "未完成")
        reason = "口头满意度结果较好"
        assert not evaluated(unsurveyed_satisfaction, *self.forms(97), indicators=[self.lost(reason), other])


class TestLateFullMarks:
    def observed(self, name, actual, score=10, target="是"):
        line = judged(1, "产出指标", name, target, actual, 10, score)
        return evaluated(late_full_marks, evaluation(1, "甲", 99, 60, 60, 100), indicators=[line])

    @pytest.mark.parametrize(
        ("name", "actual"),
        [
            ("按期完成", f"{YEAR}年4月"),
            (f"{LAST}年6月底前签订合同", f"{LAST}年8月"),
            (f"{LAST}年6月30日前", f"{LAST}年12月2日"),
        ],
    )
    def test_after_its_year_or_its_date(self, name, actual):
        (one,) = self.observed(name, actual)
        assert f"实际为{actual}" in one.statement.text

    @pytest.mark.parametrize(
        ("reason", "said"), [(f"{YEAR}年4月才完成", True), (f"{LAST}年4月完成", False), (None, False)]
    )
    def test_marks_that_the_form_itself_took_off_for_it_are_said(self, reason, said):
        late = judged(1, "产出指标", "按期完成", "是", f"{YEAR}年4月", 10, 10)
        other = judged(1, "产出指标", "台数", "≥3", "3", 10, 5, reason)
        (one,) = evaluated(late_full_marks, evaluation(1, "甲", 99, 60, 60, 100), indicators=[late, other])
        assert ("同一项目另有 1 条指标因完成时间失 5 分" in one.statement.text) == said

    @pytest.mark.parametrize(
        ("name", "actual", "score"),
        [
            ("按期完成", f"{YEAR}年4月", 8),
            (f"{LAST}年6月底前签订合同", f"{LAST}年6月", 10),
            (f"{LAST}年6月底前签订合同", f"{LAST - 1}年12月", 10),
            ("按期完成", "是", 10),
        ],
    )
    def test_in_time_or_marked_down_is_not(self, name, actual, score):
        assert not self.observed(name, actual, score)


class TestUnusedGoals:
    PRINTED = indicator(1, "产出指标", "手册", "≥", 300, "册", "数量指标")

    def told(self, goal, *indicators):
        return aimed(
            unused_goal, *(indicators or (self.PRINTED,)), projects=[project(1, "甲", 30, goal), project(2, "乙", 9)]
        )

    @pytest.mark.parametrize(
        ("goal", "quoted"),
        [
            ("印刷宣传手册500册。", "“500册”"),
            ("组织编印，发放手册2万册", "“2万册”"),
            ("开展培训：培训骨干80余册", "“80余册”"),
        ],
    )
    def test_a_number_that_the_goal_undertakes_and_no_indicator_has(self, goal, quoted):
        (one,) = self.told(goal)
        assert f"1 个项目、30.00 万元的绩效目标写明的数量，没有指标与之对应：甲（{quoted}）" in one.statement.text
        assert one.money == 30

    @pytest.mark.parametrize(
        "goal",
        [
            "印刷手册300册",
            "印刷手册至少200册",  # what is asked for is more
            "印刷手册100册、折页200册",  # together 300
            "辖区有500册藏书",  # described, not undertaken
            "上年印刷500册",
            "印刷1册样本",
            "印刷500页",  # a unit that no indicator of the document uses
            "完成2031年任务，12月底前组织验收，支出500万元",
            "",
        ],
    )
    def test_near_misses(self, goal):
        assert not self.told(goal)

    def test_a_number_in_the_indicators_words_or_in_their_sum(self):
        named = indicator(1, "产出指标", "印刷手册500册", "=", 100, "%", "质量指标")
        assert not self.told("印刷手册500册", self.PRINTED, named)
        assert not self.told(
            "印刷手册500册", self.PRINTED, indicator(1, "产出指标", "折页", "≥", 200, "册", "数量指标")
        )
        assert not aimed(
            unused_goal,
            indicator(2, "产出指标", "手册", "≥", 3, "册"),
            projects=[project(1, "甲", 30, "印刷手册500册"), project(2, "乙", 9)],
        )


class TestShorten:
    @pytest.mark.parametrize(
        ("text", "cut"),
        [
            ("按期完成全部宣传活动一批次，成本控制在预算以内并验收", "按期完成全部宣传活动一批次……"),
            ("总成本控制数按照合同约定执行≤466.696万元且不超支不追加", "总成本控制数按照合同约定执行……"),
            ("总成本与计划标准保持一致性（该分项总成本与计划标准）", "总成本与计划标准保持一致性……"),
            ("甲" * 20 + "，费用尾款", "甲" * 20 + "，费用尾款"),
            ("甲" * 30, "甲" * 22 + "……"),
        ],
    )
    def test_a_text_is_cut_behind_a_clause_and_never_within_a_number(self, text, cut):
        assert shorten(text) == cut

    @given(st.text(alphabet="甲乙丙，；（）≤0123.%", min_size=1, max_size=60), st.integers(12, 30))
    @settings(max_examples=60, deadline=None)
    def test_what_is_cut_is_a_beginning_and_shows_it(self, text, most):
        told = shorten(text, most)
        if told != text:
            assert text.startswith(told.removesuffix("……"))
            assert len(told) <= most + 2
