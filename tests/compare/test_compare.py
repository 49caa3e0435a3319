"""Comparisons on small made budgets: what adds up, what is refused, what is said."""

from decimal import Decimal

import pandas as pd
import pytest
from made_case import YEAR, evaluation, make_case, money, printed, project, spent, together

from budgetkit.briefing import performance
from budgetkit.briefing.city_district import largest_items, reclassified, sizes, structures, three_public
from budgetkit.briefing.project_composition import projects, setup
from budgetkit.compare.budget import find_budget, find_counterpart, find_earlier_budget
from budgetkit.compare.buying import compare_side_by_side, measure_procurement, measure_purchased_services
from budgetkit.compare.carryover import measure_income
from budgetkit.compare.evaluations import find_evaluated_unit
from budgetkit.compare.growth import compare_growth
from budgetkit.compare.instalments import find_instalments
from budgetkit.compare.match import match_projects
from budgetkit.compare.project_groups import measure_setup, measure_sizes
from budgetkit.compare.project_money import cross_project_money, measure_project_money
from budgetkit.compare.projects import list_projects, measure_concentration, measure_coverage
from budgetkit.compare.ratios import compare_ratios, load_heads
from budgetkit.compare.reclassified import find_reclassified
from budgetkit.compare.size import compare_sizes, measure_size
from budgetkit.compare.structure import (
    BY_DEPT_ECON_CLASS,
    BY_FUNCTION_CLASS,
    BY_FUNCTION_ITEM,
    UNLISTED,
    compare_structures,
    measure_structure,
)
from budgetkit.compare.targets import compare_cost_ceilings, measure_targets
from budgetkit.compare.three_public import compare_three_public, compare_three_public_years
from budgetkit.dataset.load import Dataset
from budgetkit.dataset.store import build_table
from budgetkit.errors import DatasetError, ParameterError
from budgetkit.schema import load_schemas

CITY, DISTRICT = "city-2026", "district-2024"
KEYS = {
    CITY: {"document_id": CITY, "department_id": "city", "year": 2026},
    DISTRICT: {"document_id": DISTRICT, "department_id": "district", "year": 2024},
    "city-2025": {"document_id": "city-2025", "department_id": "city", "year": 2025},
}


def _document(document, level, counterpart):
    return {"department": f"某{level}局", "level": level, "region": "某地", "field": "某", "kind": "budget"} | {
        "file": f"{document}.txt",
        "sha256": "0" * 64,
        "title": document,
        "counterpart": counterpart,
    }


def _spent(function, name, econ, basic, project, dept="30201"):
    amounts = {"basic": basic, "project": project}
    amounts = {key: None if value is None else Decimal(value) for key, value in amounts.items()}
    total = sum(value for value in amounts.values() if value is not None)
    classes = {"gov_econ_code": econ, "gov_econ_name": "经济款", "dept_econ_code5": dept, "dept_econ_name": "部门款"}
    return {"function_code": function, "function_name": name, **classes, "total": total, **amounts}


def _project(seq, name, total, project_id=None, **more):
    year = None if project_id is None else 2000 + int(project_id[6:8])
    kind = None if project_id is None else project_id[8]
    amount = None if total is None else Decimal(total)
    return {"project_seq": seq, "project_name": name, "project_id": project_id, "total": amount} | {
        "setup_year": year,
        "project_kind": kind,
        **more,
    }


def _ceiling(seq, number, unit):
    levels = {"level1": "成本指标", "level2": "经济成本指标"}
    value = {"value": str(number), "value_number": Decimal(number), "unit": unit}
    return {"project_seq": seq, **levels, "operator": "≤", **value}


def make_dataset(rows):
    """Make a dataset from rows by document and table; source lines are given in order."""
    tables = {name: [] for name in load_schemas()}
    for document, by_table in rows.items():
        for table, own in by_table.items():
            for line, row in enumerate(own, start=1):
                tables[table].append({**KEYS[document], "source_line": line, "certainty": "printed", **row})
    built = {name: build_table(load_schemas()[name], own) for name, own in tables.items()}
    return Dataset(built.__getitem__)


_TOTAL = {"table": "expenditure"}


