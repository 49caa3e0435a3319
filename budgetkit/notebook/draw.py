"""Figures: each takes names and values and gives a drawing with its alternative text, for `show.figure`.

The values are those of columns, or a result and the names of its columns: `draw.bars(spent, "department", "share")`.
Of a result that could not be made there is no drawing; `show.figure` then says why.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import pandas as pd

from budgetkit import draw as _draw
from budgetkit.briefing.sides import Sides
from budgetkit.compare.result import Result
from budgetkit.draw import Drawing

_COLUMNS = ("groups", "points", "rates")  # options that may name a column, too


def _of_results(function: Callable[..., Drawing]) -> Callable[..., Drawing | None]:
    """Let a drawing take a result and the names of its columns; several in a list, or with
    their labels in a dict, are a table."""

    @wraps(function)
    def draw(first: Any, *others: Any, names: str = "", **options: Any) -> Drawing | None:
        if not isinstance(first, Result):
            return function(first, *others, **options)
        if first.is_missing:
            return None
        chosen = [_take(first.table, one, names) for one in others]
        options |= {key: first.table[options[key]] for key in _COLUMNS if isinstance(options.get(key), str)}
        return function(*chosen, **options)

    return draw


def _take(table: pd.DataFrame, asked: Any, names: str) -> Any:
    if isinstance(asked, str):
        return table[asked]
    if not isinstance(asked, list | dict):
        return asked
    chosen = table.set_index(names)[list(asked)]
    return chosen.rename(columns=asked) if isinstance(asked, dict) else chosen


def sides(result: Result, sides: Sides, names: str, values: str, *, limit: int | None = None) -> Drawing | None:
    """Draw the shares of both sides of a comparison as dots, of one alone as bars: `draw.sides(…, "name", "share")`."""
    if not sides.is_pair:
        return bars(result, names, f"{values}_1", unit="%", limit=limit)
    left, right = sides.labels
    pair = (f"{values}_1", f"{values}_2")
    return dots(result, names, *pair, left_name=left, right_name=right, missing="未列", limit=limit)


def growth(result: Result, names: str, changes: str, **options: Any) -> Drawing | None:
    """Draw the way from the total of one year to that of the other, a row a change, as a waterfall."""
    if result.is_missing:
        return None
    first, last = (f"{year}年" for year in result.years)
    totals = (result.facts["earlier"], result.facts["later"])
    return waterfall(result, *totals, names, changes, start_name=first, end_name=last, **options)


def flow(result: Result) -> Drawing | None:
    """Draw a flow of money from stage to stage, as `compare.flow` gives it."""
    if result.is_missing:
        return None
    stages = [own for _, own in result.table.groupby("stage", sort=False)]
    names = [own["name"].tolist() for own in stages]
    divided = [None, *(before.index(own["of"].iloc[0]) for before, own in zip(names[1:], stages[2:], strict=False))]
    pairs = [list(zip(own["name"], own["amount"], strict=True)) for own in stages]
    untold = result.table[result.table["is_untold"]]["name"].tolist()
    return _draw.draw_flow(pairs, divided=divided, untold=untold)


bars = _of_results(_draw.draw_bars)
dots = _of_results(_draw.draw_dots)
execution = _of_results(_draw.draw_execution)
pareto = _of_results(_draw.draw_pareto)
share_bars = _of_results(_draw.draw_share_bars)
size_histogram = _of_results(_draw.draw_size_histogram)
slope = _of_results(_draw.draw_slope)
small_multiples = _of_results(_draw.draw_small_multiples)
strip = _of_results(_draw.draw_strip)
treemap = _of_results(_draw.draw_treemap)
waterfall = _of_results(_draw.draw_waterfall)

__all__ = [
    "bars",
    "dots",
    "execution",
    "flow",
    "growth",
    "pareto",
    "share_bars",
    "sides",
    "size_histogram",
    "slope",
    "small_multiples",
    "strip",
    "treemap",
    "waterfall",
]


def __dir__() -> list[str]:
    return __all__
