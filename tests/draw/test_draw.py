"""What each kind of figure shows: lengths in proportion, missing values said, tails summed."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from budgetkit.draw import (
    draw_bars,
    draw_dots,
    draw_execution,
    draw_pareto,
    draw_share_bars,
    draw_size_histogram,
    draw_slope,
    draw_small_multiples,
    draw_treemap,
    draw_waterfall,
)
from budgetkit.draw.execution import OWN_SCALES
from budgetkit.draw.line_text import LineText
from budgetkit.draw.share_bars import NOT_ADDING, compute_shares
from budgetkit.draw.size_histogram import classify_sizes
from budgetkit.draw.slope import LOG_SCALE
from budgetkit.draw.style import BLUE, ORANGE, PAPER, PLUM, TEAL
from budgetkit.draw.waterfall import CUT_AXIS, UNEXPLAINED


def texts(drawing):
    return [text.get_text() for text in drawing.figure.findobj(LineText)]


def bars(drawing, colour=None):
    """Return the filled rectangles as (colour, left, width), in the order drawn."""
    found = [
        (f"#{''.join(f'{round(channel * 255):02X}' for channel in patch.get_facecolor()[:3])}", patch)
        for patch in drawing.figure.patches + drawing.figure.artists
        if isinstance(patch, Rectangle) and patch is not drawing.figure.patch
    ]
    return [(shade, patch.get_x(), patch.get_width()) for shade, patch in found if colour in (None, shade)]


class TestBars:
    def test_bars_are_sorted_and_in_proportion(self):
        drawing = draw_bars(["甲", "乙", "丙"], [1.0, 4.0, 2.0])
        widths = [width for _, _, width in bars(drawing)]
        assert [width / widths[0] for width in widths] == pytest.approx([1, 0.5, 0.25])
        assert [text for text in texts(drawing) if text in "甲乙丙"] == ["乙", "丙", "甲"]

    def test_a_negative_bar_extends_to_the_left_of_zero(self):
        positive, negative = bars(draw_bars(["甲", "乙"], [3.0, -1.0]))
        assert positive[1] == negative[1]
        assert negative[2] == pytest.approx(-positive[2] / 3)

    def test_a_missing_value_is_said_and_not_drawn(self):
        drawing = draw_bars(["甲", "乙"], [1.0, None])
        assert len(bars(drawing)) == 1
        assert "无数据" in texts(drawing)
        assert "乙 无数据" in drawing.alt

    def test_zero_is_a_value(self):
        drawing = draw_bars(["甲", "乙"], [1.0, 0.0])
        assert "0.00" in texts(drawing)
        assert "无数据" not in texts(drawing)

    def test_highlighted_bars_have_another_colour(self):
        assert [colour for colour, *_ in bars(draw_bars("甲乙", [2, 1], highlight=["乙"]))] == [BLUE, ORANGE]

    def test_given_order_is_kept_on_request(self):
        assert [text for text in texts(draw_bars("甲乙", [1, 2], sort=False)) if text in "甲乙"] == ["甲", "乙"]

    def test_units_other_than_money(self):
        assert {"64.2%", "单位：%"} <= set(texts(draw_bars(["甲"], [64.24], unit="%")))
        assert "12" in texts(draw_bars(["甲"], [12], unit="项"))

    @pytest.mark.parametrize("values", [[], [None, None], [0.0, 0.0]])
    def test_nothing_to_scale_by_is_no_error(self, values):
        assert draw_bars("甲乙"[: len(values)], values).svg()

    def test_names_and_values_must_match(self):
        with pytest.raises(ValueError, match="shorter"):
            draw_bars(["甲", "乙"], [1.0])

    def test_a_tail_with_missing_values_says_so(self):
        drawing = draw_bars([str(n) for n in range(10)], [5.0] * 8 + [None] * 2, limit=4)
        assert {"其余 7 项", "25.00", "其余各项中 2 项数据不全，缺失的数未计入合计。"} <= set(texts(drawing))


class TestWaterfall:
    def draw(self, start, end, changes, **more):
        names = "甲乙丙丁"[: len(changes)]
        return draw_waterfall(start, end, names, changes, start_name="上年", end_name="本年", **more)

    def test_each_change_begins_where_the_last_one_ended(self):
        drawing = self.draw(100, 130, [60, -30])
        (_, _, first), (_, rise_left, rise), (_, fall_left, fall), (_, _, last) = bars(drawing)
        unit = first / 100
        assert [rise, fall, last] == pytest.approx([60 * unit, 30 * unit, 130 * unit])
        assert rise_left + rise == pytest.approx(fall_left + fall)

    def test_largest_changes_stand_first_whatever_their_sign(self):
        drawing = self.draw(100, 90, [5, -20, 5])
        assert [text for text in texts(drawing) if text in "甲乙丙"] == ["乙", "甲", "丙"]
        assert [colour for colour, *_ in bars(drawing)][1:-1] == [PLUM, TEAL, TEAL]

    def test_what_the_changes_leave_unexplained_has_a_row(self):
        assert {UNEXPLAINED, "+7.00"} <= set(texts(self.draw(100, 112, [5])))
        assert UNEXPLAINED not in texts(self.draw(100, 105, [5]))

    def test_a_missing_change_is_said(self):
        drawing = self.draw(100, 112, [5, None])
        assert {"无数据", UNEXPLAINED} <= set(texts(drawing))

    def test_a_cut_axis_is_said(self):
        assert CUT_AXIS in texts(self.draw(1000, 1005, [5]))
        assert CUT_AXIS not in texts(self.draw(100, 200, [100]))

    def test_a_tail_is_summed_in_amounts_and_points(self):
        drawing = self.draw(100, 110, [4, 3, 2, 1], points=[4, 3, 2, 1], limit=2)
        assert {"其余 3 项", "+6.00", "+6.0"} <= set(texts(drawing))

    def test_unknown_totals_are_refused(self):
        with pytest.raises(ValueError, match="both totals"):
            self.draw(None, 100, [5])

    def test_no_change_at_all(self):
        assert self.draw(100, 100, []).svg()


class TestDots:
    def draw(self, left, right, **more):
        names = "甲乙丙丁"[: len(left)]
        return draw_dots(names, left, right, left_name="市级2026年", right_name="区级2024年", **more)

    def test_both_sides_are_named_with_their_year_above_their_numbers(self):
        assert {"市级2026年", "区级2024年", "60.0%", "40.0%"} <= set(texts(self.draw([60.0], [40.0])))

    def test_a_missing_side_is_said_and_has_no_mark(self):
        drawing = self.draw([60.0], [None])
        marks = [
            line for line in drawing.figure.lines + drawing.figure.artists if getattr(line, "get_marker", str)() == "D"
        ]
        assert sum(len(line.get_xdata()) for line in marks) == 1  # the key above the column
        assert "无数据" in texts(drawing)

    def test_the_word_for_a_missing_side_can_be_chosen(self):
        drawing = self.draw([60.0], [None], missing="未列")
        assert "未列" in texts(drawing)
        assert "区级2024年 未列" in drawing.alt
        assert "无数据" not in drawing.alt

    def test_rows_follow_the_left_side(self):
        drawing = self.draw([1.0, None, 5.0], [9.0, 9.0, 1.0])
        assert [text for text in texts(drawing) if text in "甲乙丙"] == ["丙", "甲", "乙"]


class TestSlope:
    def draw(self, before, after, **more):
        names = [f"项目{n}" for n in range(len(before))]
        return draw_slope(names, before, after, before_name="2024年", after_name="2026年", **more)

    def test_a_new_thing_has_no_value_before(self):
        drawing = self.draw([None, 5.0], [3.0, 6.0])
        assert "项目0 无数据" in texts(drawing)

    def test_unnamed_lines_are_counted(self):
        values = [1000.0, 900.0, *[1.0 + n / 1000 for n in range(30)]]
        drawing = self.draw(values, values)
        named = sum(text.startswith("项目") for text in texts(drawing))
        assert 2 <= named < 32
        assert f"灰线为数额较小的其余 {32 - named} 项，未标名称。" in texts(drawing)

    def test_a_logarithmic_scale_says_so_and_counts_what_has_no_place_on_it(self):
        drawing = self.draw([1.0, 10.0, 0.0], [10.0, 1.0, 5.0], log=True)
        assert {LOG_SCALE, "另有 1 项无数据、含零或负数，未画出。"} <= set(texts(drawing))

    @pytest.mark.parametrize("log", [False, True])
    def test_nothing_or_equal_values_are_no_error(self, log):
        assert self.draw([], [], log=log).svg()
        assert self.draw([None], [None], log=log).svg()
        assert self.draw([5.0], [5.0], log=log).svg()


class TestShareBars:
    def draw(self, rows, parts=("甲", "乙", "丙")):
        return draw_share_bars(pd.DataFrame(rows, columns=list(parts), index=[f"行{n}" for n in range(len(rows))]))

    def test_every_bar_is_as_long_as_its_shares_together(self):
        drawing = self.draw([[1.0, 1.0, 2.0], [30.0, 50.0, 20.0]])
        widths = [width for _, _, width in bars(drawing) if width > 12]
        assert {"25.0%", "50.0%", "30.0%", "20.0%"} <= set(texts(drawing))
        assert max(widths) > 100

    def test_a_narrow_part_is_printed_above(self):
        assert "0.5%" in texts(self.draw([[99.5, 0.5, 0.0]]))

    @pytest.mark.parametrize(
        ("row", "words"), [([None] * 3, "无数据"), ([0.0] * 3, "合计为零"), ([5.0, -1.0, 1.0], "含负数，不计占比")]
    )
    def test_a_row_without_shares_says_why(self, row, words):
        drawing = self.draw([row])
        assert words in texts(drawing)
        assert f"行0 {words}" in drawing.alt

    def test_a_missing_part_is_named(self):
        assert "乙无数据" in texts(self.draw([[1.0, None, 3.0]]))

    def test_rounding_is_said_only_where_printed_shares_do_not_add(self):
        assert NOT_ADDING in texts(self.draw([[1.0, 1.0, 1.0]]))
        assert NOT_ADDING not in texts(self.draw([[1.0, 1.0, 2.0]]))

    def test_more_than_four_parts_are_refused(self):
        with pytest.raises(ValueError, match="join the small ones"):
            self.draw([[1.0] * 5], parts="甲乙丙丁戊")

    def test_shares_are_of_the_known_parts(self):
        assert compute_shares([Decimal(1), None, Decimal(3)]) == [Decimal("0.25"), None, Decimal("0.75")]


class TestSmallMultiples:
    def test_all_panels_share_a_scale(self):
        table = pd.DataFrame({"2024年": [4.0, 2.0], "2026年": [1.0, None]}, index=["甲", "乙"])
        drawing = draw_small_multiples(table)
        widths = [width for _, _, width in bars(drawing)]
        assert [width / widths[0] for width in widths] == pytest.approx([1, 0.25, 0.5])
        assert texts(drawing).count("无数据") == 1

    def test_own_scales_are_said(self):
        table = pd.DataFrame({"2024年": [4.0, 2.0]}, index=["甲", "乙"])
        drawing = draw_small_multiples(table, own_scales=True)
        assert "各小图的横轴比例不同。" in texts(drawing)
        assert len({round(width, 6) for _, _, width in bars(drawing)}) == 1

    def test_panels_beyond_a_page_are_summed_in_a_note(self):
        table = pd.DataFrame({"2024年": [1.0] * 5}, index=list("甲乙丙丁戊"))
        assert "另有 2 项未画出：2024年合计 2.00 万元。" in texts(draw_small_multiples(table, limit=3))


class TestPareto:
    def test_cumulative_shares_reach_the_whole(self):
        drawing = draw_pareto(["甲", "乙", "丙"], [1.0, 6.0, 3.0])
        assert [text for text in texts(drawing) if text in {"60.0%", "90.0%", "100.0%"}] == ["60.0%", "90.0%", "100.0%"]
        assert "前 1 项 60.0%" in drawing.alt

    def test_what_is_not_positive_is_counted(self):
        drawing = draw_pareto("甲乙丙丁", [1.0, 0.0, -1.0, None])
        assert "另有 1 项金额为零、1 项金额为负、1 项无数据，未画出。" in texts(drawing)

    def test_nothing_positive_is_no_error(self):
        assert draw_pareto(["甲"], [0.0]).alt.startswith("帕累托图：没有")
        assert draw_pareto([], []).svg()


class TestTreemap:
    def test_areas_are_in_proportion_and_fill_the_map(self):
        drawing = draw_treemap("甲乙丙", [6.0, 3.0, 1.0])
        patches = [patch for patch in drawing.figure.patches + drawing.figure.artists if isinstance(patch, Rectangle)]
        areas = [patch.get_width() * patch.get_height() for patch in patches if patch is not drawing.figure.patch]
        assert [area / areas[0] for area in areas] == pytest.approx([1, 1 / 2, 1 / 6])

    def test_a_tile_too_small_for_its_words_is_explained_below(self):
        drawing = draw_treemap(["甲" * 10, "乙" * 15], [97.0, 3.0])
        assert any(text.startswith("1 " + "乙" * 15) for text in texts(drawing))

    def test_a_sliver_without_room_for_a_number_is_listed(self):
        assert any(text.startswith("（细条） 乙") for text in texts(draw_treemap(["甲", "乙"], [9999.0, 1.0])))

    def test_more_than_four_groups_are_refused(self):
        with pytest.raises(ValueError, match="at most 4 groups"):
            draw_treemap("甲乙丙丁戊", [1] * 5, groups="abcde")

    def test_treemap_gives_a_kind_its_colour_whichever_others_are_there(self):
        def shades(there):
            kinds = pd.Series(pd.Categorical([*there, "丁"], list("甲乙丙丁")))  # the last has no tile, and no key
            return {
                shade for shade, *_ in bars(draw_treemap([*there, "戊"], [5.0] * len(there) + [None], groups=kinds))
            }

        assert len({*shades("甲"), *shades("乙"), *shades("丙")}) == 3
        assert shades("甲乙丙") == shades("甲") | shades("乙") | shades("丙")
        assert shades("丙甲") == shades("甲") | shades("丙")

    def test_nothing_positive_is_no_error(self):
        assert draw_treemap(["甲"], [None]).svg()


class TestSizeHistogram:
    def test_a_class_holds_its_lower_limit_and_not_its_upper_one(self):
        classes = classify_sizes([Decimal(1), Decimal("2.999999"), Decimal(3), Decimal(10)])
        assert [(size.low, size.high, size.count) for size in classes] == [(1, 3, 2), (3, 10, 1), (10, 30, 1)]

    def test_empty_classes_between_are_kept(self):
        assert [size.count for size in classify_sizes([Decimal(2), Decimal(200)])] == [1, 0, 0, 0, 1]

    def test_counts_and_shares_of_the_amount_are_shown(self):
        drawing = draw_size_histogram([1.0, 2.0, 97.0])
        assert {"2", "1", "3.0%", "97.0%"} <= set(texts(drawing))

    def test_nothing_positive_is_said(self):
        assert "没有大于零的金额" in texts(draw_size_histogram([0.0, None]))


class TestExecution:
    def draw(self, rows, **more):
        stages = ["2024年年初预算", "2024年全年预算", "2024年执行数", "2026年预算"]
        index = [f"项目{n}" for n in range(len(rows))]
        return draw_execution(pd.DataFrame(rows, columns=stages, index=index), **more)

    def test_a_row_is_drawn_to_its_own_largest_amount_and_says_so(self):
        drawing = self.draw([[100.0, 200.0, 50.0, 100.0], [1.0, 2.0, 0.5, 1.0]])
        assert OWN_SCALES in texts(drawing)
        full = [width for _, left, width in bars(drawing, TEAL) if width > 20]
        assert full[0] == pytest.approx(full[1])

    def test_a_common_scale_compares_rows(self):
        drawing = self.draw([[100.0, 200.0, 50.0, 100.0], [1.0, 100.0, 0.5, 1.0]], common_scale=True)
        full = [width for _, left, width in bars(drawing, TEAL) if width > 20]
        assert full[1] / full[0] == pytest.approx(0.5)

    def test_a_missing_stage_is_said_and_has_no_bar(self):
        drawing = self.draw([[100.0, 200.0, None, 100.0]], rates=[None])
        assert "无数据" in texts(drawing)
        assert len([width for *_, width in bars(drawing, BLUE) if width > 20]) == 1  # the outline of the first stage
        assert "—" in texts(drawing)

    def test_the_first_stage_is_an_outline(self):
        assert bars(self.draw([[100.0, 200.0, 50.0, 100.0]]), PAPER)

    def test_more_than_four_stages_are_refused(self):
        with pytest.raises(ValueError, match="one to 4 stages"):
            draw_execution(pd.DataFrame([[1.0] * 5], index=["甲"]))
