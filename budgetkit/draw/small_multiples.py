"""Small multiples: the same few bars for many things, side by side on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from budgetkit.draw.alternative import list_pairs
from budgetkit.draw.measure import text_height, text_width, wrap_text
from budgetkit.draw.page import Canvas, Drawing
from budgetkit.draw.scale import Scale, scale_with_zero
from budgetkit.draw.style import BODY_SIZE, FAINT_INK, PLAIN, SERIES, SMALL_SIZE, TALLEST, WIDTH, Fill
from budgetkit.draw.values import (
    NO_VALUE,
    Entry,
    Value,
    format_value,
    format_with_unit,
    missing_note,
    sum_known,
    to_entries,
)
from budgetkit.numbers import Number

_GUTTER = 14.0
_BAR = 12.0
_WIDEST_LABEL = 58.0


def draw_small_multiples(
    table: pd.DataFrame,
    *,
    unit: str = "万元",
    columns: int = 3,
    own_scales: bool = False,
    limit: int | None = None,
    missing: str | None = NO_VALUE,
) -> Drawing:
    """Draw a panel a row of `table`, with a horizontal bar a column, all on the same scale.

    `table` has the panels' titles as index, in the order wanted, and the bars' labels as columns. `own_scales` gives
    each panel its own scale, which a note then says. Panels beyond `limit`, or beyond a page, are summed in a note. A
    bar without a value prints the word `missing`; with None its line is left out of the panel.
    """
    labels = [wrap_text(str(label), _WIDEST_LABEL, SMALL_SIZE) for label in table.columns]
    entries = to_entries(table.index, *(table[column] for column in table.columns))
    columns = max(1, min(columns, len(entries)))
    grid = _Panels(labels, unit, missing, (WIDTH - (columns - 1) * _GUTTER) / columns)
    shown = entries[: _panels_that_fit(entries, grid, columns, limit)]
    lines = [shown[start : start + columns] for start in range(0, len(shown), columns)]
    heights = [max(grid.height(entry) for entry in line) for line in lines]
    tail = _tail_note(entries[len(shown) :], [str(label) for label in table.columns], unit)
    page = Canvas(sum(heights), unit=unit, notes=[tail, "各小图的横轴比例不同。" if own_scales else None])
    common = grid.scale([value for entry in shown for value in entry.values])
    top = page.top
    for line, height in zip(lines, heights, strict=True):
        for place, entry in enumerate(line):
            scale = grid.scale(entry.values) if own_scales else common
            grid.draw(page, entry, place * (grid.width + _GUTTER), top, scale)
        top += height
    names = [str(label) for label in table.columns]
    return page.finish(f"小型多图，共 {len(entries)} 组横条：{list_pairs(entries, names, unit, missing or '无')}。")


def _panels_that_fit(entries: Sequence[Entry], grid: _Panels, columns: int, limit: int | None) -> int:
    """Return how many panels a page holds: whole lines of panels, each as high as its highest title makes it."""
    heights = [grid.height(entry) for entry in entries]
    used, count = 0.0, 0
    for start in range(0, len(entries), columns):
        used += max(heights[start : start + columns])
        if used > TALLEST:
            break
        count = min(start + columns, len(entries))
    return min(count, limit or count)


def _tail_note(tail: Sequence[Entry], labels: Sequence[str], unit: str) -> str | None:
    """Say what is not drawn, with its sum a column: a panel of its own would set the scale for all others."""
    if not tail:
        return None
    sums = [sum_known(values) for values in zip(*(entry.values for entry in tail), strict=True)]
    texts = [f"{label}合计 {format_with_unit(value, unit)}" for label, value in zip(labels, sums, strict=True)]
    return f"另有 {len(tail)} 项未画出：{'，'.join(texts)}。{missing_note(tail) or ''}"


@dataclass(frozen=True)
class _Panels:
    """What all panels share: the bars' labels, the unit, and a panel's width."""

    labels: Sequence[str]
    unit: str
    missing: str | None
    width: float

    def title(self, entry: Entry) -> str:
        return wrap_text(entry.name, self.width, BODY_SIZE, "bold")

    def height(self, entry: Entry) -> float:
        return text_height(self.title(entry), BODY_SIZE) + 2 + sum(height for *_, height in self.bars(entry)) + 11

    def bars(self, entry: Entry) -> list[tuple[int, str, Value, float]]:
        """Give a panel's bars: column, label, value, height; without missing values where these are left out."""
        numbered = enumerate(zip(self.labels, entry.values, strict=True))
        return [
            (number, label, value, max(_BAR, text_height(label, SMALL_SIZE) + 1))
            for number, (label, value) in numbered
            if value is not None or self.missing is not None
        ]

    def scale(self, values: Sequence[Value | Number]) -> Scale:
        """Return a scale between the labels and the values, which stand at the ends of their bars."""
        known = [value for value in values if value is not None]
        room = max((text_width(format_value(value, self.unit), SMALL_SIZE) for value in known), default=0.0) + 4
        names = max(text_width(label, SMALL_SIZE) for label in self.labels) + 5
        left = names + (room if any(value < 0 for value in known) else 0)
        return scale_with_zero(known, left, max(self.width - room, left + 10))

    def draw(self, page: Canvas, entry: Entry, left: float, top: float, scale: Scale) -> None:
        """Draw one panel with its title, bars and values."""
        title = self.title(entry)
        title_height = text_height(title, BODY_SIZE)
        page.text(left, top + title_height / 2, title, weight="bold")
        middle = top + title_height + 2
        zero, first = left + scale(0), middle
        for number, label, value, height in self.bars(entry):
            names_right = left + max(text_width(text, SMALL_SIZE) for text in self.labels)
            page.text(names_right, middle + height / 2, label, size=SMALL_SIZE, align="right")
            fill = SERIES[number] if len(self.labels) <= len(SERIES) else PLAIN
            self._draw_bar(page, value, left, middle + height / 2, scale, fill)
            middle += height
        page.line([zero, zero], [first, middle], colour=FAINT_INK)

    def _draw_bar(self, page: Canvas, value: Value, left: float, middle: float, scale: Scale, fill: Fill) -> None:
        text, zero = format_value(value, self.unit, self.missing or ""), left + scale(0)
        if value is None:
            page.text(zero + 3, middle, text, size=SMALL_SIZE, ink=FAINT_INK)
            return
        page.bar(zero, middle - 4, scale(value) - scale(0), 8, fill)
        end, outward = left + scale(value), -3 if value < 0 else 3
        page.text(end + outward, middle, text, size=SMALL_SIZE, align="right" if value < 0 else "left")
