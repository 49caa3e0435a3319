"""Strip of dots: one measure of many things on one line, those beside each other stacked, one of them marked."""

from __future__ import annotations

from collections.abc import Iterable

from budgetkit.draw.measure import text_width
from budgetkit.draw.page import Canvas, Drawing
from budgetkit.draw.scale import Scale, scale_with_zero
from budgetkit.draw.style import BLUE, FAINT_INK, INK, ORANGE, RULE, SMALL_SIZE, WIDTH
from budgetkit.draw.values import format_value
from budgetkit.numbers import Number, known

NAMED = 12  # things: so few have their names, of more only the extremes, the middle and the marked one
_LINE = 15.0  # points from name to name
_SIZE, _STEP, _TALLEST = 5.0, 5.4, 60.0

Thing = tuple[str, float]


def draw_strip(names: Iterable[object], values: Iterable[Number], *, marked: object = None, unit: str = "%") -> Drawing:
    """Draw each thing with a value as a dot: up to twelve sorted and named, of more a stacked strip.

    The strip names the lowest, the middle and the highest one, and `marked`, which is drawn as an orange diamond. A
    thing without a value is left out, and how many are is said. Raises ValueError when none has one.
    """
    given = [(str(name), value) for name, value in zip(names, values, strict=True)]
    things = sorted(((name, float(value)) for name, value in given if known(value)), key=lambda one: -one[1])
    if not things:
        raise ValueError("no thing has a value")
    absent = len(given) - len(things)
    note = f"另有 {absent} 个没有该数据。" if absent else None
    draw = _draw_named if len(things) <= NAMED else _draw_stacked
    page = draw(things, None if marked is None else str(marked), unit, note)
    told = things if len(things) <= NAMED else _told(things, marked)
    words = "；".join(f"{name} {format_value(value, unit)}" for name, value in told)
    return page.finish(
        f"点图，共 {len(things)} 个，由高到低：{words}。" if len(things) <= NAMED else _alt(things, words)
    )


def _alt(things: list[Thing], words: str) -> str:
    return f"点带图，共 {len(things)} 个，标出：{words}。"


def _told(things: list[Thing], marked: object) -> list[Thing]:
    """Give the highest, the middle and the lowest one, and the marked one, each once."""
    chosen = [things[0], things[(len(things) - 1) // 2], things[-1]]
    chosen += [one for one in things if one[0] == str(marked)]
    return sorted(dict.fromkeys(chosen), key=lambda one: -one[1])


def _scale(things: list[Thing], start: float) -> Scale:
    return scale_with_zero([value for _, value in things], start, WIDTH - 60)


def _draw_named(things: list[Thing], marked: str | None, unit: str, note: str | None) -> Canvas:
    page = Canvas(len(things) * _LINE, unit=unit, notes=[note])
    left = max(text_width(name, SMALL_SIZE) for name, _ in things) + 10
    scale = _scale(things, left)
    for number, (name, value) in enumerate(things):
        middle = page.top + (number + 0.5) * _LINE
        page.line([left, WIDTH - 60], [middle, middle], width=0.3)
        weight = "bold" if name == marked else "normal"
        page.text(left - 8, middle, name, size=SMALL_SIZE, align="right", weight=weight)
        page.mark(scale(value), middle, *_mark(name == marked), size=6.5)
        page.text(WIDTH, middle, format_value(value, unit), size=SMALL_SIZE, align="right", weight=weight)
    page.line([scale(0)] * 2, [page.top, page.top + len(things) * _LINE], colour=FAINT_INK)
    return page


def _mark(is_marked: bool) -> tuple[str, str]:
    return ("D", ORANGE) if is_marked else ("o", BLUE)


def _draw_stacked(things: list[Thing], marked: str | None, unit: str, note: str | None) -> Canvas:
    told = _told(things, marked)
    scale = _scale(things, 4)
    stacks = _stack(things, scale)
    tallest = max(height for _, _, height in stacks) + 1
    step = min(_STEP, _TALLEST / tallest)  # of many on one place the dots overlap rather than leave the figure
    body = tallest * step + 8 + len(told) * _LINE
    page = Canvas(body, unit=unit, notes=[note])
    floor = page.top + tallest * step + 2
    page.line([scale(0), WIDTH - 60], [floor, floor], colour=RULE)
    for name, place, height in sorted(stacks, key=lambda one: one[0] == marked):
        page.mark(place, floor - (height + 0.5) * step, *_mark(name == marked), size=_SIZE)
    for number, (name, value) in enumerate(told):
        middle = floor + 6 + (number + 0.5) * _LINE
        page.line([scale(value)] * 2, [floor, middle], colour=FAINT_INK, width=0.4)
        text = f"{name} {format_value(value, unit)}"
        at_left = scale(value) + 4 + text_width(text, SMALL_SIZE) <= WIDTH
        x, align = (scale(value) + 4, "left") if at_left else (scale(value) - 4, "right")
        page.text(x, middle, text, size=SMALL_SIZE, ink=INK, align=align, weight="bold" if name == marked else "normal")
    return page


def _stack(things: list[Thing], scale: Scale) -> list[tuple[str, float, int]]:
    """Give name, place and height in its stack of each thing: those closer than a dot stand on each other."""
    heights: dict[int, int] = {}
    stacks = []
    for name, value in things:
        slot = round(scale(value) / _SIZE)
        stacks.append((name, slot * _SIZE, heights.get(slot, 0)))
        heights[slot] = heights.get(slot, 0) + 1
    return stacks