def _cost(project: int, number: int, unit: str) -> dict:
    row = {
        "project_seq": project,
        "level1": "成本指标",
        "level2": "经济成本指标",
        "operator": "≤",
        "value": str(number),
    }
    return row | {"value": str(number), "value_number": Decimal(number), "unit": unit}


def _city() -> dict:
    return {
        "documents": [_document(CITY, "city", "district")],
        "income_expenditure": [
            {"side": "expenditure", "item_name": "支出总计", "amount": Decimal("110"), "role": "total"},
            {"side": "income", "item_name": "上年结转结余", "amount": Decimal("20"), "role": "line"},
        ],
        "income": [{"role": "total", "carryover_general_public": Decimal(15), "carryover_unit_funds": Decimal(5)}],
        "expenditure": [
            _spent("2240101", "行政运行", "50101", "40", None, "30108"),
            _spent("2240109", "应急管理", "50205", None, "60"),
        ],
        "printed_totals": [
            {**_TOTAL, "column": "total", "amount": Decimal(110)},
            {**_TOTAL, "column": "basic", "amount": Decimal(40)},
            {**_TOTAL, "column": "project", "amount": Decimal(70)},
        ],
        "projects": [
            _project(1, "平台运维（首款）", "8", "11000026T000000000001"),
            _project(2, "平台运维（尾款）", "2", "11000025T000000000002"),
            _project(3, "读不出的项目", None),
            _project(4, "大项目", "30", "11000025Y000000000003"),
        ],
        "project_indicators": [
            _cost(1, 80000, "元"),
            _cost(4, 300000, "万元"),
            {"project_seq": 4, "level1": "产出指标", "level2": "质量指标", "operator": "定性", "value": "好"},
        ],
        "three_public": [{"budget_year": 2026, "total": Decimal(4), "reception": Decimal(1)}],
        "procurement": [{"category_code": "C", "category": "服务", "amount": Decimal(9)}],
        "purchased_services": [
            {"level2_code": "0201", "level2": "法律服务", "amount": Decimal(3)},
            {"level2_code": "0201", "level2": "法律服务", "amount": Decimal(1)},
        ],
    }


def _district() -> dict:
    return {
        "documents": [_document(DISTRICT, "district", "city")],
        "expenditure": [
            _spent("2080505", "养老保险", "50102", "3", None, "30108"),
            _spent("2240101", "行政运行", "50101", "7", None),
        ],
        "three_public": [
            {"budget_year": 2023, "total": Decimal(0), "reception": Decimal(0)},
            {"budget_year": 2024, "total": Decimal(2), "reception": Decimal(1)},
        ],
    }


def _city_before() -> dict:
    return {
        "documents": [_document("city-2025", "city", "district")],
        "expenditure": [
            _spent("2240101", "行政运行", "50101", "30", None),
            _spent("2050803", "培训支出", "50203", "20", None),
        ],
        "printed_totals": [{**_TOTAL, "column": "total", "amount": Decimal(50)}],
    }


@pytest.fixture
def data():
    return make_dataset({CITY: _city(), DISTRICT: _district(), "city-2025": _city_before()})


@pytest.fixture
def city(data):
    return find_budget(data, "city", 2026)


@pytest.fixture
def district(data):
    return find_budget(data, "district", 2024)


@pytest.mark.parametrize(("department", "year"), [("citty", 2026), ("city", 2031)])
def test_a_department_or_year_without_a_budget_is_refused(data, department, year):
    with pytest.raises(ParameterError, match="city"):
        find_budget(data, department, year)


def test_the_counterpart_is_the_one_the_manifest_names_in_the_nearest_year(city, district):
    assert find_counterpart(city).document_id == DISTRICT
    assert find_counterpart(district).document_id == "city-2025"
    assert find_counterpart(city, "city").year == 2026
    with pytest.raises(ParameterError, match="nobody"):
        find_counterpart(city, "nobody")


def test_the_base_year_is_the_nearest_earlier_budget_of_the_same_department(city, district):
    assert find_earlier_budget(city).year == 2025
    assert find_earlier_budget(city, 2020) is None
    assert find_earlier_budget(district) is None


