"""Words of the briefing: what is defined is used, nothing is said twice, deductions say what they change."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_case import make_case, money, printed, project, spent

from budgetkit.briefing import city_district_limits, city_district_words, frame
from budgetkit.briefing.sides import find_sides
from budgetkit.briefing.summary import unused_terms
from budgetkit.briefing.year_over_year import find_years
from budgetkit.compare.carryover import measure_carried_for_projects
from budgetkit.report.parts import Notice
from budgetkit.statements import compose

REPORTS = [("beijing-emergency", 2026), ("beijing-data", 2026), ("chaoyang-emergency", 2024)]


@pytest.mark.parametrize(
    ("title", "text"), [("市区对比", "缺区级部门的预算。"), ("同比", "未作市区对比：缺区级部门的预算。")]
)
def test_a_notice_does_not_say_its_title_again(title, text):
    notice = Notice("missing", "未作市区对比：缺区级部门的预算。", title)
    assert [sentence["text"] for sentence in notice.data()["sentences"]] == [text]


@pytest.mark.parametrize(("department", "year"), REPORTS)
def test_terms_that_the_briefing_has_no_part_for_are_left_out(published_data, department, year):
    years = find_years(published_data, department, year)
    terms = set(frame.definitions(unused_terms(years)).table["term"])
    assert {"所列项目", "可量化指标", "勾稽核对状态"} <= terms
    assert not terms & {"HHI", "覆盖率", "贡献（百分点）"}
    assert ("执行数" in terms) == (years.evaluation_year is not None)


def side(share, largest, name="甲"):
    """Make a budget of 100 with so much project money, of which one project is the largest."""
    summary = {"side": "expenditure", "item_name": "支出总计", "amount": money(100), "role": "total"}
    rows = [spent("2990101", f"3020{n}", None, share / 4) for n in range(4)]
    tables = {"income_expenditure": [summary], "expenditure": rows, "projects": [project(1, name, largest)]}
    return make_case({**tables, "printed_totals": [printed("project", share)]}).budget


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ((64, 30), (46, 30), "分别为 48.6%、22.9%，差距扩大到 25.7 个百分点。"),
        ((64, 60), (46, 1), "后，市级 2031年为 10.0%，前者转为低 36.0 个百分点。"),  # the other one is ahead now
        ((64, 40), (46, 1), "后，市级 2031年为 40.0%，前者转为低 6.0 个百分点。"),
        ((60, 20), (50, 1), "后，市级 2031年为 50.0%，两者持平。"),
    ],
)
def test_a_deduction_says_of_what_and_how_the_difference_then_is(first, second, words):
    one, two = side(*first), side(*second)
    sides = SimpleNamespace(budgets=(one, two))
    points = city_district_words._with_remarks(
        city_district_words._state_share_difference("project", "项目支出占支出总计的比重", one, two),
        sides,
        "project",
        lambda budget: city_district_words._without_dominant(budget, 30.0),
    )
    assert words in points.text
    assert "分子、分母同扣市级 2031年甲（" in points.text


def test_what_is_deducted_of_another_kind_on_each_side_is_not_subtracted():
    sides = SimpleNamespace(budgets=(side(64, 40, "甲"), side(46, 30, "乙")))
    text = city_district_words.differences(sides)[0].text
    assert "分别为 40.0%、22.9%，所扣内容不同，只说明各自受一笔大额支出的影响，两者不相减。" in text


def paying(basic, project_money):
    """Make a budget whose pay (301) is so much basic and so much project money, beside goods of 40 and 30."""
    summary = {"side": "expenditure", "item_name": "支出总计", "amount": money(170), "role": "total"}
    rows = [spent("2990101", "30101", basic, project_money), spent("2990101", "30201", 40, 30)]
    totals = [printed("basic", basic + 40), printed("project", (project_money or 0) + 30)]
    return make_case({"income_expenditure": [summary], "expenditure": rows, "printed_totals": totals}).budget


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ((60, None), (60, 40), "；其中市级 2031年含项目支出 40.00 万元，只算基本支出，占基本支出的 60.0% 对 60.0%）"),
        ((60, None), (100, None), ""),  # near miss: all pay is basic money
    ],
)
def test_pay_from_project_money_is_told_with_the_shares_of_basic_money(first, second, words):
    told, figures = city_district_words._say_project_wages("301", (paying(*first), paying(*second)))
    assert compose(told, **figures).text + ("）" if words else "") == words
    assert city_district_words._say_project_wages("302", (paying(*first), paying(*second)))[0] == ""


@given(st.integers(1, 99), st.integers(1, 99), st.data())
def test_without_what_is_carried_over_the_share_lies_between_the_bounds(basic, spent_on_projects, data):
    total = basic + spent_on_projects
    carried = data.draw(st.integers(1, total - 1))
    of_projects = data.draw(st.integers(max(0, carried - basic), min(carried, spent_on_projects)))
    summary = {"side": "expenditure", "item_name": "支出总计", "amount": money(total), "role": "total"}
    totals = [printed("basic", basic), printed("project", spent_on_projects)]
    budget = make_case({"income_expenditure": [summary], "printed_totals": totals}).budget
    _, figures = city_district_limits._say_without_carryover(budget, float(carried), budget)
    share = (spent_on_projects - of_projects) / (total - carried) * 100
    assert figures["low"].value - 1e-9 <= share <= figures["high"].value + 1e-9


def carrying(fund, basic, projects, *, listed=("2990101",), total=1000, project_total=500, general=None):
    """Make a budget of 1,000 万元 that carries over 300, `fund` of it a fund's, spent on one item."""
    totals = [printed("basic", total - project_total), printed("project", project_total)]
    totals += [] if general is None else [{**printed("basic", general), "table": "general_public_expenditure"}]
    return make_case(
        {
            "income_expenditure": [
                {"side": "expenditure", "item_name": "支出总计", "amount": money(total), "role": "total"}
            ],
            "income": [
                {
                    "role": "total",
                    "total": money(total),
                    "this_year_general_public": money(total - 300),
                    "carryover_general_public": money(300 - fund),
                    "carryover_gov_fund": money(fund),
                }
            ],
            "gov_fund": [{"function_code": code, "function_name": "城建"} for code in listed],
            "expenditure": [spent("2990101", "30201", basic, projects)],
            "printed_totals": totals,
        }
    ).budget


