"""What holds for every figure: nothing overlaps, nothing is cut, nothing is too small, nothing leaks."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ElementTree
from itertools import combinations

import matplotlib
import pytest
from made_figures import KINDS, draw_all, make_names
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from budgetkit.draw import draw_bars
from budgetkit.draw.line_text import LineText
from budgetkit.draw.style import SMALL_SIZE, TALLEST, WIDTH
from budgetkit.fonts import FontError

COUNTS = (2, 12, 40, 100)
PAPER_HEIGHT = 247  # mm between A4 margins of 25 mm
EVERY = pytest.mark.parametrize(("kind", "count"), [(kind, count) for kind in KINDS for count in COUNTS])


@pytest.fixture(scope="module")
def drawings():
    made = {}

    def get(kind, count):
        if (kind, count) not in made:
            made[kind, count] = draw_all(count)[kind]()
        return made[kind, count]

    return get


def text_boxes(figure):
    """Return the texts of a figure with their boxes in points, as a renderer measures them."""
    with matplotlib.rc_context({"text.hinting": "none"}):
        renderer = FigureCanvasAgg(figure).get_renderer()
        scale = 72 / figure.dpi
        texts = figure.findobj(LineText)
        return [(text.get_text(), text.get_window_extent(renderer).extents * scale) for text in texts]


def overlap(first, second):
    """Return by how much two boxes overlap, in points, the smaller of both directions."""
    wide = min(first[2], second[2]) - max(first[0], second[0])
    high = min(first[3], second[3]) - max(first[1], second[1])
    return min(wide, high)


@EVERY
def test_no_two_texts_overlap(drawings, kind, count):
    boxes = text_boxes(drawings(kind, count).figure)
    meeting = [(a, b) for (a, one), (b, other) in combinations(boxes, 2) if overlap(one, other) > 1.2]
    assert not meeting


@EVERY
def test_no_text_leaves_the_paper(drawings, kind, count):
    figure = drawings(kind, count).figure
    width, height = figure.get_size_inches() * 72
    outside = [
        text
        for text, (left, bottom, right, top) in text_boxes(figure)
        if left < -0.6 or right > width + 0.6 or bottom < -0.6 or top > height + 0.6
    ]
    assert not outside


@EVERY
def test_a_figure_fits_a_page_of_a4(drawings, kind, count):
    width, height = drawings(kind, count).figure.get_size_inches() * 25.4
    assert width == pytest.approx(WIDTH / 72 * 25.4)
    assert height <= PAPER_HEIGHT - 20  # title, source and notes stand on the same page


@EVERY
def test_no_type_is_smaller_than_it_can_be_read_in_print(drawings, kind, count):
    assert min(text.get_fontsize() for text in drawings(kind, count).figure.findobj(LineText)) >= SMALL_SIZE >= 7.5


@EVERY
def test_alternative_text_counts_the_things(drawings, kind, count):
    alt = drawings(kind, count).alt
    assert alt.endswith("。")
    assert "图" in alt[:12]
    assert str(count) in alt or kind in {"pareto", "treemap", "histogram"}  # these leave out what is not positive


@pytest.mark.parametrize("kind", KINDS)
def test_svg_is_well_formed_and_keeps_text_as_text(drawings, kind):
    drawing = drawings(kind, 12)
    svg = drawing.svg()
    root = ElementTree.fromstring(svg)
    written = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert written == {text.get_text() for text in drawing.figure.findobj(LineText) if text.get_text()}
    assert len(svg) < 80_000


@pytest.mark.parametrize("kind", KINDS)
def test_text_written_without_a_layout_stands_where_a_layout_puts_it(kind, monkeypatch):
    fast = draw_all(12)[kind]().svg()
    monkeypatch.setattr(LineText, "draw", Text.draw)
    assert draw_all(12)[kind]().svg().replace("rotate(-0 ", "rotate(0 ") == fast


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_values_give_the_same_bytes(kind):
    assert draw_all(12)[kind]().svg() == draw_all(12)[kind]().svg()


@pytest.mark.parametrize("kind", KINDS)
def test_drawing_leaves_matplotlibs_settings_alone(drawings, kind):
    drawings(kind, 2)  # the fonts are registered with the first figure
    before = dict(matplotlib.rcParams)
    draw_all(12)[kind]().svg()
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("kind", KINDS)
def test_settings_of_a_notebook_do_not_change_a_figure(drawings, kind):
    expected = drawings(kind, 12).svg()
    with matplotlib.rc_context({"savefig.bbox": "tight", "figure.dpi": 72, "lines.linewidth": 9, "axes.grid": True}):
        assert draw_all(12)[kind]().svg() == expected


def test_svg_and_png_have_the_same_proportions(drawings):
    from PIL import Image

    drawing = drawings("bars", 12)
    root = ElementTree.fromstring(drawing.svg())
    _, _, width, height = map(float, root.get("viewBox").split())
    image = Image.open(io.BytesIO(drawing.png(dpi=144)))
    assert image.size == pytest.approx((width * 2, height * 2), abs=1)


def test_a_character_that_no_font_has_is_an_error():
    with pytest.raises(FontError):
        draw_bars(["\U0001f9ff项目"], [1.0])


def test_names_are_wrapped_and_never_cut():
    names = make_names(12)
    written = "".join(text.get_text() for text in draw_bars(names, range(12), sort=False).figure.findobj(LineText))
    assert all(name in written for name in names)


def test_a_hundred_things_end_in_the_sum_of_the_rest():
    names, values = [f"项目{n}" for n in range(100)], [1.0] * 100
    texts = [text.get_text() for text in draw_bars(names, values).figure.findobj(LineText)]
    shown = sum(text.startswith("项目") for text in texts)
    assert f"其余 {100 - shown} 项" in texts
    assert f"{100 - shown:.2f}" in texts
    assert shown * 10 < TALLEST