def test_a_measure_that_the_document_does_not_print_is_missing_not_zero(district):
    facts = measure_size(district).facts
    assert "total" not in facts


def test_sizes_stand_side_by_side_with_shares_of_their_own_total(city, district):
    table = compare_sizes([city, district]).table.set_index("key")
    assert table.loc["total", "amount_1"] == 110
    assert table.loc["carry_in", "share_1"] == pytest.approx(20 / 110 * 100)
    assert pd.isna(table.loc["total", "amount_2"])
    assert table.loc["total", "sources"] == ((CITY, 1),)


def test_what_the_rows_lack_of_the_printed_total_is_a_row_of_its_own(city):
    result = measure_structure(city, BY_FUNCTION_CLASS)
    rest = result.table.iloc[-1]
    assert (rest["name"], rest["amount"]) == (UNLISTED, 10)
    assert result.table["share"].sum() == pytest.approx(100)
    assert "10.00 万元" in result.caveats[0]


def test_structures_join_on_code_and_name_and_subtract_only_shares(city, district):
    result = compare_structures(city, district, BY_FUNCTION_CLASS)
    row = result.table.set_index("code").loc["224"]
    assert row["difference"] == pytest.approx(100 / 110 * 100 - 70)
    assert result.years == (2026, 2024)
    assert not [column for column in result.table if column in ("change", "growth")]


def test_the_same_money_under_another_class_is_found(city, district):
    (row,) = find_reclassified(city, district).table.to_dict("records")
    assert (row["code"], row["amount_1"], row["amount_2"]) == ("30108", 40, 3)
    assert row["classes_1"].startswith("224")
    assert row["classes_2"].startswith("208")


def test_a_finding_that_is_missing_does_not_stand_in_the_title(city, district):
    alone, both = reclassified([city]), reclassified([city, district])
    assert alone.is_missing
    assert alone.title == "同一用途、不同功能科目"
    assert both.title.startswith("同一用途、不同功能科目（市级 2026年、")
    assert both.title.endswith("按功能分类直接对比会失真")


def test_classes_that_book_the_same_money_apart_have_no_difference_of_shares(city, district):
    result = structures([city, district], BY_FUNCTION_CLASS)
    by_code = result.table.set_index("code")["difference"]
    assert by_code.reindex(["224", "208"]).isna().all()
    assert "208、224 因" in "".join(result.caveats)
    assert result.title.endswith("两方列入的内容不同，占比不直接比较")
    assert "占比最高的是" not in result.title
    (told,) = largest_items([city, district])
    assert "市级 2026年的 224 中金额最大的项：应急管理 60.00 万元、行政运行 40.00 万元" in told
    economic = structures([city, district], BY_DEPT_ECON_CLASS)
    assert economic.table["difference"].notna().any()
    assert "占比最高的是" in economic.title
    assert not [caveat for caveat in economic.caveats if "不计占比之差" in caveat]


def test_contributions_add_up_to_the_growth_of_the_total(data, city):
    result = compare_growth(find_budget(data, "city", 2025), city, BY_FUNCTION_CLASS)
    assert result.facts["change"] == 60
    assert result.table["change"].sum() == pytest.approx(60)
    assert result.table["contribution"].sum() == pytest.approx(result.facts["growth"]) == pytest.approx(120)
    by_code = result.table.set_index("code")
    assert pd.isna(by_code.loc["", "growth"])
    assert by_code.loc["205", "growth"] == -100


def test_amounts_of_two_departments_are_never_subtracted(city, district):
    assert compare_growth(district, city, BY_FUNCTION_CLASS).missing


def test_coverage_stands_on_the_printed_project_total(city, district):
    facts = measure_coverage(city).facts
    assert (facts["listed"], facts["total"], facts["count"], facts["unread"]) == (40, 70, 4, 1)
    assert facts["coverage"] == pytest.approx(40 / 70 * 100)
    assert measure_coverage(district).missing


def test_a_project_without_amount_is_listed_last_without_one(city):
    table = list_projects(city).table
    assert list(table["project_name"])[-1] == "读不出的项目"
    assert pd.isna(table["amount"].iloc[-1])
    assert table["share"].sum() == pytest.approx(100)