@pytest.mark.parametrize(
    ("fund", "basic", "projects", "proven"),
    [(200, 0, 250, 200), (200, 0, 200, 200), (200, 60, 250, 140), (200, 200, 250, 0), (200, 0, 199, 0), (0, 0, 250, 0)],
)
def test_a_funds_carry_over_is_project_money_as_far_as_its_items_have_no_basic_money(fund, basic, projects, proven):
    budget = carrying(fund, basic, projects)
    assert measure_carried_for_projects(budget) == proven
    words, figures = city_district_limits._say_without_carryover(budget, 300.0, budget)
    assert figures["high"].value == pytest.approx((500 - proven) / 700 * 100)
    assert ("证明的" in words) == bool(proven)
    assert not measure_carried_for_projects(carrying(fund, basic, projects, listed=()))


@pytest.mark.parametrize(
    ("general", "proven"),
    [(500, 200), (499, 199), (350, 50), (300, 0), (100, 0), (None, 0)],
)
def test_other_sources_carry_over_is_project_money_as_far_as_all_basic_money_is_of_the_general_budget(general, proven):
    budget = carrying(200, 200, 250, general=general)
    assert measure_carried_for_projects(budget) == proven
    _, figures = city_district_limits._say_without_carryover(budget, 300.0, budget)
    assert figures["high"].value == pytest.approx((500 - proven) / 700 * 100)


@pytest.mark.parametrize(
    ("share", "said"),
    [(20, "均高于"), (28, "均高于"), (29, ""), (50, ""), (71, ""), (72, "均低于")],
)
def test_the_other_sides_share_is_told_where_it_lies_outside_the_bounds(share, said):
    other = make_case(
        {
            "income_expenditure": [
                {"side": "expenditure", "item_name": "支出总计", "amount": money(100), "role": "total"}
            ],
            "income": [{"role": "total", "total": money(100), "this_year_general_public": money(100)}],
            "printed_totals": [printed("basic", 100 - share), printed("project", share)],
        }
    ).budget
    words, _ = city_district_limits._say_without_carryover(carrying(0, 0, 9), 300.0, other)
    assert ("，均" in words) == bool(said)
    assert said in words
    carries_too = carrying(0, 0, 9, project_total=10)  # what its share is without the carry-over isn't known
    assert "，均" not in city_district_limits._say_without_carryover(carrying(0, 0, 9), 300.0, carries_too)[0]


@pytest.mark.parametrize(("department", "year"), [REPORTS[0], REPORTS[2]])
def test_the_classes_that_differ_most_are_told_with_both_shares(published_data, department, year):
    sides = find_sides(published_data, department, year)
    (text,) = [one.text for one in city_district_words.differences(sides) if one.text.startswith("部门经济分类")]
    shown = {"city": "32.2% 对 75.2%，前者低", "district": "75.2% 对 32.2%，前者高"}[sides.own.level]
    assert f"工资福利支出（{shown} 42.9 个百分点" in text
    shown = {"city": "60.0% 对 24.1%，前者高", "district": "24.1% 对 60.0%，前者低"}[sides.own.level]
    assert f"商品和服务支出（{shown} 35.9 个百分点）" in text


def test_what_findings_call_a_correction_is_defined():
    (defined,) = [row for row in frame.definitions().table.to_dict("records") if row["term"] == "更正记录"]
    assert defined["used_as"] in "按更正记录改正"  # so that a report with one defines it
    assert all(word in defined["meaning"] for word in ("理由", "依据", "逐处列出"))
