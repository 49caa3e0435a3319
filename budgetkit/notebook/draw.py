"""Figures: each takes names and values and gives a drawing with its alternative text, for `show.figure`.

The values are those of columns, or a result and the names of its columns: `draw.bars(spent, "department", "share")`.
Of a result that could not be made there is no drawing; `show.figure` then says why.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any

import pandas as pd

from budgetkit import draw as _draw
from budgetkit.briefing.result_table import check_column, unit_of
from budgetkit.briefing.sides import Sides
from budgetkit.compare.result import Result
from budgetkit.draw import Drawing
from budgetkit.draw.values import COUNT_UNITS
from budgetkit.notebook.arguments import checked

_COLUMNS = ("groups", "points", "rates")  # options that may name a column, too
_ROUNDED = 0.5  # percentage points that rounded shares may miss 100 by


def _of_results(function: Callable[..., Drawing]) -> Callable[..., Drawing | None]:
    """Let a drawing take a result and the names of its columns; several in a list, or with their labels in a dict, are
    a table. The unit is that of the values' column, and whether these add up to anything is told by it."""
    check, known = checked(function, "draw"), inspect.signature(function).parameters

    @wraps(function)
    def draw(first: Any, *others: Any, names: str = "", **options: Any) -> Drawing | None:
        if not isinstance(first, Result):
            return check(first, *others, **options)
        if first.is_missing:
            return None
        chosen = [_take(first, one, names) for one in others]
        if "unit" in known and (values := _value_column(first, others)):
            options.setdefault("unit", unit_of(first, values))
            if "adds_up" in known:
                options.setdefault("adds_up", _adds_up(first, values))
        options |= {key: _take(first, options[key], "") for key in _COLUMNS if isinstance(options.get(key), str)}
        return replace(check(*chosen, **options), columns=tuple(_names(others)))

    return draw


def _take(result: Result, asked: Any, names: str) -> Any:
    if isinstance(asked, str):
        check_column(result, asked, "图的列")
        return result.table[asked]
    if not isinstance(asked, list | dict):
        return asked
    for one in (names, *asked):
        check_column(result, one, "图的列")
    chosen = result.table.set_index(names)[list(asked)]
    return chosen.rename(columns=asked) if isinstance(asked, dict) else chosen


def _value_column(result: Result, asked: Sequence[Any]) -> str | None:
    """Find the column of numbers that a drawing is of: the first of those that are named behind the names."""
    return next((one for one in _names(asked) if pd.api.types.is_numeric_dtype(result.table[one])), None)


def _names(asked: Sequence[Any]) -> list[str]:
    """List the columns that are named, one by one or in lists."""
    lists = [one if isinstance(one, list | dict) else [one] for one in asked]
    return [name for names in lists for name in names if isinstance(name, str)]


def _adds_up(result: Result, column: str) -> bool:
    """Say whether a column's values may be added: money and counts may, shares only where they are of one whole."""
    unit = unit_of(result, column)
    if unit.startswith("%"):
        return bool(abs(result.table[column].sum() - 100) < _ROUNDED)
    return unit == result.unit or unit in COUNT_UNITS


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