def test_concentration_is_given_with_and_without_the_largest(city):
    table = measure_concentration(city).table.set_index("key")
    assert table.loc["all", "top1"] == 75
    assert table.loc["all", "hhi"] == pytest.approx(75**2 + 20**2 + 5**2)
    assert table.loc["without_largest", "amount"] == 10


def test_a_department_with_one_project_has_no_row_without_it():
    data = make_dataset({CITY: {"documents": [_document(CITY, "city", None)], "projects": [_project(1, "一", "5")]}})
    table = measure_concentration(find_budget(data, "city", 2026)).table
    assert list(table["key"]) == ["all"]
    assert table["hhi"].iloc[0] == 10000


def test_projects_are_counted_by_size_and_by_what_their_id_says(city):
    sizes = measure_sizes(city).table
    assert list(sizes["count"]) == [2, 1, 0, 0, 0, 0]
    assert sizes["amount"].sum() == 40
    assert measure_sizes(city).caveats == ("另有 1 项金额缺失，未计入。",)
    groups = measure_setup(city).table
    assert groups["count"].sum() == 4
    assert groups["setup_year"].isna().sum() == 1


def test_what_of_a_year_pays_earlier_years_is_told_apart_from_what_may_be_its_own():
    listed = [_project(1, "甲（2025年尾款）", "5"), _project(2, "乙尾款", "7"), _project(3, "乙首款", "9")]
    data = make_dataset({CITY: {"documents": [_document(CITY, "city", None)], "projects": listed}})
    (row,) = measure_setup(find_budget(data, "city", 2026)).table.to_dict("records")
    assert (row["amount"], row["earlier"], row["open"]) == (21, 12, 7)


def test_an_id_in_part_is_told_from_none():
    partial, none = _project(1, "甲", "5", setup_year=2022, project_kind="T"), _project(2, "乙", "7")
    data = make_dataset({CITY: {"documents": [_document(CITY, "city", None)], "projects": [partial, none]}})
    table = projects(find_budget(data, "city", 2026)).table.set_index("project_name")
    assert table.loc["甲", "project_id"] == "（编号不全）"
    assert pd.isna(table.loc["乙", "project_id"])
    assert table["kind"].to_dict() == {"甲": "特定目标类（T）", "乙": "未印编号"}
    (said,) = setup(find_budget(data, "city", 2026)).caveats
    assert said.startswith("1 项编号印得不全，按所印的前几位计入年度和类型")


def test_ids_that_are_whole_or_not_printed_are_no_partial_ones():
    whole, none = _project(1, "甲", "5", project_id="1" * 21, setup_year=2022, project_kind="T"), _project(2, "乙", "7")
    data = make_dataset({CITY: {"documents": [_document(CITY, "city", None)], "projects": [whole, none]}})
    assert not setup(find_budget(data, "city", 2026)).caveats
    assert not measure_sizes(find_budget(data, "city", 2026)).caveats


def test_first_and_last_instalments_of_one_contract_are_paired(city, district):
    (row,) = find_instalments(city).table.to_dict("records")
    assert (row["base_name"], row["first"], row["last"], row["parts"]) == ("平台运维", 8, 2, 2)
    assert find_instalments(district).missing


def test_project_money_is_classed_completely_or_says_what_lacks(city):
    result = measure_project_money(city)
    assert result.facts == {"total": 70, "listed": 60}
    assert "10.00 万元" in result.caveats[0]
    assert cross_project_money(city).table.set_index("code").loc["224", "502"] == 60


def test_three_public_from_zero_has_no_growth(district, city):
    table = compare_three_public_years(district).table.set_index("key")
    assert table.loc["total", "change"] == 2
    assert pd.isna(table.loc["total", "growth"])
    assert compare_three_public_years(city).missing


def test_three_public_of_two_budgets_stand_with_shares_of_their_total(city, district):
    table = compare_three_public([city, district]).table.set_index("key")
    assert (table.loc["reception", "share_1"], table.loc["reception", "share_2"]) == (25, 50)


