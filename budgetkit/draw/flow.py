"""A flow: what a sum comes from, what it goes to, and what one part of that is divided into."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from budgetkit.draw.page import Canvas, Drawing
from budgetkit.draw.spread import spread_labels
from budgetkit.draw.style import FAINT_INK, RULE, SERIES, SMALL_SIZE, TAIL, TEAL, WIDTH, Fill
from budgetkit.draw.values import Entry, to_value
from budgetkit.numbers import Number, format_amount_text, format_share

Stage = Sequence[tuple[str, Number]]

_HEIGHT = 88.0  # of the bar that stands for the whole
_BAR = 9.0
_LABEL = 21.0  # two lines of small type
_GAP = 5.0
_ROUNDING = Decimal("0.01")  # 万元: printed totals of two tables may differ by their last digit
_RIBBON = "#E4EBF3"
_SOURCES = (Fill(FAINT_INK), Fill(RULE))  # what money comes from has no hue: what it goes to has
_USES = SERIES
_OF_PART, _UNTOLD = Fill(TEAL), Fill(TAIL)  # parts of a part keep its hue, but for what is not told further


@dataclass(frozen=True)
class _StagePart:
    """A part of a stage on the page: its entry and the top and height of its piece of the bar."""

    entry: Entry
    top: float
    height: float


def draw_flow(stages: Sequence[Stage], *, divided: Sequence[int | None], untold: Collection[str] = ()) -> Drawing:
    """Draw stages of parts from left to right on one scale, each part with its amount (万元) and share of the whole.

    `divided` says for each stage after the first which part of the stage before it divides; None is all of it.
    `untold` names the parts of a part that nothing more is told of. What comes from where within a stage is not shown,
    since tables don't say. Raises ValueError when a part is missing or
    not positive, or when a stage does not add up to what it divides.
    """
    entries = [[Entry(name, (to_value(value),)) for name, value in stage] for stage in stages]
    for (before, stage), which in zip(pairwise(entries), divided, strict=True):
        _check_sum(stage, before if which is None else [before[which]])
    whole = _sum(entries[0])
    tallest = max(len(stage) for stage in entries) * _LABEL
    height = max(_HEIGHT, tallest)
    page = Canvas(height + 2)
    laid = _lay(entries, divided, height / float(whole), page.top)
    step = (WIDTH + _GAP) / len(laid)
    for number, ((above, parts), which) in enumerate(zip(pairwise(laid), divided, strict=True)):
        start = above if which is None else [above[which]]
        _draw_ribbon(page, start, parts, number * step + _BAR, (number + 1) * step)
    for number, parts in enumerate(laid):
        fills = _fills(parts, number, is_divided=number > 0 and divided[number - 1] is not None, untold=untold)
        _draw_stage(page, parts, number * step, whole, height, fills)
    return page.finish(f"资金流向图，由左至右：{'；'.join(_describe(stage, whole) for stage in entries)}。")


def _fills(stage: Sequence[_StagePart], number: int, *, is_divided: bool, untold: Collection[str]) -> Sequence[Fill]:
    if is_divided:
        return [_UNTOLD if part.entry.name in untold else _OF_PART for part in stage]
    return _USES if number else _SOURCES


def _sum(stage: Sequence[Entry]) -> Decimal:
    if not stage or any(entry.value is None or entry.value <= 0 for entry in stage):
        raise ValueError(f"every part of a flow needs a positive amount: {[entry.name for entry in stage]}")
    return sum((entry.amount for entry in stage), Decimal(0))


def _check_sum(stage: Sequence[Entry], before: Sequence[Entry]) -> None:
    if abs(_sum(stage) - _sum(before)) > _ROUNDING:
        raise ValueError(f"parts add up to {_sum(stage)}, not to {_sum(before)}: {[entry.name for entry in stage]}")


def _lay(
    stages: Sequence[Sequence[Entry]], divided: Sequence[int | None], scale: float, top: float
) -> list[list[_StagePart]]:
    """Put the parts of each stage below one another, beginning where what they divide begins."""
    laid: list[list[_StagePart]] = []
    for number, stage in enumerate(stages):
        which = divided[number - 1] if number else None
        at = laid[-1][which or 0].top if number else top
        parts = []
        for entry in stage:
            parts.append(_StagePart(entry, at, float(entry.amount) * scale))
            at += parts[-1].height
        laid.append(parts)
    return laid


def _draw_ribbon(
    page: Canvas, before: Sequence[_StagePart], stage: Sequence[_StagePart], left: float, right: float
) -> None:
    starts, ends = (_edges(parts) for parts in (before, stage))
    page.area([left, right, right, left], [starts[0], ends[0], ends[1], starts[1]], _RIBBON)


def _edges(parts: Sequence[_StagePart]) -> tuple[float, float]:
    return parts[0].top, parts[-1].top + parts[-1].height


def _draw_stage(
    page: Canvas, stage: Sequence[_StagePart], left: float, whole: Decimal, height: float, fills: Sequence[Fill]
) -> None:
    middles = [part.top + part.height / 2 for part in stage]
    places = spread_labels(middles, [_LABEL] * len(stage), page.top, page.top + height)
    for number, (part, place) in enumerate(zip(stage, places, strict=True)):
        page.bar(left, part.top, _BAR, part.height, fills[number % len(fills)], edge=0.6, above=True)
        if abs(place - middles[number]) > part.height / 2:  # the label doesn't stand beside its piece of the bar
            page.line([left + _BAR, left + _BAR + _GAP - 1], [middles[number], place], colour=FAINT_INK)
        page.text(left + _BAR + _GAP, place, "\n".join(_label(part.entry, whole)), size=SMALL_SIZE)


def _label(entry: Entry, whole: Decimal) -> tuple[str, str]:
    return entry.name, f"{format_amount_text(entry.value)}（{format_share(entry.amount / whole)}）"


def _describe(stage: Sequence[Entry], whole: Decimal) -> str:
    return "、".join(" ".join(_label(entry, whole)) for entry in stage)
