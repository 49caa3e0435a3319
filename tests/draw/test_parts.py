"""The parts figures are built of: wrapping, spreading, tiling, numbers."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import pairwise

import pandas as pd
import pytest

from budgetkit.draw.hatch import hatch_lines
from budgetkit.draw.measure import NOT_AFTER_DIGIT, NOT_AT_END, NOT_AT_START, text_width, wrap_text
from budgetkit.draw.spread import spread_labels
from budgetkit.draw.style import BLUE, ORANGE, PAPER, PLUM, TEAL
from budgetkit.draw.tiles import TileBox, lay_tiles
from budgetkit.draw.values import Entry, fold_tail, format_signed, format_value, sort_entries, to_value


@pytest.mark.parametrize("width", [30, 60, 90, 160])
def test_wrapping_loses_nothing_and_keeps_to_the_width(width):
    text = "《应急管理信息化平台》运行维护（二期）2026年AI服务，尾款：第3批，共12项"
    lines = wrap_text(text, width, 8).split("\n")
    assert "".join(lines) == text
    assert all(text_width(line, 8) <= width for line in lines)


@pytest.mark.parametrize("width", [50, 60, 90, 160])
def test_no_line_begins_or_ends_with_the_wrong_punctuation(width):
    lines = wrap_text("《应急管理信息化平台》运行维护（二期）、2026年服务，尾款：第3批，共12项。", width, 8).split("\n")
    assert not any(line[0] in NOT_AT_START for line in lines[1:])
    assert not any(line[-1] in NOT_AT_END for line in lines[:-1])
    assert not any(before[-1].isdigit() and after[0] in NOT_AFTER_DIGIT for before, after in pairwise(lines))


def test_lines_are_about_equally_long():
    first, second = wrap_text("应急管理信息化平台运行维护服务费", 120, 8).split("\n")
    assert abs(len(first) - len(second)) <= 1


def test_labels_with_room_stay_where_they_want_to_be():
    assert spread_labels([10, 30, 50], [10, 10, 10], 0, 100) == [10, 30, 50]


def test_spread_labels_do_not_overlap_and_keep_their_order():
    wanted = [50.0, 50.0, 51.0, 49.0, 90.0, 99.0]
    places = spread_labels(wanted, [8.0] * 6, 0, 100)
    ordered = sorted(places)
    assert all(after - before >= 8 - 1e-9 for before, after in pairwise(ordered))
    assert min(places) >= 4
    assert max(places) <= 96
    assert places[3] < places[2]


def test_labels_without_enough_room_are_an_error():
    with pytest.raises(ValueError, match=r"need 30\.0 points"):
        spread_labels([1, 2, 3], [10, 10, 10], 0, 20)


def test_tiles_fill_the_area_without_overlap():
    amounts = [50.0, 30.0, 10.0, 6.0, 3.0, 1.0]
    tiles = lay_tiles(amounts, TileBox(0, 0, 200, 100))
    assert [tile.width * tile.height for tile in tiles] == pytest.approx([amount * 200 for amount in amounts])
    assert max(tile.left + tile.width for tile in tiles) == pytest.approx(200)
    assert max(tile.top + tile.height for tile in tiles) == pytest.approx(100)
    assert lay_tiles([], TileBox(0, 0, 1, 1)) == []


def test_amounts_that_halve_each_time_are_laid_however_many():
    assert len(lay_tiles([2.0**-step for step in range(1_000)], TileBox(0, 0, 200, 100))) == 1_000


@pytest.mark.parametrize("lean", ["/", "\\"])
def test_a_hatch_stays_inside_its_area(lean):
    lines = list(hatch_lines(10, 20, 37, 12, lean))
    assert len(lines) > 5
    for xs, ys in lines:
        assert 10 <= min(xs) < max(xs) <= 47
        assert 20 - 1e-9 <= min(ys) < max(ys) <= 32 + 1e-9
        assert abs(xs[1] - xs[0]) == pytest.approx(abs(ys[1] - ys[0]))
        assert (ys[1] < ys[0]) == (lean == "/")


def test_a_tail_is_never_a_single_thing():
    entries = [Entry(name, (Decimal(1),)) for name in "甲乙丙"]
    assert fold_tail(entries, 3) == entries
    assert [entry.name for entry in fold_tail(entries, 2)] == ["甲", "其余 2 项"]


def test_a_tail_without_any_value_has_none():
    assert fold_tail([Entry(name, (None,)) for name in "甲乙丙"], 2)[-1].value is None


def test_ties_keep_their_order_and_missing_values_stand_last():
    entries = [Entry("甲", (None,)), Entry("乙", (Decimal(1),)), Entry("丙", (Decimal(1),)), Entry("丁", (Decimal(2),))]
    assert "".join(entry.name for entry in sort_entries(entries)) == "丁乙丙甲"


@pytest.mark.parametrize("missing", [None, math.nan, pd.NA])
def test_missing_values_of_every_kind_are_missing(missing):
    assert to_value(missing) is None
    assert format_value(missing, "万元") == "无数据"


def test_a_float_is_taken_as_it_prints():
    assert to_value(0.1) == Decimal("0.1")


def test_a_change_of_nothing_has_no_sign_and_one_that_would_print_as_nothing_is_no_zero():
    assert [format_signed(Decimal(value), "万元") for value in ("1.5", "-1.5", "0.001", "-0.001", "0")] == [
        "+1.50",
        "-1.50",
        "<0.01",
        ">-0.01",
        "0.00",
    ]


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", [BLUE, TEAL, PLUM, ORANGE])
def test_every_hue_stands_out_from_paper(colour):
    assert contrast(colour, PAPER) >= 3


@pytest.mark.parametrize(("first", "second"), [(BLUE, TEAL), (TEAL, PLUM), (PLUM, ORANGE), (BLUE, ORANGE)])
def test_neighbouring_series_differ_in_grey(first, second):
    assert contrast(first, second) >= 3
