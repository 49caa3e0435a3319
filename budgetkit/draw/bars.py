"""Sorted horizontal bars: which are largest, and by how much."""

from __future__ import annotations

from collections.abc import Iterable

from budgetkit.draw.alternative import list_entries
from budgetkit.draw.measure import text_width
from budgetkit.draw.page import Canvas, Drawing
from budgetkit.draw.rows import Row, Rows, lay_rows
from budgetkit.draw.scale import Scale, scale_with_zero
from budgetkit.draw.style import BODY_SIZE, EMPHASIS, FAINT_INK, PLAIN, REST, WIDTH, Fill
from budgetkit.draw.values import Entry, format_value, sort_entries, to_entries
from budgetkit.numbers import Number


def draw_bars(
    names: Iterable[object],
    values: Iterable[Number],
    *,
    unit: str = "万元",
    highlight: Iterable[str] = (),
    sort: bool = True,
    limit: int | None = None,
    adds_up: bool = True,
) -> Drawing:
    """Draw horizontal bars, largest first, each with its name and value.

    Negative values extend to the left, zero is a bar without length, a missing value (None, NaN) is written 无数据 and
    stands last. `highlight` names bars in another colour. Bars beyond `limit`, or beyond a page, become 其余 N 项;
    where the values don't add up (`adds_up`), a note counts them. `unit` is 万元, %, 项 …
    """
    entries = to_entries(names, values)
    entries = sort_entries(entries) if sort else entries
    marked = frozenset(highlight)
    rows = lay_rows(entries, limit=limit, bold=marked, adds_up=adds_up)
    page = Canvas(rows.height, unit=unit, notes=[rows.note])
    rows.write_names(page)
    scale = scale_beside_names(rows, unit)
    for row in rows:
        draw_bar(page, row, scale, unit, EMPHASIS if row.entry.name in marked else PLAIN)
    draw_zero_line(page, rows, scale)
    return page.finish(_describe(entries, unit, marked))


def scale_beside_names(rows: Rows, unit: str, right: float = WIDTH) -> Scale:
    """Return the scale of bars between the names and `right` that leaves room for the values at their ends."""
    known = [row.entry.value for row in rows if row.entry.value is not None]
    room = max((text_width(format_value(value, unit), BODY_SIZE) for value in known), default=0) + 5
    left = rows.plot_left + (room if any(value < 0 for value in known) else 0)
    return scale_with_zero(known, left, right - room)


def draw_bar(page: Canvas, row: Row, scale: Scale, unit: str, fill: Fill) -> None:
    """Draw one row's bar from zero and write its value at the end; a missing value is written, not drawn."""
    middle, zero, value = page.top + row.middle, scale(0), row.entry.value
    text = format_value(value, unit)
    if value is None:
        page.text(zero + 4, middle, text, ink=FAINT_INK)
        return
    page.bar(zero, middle - 4.5, scale(value) - zero, 9, REST if row.entry.is_tail else fill)
    side = -1 if value < 0 else 1
    page.text(scale(value) + side * 4, middle, text, align="left" if side > 0 else "right")


def draw_zero_line(page: Canvas, rows: Rows, scale: Scale) -> None:
    """Draw the line from which the bars start."""
    page.line([scale(0)] * 2, [page.top, page.top + rows.height], colour=FAINT_INK)


def _describe(entries: list[Entry], unit: str, marked: frozenset[str]) -> str:
    text = f"横条图，共 {len(entries)} 项：{list_entries(entries, unit)}。"
    return text + (f"突出显示：{'、'.join(sorted(marked))}。" if marked else "")
