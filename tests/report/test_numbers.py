"""Numbers read the same in tables, sentences and figures."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from budgetkit import numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("92430.002767"), "92,430.00"),
        (33061.400033, "33,061.40"),
        (1.005, "1.01"),  # half up on the decimal as written, not on the binary float below it
        (Decimal("-0.125"), "-0.13"),
        (0, "0.00"),
        (np.float64(12.345), "12.35"),
    ],
)
def test_amount_is_rounded_half_up_with_separators(value, text):
    assert numbers.format_amount(value) == text


@pytest.mark.parametrize("missing", [None, float("nan"), Decimal("NaN"), pd.NA, np.nan])
def test_missing_value_is_a_dash_in_every_format(missing):
    formats = [
        numbers.format_amount,
        numbers.format_amount_text,
        numbers.format_share,
        numbers.format_percent,
        numbers.format_points,
        numbers.format_points_text,
        numbers.format_integer,
    ]
    assert {format_value(missing) for format_value in formats} == {"—"}


def test_text_amount_turns_to_yi_from_one_yi_on():
    assert numbers.format_amount_text(Decimal("92430.002767")) == "9.24 亿元"
    assert numbers.format_amount_text(10_000) == "1.00 亿元"
    assert numbers.format_amount_text(-12_345.6) == "-1.23 亿元"
    assert numbers.format_amount_text(9751.38787) == "9,751.39 万元"


@pytest.mark.parametrize(
    ("value", "amount", "percent"),
    [
        (0.004, "<0.01", "<0.1%"),
        (-0.004, ">-0.01", ">-0.1%"),
        (Decimal("0.000001"), "<0.01", "<0.1%"),
        (0, "0.00", "0.0%"),
        (0.3 - 0.1 - 0.2, "0.00", "0.0%"),  # what computing leaves
        (0.05, "0.05", "0.1%"),
        (-0.05, "-0.05", "-0.1%"),
    ],
)
def test_what_is_less_than_is_printed_is_not_said_to_be_nothing(value, amount, percent):
    assert numbers.format_amount(value) == amount
    assert numbers.format_percent(value) == percent


def test_share_is_a_ratio_of_one_and_percent_is_not():
    assert numbers.format_share(0.6425) == "64.3%"
    assert numbers.format_share(Decimal(1)) == "100.0%"
    assert numbers.format_percent(96.25) == "96.3%"


def test_points_carry_their_sign_in_cells_only():
    assert [numbers.format_points(value) for value in (3.14, -0.42, 0.04, -0.04, 0)] == [
        "+3.1",
        "-0.4",
        "<0.1",
        ">-0.1",
        "0.0",
    ]
    assert [numbers.format_growth(value) for value in (194.72, -24.6, 0.04, 0)] == [
        "+194.7%",
        "-24.6%",
        "<0.1%",
        "0.0%",
    ]
    assert numbers.format_points_text(-0.42) == "0.4 个百分点"


def test_infinite_ratio_is_refused():
    with pytest.raises(ValueError, match="finite"):
        numbers.format_share(float("inf"))


def test_counts_have_separators_and_no_decimals():
    assert numbers.format_integer(1204) == "1,204"
