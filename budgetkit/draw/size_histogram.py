"""Histogram of sizes on a logarithmic scale: how many things of each size, and where the money is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from budgetkit.draw.measure import text_width
from budgetkit.draw.page import Canvas, Drawing
from budgetkit.draw.pareto import left_out
from budgetkit.draw.scale import LogScale, Scale
from budgetkit.draw.style import BLUE, FAINT_INK, SMALL_SIZE, TEAL, WIDTH, Fill
from budgetkit.draw.values import Entry, to_value
from budgetkit.numbers import Number, format_share

_PANEL = 92.0
_GAP = 34.0
_LEFT = 20.0


@dataclass(frozen=True)
class SizeClass:
    """Sizes from `low` to below `high`: how many things, and their sum."""

    low: Decimal
    high: Decimal
    count: int
    amount: Decimal


def draw_size_histogram(values: Iterable[Number], *, unit: str = "万元", things: str = "项") -> Drawing:
    """Draw two panels over size classes 1–3–10–30 …: the number of things, and their share of the whole amount.

    A class holds its lower limit and not its upper one. Classes between the smallest and the largest are drawn even
    when empty. Only positive amounts have a place on a logarithmic scale: others are counted in a note.
    """
    entries = [Entry("", (to_value(value),)) for value in values]
    classes = classify_sizes(entry.value for entry in entries if entry.value is not None and entry.value > 0)
    page = Canvas(2 * _PANEL + _GAP + 28, notes=[left_out(entries)])
    if classes:
        _draw_panels(page, classes, unit, things)
    else:
        page.text(WIDTH / 2, page.top + _PANEL, "没有大于零的金额", ink=FAINT_INK, align="center")
    return page.finish(_describe(classes, unit, things))


def classify_sizes(values: Iterable[Decimal]) -> list[SizeClass]:
    """Sort positive amounts into classes of half a power of ten (1–3, 3–10, 10–30 …), without gaps."""
    amounts = list(values)
    if not amounts:
        return []
    edges = _edges(min(amounts), max(amounts))
    classes = []
    for low, high in pairwise(edges):
        inside = [amount for amount in amounts if low <= amount < high]
        classes.append(SizeClass(low, high, len(inside), sum(inside, Decimal(0))))
    return classes


def _edges(smallest: Decimal, largest: Decimal) -> list[Decimal]:
    """Return the limits 1, 3, 10, 30 … from the last one not above the smallest to the first one above the largest."""
    powers = range(math.floor(math.log10(smallest)) - 1, math.floor(math.log10(largest)) + 3)
    limits = [Decimal(digit).scaleb(power) for power in powers for digit in (1, 3)]
    first = max(index for index, limit in enumerate(limits) if limit <= smallest)
    last = min(index for index, limit in enumerate(limits) if limit > largest)
    return limits[first : last + 1]


def _draw_panels(page: Canvas, classes: Sequence[SizeClass], unit: str, things: str) -> None:
    low, high = float(classes[0].low), float(classes[-1].high)
    scale = LogScale(low, high, _LEFT, WIDTH - _LEFT)
    total = sum(size.amount for size in classes)
    counts = [(float(size.count), str(size.count) if size.count else "") for size in classes]
    shares = [(float(size.amount / total), format_share(size.amount / total) if size.count else "") for size in classes]
    _draw_panel(page, page.top, f"数量（{things}）", counts, classes, scale, Fill(BLUE))
    _draw_panel(page, page.top + _PANEL + _GAP, "占金额合计的比重", shares, classes, scale, Fill(TEAL))
    axis = f"单{things}金额（{unit}，对数刻度，含下限、不含上限）"
    page.text(WIDTH / 2, page.top + 2 * _PANEL + _GAP + 22, axis, size=SMALL_SIZE, ink=FAINT_INK, align="center")


def _draw_panel(
    page: Canvas,
    top: float,
    title: str,
    heights: Sequence[tuple[float, str]],
    classes: Sequence[SizeClass],
    scale: LogScale,
    fill: Fill,
) -> None:
    """Draw one panel: a bar a class with its value above, and the classes' limits below the base line."""
    base = top + _PANEL
    upward = Scale(0, max(height for height, _ in heights) or 1.0, base, top + 28)
    page.text(0, top + 6, title, weight="bold")
    for size, (height, text) in zip(classes, heights, strict=True):
        left, right = scale(size.low) + 1, scale(size.high) - 1
        page.bar(left, upward(height), right - left, base - upward(height), fill)
        page.text((left + right) / 2, upward(height) - 6, text, size=SMALL_SIZE, align="center")
    page.line([scale.start, scale.stop], [base, base], colour=FAINT_INK)
    _write_limits(page, base, [*(size.low for size in classes), classes[-1].high], scale)


def _write_limits(page: Canvas, base: float, limits: Sequence[Decimal], scale: LogScale) -> None:
    """Write the classes' limits; where they stand too close, only the powers of ten."""
    texts = [f"{limit.normalize():,f}" for limit in limits]
    step = scale(limits[1]) - scale(limits[0])
    crowded = max(text_width(text, SMALL_SIZE) for text in texts) + 4 > step
    for limit, text in zip(limits, texts, strict=True):
        page.line([scale(limit)] * 2, [base, base + 3], colour=FAINT_INK)
        if not crowded or limit.normalize().as_tuple().digits == (1,):
            page.text(scale(limit), base + 10, text, size=SMALL_SIZE, align="center")


def _describe(classes: Sequence[SizeClass], unit: str, things: str) -> str:
    if not classes:
        return "规模分布图：没有大于零的金额。"
    total = sum(size.amount for size in classes)
    texts = [
        f"{size.low.normalize():,f}至{size.high.normalize():,f} {unit} {size.count} {things}"
        f"（占金额 {format_share(size.amount / total)}）"
        for size in classes
    ]
    return f"规模分布直方图，共 {sum(size.count for size in classes)} {things}：{'；'.join(texts)}。"
