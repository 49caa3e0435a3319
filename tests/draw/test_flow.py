"""The flow of money: exact sums on one scale, nothing drawn that does not add up."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_case import YEAR, make_case, money, printed, project
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from budgetkit.draw import draw_flow
from budgetkit.draw.line_text import LineText
from budgetkit.draw.style import TAIL, TEAL
from budgetkit.notebook import compare, draw, show


def heights(drawing):
    bars = [bar for bar in drawing.figure.findobj(Rectangle) if bar.get_width() == 9.0]
    return [bar.get_height() for bar in bars]


def texts(drawing):
    return [text.get_text() for text in drawing.figure.findobj(LineText)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=3), st.integers(1, 99))
def test_parts_are_drawn_in_proportion_and_stages_on_one_scale(sources, share):
    whole = sum(sources)
    part = Decimal(whole) * share / 100
    stages = [[(f"来源{n}", value) for n, value in enumerate(sources)], [("甲", part), ("乙", whole - part)]]
    found = heights(draw_flow(stages, divided=[None]))
    assert sum(found[: len(sources)]) == pytest.approx(sum(found[len(sources) :]))
    assert found[-2] / found[-1] == pytest.approx(float(part / (whole - part)))


def test_each_part_is_named_with_its_amount_and_share_of_the_whole():
    drawing = draw_flow(
        [[("本年收入", 80), ("上年结转", 20)], [("基本", 40), ("项目", 60)], [("所列", 60)]], divided=[None, 1]
    )
    assert "60.00 万元（60.0%）" in texts(drawing)
    assert "上年结转 20.00 万元（20.0%）" in drawing.alt


@pytest.mark.parametrize(
    "stages",
    [
        [[("甲", 10)], [("乙", 9)]],
        [[("甲", 10)], [("乙", None)]],
        [[("甲", 10)], [("乙", 12), ("丙", -2)]],
    ],
)
def test_what_does_not_add_up_is_refused(stages):
    with pytest.raises(ValueError, match=r"add up|positive"):
        draw_flow(stages, divided=[None])


def budget_of(income=70, carried=30, basic=40, spent=60, projects=(25, 15)):
    summary = {"side": "expenditure", "item_name": "支出总计", "amount": money(100), "role": "total"}
    totals = [printed("basic", basic), printed("project", spent)]
    totals += [printed("this_year_subtotal", income, "income"), printed("carryover_subtotal", carried, "income")]
    named = [project(n, f"项目{n}", value) for n, value in enumerate(projects, start=1)]
    return make_case({"income_expenditure": [summary], "printed_totals": totals, "projects": named}).budget


def figure_of(budget):
    """Draw where a budget's money comes from and goes to, as a notebook does."""
    result = compare.flow(budget)
    return show.figure(result, draw.flow(result), result.title)


def test_the_figure_tells_what_of_the_project_money_is_listed():
    data = figure_of(budget_of()).data()
    assert data["title"] == "资金流向：项目支出占支出总计的 60.0%；项目支出的 33.3% 无项目明细"
    assert (
        "项目1 25.00 万元（25.0%）、其余 1 个所列项目 15.00 万元（15.0%）、无项目明细 20.00 万元（20.0%）"
        in data["alt"]
    )
    own = f"made-{YEAR}"
    assert data["sources"] == [{"document_id": own, "table": "", "ranges": [[1, 4]], "title": own}]


def test_what_is_left_may_be_the_money_of_projects_that_lack_their_amount():
    data = figure_of(budget_of(projects=(25, 15, None))).data()
    assert data["title"].endswith("项目支出的 33.3% 无项目明细或金额缺失")
    assert "无项目明细或金额缺失 20.00 万元（20.0%）" in data["alt"]


@pytest.mark.parametrize(
    ("projects", "colours"),
    [
        ((25, 15), [TEAL, TEAL, TAIL]),
        ((25,), [TEAL, TAIL]),  # one listed project, and what has none
        ((45, 15), [TEAL, TEAL]),  # near miss: all is listed
    ],
)
def test_what_no_project_is_listed_for_has_no_hue(projects, colours):
    figure = draw.flow(compare.flow(budget_of(projects=projects))).figure
    bars = [bar for bar in figure.findobj(Rectangle) if bar.get_width() == 9.0][-len(colours) :]
    assert [to_hex(bar.get_facecolor()).upper() for bar in bars] == colours


def leaders(drawing):
    """Give the lines of a flow: a leader each, since nothing else in it is a line; drawn in one go with gaps."""
    return [end for line in drawing.figure.findobj(Line2D) for end in line.get_xdata() if math.isnan(end)]


@pytest.mark.parametrize(("small", "count"), [(1, 1), (40, 0)])
def test_a_label_away_from_its_piece_of_the_bar_is_led_to_it(small, count):
    drawing = draw_flow([[("收入", 100)], [("甲", 100 - small), ("乙", small)]], divided=[None])
    assert len(leaders(drawing)) == count


@pytest.mark.parametrize("more", [{"projects": ()}, {"projects": (70,)}])
def test_projects_that_are_not_listed_or_pass_the_total_are_not_drawn(more):
    alt = figure_of(budget_of(**more)).data()["alt"]
    assert "项目支出 60.00 万元" in alt
    assert "项目1" not in alt


@pytest.mark.parametrize("more", [{"income": 60}, {"basic": 30}])
def test_sums_that_do_not_meet_the_total_are_not_drawn(more):
    part = figure_of(budget_of(**more))
    assert part.data()["level"] == "missing"
