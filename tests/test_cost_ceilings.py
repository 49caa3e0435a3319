"""Cost ceilings against the money of their project: one judge, and every reader says the same."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_case import indicator, make_case, project

from budgetkit.briefing import performance
from budgetkit.briefing.performance import HIGHER
from budgetkit.compare.budget import find_budget
from budgetkit.compare.targets import compare_cost_ceilings
from budgetkit.cost_ceilings import Ceiling, is_cost, judge_ceiling, judge_sum, parse_ceiling, say_readings

RAW = Path(__file__).parents[1] / "data" / "raw"
AMOUNTS = st.decimals("1", "99999", places=6).filter(lambda amount: len(amount.normalize().as_tuple().digits) >= 5)


@pytest.mark.parametrize(
    ("printed", "unit", "whole", "verdict"),
    [
        ("≤365.291万元", "", "365.291", "equal"),
        ("376100", "元", "37.610000", "equal"),
        ("365.29", "万元", "365.291000", "rounded"),
        ("365.29", "万元", "365.298000", "rounded"),  # the last decimals left out
        ("365.291", "万元", "365.29", "rounded"),  # the whole is printed rounded
        ("365.29", "万元", "365.301000", "below"),
        ("365.29", "万元", "365.280000", "near_miss"),
        ("378.05", "万元", "365.280000", "above"),
        ("78912", "万元", "7.891200", "other_unit"),
        ("10", "元", "10.000000", "other_unit"),
        ("376100", "%", "37.610000", "other_unit"),
        ("100", "%", "100.000000", None),  # one digit tells nothing
        ("88", "%", "37.610000", None),
        ("378050", "万元", "36.128000", "absurd"),
        ("50", "万元", "49.600000", "above"),  # a whole number is exact
        ("8.2", "万", "8.200000", "equal"),
    ],
)
def test_a_ceiling_is_judged_to_the_printed_digits(printed, unit, whole, verdict):
    assert judge_ceiling(parse_ceiling(printed, unit, in_any_unit=True), Decimal(whole)) == verdict
    assert (parse_ceiling(printed, unit) is None) == (unit == "%")


@pytest.mark.parametrize(
    ("text", "unit"), [("300", "元/人"), ("11月底前", None), ("", "元"), (None, None), ("0", "元")]
)
def test_rates_and_texts_are_no_ceilings(text, unit):
    assert parse_ceiling(text, unit) is None


@given(AMOUNTS)
def test_every_unit_of_an_amount_meets_it_and_another_unit_never_does(amount):
    assert judge_ceiling(Ceiling(amount * 10000, "元"), amount) == "equal"
    assert judge_ceiling(Ceiling(amount, "元"), amount) == "other_unit"
    assert judge_ceiling(Ceiling(amount * 10000, "万元"), amount) == "other_unit"
    assert judge_ceiling(Ceiling(amount * 3, "万元"), amount) == "above"
    assert judge_ceiling(Ceiling((amount / 3).quantize(Decimal("1E-6")), "万元"), amount) == "below"


def test_a_sum_may_be_off_by_the_rounding_of_each_addend():
    costs = [Ceiling(Decimal(text), "万元") for text in ("4.44", "4.44", "4.43")]
    assert judge_sum(costs, Decimal("13.300000")) == "rounded"
    assert judge_sum(costs, Decimal("13.200000")) == "above"
    assert judge_sum([*costs, Ceiling(Decimal("13.3"), "元")], Decimal("13.300000")) == "other_unit"


@pytest.mark.parametrize(
    ("level1", "level2", "expected"),
    [
        ("成本指标", "经济成本指标", True),
        ("产出指标", "成本指标", True),
        ("产出指标", "数量指标", False),
        (None, None, False),
    ],
)
def test_cost_stands_on_either_level(level1, level2, expected):
    assert is_cost(level1, level2) is expected


def test_checks_findings_and_comparison_say_the_same_of_each_project(published_data):
    data = published_data
    own = {name: getattr(data, name) for name in ("checks", "findings", "projects", "project_indicators")}
    own = {name: frame[frame["document_id"] == "chaoyang-emergency-2024-budget"] for name, frame in own.items()}
    checks = own["checks"][(own["checks"]["rule"] == "cost_ceiling") & (own["checks"]["status"] != "pass")]
    findings = own["findings"][own["findings"]["kind"].isin(("unit_error", "inconsistent_total"))]
    assert set(checks["source_line"]) == set(findings["source_line"])
    owners = own["project_indicators"].set_index("source_line")["project_seq"]
    table = compare_cost_ceilings(find_budget(data, "chaoyang-emergency", 2024)).table.set_index("project_seq")
    told = {"explained": "slip", "fail": "single"}
    said = {owners[check.source_line]: told[check.status] for check in checks.itertuples()}
    assert table.loc[list(said), "verdict"].to_dict() == said
    assert set(table.index[table["verdict"].isin(("slip", "single"))]) == set(said)


@pytest.mark.parametrize("status", ["explained", "located", None])
def test_a_slip_is_told_as_its_check_tells_it(status):
    cost = indicator(1, "成本指标", "总成本", "≤", 50000, "万元")
    found = [{"rule": "cost_ceiling", "table": "project_indicators", "status": status, "source_line": 1}]
    checks = [{"description": "某项", "lines": "1", **row} for row in found if status]
    case = make_case({"projects": [project(1, "甲", 5)], "project_indicators": [cost], "checks": checks})
    (label,) = performance.higher_ceilings(case.budget).table["label"]
    assert label == HIGHER["slip" if status == "explained" else "doubt"]


@pytest.mark.parametrize(
    ("status", "higher", "words"),
    [
        ("explained", 1, ("1 项成本指标合计高于项目总额：乙。", "另有 1 项按所印单位也高于总额，是单位误写")),
        ("located", 2, ("2 项成本指标合计高于项目总额：乙、甲。", "高于总额的 2 项中，")),
    ],
)
def test_a_proved_slip_does_not_count_among_what_is_above_a_total(status, higher, words):
    costs = [
        indicator(1, "成本指标", "总成本", "≤", 50000, "万元"),
        indicator(2, "成本指标", "总成本", "≤", 16, "万元"),
    ]
    check = {"rule": "cost_ceiling", "table": "project_indicators", "source_line": 1, "description": "某项"}
    checks = [{**check, "status": status, "lines": "1"}]
    projects = [project(1, "甲", 5), project(2, "乙", 10)]
    budget = make_case({"projects": projects, "project_indicators": costs, "checks": checks}).budget
    assert f"2 个可比项目中 {higher} 个高于总额" in performance.higher_ceilings(budget).title
    said = "".join(one.text for one in performance.key_points(budget, evaluated=False))
    assert [word for word in words if word not in said] == []


@pytest.mark.parametrize(
    ("monthly", "number"), [((10, 30), 2), ((10, 1), 1), ((5, 1), 0), ((), 0)], ids=["both", "one", "none", "no_month"]
)
def test_months_that_pass_a_total_in_a_year_qualify_that_nothing_is_above_it(monthly, number):
    projects = [project(seq, name, 100) for seq, name in enumerate("甲乙丙", start=1)]
    rows = [indicator(3, "成本指标", "总成本", "≤", 100, "万元")]
    rows += [
        indicator(seq, "成本指标", "单月云服务成本", "≤", cost, "万元") for seq, cost in enumerate(monthly, start=1)
    ]
    budget = make_case({"projects": projects, "project_indicators": rows}).budget
    said = "".join(one.text for one in performance.key_points(budget, evaluated=False))
    assert "未发现成本指标合计高于项目总额" in said
    assert (f"按全年十二个月计，{number} 个项目的高于项目总额" in said) == bool(number)
    assert ("单月上限" in said) == bool(number)


@pytest.mark.parametrize(
    ("total", "costs", "words"),
    [
        (10, (16,), "一条成本指标就高于总额（列为勾稽差异"),
        (50, (50, 30, 20), "2 倍（可能总额与分项重复列示或分期付款，原因未证明）"),
        (60, (50, 40, 10), "等于几条之和的 60%（可能是分期付款，原因未证明）"),
        (63, (50, 40, 10), "几条之和高于总额，原因未证明"),
    ],
)
def test_one_cost_above_a_total_is_a_difference_and_a_sum_only_a_hint(total, costs, words):
    rows = [indicator(1, "成本指标", f"成本{n}", "≤", cost, "万元") for n, cost in enumerate(costs)]
    case = make_case({"projects": [project(1, "甲", total)], "project_indicators": rows})
    (label,) = performance.higher_ceilings(case.budget).table["label"]
    assert words in label
    assert ("勾稽差异" in label) == (len(costs) == 1)
    (*_, said) = [one.text for one in performance.key_points(case.budget, evaluated=False)]
    assert "1 项" in said


@pytest.mark.parametrize(
    ("cost", "whole", "said"),
    [
        ("16", "10", "只差一位数字"),
        ("175.5", "73.29", "改其中一位数字，都不与项目总额相符"),
        ("16.26", "10", "改其中一位数字，都不与项目总额相符"),
    ],
)
def test_what_is_said_of_a_cost_above_its_total_is_what_was_tried(cost, whole, said):
    ceiling, total = Ceiling(Decimal(cost), "万元"), Decimal(whole)
    text = say_readings(judge_ceiling(ceiling, total), ceiling.amount, total, "项目总额")
    assert said in text
    assert "文件不能证明" in text