def test_carry_over_is_split_by_source(city, district):
    table = measure_income(city, "carryover").table
    assert list(table["label"]) == ["一般公共预算资金", "单位资金"]
    assert list(table["share"]) == [75, 25]
    assert measure_income(district, "carryover").missing


def test_buying_is_set_side_by_side_where_both_or_one_have_it(city, district):
    assert measure_purchased_services(city).table["amount"].tolist() == [4]
    table = compare_side_by_side([city, district], measure_procurement).table
    assert table["amount_1"].tolist() == [9]
    assert table["amount_2"].isna().all()


def test_a_ceiling_in_the_wrong_unit_is_a_slip_and_one_that_meets_is_equal(city):
    table = compare_cost_ceilings(city).table.set_index("project_seq")
    assert table.loc[1, "verdict"] == "equal"
    assert table.loc[4, "verdict"] == "slip"


def test_an_indicator_is_quantitative_when_it_has_operator_and_number(city):
    facts = measure_targets(city).facts
    assert facts["indicators"] == 3
    assert facts["quantitative_share"] == pytest.approx(200 / 3)
    assert facts["without"] == 2


def _names(*rows):
    projects = [
        {"project_id": i, "project_name": n, "amount": 1.0, "sources": ((CITY, k),)} for k, (i, n) in enumerate(rows)
    ]
    return pd.DataFrame(projects, columns=["project_id", "project_name", "amount", "sources"])


def test_projects_match_by_id_then_by_name_and_similar_names_stay_apart():
    earlier = _names(
        ("a", "旧名称"), (None, "信息安全服务项目"), (None, "应急数据接入线路租用项目"), (None, "结束的工程")
    )
    later = _names(("a", "新名称"), ("b", "信息安全 服务项目"), ("c", "应急数据接入线路租赁项目"), ("d", "全新课题"))
    table = match_projects(earlier, later).set_index("name_2", drop=False)
    assert list(table["status"]) == ["continued", "continued", "similar", "new", "ended"]
    assert list(table["method"][:3]) == ["id", "name", "similar"]
    assert 80 <= table["similarity"].iloc[2] < 100


def test_a_name_that_stands_twice_is_left_to_the_analyst():
    table = match_projects(_names((None, "同名项目"), (None, "同名项目")), _names((None, "同名项目")))
    assert "continued" not in set(table["status"])


def test_no_projects_on_a_side_make_all_new_or_all_ended():
    assert list(match_projects(_names(), _names((None, "一")))["status"]) == ["new"]
    assert list(match_projects(_names((None, "一")), _names())["status"]) == ["ended"]


def test_ratios_divide_amounts_of_one_document_and_year(city, district):
    table = compare_ratios([city, district]).table.set_index("key")
    assert table.loc["project_per_basic", "value_1"] == pytest.approx(70 / 40)
    assert pd.isna(table.loc["project_per_basic", "value_2"])
    assert not [key for key in table.index if key.startswith("per_")]


@pytest.mark.parametrize(
    ("printed_total", "words"),
    [
        (100, "占比最高的是甲项（60.0%）"),  # 60 and 40: nothing lacks
        (119, "占比最高的是甲项（50.4%）"),  # what lacks would have to be the second one's to come near
        (121, "有 21.00 万元无对应行，占比高低不能断定"),
    ],
)
def test_the_largest_share_is_said_only_where_what_lacks_could_not_pass_it(printed_total, words):
    budget = make_case({"expenditure": _two_items(), "printed_totals": [printed("total", printed_total)]}).budget
    assert structures([budget], BY_FUNCTION_ITEM).title == f"功能分类（项）构成：{words}"


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        (("2990102", "乙项", 70), "占比最高的是乙项（53.8%，其中 30.00 万元无对应行）"),
        (("2990103", "丙项", 30), "占比最高的是甲项（46.2%）"),
        (("2990102", "乙项", 69), "有 30.00 万元无对应行，占比高低不能断定"),  # near miss: not all that lacks
    ],
)
def test_money_without_rows_counts_where_other_tables_prove_whose_it_is(lacking, words):
    code, name, money_of_it = lacking
    fiscal = [{"function_code": code, "function_name": name, "total": money(money_of_it)}]
    rows = {
        "expenditure": _two_items(),
        "general_public_expenditure": fiscal,
        "printed_totals": [printed("total", 130)],
    }
    result = structures([make_case(rows).budget], BY_FUNCTION_ITEM)
    assert result.title == f"功能分类（项）构成：{words}"
    assert (f"该部分属于 {code} {name} 30.00 万元" in result.caveats[0]) == ("不能断定" not in words)


