"""Year over year of one scope: 机关运行经费, functions by 项, and money that is not all money, named as such."""

from __future__ import annotations

import pytest
from made_case import DEPARTMENT, YEAR, make_case, make_dataset, money, printed, spent

from budgetkit.batch.plan import choose_budgets
from budgetkit.briefing.city_district import structures
from budgetkit.briefing.city_district_words import _state_classes
from budgetkit.briefing.page_one import scope
from budgetkit.briefing.sides import find_sides
from budgetkit.briefing.year_over_year import find_years, function_items, growth, running_costs
from budgetkit.briefing.year_over_year_words import key_points
from budgetkit.compare.budget import find_budget
from budgetkit.compare.structure import BY_DEPT_ECON_CLASS, BY_FUNCTION_CLASS, compare_structures
from budgetkit.errors import ParameterError

OTHER = {"dept_econ_code5": "30201", "total": money(60)}


def years_of(later, earlier=None):
    return find_years(make_case(later, earlier=earlier).budget.data, DEPARTMENT, YEAR)


def listed(amount, public=None, personnel=70):
    """Make the table of 机关运行经费 and the basic expenditure whose 302 and 310 are 公用经费."""
    basic = [("30201", public and public - 1), ("31002", public and 1), ("30101", personnel if public else None)]
    rows = [
        {"dept_econ_code5": code, "dept_econ_name": "某款", "total": money(value)} for code, value in basic if value
    ]
    return {"printed_totals": [printed("total", amount, "running_costs")], "basic_expenditure": rows}


def beside(amount, year=YEAR, **more):
    return {"three_public": [{"budget_year": year, "total": money(3), "running_costs": money(amount), **more}]}


@pytest.mark.parametrize(
    ("later", "earlier", "unlike"),
    [
        (listed(20, 20), listed(90, 25), True),
        (listed(90, 20), listed(25, 25), True),
        (listed(20, 20), listed(25, 25), False),
        (listed(90, 20), listed(95, 25), False),
        (listed(15, 20), listed(18, 25), False),
        (listed(20, 20), listed(25.004, 25), False),
        (listed(20, 20), listed(90), False),
    ],
)
def test_a_year_above_its_public_funds_beside_one_that_is_not_gets_no_growth_and_a_doubt(later, earlier, unlike):
    years = years_of(later, earlier)
    result = running_costs(years)
    first = result.table.iloc[0]
    assert (first["growth_said"] == "口径疑不同") is unlike
    assert first["earlier"] + first["change"] == pytest.approx(first["later"])
    words = " ".join(map(str, key_points(years)))
    assert ("两年口径疑不相同" in words) is unlike
    assert f"机关运行经费{YEAR - 1}年列 {first['earlier']:,.2f} 万元" in words or not unlike
    assert any("可能含项目支出" in note for note in result.caveats) is bool(unlike or first["earlier"] == 95)
    assert (len(result.table) == 2) is (len(years.earlier.table("basic_expenditure")) > 0)


def test_it_is_read_beside_three_public_and_from_the_text_and_of_the_documents_own_year_alone():
    text = {"statements": [{"concept": "agency_running", "budget_year": YEAR - 1, "amount": money(8)}]}
    years = years_of(beside(10), text)
    result = running_costs(years)
    assert result.table[["earlier", "later", "growth_said"]].iloc[0].tolist() == [8, 10, 25]
    assert f"{YEAR}年机关运行经费 10.00 万元，比{YEAR - 1}年增加 2.00 万元" in " ".join(map(str, key_points(years)))
    assert running_costs(years_of(beside(10, YEAR - 1), text)).missing.startswith(f"{YEAR}年文件")
    assert running_costs(years_of(beside(10), {})).missing.startswith(f"{YEAR - 1}年文件")
    assert running_costs(years_of(beside(10))).is_missing


def test_functions_are_compared_by_item_where_both_years_list_every_item():
    later = {"expenditure": [spent("2010101", "", 60, None, "甲"), spent("2010102", "", None, 20, "乙")]}
    earlier = {"expenditure": [spent("2010101", "", 50, None, "甲")]}
    table = function_items(years_of(later, earlier)).table.set_index("code")
    assert table["change"].to_dict() == {"2010101": 10, "2010102": 20}
    coarse = {"expenditure": [spent("2010101", "", 50, None, "甲"), spent("208", "", 5, None, "丙")]}
    assert function_items(years_of(later, coarse)).missing.startswith(f"{YEAR - 1}年")
    assert function_items(years_of(coarse, earlier)).missing.startswith(f"{YEAR}年")
    assert function_items(years_of(later)).is_missing


