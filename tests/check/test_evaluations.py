"""Checks of self-evaluation forms: weights, scores, rates within rounding, fund lines, cost ceilings."""

from __future__ import annotations

from decimal import Decimal

import pytest
from checked_budget import run, self_evaluation, statuses


def checked(change=None):
    tables = self_evaluation()
    if change:
        change(tables)
    return run(tables, kind="self_evaluation")


def set_cell(table: str, place: int, column: str, value):
    def change(tables):
        tables[table][place][column] = Decimal(value) if isinstance(value, str) and "≤" not in value else value

    return change


def test_a_form_that_adds_up_passes():
    assert {row["status"] for row in checked()} == {"pass"}


@pytest.mark.parametrize(
    ("rule", "table", "place", "column", "value"),
    [
        ("weights_to_hundred", "evaluation_indicators", 0, "weight", "61"),
        ("weights_to_hundred", "printed_totals", 0, "amount", "101"),
        ("scores_to_total", "evaluations", 0, "total_score", "97.51"),
        ("score_within_weight", "evaluation_indicators", 1, "score", "31"),
        ("fund_parts", "evaluation_funds", 1, "executed", "31.00"),
        ("execution_rate", "evaluation_funds", 1, "execution_rate", "75.20"),
        ("fund_score", "evaluation_funds", 0, "score", "8.00"),
        ("cost_ceiling", "evaluation_indicators", 1, "target", "≤50.02万元"),
    ],
)
def test_a_changed_cell_fails_its_check(rule, table, place, column, value):
    assert statuses(checked(), rule) == {"pass"}
    assert "fail" in statuses(checked(set_cell(table, place, column, value)), rule)


def test_a_rate_off_in_its_last_digit_is_rounding_where_the_amounts_allow_it():
    def change(tables):
        for row in tables["evaluation_funds"][:2]:
            amounts = {"initial_budget": "455.98", "full_year_budget": "455.98", "executed": "455.91"}
            row |= {column: Decimal(value) for column, value in amounts.items()}
            row["execution_rate"] = Decimal("99.99")

    rows = [row for row in checked(change) if row["rule"] == "execution_rate"]
    assert {row["status"] for row in rows} == {"explained"}
    assert {row["right"] for row in rows} == {Decimal("99.98")}


def test_points_off_in_their_last_digit_are_rounding_where_the_amounts_allow_it():
    def change(tables):
        amounts = {"full_year_budget": "365.29", "executed": "365.11", "execution_rate": "99.95", "score": "9.99"}
        tables["evaluation_funds"][0] |= {column: Decimal(value) for column, value in amounts.items()}

    assert statuses(checked(change), "fund_score") == {"explained"}


def test_a_ceiling_in_the_wrong_unit_is_explained_and_kept():
    (row,) = [
        r for r in checked(set_cell("evaluation_indicators", 1, "target", "≤40.001元")) if r["rule"] == "cost_ceiling"
    ]
    assert row["status"] == "explained"
    assert "按原文保留" in row["explanation"]


def test_a_ceiling_at_the_initial_budget_is_explained_where_the_budget_was_cut_later():
    rows = checked(set_cell("evaluation_indicators", 1, "target", "≤50.004万元"))
    assert statuses(rows, "cost_ceiling") == {"explained"}


def test_points_that_were_not_read_leave_no_sum():
    rows = checked(set_cell("evaluation_indicators", 0, "score", None))
    assert statuses(rows, "scores_to_total") == statuses(rows, "score_within_weight") == {"insufficient"}


def test_a_form_without_money_costs_has_nothing_to_compare():
    rows = checked(set_cell("evaluation_indicators", 1, "target", "≤"))
    assert statuses(rows, "cost_ceiling") == {"not_applicable"}


def test_no_form_is_told_for_every_rule():
    rows = run({}, kind="self_evaluation")
    assert statuses(rows, "scores_to_total") == {"not_applicable"}
    assert statuses(rows, "expected_table") == {"fail"}