def _two_items():
    rows = [spent("2990101", "30201", 60, None), spent("2990102", "30201", 40, None)]
    return [{**row, "function_name": name} for row, name in zip(rows, ("甲项", "乙项"), strict=True)]


@pytest.mark.parametrize(
    ("more", "left_out"),
    [
        ({}, set()),
        ({"projects": [project(1, "测评（首款）", 5)]}, {"mean_project"}),
        ({"procurement": [{"category": "服务", "amount": money(31)}]}, {"procured_per_total"}),
        ({"procurement": [{"category": "服务", "amount": money(30)}]}, set()),  # near miss: no more than can be bought
    ],
)
def test_ratios_that_count_another_thing_on_a_side_are_left_out_and_said(more, left_out):
    plain = {"projects": [project(1, "测评", 5)], "expenditure": [spent("2990101", "30201", 20, 10)]}
    one, two = make_case(plain).budget, make_case({**plain, **more}).budget
    result = compare_ratios([one, two])
    all_of_them = set(compare_ratios([two]).table["key"])
    assert all_of_them - set(result.table["key"]) == left_out
    assert bool(left_out) == any("不作对比" in caveat for caveat in result.caveats)


@pytest.mark.parametrize(("bought", "is_shown"), [(30, True), (31, False)])
def test_procurement_of_another_scope_has_no_share_beside_the_other_side(bought, is_shown):
    plain = {
        "expenditure": [spent("2990101", "30201", 20, 10)],
        "income_expenditure": [{"side": "expenditure", "item_name": "支出总计", "amount": money(30), "role": "total"}],
    }

    def buying(amount):
        bought = {"category": "服务", "amount": money(amount)}
        return make_case(
            {**plain, "procurement": [bought], "printed_totals": [printed("amount", amount, "procurement")]}
        ).budget

    result = sizes([buying(9), buying(bought)])
    (row,) = result.table[result.table["key"] == "procurement"].to_dict("records")
    assert (row["amount_1"], row["amount_2"]) == (9, bought)
    assert [pd.notna(row[key]) for key in ("share_1", "share_2")] == [is_shown, is_shown]
    assert ("不列占比" in row["base"]) != is_shown


@pytest.mark.parametrize(
    ("units", "told"),
    [
        (["甲中心", "甲中心"], "甲中心"),
        (["甲中心", "乙中心"], None),
        (["甲中心", None], None),  # near miss: a form that doesn't say whose it is
        ([None, None], None),
    ],
)
def test_one_unit_that_made_all_self_evaluations_is_named(units, told):
    forms = [evaluation(seq, f"{seq}号项目", 95, 9, 9, 100) for seq, _ in enumerate(units, start=1)]
    for form, unit in zip(forms, units, strict=True):
        form["evaluations"][0]["unit_name"] = unit
    budget = make_case({"projects": [project(1, "甲", 9)]}, evaluated=together(*forms)).budget
    assert find_evaluated_unit(budget, YEAR - 1) == told
    assert find_evaluated_unit(budget, YEAR - 2) is None
    said = [str(point) for point in performance.key_points(budget) if "平均得分" in str(point)]
    assert [f"（均属{told}）" in one for one in said] == [told is not None]


def test_the_departments_own_body_is_no_single_unit_of_it():
    budget = make_case({"projects": [project(1, "甲", 9)]}).budget
    form = evaluation(1, "甲", 95, 9, 9, 100)
    form["evaluations"][0]["unit_name"] = budget.department
    own = make_case({"projects": [project(1, "甲", 9)]}, evaluated=together(form)).budget
    assert find_evaluated_unit(own, YEAR - 1) is None


