"""The explorer's table: a missing number is an empty cell in all that is written for it."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkit.dataset.states import DIFFERENCES, STATES
from budgetkit.notebook.grid import make_grid, number_texts
from budgetkit.report.fragments import render_for_notebook
from budgetkit.report.outputs import read_outputs
from budgetkit.report.parts.part import PART_TYPE


def test_a_missing_number_is_an_empty_cell_and_the_others_sort_by_size():
    rows = pd.DataFrame({"name": ["培训费", "NaN-1", "印刷费"], "total": [9.5, 100.25, None]})
    made = make_grid(rows, {"name": "名称", "total": "金额"})
    assert "NaN" not in made.replace("NaN-1", "")
    assert r"[\"NaN-1\", \"100.25\"]" in made
    assert r", \"\"]" in made
    assert r"%d \u884c" in made or "已复制 %d 行" in made


def test_an_export_says_what_the_pickers_show(published_data, monkeypatch):
    explore = pytest.importorskip("budgetkit.notebook.explore")
    shown = []
    monkeypatch.setattr(explore, "display", lambda bundle, raw: shown.append(bundle))
    explore.pick(published_data)._ipython_display_()
    outputs = [{"output_type": "display_data", "data": bundle, "metadata": {}} for bundle in shown]
    [block] = read_outputs(outputs)
    assert "部门：北京市应急管理局；年度：2026年；对应部门：北京市朝阳区应急管理局；表：支出总表" in str(block)
    assert "application/vnd.jupyter.widget-view+json" in shown[-1]


def numbers():
    return st.lists(st.decimals(-(10**7), 10**7, places=6) | st.integers(0, 99_999) | st.none(), min_size=1)


@given(numbers(), st.booleans())
def test_numbers_are_written_exactly_and_amounts_with_one_number_of_decimals(values, is_amount):
    column = pd.Series([None if value is None else float(value) for value in values], dtype=float)
    texts = number_texts(column, is_amount)
    assert [None if not text else float(text.replace(",", "")) for text in texts] == [
        None if pd.isna(value) else value for value in column
    ]
    if is_amount:
        assert len({len(text.partition(".")[2]) for text in texts if text}) <= 1
        assert all(len(text.partition(".")[2]) >= 2 for text in texts if text)
    else:
        assert not any("." in text and text.endswith("0") for text in texts)


@pytest.fixture
def picked(published_data):
    explore = pytest.importorskip("budgetkit.notebook.explore")
    return explore.pick(published_data)


def pick_each(picked):
    """Pick every table of every department, one after the other."""
    for department in [value for _, value in picked.department.options]:
        picked.department.value = department
        for _, name in picked.table_name.options:
            picked.table_name.value = name
            yield name


def test_whatever_is_picked_says_what_it_lacks_in_table_export_and_figure(picked):
    from budgetkit.notebook.explore import _draw, _PickedTable

    lacking = 0
    for name in pick_each(picked):
        said = picked.data.gaps(picked.budget.document_id).get(name)
        bundles = [_PickedTable(picked)._repr_mimebundle_(), _draw(picked)._repr_mimebundle_()]
        if not said:
            continue
        lacking += 1
        assert said in bundles[0]["text/html"]
        for bundle in bundles:
            part = bundle[PART_TYPE]
            assert part["part"] == "notice" or any(said in note for note in part["notes"])
    assert lacking


def test_checks_of_a_picked_table_have_the_open_differences_first(picked):
    from budgetkit.notebook.explore import _list_checks

    order = [STATES[name] for name in dict.fromkeys((*DIFFERENCES, *STATES))]
    several = 0
    for _ in pick_each(picked):
        part = _list_checks(picked)._repr_mimebundle_()[PART_TYPE]
        if "有关的勾稽核对" in part["title"]:
            states = [order.index(row["cells"][1]["text"]) for row in part["rows"]]
            assert states == sorted(states)
            several += len(set(states)) > 1
    assert several


def test_the_figure_has_both_sides_and_the_columns_of_a_table_without_names(picked):
    from budgetkit.notebook.explore import _draw

    seen = set()
    for _ in pick_each(picked):
        part = _draw(picked)._repr_mimebundle_()[PART_TYPE]
        frame = picked.rows()
        money = [one.name for one in picked.schema.columns if one.type == "money" and frame[one.name].notna().any()]
        seen.add((part["part"] == "figure", bool(money)))
        if "side" in frame and part["part"] == "figure":
            largest = frame[~frame["role"].isin(["total", "subtotal"])] if "role" in frame else frame
            largest = largest.loc[largest[money[0]].idxmax()]
            assert f"{largest['side']}：" in str(part)
    assert seen == {(True, True), (False, False)}


def test_values_are_in_words_years_without_decimals_and_sources_by_title(picked):
    from budgetkit.notebook.explore import _PickedTable

    titles = picked.data.documents.set_index("document_id")["title"]
    for _ in pick_each(picked):
        shown = _PickedTable(picked)._repr_mimebundle_()
        part = shown[PART_TYPE]
        for place, column in enumerate(part["columns"]):
            texts = [row["cells"][place]["text"] for row in part["rows"]]
            if "年度" in column["label"] and column["kind"] in ("code", "integer"):
                assert not any("." in text for text in texts), texts
            if column["label"] in ("类别", "所涉表", "收支方向", "对比口径", "处理方式"):
                assert not any(re.fullmatch("[a-z_]+", text) for text in texts), (column["label"], texts)
        document = picked.budget.document_id
        cited = render_for_notebook(part)
        assert f"《{titles[document]}》" in cited
        assert f"《{document}》" not in cited


def test_what_one_follows_is_made_anew(picked, monkeypatch):
    from budgetkit.notebook import explore

    made, seen = [], []
    handle = type("Handle", (), {"update": lambda self, shown: seen.append(shown)})()
    monkeypatch.setattr(explore, "display", lambda shown, display_id: seen.append(shown) or handle)
    explore.follow(picked, lambda now: made.append(now.table_name.value) or len(made))._ipython_display_()
    picked.table_name.value = "procurement"
    assert made == ["expenditure", "procurement"]
    assert seen == [1, 2]
