"""Dot plot: two sides or two years of the same things, a pair of marks a row."""

from __future__ import annotations

from collections.abc import Iterable

from budgetkit.draw.alternative import list_pairs
from budgetkit.draw.columns import KeyMark, heads_height, lay_columns, write_heads
from budgetkit.draw.page import Canvas, Drawing
from budgetkit.draw.rows import Row, lay_rows
from budgetkit.draw.scale import Scale, scale_with_zero
from budgetkit.draw.style import BLUE, FAINT_INK, ORANGE, WIDTH
from budgetkit.draw.values import NO_VALUE, Entry, format_value, sort_entries, to_entries
from budgetkit.numbers import Number

_MARKS = (("o", BLUE, 7.5), ("D", ORANGE, 4.5))  # the diamond fits into the circle: equal values show both


def draw_dots(
    names: Iterable[object],
    left: Iterable[Number],
    right: Iterable[Number],
    *,
    left_name: str,
    right_name: str,
    unit: str = "%",
    sort: bool = True,
    missing: str = NO_VALUE,
    limit: int | None = None,
) -> Drawing:
    """Draw a row a thing with a round mark for the left side and a diamond for the right one, values in two columns.

    Rows are sorted by the left side, largest first; of more than `limit` those stay that are largest on either. A side
    without a value has no mark, and the word `missing` in its column: 未列 suits a table that lists whatever there is.
    Rows beyond `limit`, or beyond a page, become 其余 N 项 with both sides' sums, in numbers only: give shares or
    amounts, not ratios.
    """
    entries = to_entries(names, left, right)
    entries = _largest_first(sort_entries(entries), limit) if sort else entries
    sides = (left_name, right_name)
    rows = lay_rows(entries, limit=limit, room=560, missing=missing)
    cells = [[format_value(row.entry.values[side], unit, missing) for row in rows] for side in (0, 1)]
    columns = lay_columns(sides, cells, [_key(0), _key(1)], widest_head=66)
    head = heads_height(columns)
    page = Canvas(rows.height + head, unit=unit, notes=[rows.note])
    page.top += head
    rows.write_names(page)
    known = [value for row in rows if not row.entry.is_tail for value in row.entry.values if value is not None]
    scale = scale_with_zero(known, rows.plot_left + 2, columns[0].left - 14)
    page.line([scale(0)] * 2, [page.top, page.top + rows.height], colour=FAINT_INK)
    for number, row in enumerate(rows):
        _draw_pair(page, row, scale)
        for column, texts, value in zip(columns, cells, row.entry.values, strict=True):
            column.write(page, page.top + row.middle, texts[number], faint=value is None)
    write_heads(page, columns)
    return page.finish(
        f"点图，{left_name}与{right_name}对照，共 {len(entries)} 项：{list_pairs(entries, sides, unit, missing)}。"
    )


def _largest_first(entries: list[Entry], limit: int | None) -> list[Entry]:
    """Put the entries that are largest on either side before those that become the rest; each keeps its order."""
    if limit is None or len(entries) <= limit:
        return entries
    ranked = sorted(entries, key=lambda entry: max((value or 0.0 for value in entry.values), default=0.0), reverse=True)
    shown = set(map(id, ranked[: limit - 1]))
    return sorted(entries, key=lambda entry: id(entry) not in shown)


def _key(side: int) -> KeyMark:
    """Return what draws a side's mark above its column."""
    shape, colour, size = _MARKS[side]
    return lambda page, right, middle: page.mark(right - 4, middle, shape, colour, size=size)


def _draw_pair(page: Canvas, row: Row, scale: Scale) -> None:
    """Draw a guide to the numbers, the marks of both sides, and a line between them."""
    middle = page.top + row.middle
    page.line([scale.start, WIDTH], [page.top + row.top + row.height] * 2, width=0.3)
    if row.entry.is_tail:
        return
    places = [None if value is None else scale(value) for value in row.entry.values]
    ends = [place for place in places if place is not None]
    if len(ends) == len(places):
        page.line(ends, [middle, middle], colour=FAINT_INK, width=1.5)
    for place, (shape, colour, size) in zip(places, _MARKS, strict=True):
        if place is not None:
            page.mark(place, middle, shape, colour, size=size)
