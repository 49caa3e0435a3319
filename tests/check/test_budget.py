"""Checks of a budget: all hold for tables that agree, and each fails where its own cell is changed."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from checked_budget import budget, document, run, source, statuses

from budgetkit.check.registry import check_document, find_in_checks
from budgetkit.dataset.store import build_table
from budgetkit.schema import load_schemas

# rule, table that it is told about, then the cell that is changed: table, row, column, new amount
BROKEN = [
    ("rows_to_printed_total", "expenditure", "expenditure", 0, "total", "11.000000"),
    ("rows_to_printed_total", "expenditure", "printed_totals", 7, "amount", "116.000000"),
    ("rows_to_printed_total", "general_public_expenditure", "general_public_expenditure", 2, "project", "41.000000"),
    ("rows_to_printed_total", "basic_expenditure", "basic_expenditure", 1, "personnel", "101.000000"),
    ("rows_to_printed_total", "gov_fund", "gov_fund", 0, "total", "31.000000"),
    ("rows_to_printed_total", "procurement", "procurement", 1, "amount", "7.500000"),
    ("rows_to_printed_total", "purchased_services", "purchased_services", 0, "amount", "6.100000"),
    ("rows_to_printed_total", "project_expenditure", "project_expenditure", 0, "general_public", "41.000000"),
    ("basic_and_project", "expenditure", "expenditure", 3, "total", "51.000000"),
    ("basic_and_project", "general_public_expenditure", "general_public_expenditure", 2, "total", "41.000000"),
    ("basic_and_project", "department_funds", "department_funds", 0, "fiscal_basic", "116.000000"),
    ("personnel_and_public", "general_public_expenditure", "general_public_expenditure", 1, "personnel", "99.000000"),
    ("personnel_and_public", "basic_expenditure", "basic_expenditure", 2, "public_funds", "6.000000"),
    ("funds_to_total", "project_expenditure", "project_expenditure", 1, "carryover_gov_fund", "29.000000"),
    ("year_and_carryover", "income", "income", 0, "carryover_subtotal", "31.000000"),
    ("funds_to_subtotal", "income", "income", 0, "this_year_business_income", "11.000000"),
    ("three_public_parts", "three_public", "three_public", 0, "total", "6.000000"),
    ("fiscal_and_other", "projects", "projects", 0, "other_funds", "11.000000"),
    ("fiscal_and_other", "project_list", "project_list", 1, "fiscal_funds", "31.000000"),
    ("fiscal_and_other", "department_funds", "department_funds", 0, "total", "196.000000"),
    ("parts_to_subtotal", "income_expenditure", "income_expenditure", 5, "amount", "11.000000"),
    ("parts_to_subtotal", "fiscal_grant", "fiscal_grant", 4, "amount", "31.000000"),
    ("sections_to_total", "income_expenditure", "income_expenditure", 3, "amount", "31.000000"),
    ("income_to_expenditure", "fiscal_grant", "fiscal_grant", 5, "amount", "186.000000"),
    ("income_to_summary", "income", "income_expenditure", 1, "amount", "11.000000"),
    ("income_to_fiscal_grant", "income", "fiscal_grant", 0, "amount", "156.000000"),
    ("function_class_to_summary", "expenditure", "income_expenditure", 6, "amount", "31.000000"),
    ("function_class_to_summary", "general_public_expenditure", "fiscal_grant", 6, "amount", "11.000000"),
    ("expenditure_to_summary", "expenditure", "income_expenditure", 8, "amount", "196.000000"),
    ("fiscal_to_grant", "fiscal_grant", "fiscal_grant", 9, "amount", "186.000000"),
    ("other_money_balance", "income_expenditure", "income", 0, "this_year_business_income", "12.000000"),
    ("expenditure_to_fiscal", "expenditure", "printed_totals", 8, "amount", "81.000000"),
    ("basic_to_general_public", "basic_expenditure", "printed_totals", 15, "amount", "116.000000"),
    ("project_table_to_expenditure", "project_expenditure", "printed_totals", 22, "amount", "71.000000"),
    ("expenditure_to_general_public", "expenditure", "general_public_expenditure", 1, "total", "104.000000"),
    ("basic_by_economic_class", "basic_expenditure", "basic_expenditure", 0, "total", "9.000000"),
    ("services_within_project", "purchased_services", "purchased_services", 0, "amount", "50.000001"),
    ("project_table_by_class", "project_expenditure", "project_expenditure", 1, "total", "29.000000"),
    ("project_table_to_general_public", "project_expenditure", "project_expenditure", 0, "general_public", "39.000000"),
    ("project_list_to_project_table", "project_list", "project_list", 1, "total", "33.000000"),
    ("project_coverage", "projects", "projects", 1, "total", "31.000000"),
    ("project_id_form", "projects", "projects", 0, "project_id", "11099926T00000000001"),
    ("project_id_unique", "projects", "projects", 0, "project_id", "11099926T000000000002"),
    ("cost_ceiling", "project_indicators", "projects", 1, "total", "29.000000"),
    ("department_funds_to_tables", "department_funds", "department_funds", 0, "fiscal_project", "71.000000"),
    ("one_amount_per_transfer", "transfer_indicators", "transfer_indicators", 1, "annual_amount", "13.500000"),
]


@pytest.fixture(scope="module")
def agreeing():
    return run(budget())


def test_a_budget_whose_tables_agree_passes_or_is_explained(agreeing):
    assert not [row for row in agreeing if row["status"] in ("fail", "insufficient")]


@pytest.mark.parametrize(("rule", "told", "table", "place", "column", "value"), BROKEN)
def test_a_changed_cell_fails_the_check_that_it_belongs_to(agreeing, rule, told, table, place, column, value):
    tables = budget()
    assert column in tables[table][place], "the cell must be there to be broken"
    tables[table][place][column] = Decimal(value) if value.replace(".", "").isdigit() and "." in value else value
    assert "fail" not in statuses(agreeing, rule, told)
    assert "fail" in statuses(run(tables), rule, told)


def test_every_rule_gives_a_row_even_where_no_table_is_there(agreeing):
    nothing = run({})
    always = {row["rule"] for row in agreeing} - {
        "unit_evidence",
        "no_negative_amount",
        "one_total",
        "code_name",
        "code_pair",
        "identity",
        "indicator_value",
        "project_setup_year",
        "magnitude",
        "services_of_listed_project",
    }  # of tables, projects, codes
    assert always <= {row["rule"] for row in nothing}
    assert "pass" not in {row["status"] for row in nothing}


def test_what_is_missing_never_passes_nor_fails():
    nothing = [row for row in run({}) if row["rule"] != "expected_table"]
    assert {row["status"] for row in nothing} <= {"not_applicable", "insufficient"}
    assert all(row["explanation"] for row in nothing)


def test_a_table_recognised_and_not_read_is_insufficient_not_fine():
    tables = budget()
    del tables["project_expenditure"]
    checks = run(tables, unread=("project_expenditure",))
    assert statuses(checks, "project_table_by_class") == {"insufficient"}


def test_rows_fit_the_schema_of_checks_and_say_their_lines(agreeing):
    rows = check_document(document(budget()).tables, document(budget()).recognised, source())
    keys = {"document_id": "x", "department_id": "x", "year": 2026}
    built = build_table(load_schemas()["checks"], [{**keys, **row} for row in rows])
    assert built.num_rows == len(rows) == len(agreeing)
    told = [row for row in agreeing if row["status"] in ("pass", "explained") and row["rule"] != "expected_table"]
    assert all(row["lines"] for row in told)


def test_both_sides_and_their_lines_stand_in_a_row(agreeing):
    row = next(r for r in agreeing if r["rule"] == "rows_to_printed_total" and r["table"] == "procurement")
    assert (row["left"], row["right"], row["difference"], row["tolerance"]) == (10, 10, 0, 0)
    assert row["lines"] == "80-81,82"
    assert row["source_line"] == 80


def test_rules_are_counted_in_five_states_only(agreeing):
    allowed = set(load_schemas()["checks"].column("status").allowed)
    assert set(Counter(row["status"] for row in agreeing)) <= allowed


def test_a_unit_above_its_own_units_is_not_added_twice():
    tables = budget()
    total = tables["income"][0]
    child, parent = ({**total, "role": role, "source_line": line} for role, line in (("line", 29), ("subtotal", 28)))
    child |= {"unit_code": "105001", "unit_name": "机关"}
    parent |= {"unit_code": "105", "unit_name": "局"}
    tables["income"] = [parent, child, total]
    checks = run(tables)
    assert statuses(checks, "units_to_printed_total") == statuses(checks, "parent_to_children") == {"pass"}
    tables["income"][0]["total"] = Decimal(390)
    assert "fail" in statuses(run(tables), "parent_to_children")
    tables["income"][1]["total"] = Decimal(196)
    assert "fail" in statuses(run(tables), "units_to_printed_total")


def test_missing_rows_are_no_finding_where_nothing_is_missing():
    checked = document(budget())
    assert find_in_checks(checked.tables, checked.recognised, checked.source) == []