def test_money_of_two_scopes_is_not_subtracted_and_what_is_not_all_money_is_named_in_title_and_sentence():
    function = {"function_code": "2010101", "function_name": "甲"}
    grant = {"fiscal_expenditure": [{**function, "total": money(50)}]}
    whole = {"expenditure": [spent("2010101", "", 60, None, "甲")]}
    for later, earlier in ((whole, grant), (grant, whole)):
        assert "口径不同" in growth(years_of(later, earlier), BY_FUNCTION_CLASS).missing
    years = years_of({"fiscal_expenditure": [{**function, "total": money(60)}]}, grant)
    assert "（财政拨款）：合计变动 20.0%" in growth(years, BY_FUNCTION_CLASS).title
    assert f"{YEAR}年财政拨款支出合计 60.00 万元" in " ".join(map(str, key_points(years)))
    assert "财政拨款" not in growth(years_of(whole, whole), BY_FUNCTION_CLASS).title


def test_what_a_year_does_not_list_of_a_part_of_the_money_may_be_listed_elsewhere():
    def basic(*codes):
        return [{"dept_econ_code5": code, "dept_econ_name": "某款", "total": money(5)} for code in codes]

    def notes(table, earlier, later):
        found = growth(years_of({table: later}, {table: earlier}), BY_DEPT_ECON_CLASS).caveats
        return [note for note in found if "不等于新设或取消" in note]

    assert len(notes("basic_expenditure", basic("30201", "30101"), basic("30101"))) == 1
    assert notes("basic_expenditure", basic("30201"), basic("30201")) == []
    whole = [spent("2010101", code, 5, None) for code in ("30201", "30101")]
    assert notes("expenditure", whole, whole[:1]) == []


def test_economic_classes_of_a_part_of_the_money_are_said_to_be_of_that_part():
    rows = [{"dept_econ_code5": "30101", "dept_econ_name": "某款", "total": money(60), "gov_econ_code": None}]
    data = make_case({"basic_expenditure": rows}).budget.data
    sides, years = find_sides(data, DEPARTMENT, YEAR), find_years(data, DEPARTMENT, YEAR)
    assert scope(sides, years).text.startswith("一般公共预算基本支出按经济分类：工资福利支出占 100.0%")
    assert "构成（一般公共预算基本支出）：" in structures([sides.own], BY_DEPT_ECON_CLASS).title
    whole = make_case({"expenditure": [spent("2010101", "30101", 60, None)]}).budget
    assert structures([whole], BY_DEPT_ECON_CLASS).title.startswith("部门经济分类（类）构成：")


def test_a_department_without_a_budget_is_said_to_have_other_documents_alone():
    data = make_dataset({"made-accounts": (YEAR, "final_accounts", {})})
    with pytest.raises(ParameterError, match=f"该部门只有{YEAR}年部门决算，报告须有其预算文件"):
        find_budget(data, DEPARTMENT, YEAR)
    with pytest.raises(ParameterError, match=f"该部门只有{YEAR}年部门决算，报告须有其预算文件"):
        choose_budgets(data.documents.to_dict("records"), [DEPARTMENT], [])


def test_shares_of_all_money_and_of_a_part_are_not_subtracted():
    part = {"basic_expenditure": [{"dept_econ_code5": "30101", "dept_econ_name": "某款", "total": money(60)}]}
    whole = {"expenditure": [spent("2010101", code, 5, None) for code in ("30101", "30201")]}
    years = years_of(part, whole)
    unlike = compare_structures(years.later, years.earlier, BY_DEPT_ECON_CLASS)
    assert unlike.table["difference"].isna().all()
    assert "口径不同，不计占比之差" in unlike.caveats[-1]
    assert [str(one) for one in _state_classes(years.later, years.earlier)] == []
    same = years_of(
        part, {"basic_expenditure": [*part["basic_expenditure"], {**part["basic_expenditure"][0], **OTHER}]}
    )
    assert compare_structures(same.later, same.earlier, BY_DEPT_ECON_CLASS).table["difference"].tolist() == [50, -50]
    (said,) = _state_classes(same.later, same.earlier)
    assert str(said).startswith("一般公共预算基本支出中，部门经济分类（类）占比相差最大的是")
