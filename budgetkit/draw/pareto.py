"""Pareto: bars by size, and beside them what share of the whole they reach together."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import accumulate

from budgetkit.draw.alternative import list_entries
from budgetkit.draw.bars import draw_bar, draw_zero_line, scale_beside_names
from budgetkit.draw.page import Canvas, Drawing
from budgetkit.draw.rows import Rows, lay_rows
from budgetkit.draw.scale import Scale
from budgetkit.draw.style import BLUE, FAINT_INK, PLAIN, RULE, SMALL_SIZE, WIDTH
from budgetkit.draw.values import Entry, sort_entries, to_entries
from budgetkit.numbers import Number, format_share

_HEAD = 15.0
_SHARES = 128.0


def draw_pareto(
    names: Iterable[object],
    values: Iterable[Number],
    *,
    unit: str = "万元",
    threshold: float = 0.8,
    limit: int | None = 25,
) -> Drawing:
    """Draw bars, largest first, and in a panel of its own the cumulative share of the total, row by row.

    The panel from 0 to 100 % has a dashed line at `threshold`. Only positive amounts have a share: zeros, negative and
    missing ones are counted in a note. Bars beyond `limit`, or beyond a page, become 其余 N 项.
    """
    given = to_entries(names, values)
    entries = sort_entries(entry for entry in given if entry.value is not None and entry.value > 0)
    rows = lay_rows(entries, limit=limit, room=575, widest=150)
    page = Canvas(rows.height + _HEAD, unit=unit, notes=[left_out(given)])
    page.top += _HEAD
    rows.write_names(page)
    scale = scale_beside_names(rows, unit, WIDTH - _SHARES - 12)
    for row in rows:
        draw_bar(page, row, scale, unit, PLAIN)
    draw_zero_line(page, rows, scale)
    shares = cumulative_shares([row.entry for row in rows])
    _draw_shares(page, rows, shares, threshold)
    return page.finish(_describe(entries, shares, unit))


def cumulative_shares(entries: Iterable[Entry]) -> list[Decimal]:
    """Return the share of the total that is reached with each entry; the last is 1."""
    sums = list(accumulate(entry.amount for entry in entries))
    return [reached / sums[-1] for reached in sums]


def left_out(entries: Iterable[Entry]) -> str | None:
    """Say how many entries have no positive amount, and so no share of the whole."""
    values = [entry.value for entry in entries]
    counts = {
        "金额为零": sum(value == 0 for value in values if value is not None),
        "金额为负": sum(value < 0 for value in values if value is not None),
        "无数据": sum(value is None for value in values),
    }
    parts = [f"{count} 项{kind}" for kind, count in counts.items() if count]
    return f"另有 {'、'.join(parts)}，未画出。" if parts else None


def _draw_shares(page: Canvas, rows: Rows, shares: list[Decimal], threshold: float) -> None:
    """Draw the panel of cumulative shares: a frame from 0 to 100 %, the threshold, and a mark with its number a row."""
    scale = Scale(0, 1, WIDTH - _SHARES + 6, WIDTH - 32)
    bottom, head = page.top + rows.height, page.top - _HEAD / 2
    page.text(WIDTH, head, "累计占比", size=SMALL_SIZE, ink=FAINT_INK, align="right")
    for place in (0, 1):
        page.line([scale(place)] * 2, [page.top, bottom], colour=RULE)
    page.line([scale(threshold)] * 2, [page.top, bottom], colour=FAINT_INK, dashes=(3, 2))
    page.text(scale(0), head, "0%", size=SMALL_SIZE, ink=FAINT_INK, align="center")
    page.text(scale(threshold), head, format_share(threshold, 0), size=SMALL_SIZE, ink=FAINT_INK, align="center")
    middles = [page.top + row.middle for row in rows]
    page.line([scale(share) for share in shares], middles, colour=BLUE, width=1.2)
    for share, middle in zip(shares, middles, strict=True):
        page.mark(scale(share), middle, "o", BLUE, size=3.5)
        page.text(WIDTH, middle, format_share(share), size=SMALL_SIZE, align="right")


def _describe(entries: list[Entry], shares: list[Decimal], unit: str) -> str:
    if not entries:
        return "帕累托图：没有大于零的项目。"
    reached = "、".join(
        f"前 {count} 项 {format_share(shares[count - 1])}" for count in (1, 5, 10) if count <= len(shares)
    )
    return f"帕累托图，共 {len(entries)} 项，从大到小：{list_entries(entries, unit)}。累计占比：{reached}。"
