"""The explorer's table: a missing number is an empty cell in all that is written for it."""

from __future__ import annotations

import pandas as pd
import pytest

from budgetkit.notebook.grid import make_grid
from budgetkit.report.outputs import read_outputs


def test_a_missing_number_is_an_empty_cell_and_the_others_sort_by_size():
    rows = pd.DataFrame({"name": ["培训费", "NaN-1", "印刷费"], "total": [9.5, 100.25, None]})
    made = make_grid(rows, {"name": "名称", "total": "金额"})
    assert "NaN" not in made.replace("___NaN___", "").replace("NaN-1", "")
    assert r"[\"\", \"___NaN___\"]" in made
    assert r"[\"100.25\", 100.25]" in made
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
