"""Values of indicators: what another print or plain sense contradicts is told, all else is left alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from budgetkit.check.dates_in_words import describe_other_year
from budgetkit.check.document import CheckedDocument
from budgetkit.check.evaluation_values import check_evaluation_values, describe_odd
from budgetkit.check.indicator_values import check_indicator_values
from budgetkit.check.project_costs import check_project_costs
from budgetkit.finding import Row
from budgetkit.sources import load_sources

RAW = Path(__file__).parents[2] / "data" / "raw"


def indicator(name: str, operator: str, value: str, unit: str, level2: str = "数量指标", line: int = 5) -> Row:
    return {
        "project_seq": 1, "level1": "产出指标", "level2": level2, "name": name, "operator": operator, "value": value,
        "value_number": Decimal(value), "unit": unit, "source_line": line,
    }  # fmt: skip


def odd(*rows: Row, goal: str = "", total: str = "100.5") -> list[str]:
    (source, *_) = load_sources(RAW)
    project = {"project_seq": 1, "project_name": "演练", "total": Decimal(total), "goal": goal, "source_line": 1}
    document = CheckedDocument({"projects": [project], "project_indicators": rows}, (), replace(source, year=2026))
    checks = [*check_indicator_values(document), *check_project_costs(document)]
    checks = [check for check in checks if check["rule"] == "indicator_value"]
    assert {check["status"] for check in checks} <= {"pass", "insufficient"}
    return [check["explanation"] for check in checks if check["status"] != "pass"]


@pytest.mark.parametrize(("row", "words"), [
    (indicator("系统可用率", "≥", "980", "%"), "大于 100%"),
    (indicator("培训人员满意度", "≥", "9", "%"), "低得不像"),
    (indicator("报告要求符合率", "≥", "9.5", "%"), "低得不像"),
    (indicator("培训人员满意度", "≤", "95", "%"), "方向疑为写反"),
    (indicator("使用人员满意率", "<", "90", "%"), "方向疑为写反"),
    (indicator("年度完成时限", "≤", "21", "月"), "超出一年"),
    (indicator("2026年11月30日前完成", "≤", "20261131", "日"), "不是一个日期"),
    (indicator("全部成果完成", "≤", "20561130", "日"), "不在 2026 年前后"),
    (indicator("2026年11月底前完成全部成果", "≤", "20261030", "日"), "与指标名称中的日期不同"),
    (indicator("赴41家机构现场评估", "=", "45", "家"), "指标名称中为 41家"),
    (indicator("抽查比例不低于10%", "≥", "90", "%"), "10%（下限）"),
    (indicator("故障率不超过5%", "≤", "50", "%"), "5%（上限）"),
    (indicator("响应时间不大于30分钟", "<", "3", "分钟"), "30分钟（上限）"),
    (indicator("任务办结率百分之九十五以上", "≥", "59", "%"), "95%（下限）"),
    (indicator("参训人员满意度", "≥", "90", "元/人"), "计量单位疑有误"),
    (indicator("问题整改率", "=", "100", "天"), "计量单位疑有误"),
    (indicator("培训人次", "≥", "90", "%"), "计量单位疑有误"),
])  # fmt: skip
def test_a_value_that_cannot_be_meant_is_told(row, words):
    (text,) = odd(row)
    assert words in text


@pytest.mark.parametrize("row", [
    indicator("抽查比例不低于10%", "=", "90", "%"), indicator("抽查比例不低于10%", "≥", "10", "%"),
    indicator("故障率不超过5%", "≤", "5", "%"), indicator("故障率不超过5%", "=", "3", "%"),
    indicator("任务办结率百分之九十五以上", "≥", "95", "%"), indicator("任务办结率百分之百", "=", "100", "%"),
    indicator("参训人员满意度", "≥", "90", "分"), indicator("巡检频率", "≥", "12", "次"),
    indicator("培训召开率", "=", "1", "次/年"), indicator("系统稳定运行时间", "≥", "99", "%"),
    indicator("参训人次", "≥", "90", "人次"),
])  # fmt: skip
def test_a_value_that_keeps_to_its_name_and_unit_is_not(row):
    assert odd(row) == []


@pytest.mark.parametrize(("text", "operator", "words"), [
    ("1,23.45", "≤", "却不是一个数"), ("99.5.5", "≥", "却不是一个数"), ("O5", "=", "却不是一个数"),
    ("2062年12月", "≤", "不在 2026 年前后"), ("2026-13-01", "≤", "不是一个日期"),
    ("2026年2月30日", "≤", "不是一个日期"),
    ("25:00", "≤", "不是一个时刻"), ("19:75", "≤", "不是一个时刻"),
])  # fmt: skip
def test_a_value_with_digits_that_is_neither_number_nor_date_is_told(text, operator, words):
    (told,) = odd({**indicator("完成情况", operator, "1", ""), "value": text, "value_number": None})
    assert words in told


@pytest.mark.parametrize(
    "text", ["优", "2026年12月", "2026年2月28日", "2026-12-31", "24:00", "1:80", "7*24小时", "8-10", "3至5"]
)
@pytest.mark.parametrize("operator", ["≥", "≤", "=", "定性"])
def test_a_value_in_words_or_a_date_that_can_be_is_not(text, operator):
    assert odd({**indicator("完成情况", operator, "1", ""), "value": text, "value_number": None}) == []


@pytest.mark.parametrize(
    "text", ["13月底前", "2026年0月完成", "11月31日前完成初验，12月32日前终验", "2026 年 19 月 3 日", "00月上旬"]
)
def test_a_date_in_words_that_is_none_is_told(text):
    (told,) = odd({**indicator("完成时间", "定性", "1", ""), "value": text, "value_number": None})
    assert told.endswith("不是一个日期，按原文保留，宜复核")


@pytest.mark.parametrize(
    "text", ["12月底前", "服务期18个月", "2026年1月1日-12月31日", "24月内免费维保", "每月15日前", "全年360日", ""]
)
def test_a_date_or_length_in_words_that_can_be_is_left_alone(text):
    assert odd({**indicator("完成时间", "定性", "1", ""), "value": text, "value_number": None}) == []


@pytest.mark.parametrize("row", [
    indicator("用户同比增长率", "≥", "150", "%"),
    indicator("运维效率提升率", "≥", "130", "%"),
    indicator("系统故障率", "≤", "1", "%"),
    indicator("培训人员满意度", "≥", "90", "%"),
    indicator("资源利用率", "≥", "30", "%"),
    indicator("用户投诉率", "≤", "5", "%"),
    indicator("用户不满意率", "≤", "5", "%"),
    indicator("满意度调查投诉占比", "≤", "2", "%"),
    indicator("2026年11月底前完成全部成果", "≤", "20261130", "日"),
    indicator("方案1份，脚本1份，报告1份", "=", "3", "份"),
    indicator("赴41家机构现场评估", "=", "41", "家"),
    indicator("运维期限", "=", "12", "月"),
])  # fmt: skip
def test_a_value_that_may_be_meant_is_left_alone(row):
    assert odd(row) == []


@pytest.mark.parametrize(("goal", "told"), [
    ("为31家安全评价机构提供支撑", True),
    ("为27家安全评价机构提供支撑", False),
    ("为31家培训单位提供支撑", False),
    ("2023年完成了31家安全评价机构的评定；今年继续", False),
    ("支撑至少20家安全评价机构", False),
    ("", False),
])  # fmt: skip
def test_the_goal_is_a_second_print_only_where_its_words_meet(goal, told):
    assert bool(odd(indicator("复审安全评价机构数量", "=", "27", "家"), goal=goal)) is told


def test_one_indicator_of_a_project_has_one_value():
    rows = [indicator("印制手册", "≥", "300", "册"), indicator("印制 手册", "≥", "800", "册", line=9)]
    assert odd(*rows) == ["同一项目的同一指标印有不同的值（300、800），按原文保留，宜复核"]
    assert odd(rows[0], {**rows[1], "project_seq": 2}) == []


@pytest.mark.parametrize(("costs", "total", "told"), [
    (("60.25", "40.25"), "100.5", False),
    (("60.25", "43.25"), "103.6", False),
    (("61.25", "48.25"), "109.5", False),
    (("1061.25", "4248.25"), "5319.5", True),
    (("33.3333", "66.6667"), "100.000001", False),
])  # fmt: skip
def test_costs_that_miss_the_total_by_one_digit(costs, total, told):
    rows = [indicator(f"第{n}项成本", "≤", cost, "万元", "经济成本指标", n) for n, cost in enumerate(costs, start=1)]
    assert bool(odd(*rows, total=total)) is told


def test_a_cost_with_the_totals_digits_and_another_point():
    assert odd(indicator("项目成本", "≤", "36.529", "万元", "经济成本指标"), total="365.29")
    assert odd(indicator("项目成本", "≤", "365.29", "万元", "经济成本指标"), total="365.29") == []


def evaluation(target: str, actual: str, *, name: str = "某指标", score: str = "10", reason: str | None = None) -> Row:
    return {
        "name": name, "target": target, "actual": actual, "weight": Decimal(10), "score": Decimal(score),
        "deviation_reason": reason,
    }  # fmt: skip


@pytest.mark.parametrize(("row", "words"), [
    (evaluation("≥95%", "93%"), "没有达到"),
    (evaluation("≤3次", "5次"), "没有达到"),
    (evaluation("=12份", "11份"), "没有达到"),
    (evaluation("≥3次", "30次"), "远在"),
    (evaluation("≤39小时", "390小时", score="8"), "远在"),
    (evaluation("=10%", "100%"), "远在"),
    (evaluation("40%", "100%"), "远在"),
    (evaluation("=000%", "100%"), "远在"),
    (evaluation("≥9%", "95%"), "远在"),
    (evaluation("≥950%", "95%"), "大于 100%"),
    (evaluation("≥95%", "990%", name="有效提升保障水平，可用率达标"), "大于 100%"),
    (evaluation("=200张", "250张", name="采购250张网卡"), "指标名称中为 250张"),
])  # fmt: skip
def test_a_result_that_does_not_fit_its_target_is_told(row, words):
    assert words in describe_odd(row)


@pytest.mark.parametrize("row", [
    evaluation("≥95%", "93%", score="9"),
    evaluation("≥95%", "100%"),
    evaluation("≤3次", "0次"),
    evaluation("=65份", "66份"),
    evaluation("=0%", "0%"),
    evaluation("≥0次", "30次"),
    evaluation("≥50%", "100%"),
    evaluation("=10%", "100%", reason="口径调整"),
    evaluation("≥3次", "30次", reason="任务增加"),
    evaluation("≤10秒", "≤10秒"),
    evaluation("好坏", "好"),
    evaluation("≤60万元", "59.5万元"),
])  # fmt: skip
def test_a_result_that_fits_is_left_alone(row):
    assert describe_odd(row) is None


YEARLY = (
    "{}年11月底前完成验收", "{}年 12月 31日前完成80家现场复核", "按计划推进，{}年6月前组织合同签订", "{}年底前完成",
    "{}年11月，完成项目验收", "{}年3月-6月，完成方案制定", "{}年11月中旬完成",
)  # fmt: skip


@pytest.mark.parametrize("name", YEARLY)
def test_a_deadline_before_the_year_of_the_budget_or_far_behind_it_is_told(name):
    for year in (2025, 2016, 2036, 2206, 1026):
        (text,) = odd(indicator(name.format(year), "=", "1", "年", "时效指标"))
        assert "不是 2026 年的" in text
    for year in (2026, 2027, 2028):
        assert odd(indicator(name.format(year), "=", "1", "年", "时效指标")) == []
    assert odd(indicator(name.format(2025), "=", "1", "年", "数量指标")) == []


@pytest.mark.parametrize("name", [
    "2025年3月至2026年6月分两期完成", "落实三年行动方案（2024-2025年底前）", "按2025年9月专题会议要求推进",
    "2025年度尾款支付时间",
])  # fmt: skip
def test_years_that_are_no_deadline_are_left_alone(name):
    assert odd(indicator(name, "=", "1", "年", "时效指标")) == []


def test_a_deadline_of_another_year_than_a_self_evaluations_is_told_unless_the_result_names_it():
    assert describe_other_year("2025年4月底前完成", 2024, "是")
    assert describe_other_year("2023年4月底前完成", 2024, "2024年3月")
    assert describe_other_year("2025年4月底前完成", 2024, "2025年4月") is None
    assert describe_other_year("2024年4月底前完成", 2024, "2024年3月") is None


def test_a_total_of_points_whose_weight_is_lost_is_told():
    (source, *_) = load_sources(RAW)
    totals = [
        {"table": "evaluation_indicators", "column": column, "amount": Decimal(100), "source_line": line}
        for line, columns in ((10, ("weight", "score")), (20, ("score",)))
        for column in columns
    ]
    (check,) = check_evaluation_values(CheckedDocument({"printed_totals": totals}, (), source))
    assert (check["status"], check["lines"]) == ("insufficient", "20")
    assert [
        row["status"] for row in check_evaluation_values(CheckedDocument({"printed_totals": totals[:2]}, (), source))
    ] == ["pass"]
