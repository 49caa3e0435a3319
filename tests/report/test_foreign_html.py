"""What a cell shows as HTML of its own stands on the page as it stood there: no value moves, no word is lost."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_output

from budgetkit.report.foreign_html import only_in_notebook, read_html
from budgetkit.report.markdown import inline_text
from budgetkit.report.outputs import read_outputs

ONLY_IN_NOTEBOOK = inline_text(only_in_notebook()["inlines"])


def _texts(html: str) -> list[str]:
    return [_text(block) for block in read_html(html)]


def _text(block) -> str:
    return block["text"] if block["block"] == "pre" else inline_text(block["inlines"])


def _cells(html: str) -> tuple[list[str], list[list[str]]]:
    [grid] = [block for block in read_html(html) if block["block"] == "grid"]
    return [inline_text(cell) for cell in grid["header"]], [[inline_text(cell) for cell in row] for row in grid["rows"]]


@st.composite
def _frames(draw) -> pd.DataFrame:
    """Make a frame whose rows and columns have up to three levels, in which neighbours are often the same."""

    def index(size: int, named: bool) -> pd.Index:
        levels = draw(st.integers(1, 3))
        keys = draw(st.lists(st.tuples(*[st.sampled_from("甲乙丙")] * levels), min_size=size, max_size=size))
        names = [f"名{level}" for level in range(levels)] if named else None
        keys = [(*key[:-1], f"{key[-1]}{place}") for place, key in enumerate(keys)]
        return pd.MultiIndex.from_tuples(keys, names=names) if levels > 1 else pd.Index([key[0] for key in keys])

    rows, columns = draw(st.integers(1, 7)), draw(st.integers(1, 5))
    values = np.arange(rows * columns).reshape(rows, columns) + 1000
    return pd.DataFrame(values, index=index(rows, draw(st.booleans())), columns=index(columns, named=False))


@settings(deadline=None, max_examples=60)
@given(frame=_frames(), is_styled=st.booleans())
def test_every_value_of_a_frame_with_levels_stands_below_its_own_head(frame, is_styled):
    header, rows = _cells(frame.style.to_html() if is_styled else frame._repr_html_())
    levels = frame.index.nlevels
    heads = [" ".join(dict.fromkeys(column if isinstance(column, tuple) else (column,))) for column in frame.columns]
    assert header[levels:] == heads
    assert [row[levels:] for row in rows] == frame.astype(str).to_numpy().tolist()
    keys = [key if isinstance(key, tuple) else (key,) for key in frame.index]
    for before, row, key in zip([("",) * levels, *keys], rows, keys, strict=False):
        assert all(
            cell == own or (cell == "" and own == above) for cell, own, above in zip(row, key, before, strict=False)
        )


def test_a_group_that_a_cut_frame_goes_on_with_keeps_its_columns():
    index = pd.MultiIndex.from_product([range(10), range(9)], names=["部门", "科目"])
    html = pd.DataFrame({"金额": range(90)}, index=index)._repr_html_()
    header, rows = _cells(html)
    assert header == ["部门", "科目", "金额"]
    assert rows[1] == ["", "1", "1"]
    assert rows[5] == ["...", "...", "..."]
    assert _text(read_html(html)[-1]) == "前 5 行和后 5 行，共 90 行。"


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<h3>标题</h3><p>一 <b>二</b></p>三", ["标题", "一 二", "三"]),
        ("<ul><li>甲<li>乙</ul>", ["· 甲", "· 乙"]),
        ("<pre>a\n  b\n</pre>", ["a\n  b"]),
        ("<dl><dt>名<dd>值</dl>", ["名", "值"]),
        ("前<style>p {}</style>后", ["前后"]),
        ("<details><summary>更多</summary>内容</details>", ["更多", "内容"]),
        ("行<br>行", ["行", "行"]),
        ("<div>见<svg><text>图中</text></svg></div>", ["见", ONLY_IN_NOTEBOOK]),
        ("<p>有</p><script>write('无')</script>", ["有", ONLY_IN_NOTEBOOK]),
        ("<iframe src='https://example.org'></iframe>", [ONLY_IN_NOTEBOOK]),
        ("<img alt='柱形图' src='https://example.org/x.png'>", ["柱形图"]),
        ("<img src='https://example.org/x.png'>", [ONLY_IN_NOTEBOOK]),
        ("<p> </p><div></div>", []),
        ("5 rows × 3 columns", ["5 rows × 3 columns"]),  # no table before it: words like any other
    ],
)
def test_words_beside_tables_are_kept_and_what_no_page_can_show_is_said(html, texts):
    assert _texts(html) == texts


def test_words_captions_and_tables_stand_in_the_order_of_the_page():
    table = "<table><caption>题</caption><tr><th>甲</th></tr><tr><td>1</td></tr></table>"
    blocks = read_html(f"<p>前</p>{table}<p>中</p>{table}后")
    assert [block["block"] if block["block"] == "grid" else _text(block) for block in blocks] == (
        ["前", "题", "grid", "中", "题", "grid", "后"]
    )


def test_a_caption_of_a_styler_and_a_picture_of_its_own_are_kept():
    styled = pd.DataFrame({"数": [1]}).style.set_caption("各部门").to_html()
    assert _text(read_html(styled)[0]) == "各部门"
    [picture] = read_html("<img alt='图' src='data:image/png;base64,iVBORw0KGgo='>")
    assert (picture["block"], picture["format"], picture["alt"]) == ("image", "png", "图")


def test_tables_within_a_cell_give_it_their_words():
    assert _cells("<table><tr><th>甲<tr><td>外<table><tr><td>内</table></table>") == (["甲"], [["外 内"]])


def test_rows_and_cells_that_are_not_closed_are_read():
    assert _cells("<table><tr><td>x<td>y<tr><td colspan=2>z</table>")[1] == [["x", "y"], ["z", ""]]


def test_thousands_of_paragraphs_are_cut_with_a_note():
    assert _texts("<p>段</p>" * 3000)[-1] == "……（此后省略 2,600 段）"


@pytest.mark.parametrize(
    ("bundle", "text"),
    [
        ({"text/plain": "<IPython.core.display.Math object>", "text/latex": "$x^2$"}, "$x^2$"),
        ({"text/plain": "<IPython.core.display.JSON object>", "application/json": {"数": 1}}, '{\n  "数": 1\n}'),
        ({"text/plain": "<a.B object at 0x7f>", "text/html": "<canvas></canvas>"}, ONLY_IN_NOTEBOOK),
        ({"text/plain": "<IPython.core.display.Javascript object>", "application/javascript": "x"}, ONLY_IN_NOTEBOOK),
        ({"text/plain": "<a.B object at 0x7f>"}, "<a.B object at 0x7f>"),  # all that the notebook shows
        ({"text/plain": "x", "text/html": "<div></div>"}, "x"),
        ({"text/plain": "Plot(…)", "text/html": "<script>draw()</script>"}, ONLY_IN_NOTEBOOK),
    ],
)
def test_an_object_that_is_only_named_gives_what_words_can_give(bundle, text):
    assert [_text(block) for block in read_outputs([new_output("display_data", data=bundle)])] == [text]
