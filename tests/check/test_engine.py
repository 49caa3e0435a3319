"""The engine of the checks: tolerance from the print, a status that can be trusted, lines that can be read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from budgetkit.check.figure import Figure, half_unit, read_figure, sum_column
from budgetkit.check.result import Cause, compare
from budgetkit.check.words import money
from budgetkit.line_runs import store_lines
from budgetkit.read.place import Place
from budgetkit.read.row import RawRow
from budgetkit.recognise.unit import recognise_unit


def figure(text: str, *lines: int) -> Figure:
    return read_figure({"amount": Decimal(text), "source_line": lines[0] if lines else 1}, "amount")


def status(left: Figure, right: Figure, causes=()) -> str:
    return compare("rule", "expenditure", "说明", left, right, causes)["status"]


@pytest.mark.parametrize(
    ("printed", "slack"),
    [("9751.387870", "0"), ("9751.39", "0.005"), ("9751.4", "0.05"), ("9751", "0.5"), ("0", "0"), ("0.00", "0.005")],
)
def test_slack_is_half_a_unit_of_the_last_printed_digit(printed, slack):
    assert half_unit(Decimal(printed)) == Decimal(slack)


def test_six_decimals_are_exact_and_one_fen_more_fails():
    assert status(figure("10.000000"), figure("10.000000")) == "pass"
    assert status(figure("10.000001"), figure("10.000000")) == "fail"


def test_tolerance_adds_up_over_the_addends():
    rows = [{"amount": Decimal("0.01"), "source_line": line} for line in (1, 2, 3)]
    assert sum_column(rows, "amount").slack == Decimal("0.015")
    row = compare("rule", "expenditure", "说明", sum_column(rows, "amount"), figure("0.044000"))
    assert (row["status"], row["tolerance"]) == ("explained", Decimal("0.015"))
    assert status(sum_column(rows, "amount"), figure("0.046000")) == "fail"


def test_a_total_printed_rounded_is_explained_and_says_so():
    row = compare("rule", "expenditure", "说明", figure("9751.387870"), figure("9751.39"))
    assert row["status"] == "explained"
    assert "四舍五入" in row["explanation"]
    assert status(figure("9751.387870"), figure("9751.38")) == "fail"


def test_one_number_printed_twice_with_the_same_decimals_cannot_differ_by_rounding():
    assert status(figure("365.29"), figure("365.30")) == "fail"
    one_part = sum_column([{"amount": Decimal(value), "source_line": 1} for value in ("365.29", "0.00")], "amount")
    assert status(figure("365.30"), one_part) == "fail"
    two_parts = sum_column([{"amount": Decimal(value), "source_line": 1} for value in ("365.25", "0.04")], "amount")
    assert status(figure("365.30"), two_parts) == "explained"


def test_a_missing_side_is_never_a_pass():
    due, not_due = Figure(None, reason="该格为空"), Figure(None, reason="文件中没有该表", due=False)
    assert status(due, figure("1.000000")) == "insufficient"
    assert status(not_due, figure("1.000000")) == "not_applicable"
    assert status(Figure(None), Figure(None)) == "insufficient"


def test_an_empty_cell_is_no_addend_and_an_empty_column_no_zero():
    empty = {"amount": None, "source_line": 1}
    assert sum_column([empty, {"amount": Decimal(5), "source_line": 2}], "amount").lines == (2,)
    assert sum_column([empty], "amount").value is None
    assert sum_column([], "amount").value is None


def test_a_cause_explains_only_its_exact_amount():
    left, right = figure("12.000000"), figure("10.000000")
    assert status(left, right, [Cause(Decimal(2), "另有两万元")]) == "explained"
    assert status(left, right, [Cause(Decimal("2.000001"), "另有")]) == "fail"
    assert status(left, right, [Cause(Decimal(-2), "反向")]) == "fail"
    assert status(left, right, [Cause(None, "不知多少")]) == "fail"


def test_a_difference_that_two_causes_fit_is_ambiguous():
    causes = [Cause(Decimal(2), "甲项未列"), Cause(Decimal(2), "乙项未列")]
    row = compare("rule", "expenditure", "说明", figure("12.000000"), figure("10.000000"), causes)
    assert row["status"] == "located"
    assert "甲项未列" in row["explanation"]
    assert "乙项未列" in row["explanation"]


def test_lines_of_both_sides_are_runs():
    assert store_lines(range(53, 156), (37,)) == "53-155,37"
    assert store_lines((5, 3, 4, 9)) == "3-5,9"
    assert store_lines((), ()) is None


def test_many_runs_of_lines_are_shortened_where_they_stand_closest():
    scattered = [*range(0, 40, 4), 1000]
    assert store_lines(scattered).count(",") == 7
    assert store_lines(scattered).endswith("1000")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("22510.221614", "22,510.221614"),
        ("404.405000", "404.405"),
        ("8.000000", "8.00"),
        ("0", "0.00"),
        ("-67.5", "-67.50"),
    ],
)
def test_amounts_in_explanations_are_exact(value, text):
    assert money(Decimal(value)) == text


def test_an_amount_in_hundred_million_yuan_is_no_more_exact_than_its_print():
    unit = recognise_unit([RawRow(Place(1), ("单位：亿元",))])
    amount = Decimal("1.23") * unit.to_ten_thousand
    assert (amount, half_unit(amount)) == (12300, 50)