def test_per_head_ratios_need_a_reference_table(city, tmp_path):
    assert load_heads(tmp_path) == []
    head = "department_id,year,measure,value,source\n"
    (tmp_path / "heads.csv").write_text(head + "city,2026,staff,8,年鉴\nother,2026,staff,5,年鉴\n", "utf-8")
    table = compare_ratios([city], load_heads(tmp_path)).table.set_index("key")
    assert table.loc["per_staff", "value_1"] == pytest.approx(40 / 8 * 10000)
    (tmp_path / "heads.csv").write_text(head + "city,2026,staff,many,年鉴\n", "utf-8")
    with pytest.raises(DatasetError, match="第 2 行"):
        load_heads(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("city,2026,staff,8,年鉴\ncity,2025,staff,8,年鉴\ncity,2026,staff,9,年鉴\n", "第 4 行.*与第 2 行重复"),
        ("city,2026,staff,-8,年鉴\n", "正整数"),
        ("city,2026,persons,8,年鉴\n", "residents"),
        ("city,2026,staff,8,\n", "source 有值，实为空"),
    ],
)
def test_a_row_of_heads_that_cannot_be_used_is_named(tmp_path, text, said):
    (tmp_path / "heads.csv").write_text("department_id,year,measure,value,source\n" + text, "utf-8")
    with pytest.raises(DatasetError, match=said):
        load_heads(tmp_path)


def test_heads_under_other_column_names_are_refused_even_without_rows(tmp_path):
    (tmp_path / "heads.csv").write_text("部门,year,measure,value,source\n", "utf-8")
    with pytest.raises(DatasetError, match="第一行缺department_id"):
        load_heads(tmp_path)


@pytest.mark.parametrize(
    ("total", "ceilings", "verdict"),
    [
        ("100", ("60", "40"), "equal"),
        ("100", ("60",), "below"),
        ("100", ("60", "40.99"), "near"),
        ("60", ("60", "40"), "instalment"),
        ("50", ("50", "30", "20"), "twice"),
        ("50", ("45", "35", "20"), "instalment"),  # no cost is the total: it can't stand twice
        ("63", ("63", "40"), "repeated"),
        ("50", ("50.01", "30", "20"), "single"),
        ("50", ("100",), "single"),  # exactly twice, but of one ceiling
        ("1", ("5000",), "single"),  # beyond all measure, and no unit makes it meet
        ("63", ("60", "40"), "above"),
        ("100", ("60", "41.5"), "above"),
        ("1", ("10000",), "slip"),
    ],
)
def test_cost_ceilings_above_a_total_are_sorted_by_what_explains_them(total, ceilings, verdict):
    costs = [_ceiling(1, number, "万元") for number in ceilings]
    rows = {"documents": [_document(CITY, "city", None)], "projects": [_project(1, "甲", total)]}
    budget = find_budget(make_dataset({CITY: {**rows, "project_indicators": costs}}), "city", 2026)
    assert list(compare_cost_ceilings(budget).table["verdict"]) == [verdict]


@pytest.mark.parametrize(("name", "unit"), [("设备单价", "万元"), ("每月租金", "万元"), ("人员费", "元/人")])
def test_a_price_is_no_part_of_a_total(name, unit):
    costs = [_ceiling(1, "100", "万元"), {**_ceiling(1, "50", unit), "name": name}]
    rows = {"documents": [_document(CITY, "city", None)], "projects": [_project(1, "甲", "100")]}
    budget = find_budget(make_dataset({CITY: {**rows, "project_indicators": costs}}), "city", 2026)
    assert list(compare_cost_ceilings(budget).table["verdict"]) == ["equal"]


@pytest.mark.parametrize(("part", "whole", "noted"), [(1.0, 3.0, False), (1.004, 3.012, True), (1.004, 3.5, False)])
def test_three_public_says_where_its_parts_do_not_add_up_as_printed(part, whole, noted):
    parts = dict.fromkeys(("overseas", "reception", "vehicle_subtotal"), money(part))
    case = make_case({"three_public": [{"budget_year": YEAR, "total": money(whole), **parts}]})
    assert ("四舍五入" in "".join(three_public([case.budget]).caveats)) == noted
