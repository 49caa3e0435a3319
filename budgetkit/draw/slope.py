"""Slope plot: what rose and what fell between two years."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from budgetkit.draw.alternative import list_pairs
from budgetkit.draw.measure import text_height, text_width, wrap_text
from budgetkit.draw.page import Canvas, Drawing
from budgetkit.draw.scale import LogScale, Scale, scale_with_zero
from budgetkit.draw.spread import spread_labels
from budgetkit.draw.style import BLUE, BODY_SIZE, FAINT_INK, INK, ORANGE, RULE, WIDTH
from budgetkit.draw.values import NO_VALUE, Entry, Value, format_value, to_entries
from budgetkit.numbers import Number

LOG_SCALE = "纵轴为对数刻度：同样的斜度表示同样的增减幅度。"
_HEAD = 18.0
_EDGE = 8.0
_WIDEST = 150.0
_LEADER = 27.0
_FARTHEST = 3.0  # label heights that a label may stand away from its mark
_LINE_HEIGHT = text_height("", BODY_SIZE) + 2


def draw_slope(
    names: Iterable[object],
    before: Iterable[Number],
    after: Iterable[Number],
    *,
    before_name: str,
    after_name: str,
    unit: str = "万元",
    log: bool = False,
    missing: str = NO_VALUE,
    limit: int = 24,
) -> Drawing:
    """Draw a line a thing from its value before to its value after, falling ones orange and dashed.

    The largest things bear name and values: `limit` at most, and no more than have room beside their marks; the
    others are grey lines that a note counts. `log` asks for a logarithmic scale, for values of very different size. A
    thing with a value on one side only has a mark there and the word `missing` on the other; what has no place on the
    scale (zero and negative values on a logarithmic one) is counted in a note as well.
    """
    entries = to_entries(names, before, after)
    drawable = [entry for entry in entries if _has_place(entry, log)]
    drawable.sort(key=lambda entry: -max(value for value in entry.values if value is not None))
    height = min(max(170.0, 1.6 * _LINE_HEIGHT * min(limit, len(drawable))), 560.0)
    scale = _scale(drawable, height, log)
    named = _named(drawable[:limit], scale, height, lambda shown: _labels(shown, unit, missing))
    others = drawable[len(named) :]
    notes = [LOG_SCALE if log else None, *_notes(len(entries) - len(drawable), len(others), log)]
    page = Canvas(height + _HEAD, unit=unit, notes=notes)
    page.top += _HEAD
    _Slope(page, scale, height, _labels(named, unit, missing)).draw(named, others, (before_name, after_name))
    pairs = list_pairs(drawable, (before_name, after_name), unit, missing)
    return page.finish(f"斜线图，{before_name}至{after_name}，共 {len(entries)} 项：{pairs}。")


def _has_place(entry: Entry, log: bool) -> bool:
    """Say whether a thing can be drawn: a value at least, and on a logarithmic scale none that is not positive."""
    known = [value for value in entry.values if value is not None]
    return bool(known) and not (log and min(known) <= 0)


def _scale(entries: Sequence[Entry], height: float, log: bool) -> Scale | LogScale:
    known = [float(value) for entry in entries for value in entry.values if value is not None]
    if log and known:
        low, high = min(known), max(known)
        return LogScale(low, high if high > low else low * 10, height - _EDGE, _EDGE)
    return scale_with_zero(known, height - _EDGE, _EDGE)


def _labels(entries: Sequence[Entry], unit: str, missing: str) -> tuple[list[str], list[str]]:
    """Return the labels of both sides: name and value at the left, the value alone at the right."""
    left = [f"{entry.name} {format_value(entry.values[0], unit, missing)}" for entry in entries]
    right = [format_value(entry.values[1], unit, missing) for entry in entries]
    return [wrap_text(text, _WIDEST, BODY_SIZE) for text in left], right


def _places(entries: Sequence[Entry], labels: Sequence[str], side: int, scale: Scale | LogScale, height: float):
    """Return where the labels of a side want to stand, and where they stand without overlapping."""
    wanted = [scale(_anchor(entry, side)) for entry in entries]
    sizes = [text_height(label, BODY_SIZE) + 2 for label in labels]
    return wanted, spread_labels(wanted, sizes, 0, height)


def _anchor(entry: Entry, side: int) -> Any:
    """Give the value that a label stands at: that of its side, else the only one there is."""
    return entry.values[side] if entry.values[side] is not None else entry.values[1 - side]


def _named(entries: Sequence[Entry], scale: Scale | LogScale, height: float, label: Callable) -> list[Entry]:
    """Return as many of the largest things as find room for their labels near to their marks; two at least."""
    for count in range(len(entries), 2, -1):
        labels = label(entries[:count])
        if sum(text_height(label, BODY_SIZE) + 2 for label in labels[0]) > height:
            continue
        sides = [_places(entries[:count], labels[side], side, scale, height) for side in (0, 1)]
        far = max(abs(want - place) for wanted, places in sides for want, place in zip(wanted, places, strict=True))
        if far <= _FARTHEST * _LINE_HEIGHT:
            return list(entries[:count])
    return list(entries[:2])


def _notes(unplaced: int, unnamed: int, log: bool) -> list[str]:
    notes = []
    if unnamed:
        notes.append(f"灰线为数额较小的其余 {unnamed} 项，未标名称。")
    if unplaced:
        reason = "无数据、含零或负数" if log else "两边均无数据"
        notes.append(f"另有 {unplaced} 项{reason}，未画出。")
    return notes


@dataclass(frozen=True)
class _Slope:
    """One slope plot while it is being drawn: its page, vertical scale, height, and the labels of both sides."""

    page: Canvas
    scale: Scale | LogScale
    height: float
    labels: tuple[Sequence[str], Sequence[str]]

    def draw(self, named: Sequence[Entry], others: Sequence[Entry], sides: tuple[str, str]) -> None:
        """Draw the unnamed lines first, the named ones above them, then the labels of both sides."""
        for x, align, side in zip(self._ends, ("right", "left"), sides, strict=True):
            self.page.line([x, x], [self.page.top, self.page.top + self.height])
            self.page.text(x, self.page.top - _HEAD / 2 - 1, side, align=align, weight="bold")
        for entry in others:
            self._draw_line(entry.values, RULE, 0.6)
        for entry in named:
            before, after = entry.values
            falling = before is not None and after is not None and after < before
            self._draw_line(entry.values, ORANGE if falling else BLUE, 1.4, (4, 1.5) if falling else None)
        for number in (0, 1):
            self._write_labels(named, number)

    @property
    def _ends(self) -> tuple[float, float]:
        widths = [max((text_width(label, BODY_SIZE) for label in side), default=40.0) for side in self.labels]
        return widths[0] + _LEADER + 3, WIDTH - widths[1] - _LEADER - 3

    def _draw_line(
        self, values: tuple[Value, ...], colour: str, width: float, dashes: tuple[float, ...] | None = None
    ) -> None:
        ends = zip(self._ends, values, strict=True)
        places = [(x, self.page.top + self.scale(value)) for x, value in ends if value is not None]
        if len(places) == 2:
            self.page.line(*zip(*places, strict=True), colour=colour, width=width, dashes=dashes)
        for x, y in places:
            self.page.mark(x, y, "o", colour, size=2 + width * 1.5)

    def _write_labels(self, named: Sequence[Entry], side: int) -> None:
        """Write a side's labels beside their marks, with a thin line to a mark further off."""
        wanted, places = _places(named, self.labels[side], side, self.scale, self.height)
        x, outward, align = self._ends[side], (-1, 1)[side], ("right", "left")[side]
        for entry, label, mark, place in zip(named, self.labels[side], wanted, places, strict=True):
            known, top = entry.values[side] is not None, self.page.top
            if known:
                xs = [x + outward * reach for reach in (4, 20, 25)]
                self.page.line(xs, [top + mark, top + place, top + place], width=0.6)
            self.page.text(x + outward * _LEADER, top + place, label, align=align, ink=INK if known else FAINT_INK)
