"""The explorer's table: a missing number is an empty cell in all that is written for it."""

from __future__ import annotations

import pandas as pd

from budgetkit.notebook.grid import make_grid


def test_a_missing_number_is_an_empty_cell_and_the_others_sort_by_size():
    rows = pd.DataFrame({"name": ["培训费", "NaN-1", "印刷费"], "total": [9.5, 100.25, None]})
    made = make_grid(rows, {"name": "名称", "total": "金额"})
    assert "NaN" not in made.replace("___NaN___", "").replace("NaN-1", "")
    assert r"[\"\", \"___NaN___\"]" in made
    assert r"[\"100.25\", 100.25]" in made
    assert r"%d \u884c" in made or "已复制 %d 行" in made
