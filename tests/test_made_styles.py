"""Made documents come out exactly and raise no alarm, however they are printed."""

from __future__ import annotations

import pytest
from drawn import some_of
from made import CITY_STYLES, DISTRICT_STYLES, EVALUATION_STYLES, draw_style, make_department, print_document
from made.compare import CODES, IDENTITIES, find_alarms, find_differences

SEEDS = some_of((11, 13), 1)
DRAWN = some_of(range(60), 5)


@pytest.mark.parametrize("name", CITY_STYLES)
@pytest.mark.parametrize("seed", SEEDS)
def test_city_budget_has_the_same_tables_in_every_style(clean_made, name, seed):
    department = make_department(seed)
    document = clean_made(department, CITY_STYLES[name].reseeded(seed))
    assert find_differences(department.truth, document.tables) == []
    assert find_alarms(document, *CODES, *IDENTITIES) == []


@pytest.mark.parametrize("name", [name for name in DISTRICT_STYLES if name != "rounded"])
@pytest.mark.parametrize("seed", SEEDS)
def test_district_budget_has_the_same_tables_in_every_style(clean_made, name, seed):
    department = make_department(seed, "district")
    document = clean_made(department, DISTRICT_STYLES[name].reseeded(seed))
    assert find_differences(department.truth, document.tables) == []
    assert find_alarms(document, *CODES, *IDENTITIES) == []


@pytest.mark.parametrize("name", EVALUATION_STYLES)
@pytest.mark.parametrize("seed", SEEDS)
def test_self_evaluation_has_the_same_tables_in_every_style(clean_made, name, seed):
    evaluation = make_department(seed).evaluation
    document = clean_made(evaluation, EVALUATION_STYLES[name].reseeded(seed))
    assert find_differences(evaluation.truth, document.tables) == []
    assert find_alarms(document, *CODES, *IDENTITIES) == []


@pytest.mark.parametrize("seed", DRAWN)
@pytest.mark.parametrize("layout", ["city", "district"])
def test_switches_of_style_combine_without_changing_the_tables(clean_made, layout, seed):
    department = make_department(seed, layout)
    document = clean_made(department, draw_style(seed, layout))
    assert find_differences(department.truth, document.tables) == []
    assert find_alarms(document, *CODES) == []


@pytest.mark.parametrize("seed", DRAWN)
def test_switches_of_style_combine_without_changing_the_evaluations(clean_made, seed):
    evaluation = make_department(seed).evaluation
    document = clean_made(evaluation, draw_style(seed, "self_evaluation"))
    assert find_differences(evaluation.truth, document.tables) == []
    assert find_alarms(document, *CODES, *IDENTITIES) == []


@pytest.mark.parametrize("layout", ["city", "district"])
def test_department_as_large_as_a_published_one_comes_out_exactly(clean_made, layout):
    department = make_department(21, layout, projects=70, units=7)
    style = {"city": CITY_STYLES["late_names_over_pages"], "district": DISTRICT_STYLES["split_tables_over_pages"]}
    assert find_differences(department.truth, clean_made(department, style[layout]).tables) == []


def test_fund_table_cut_into_blocks_keeps_its_amounts(clean_made):
    department = make_department(0, "district")
    assert department.truth["gov_fund"]
    tables = clean_made(department, DISTRICT_STYLES["split_tables_over_pages"]).tables
    assert find_differences({"gov_fund": department.truth["gov_fund"]}, tables) == []
    assert {row["certainty"] for row in tables["gov_fund"]} == {"joined"}


def test_rounded_line_keeps_its_printed_decimals_and_changes_nothing_else(clean_made):
    department = make_department(11, "district")
    document = clean_made(department, DISTRICT_STYLES["rounded"])
    assert find_alarms(document, *CODES, *IDENTITIES) == []
    tables = document.tables
    exact = department.truth["income_expenditure"][0]["amount"]
    assert tables["income_expenditure"][0]["amount"] == round(exact, 2)
    tables["income_expenditure"][0]["amount"] = exact
    assert find_differences(department.truth, tables) == []


@pytest.mark.parametrize("layout", ["city", "district"])
def test_every_clean_row_points_to_a_line_that_holds_its_amount(clean_made, layout):
    department = make_department(13, layout)
    lines = print_document(department).split("\n")
    tables = clean_made(department).tables
    for name in ("expenditure", "general_public_expenditure", "basic_expenditure", "three_public"):
        for row in tables[name]:
            assert f"{row['total']:,.6f}" in lines[row["source_line"] - 1]
