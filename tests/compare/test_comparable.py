"""Growth without earlier years' bills: made projects whose parts are known, and near misses that are no bills."""

from __future__ import annotations

from random import Random

import pandas as pd
import pytest
from drawn import some_of
from made_case import DEPARTMENT, YEAR, evaluation, indicator, judged, make_case, money, project, together

from budgetkit.briefing.year_over_year import execution, find_years
from budgetkit.briefing.year_over_year_projects import project_changes, shown_changes, state_projects
from budgetkit.briefing.year_over_year_words import key_points
from budgetkit.compare.execution import compare_execution
from budgetkit.observe.more_after_low import RULE

OLD = ("{last}年{name}尾款", "{name}（{last}年尾）", "{name}（{last}年预算）", "上年{name}费用", "{last}年{name}支出")
NEW = (
    "{year}年{name}支出",
    "{name}比{last}年下降后的费用",
    "{name}按{last}年标准执行",
    "{year}年{name}（{last}年至{year}年）",
)
NAMES = ("档案数字化", "台站运维", "热线服务", "标准样品", "讲堂", "巡查")


def draw_budget(random: Random, year: int) -> tuple[dict, dict[str, tuple[float, float]]]:
    """Draw projects that each cost something new and perhaps pay an old bill; give the rows and the known parts."""
    projects, indicators, truth = [], [], {}
    for seq, name in enumerate(NAMES, start=1):
        new, old = random.randint(1, 900), random.choice((0, random.randint(1, 900)))
        truth[name] = (new, old)
        projects.append(project(seq, name, new + old))
        parts = [(random.choice(NEW), new), *([(random.choice(OLD), old)] if old else [])]
        for text, amount in random.sample(parts, len(parts)):
            words = text.format(name=name, year=year, last=year - 1)
            indicators.append(indicator(seq, "成本指标", words, "≤", amount, "万元"))
    return {"projects": projects, "project_indicators": indicators}, truth


@pytest.mark.parametrize("seed", some_of(range(25), 10))
def test_both_years_bills_are_taken_off_before_a_rate_is_computed(seed):
    random = Random(seed)
    (later, own), (earlier, before) = draw_budget(random, YEAR), draw_budget(random, YEAR - 1)
    years = find_years(make_case(later, earlier=earlier).budget.data, DEPARTMENT, YEAR)
    table = project_changes(years).table.set_index("name_2")
    for name in NAMES:
        (new, old), (new_before, old_before) = own[name], before[name]
        row = table.loc[name]
        assert row["comparable"] == pytest.approx((new - new_before) / new_before * 100)
        assert [row["bill_1"] or 0, row["bill_2"] or 0] == pytest.approx(
            [old_before or float("nan"), old or float("nan")], nan_ok=True
        )
        assert row["growth"] == pytest.approx((new + old - new_before - old_before) / (new_before + old_before) * 100)
    shown = shown_changes(years).table["comparable_said"]
    has_old = any(old for _, old in (*own.values(), *before.values()))
    assert shown.notna().any() == has_old
    assert any("扣除后" in str(statement) for statement in state_projects(years)) == has_old


@pytest.mark.parametrize("seed", some_of(range(15), 6))
def test_executed_money_is_taken_apart_as_the_budget_is(seed):
    random = Random(seed)
    later, own = draw_budget(random, YEAR)
    forms, lines, spent = [], [], {}
    for seq, name in enumerate(NAMES, start=1):
        new, old = random.randint(1, 900), random.choice((0, random.randint(1, 900)))
        spent[name] = (new, old)
        forms.append(evaluation(seq, name, 95, new + old, new + old, 100))
        if old:
            text = random.choice(OLD).format(name=name, last=YEAR - 2)
            lines.append(judged(seq, "成本指标", text, f"≤{old}万元", f"{old}万元", 10, 10))
    case = make_case(later, evaluated=together(*forms, indicators=lines))
    table = compare_execution(case.budget).table.set_index("name")
    for name in NAMES:
        (new, _), (new_before, _) = own[name], spent[name]
        assert table.loc[name, "comparable"] == pytest.approx((new - new_before) / new_before * 100)


def comparable(later: list[dict], earlier: list[dict], *indicators: dict) -> float:
    case = make_case({"projects": later, "project_indicators": list(indicators)}, earlier={"projects": earlier})
    (row,) = project_changes(find_years(case.budget.data, DEPARTMENT, YEAR)).table.to_dict("records")
    return row["comparable"]


def test_no_rate_where_nothing_comparable_is_left_or_one_year_alone_pays_a_first_instalment():
    old = indicator(1, "成本指标", f"{YEAR - 1}年甲尾款", "≤", 40, "万元")
    first = indicator(1, "成本指标", f"{YEAR}年甲首付款", "≤", 60, "万元")
    before = [project(1, "甲", 100)]
    assert comparable([project(1, "甲", 100)], before, old) == pytest.approx(-40)
    assert pd.isna(comparable([project(1, "甲", 40)], before, old))
    assert pd.isna(comparable([project(1, "甲", 100)], before, old, first))
    assert pd.isna(comparable([project(1, "甲", None)], before, old))
    assert comparable([project(1, "甲（首款）", 30)], [project(1, "甲（首款）", 20)]) == pytest.approx(50)


def test_the_table_of_executions_has_no_column_for_bills_where_there_are_none():
    case = make_case({"projects": [project(1, "甲", 9)]}, evaluated=together(evaluation(1, "甲", 95, 9, 9, 99.96)))
    years = find_years(case.budget.data, DEPARTMENT, YEAR)
    result = execution(years)
    assert result.table[["bill_1", "bill_2", "comparable_said"]].isna().all(axis=None)
    assert result.table["rate_said"].tolist() == ["99.96%"]  # as the form prints it, not 100.0%
    assert not any("以前年度款项" in str(point) for point in key_points(years))


def test_more_money_after_low_execution_is_no_more_where_it_pays_last_years_bill():
    form = together(evaluation(1, "甲", 80, 100, 60, 60.0))
    rows = {"projects": [project(1, "甲", 100)]}
    bill = indicator(1, "成本指标", f"{YEAR - 1}年甲尾款", "≤", 40, "万元")
    assert list(RULE.find(make_case(rows, evaluated=form)))
    assert not list(RULE.find(make_case({**rows, "project_indicators": [bill]}, evaluated=form)))
    smaller = {**bill, "value": "39", "value_number": money(39)}
    (one,) = RULE.find(make_case({**rows, "project_indicators": [smaller]}, evaluated=form))
    assert one.money == pytest.approx(1)
