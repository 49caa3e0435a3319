"""Figures: each takes names and values and gives a drawing with its alternative text, for `show.figure`."""

from budgetkit.draw import draw_bars as bars
from budgetkit.draw import draw_dots as dots
from budgetkit.draw import draw_execution as execution
from budgetkit.draw import draw_flow as flow
from budgetkit.draw import draw_pareto as pareto
from budgetkit.draw import draw_share_bars as share_bars
from budgetkit.draw import draw_size_histogram as size_histogram
from budgetkit.draw import draw_slope as slope
from budgetkit.draw import draw_small_multiples as small_multiples
from budgetkit.draw import draw_treemap as treemap
from budgetkit.draw import draw_waterfall as waterfall

__all__ = [
    "bars",
    "dots",
    "execution",
    "flow",
    "pareto",
    "share_bars",
    "size_histogram",
    "slope",
    "small_multiples",
    "treemap",
    "waterfall",
]


def __dir__() -> list[str]:
    return __all__
