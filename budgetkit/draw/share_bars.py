"""Stacked bars of 100 %: how each of several wholes is composed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from budgetkit.draw.alternative import list_pairs
from budgetkit.draw.measure import text_width
from budgetkit.draw.page import Canvas, Drawing
from budgetkit.draw.rows import GAP, WIDEST_NAME, Row, Rows, lay_rows
from budgetkit.draw.scale import Scale
from budgetkit.draw.spread import spread_labels
from budgetkit.draw.style import BODY_SIZE, FAINT_INK, SERIES, SMALL_SIZE, WIDTH
from budgetkit.draw.values import NO_VALUE, Entry, Value, to_entries
from budgetkit.numbers import format_share, round_half_up

_HEAD = 20.0
_BAR = 12.0
_LINE = 10.0
_NARROWEST_BAR = WIDTH - WIDEST_NAME - GAP
NOT_ADDING = "因四舍五入，部分横条的各项占比之和不等于 100.0%。"
PARTLY_KNOWN = "有缺项的横条，以已知各项之和为 100%。"


def draw_share_bars(table: pd.DataFrame, *, limit: int | None = None) -> Drawing:
    """Draw a bar of 100 % a row, divided by the columns of `table`, with every share printed.

    `table` has the wholes' names as index, one to four parts as columns (ValueError otherwise) and their amounts as
    values; shares are computed here. A share too narrow for its number is printed above the bar. A row
    without any amount, one of zeros and one with a negative part have no shares and say so. A missing part is named
    below its bar.
    """
    parts = [str(part) for part in table.columns]
    if not 1 <= len(parts) <= len(SERIES):
        raise ValueError(f"a bar takes one to {len(SERIES)} parts, not {len(parts)}: join the small ones first")
    entries = to_entries(table.index, *(table[part] for part in table.columns))
    rows = lay_rows(entries, least=_BAR + 5, limit=limit, room=570, height_of=_height)
    page = Canvas(rows.height + _HEAD, notes=[rows.note, *_notes(rows)])
    page.top += _HEAD
    rows.write_names(page)
    scale = Scale(0, 1, rows.plot_left, WIDTH - 1)
    for row in rows:
        _draw_row(page, row, scale, parts)
    _write_parts(page, rows, scale, parts)
    return page.finish(f"百分比堆叠横条图，共 {len(entries)} 条：{_describe(entries, parts)}。")


def compute_shares(values: Sequence[Value]) -> list[Value] | None:
    """Return each part's share of the known parts' sum; None where there is no such share."""
    known = [value for value in values if value is not None]
    total = sum(known, Decimal(0))
    if not total or any(value < 0 for value in known):
        return None
    return [None if value is None else value / total for value in values]


def _why_no_shares(values: Sequence[Value]) -> str:
    known = [value for value in values if value is not None]
    if not known:
        return NO_VALUE
    return "含负数，不计占比" if any(value < 0 for value in known) else "合计为零"


def _notes(rows: Rows) -> list[str]:
    found = [(row.entry, compute_shares(row.entry.values)) for row in rows]
    complete = [shares for entry, shares in found if shares and None not in entry.values]
    adding = all(_adds_up(shares) for shares in complete)
    partly = any(shares and None in entry.values for entry, shares in found)
    return [*([] if adding else [NOT_ADDING]), *([PARTLY_KNOWN] if partly else [])]


def _adds_up(shares: Sequence[Any]) -> bool:
    return sum(round_half_up(share * 100, 1) for share in shares) == 100


def _is_narrow(share: Decimal, bar: float) -> bool:
    return float(share) * bar < text_width(format_share(share), SMALL_SIZE) + 5


def _height(entry: Entry) -> float:
    """Return the height of a bar with the numbers above it and the words below it."""
    shares = compute_shares(entry.values) or []
    above = any(share is not None and _is_narrow(share, _NARROWEST_BAR) for share in shares)
    below = None in shares
    return _BAR + 5 + _LINE * (above + below)


def _draw_row(page: Canvas, row: Row, scale: Scale, parts: Sequence[str]) -> None:
    shares = compute_shares(row.entry.values)
    if shares is None:
        page.text(scale(0), page.top + row.middle, _why_no_shares(row.entry.values), ink=FAINT_INK)
        return
    middle = page.top + row.middle
    narrow, left = [], 0.0
    for share, fill in zip(shares, SERIES, strict=False):
        place = scale(left + float(share or 0) / 2)
        if share:
            width = float(share) * (scale(1) - scale(0))
            page.bar(place - width / 2, middle - _BAR / 2, width, _BAR, fill, edge=0.7)
        if share is not None and not _is_narrow(share, scale(1) - scale(0)):
            page.label(place, middle, format_share(share), fill)
        elif share is not None:
            narrow.append((place, format_share(share)))
        left += float(share or 0)
    _write_narrow(page, middle - _BAR / 2, narrow, scale)
    missing = [part for part, share in zip(parts, shares, strict=True) if share is None]
    if missing:
        text = f"{'、'.join(missing)}{NO_VALUE}"
        page.text(scale(0), middle + _BAR / 2 + _LINE / 2 + 1, text, size=SMALL_SIZE, ink=FAINT_INK)


def _write_narrow(page: Canvas, bar_top: float, narrow: Sequence[tuple[float, str]], scale: Scale) -> None:
    """Write the numbers of narrow segments above their bar, moved apart, each with a line to its segment."""
    widths = [text_width(text, SMALL_SIZE) + 4 for _, text in narrow]
    centres = spread_labels([place for place, _ in narrow], widths, scale(0) - 4, WIDTH + 2)
    for (place, text), centre in zip(narrow, centres, strict=True):
        page.line([centre, place], [bar_top - 3, bar_top + 1], colour=FAINT_INK, width=0.6)
        page.text(centre, bar_top - _LINE / 2 - 2, text, size=SMALL_SIZE, align="center")


def _write_parts(page: Canvas, rows: Rows, scale: Scale, parts: Sequence[str]) -> None:
    """Write the parts' names with their fills above the first bar that has shares, moved apart where needed."""
    shares = next((known for row in rows if (known := compute_shares(row.entry.values))), [None] * len(parts))
    wanted, left = [], 0.0
    for share in shares:
        wanted.append(scale(left + float(share or 0) / 2))
        left += float(share or 0)
    widths = [text_width(part, BODY_SIZE) + 24 for part in parts]
    middle = page.top - _HEAD / 2 - 2
    for centre, width, part, fill in zip(spread_labels(wanted, widths, 0, WIDTH), widths, parts, SERIES, strict=False):
        page.bar(centre - width / 2 + 5, middle - 4, 9, 8, fill)
        page.text(centre - width / 2 + 17, middle, part)


def _describe(entries: Sequence[Entry], parts: Sequence[str]) -> str:
    """List the shares of the bars that have any, and the reason where a bar has none."""
    in_percent = [
        Entry(entry.name, tuple(None if share is None else share * 100 for share in shares))
        for entry in entries
        if (shares := compute_shares(entry.values)) is not None
    ]
    without = [entry for entry in entries if compute_shares(entry.values) is None]
    reasons = [f"{entry.name} {_why_no_shares(entry.values)}" for entry in without]
    return "；".join([*([list_pairs(in_percent, parts, "%")] if in_percent else []), *reasons])
