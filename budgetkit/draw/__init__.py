"""Figures: one drawing function a kind, from names and values to a figure with alternative text."""

from budgetkit.draw.bars import draw_bars
from budgetkit.draw.dots import draw_dots
from budgetkit.draw.execution import draw_execution
from budgetkit.draw.flow import draw_flow
from budgetkit.draw.page import Drawing
from budgetkit.draw.pareto import draw_pareto
from budgetkit.draw.share_bars import draw_share_bars
from budgetkit.draw.size_histogram import draw_size_histogram
from budgetkit.draw.slope import draw_slope
from budgetkit.draw.small_multiples import draw_small_multiples
from budgetkit.draw.strip import draw_strip
from budgetkit.draw.treemap import draw_treemap
from budgetkit.draw.waterfall import draw_waterfall

__all__ = [
    "Drawing",
    "draw_bars",
    "draw_dots",
    "draw_execution",
    "draw_flow",
    "draw_pareto",
    "draw_share_bars",
    "draw_size_histogram",
    "draw_slope",
    "draw_small_multiples",
    "draw_strip",
    "draw_treemap",
    "draw_waterfall",
]
