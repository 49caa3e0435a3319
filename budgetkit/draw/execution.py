"""Execution chart: from a project's first budget over its execution to this year's budget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from budgetkit.draw.alternative import list_pairs
from budgetkit.draw.columns import AlignedColumn, KeyMark, heads_height, lay_columns, write_heads
from budgetkit.draw.page import Canvas, Drawing
from budgetkit.draw.rows import Row, Rows, lay_rows
from budgetkit.draw.scale import Scale, scale_with_zero
from budgetkit.draw.style import BLUE, FAINT_INK, ORANGE, PAPER, TEAL, WIDTH, Fill
from budgetkit.draw.values import NO_VALUE, format_value, to_entries, to_value
from budgetkit.numbers import Number, format_percent

_FILLS = (Fill(PAPER), Fill(TEAL), Fill(BLUE), Fill(ORANGE))
_OUTLINE = 0.9
_LANE = 6.0
_BAR = 4.4
_RATE = "执行率"
OWN_SCALES = "各行横轴均从零开始、长度以本行最大值为准，行与行之间请比较右侧金额。"


def draw_execution(
    table: pd.DataFrame,
    *,
    unit: str = "万元",
    missing: str = NO_VALUE,
    rates: Iterable[Number] | None = None,
    highlight: Iterable[str] = (),
    common_scale: bool = False,
    limit: int | None = None,
) -> Drawing:
    """Draw a row a project with one to four stages as thin bars, the earliest at the top, and their amounts beside it.

    `table` has the projects' names as index and the stages as columns in order of time, such as 年初预算, 全年预算,
    执行数, 本年预算 (their labels should bear the year). `rates` are execution rates in per cent, printed in a column.
    A row's bars are drawn to the row's own largest amount, which a note says, or all to a `common_scale`. A missing
    stage has no bar, and the word `missing` as its amount. Rows beyond `limit`, or beyond a page, become 其余 N 项,
    with numbers only. Raises ValueError for more than four stages.
    """
    stages = [str(column) for column in table.columns]
    if not 1 <= len(stages) <= len(_FILLS):
        raise ValueError(f"the figure takes one to {len(_FILLS)} stages, not {len(stages)}")
    entries = to_entries(table.index, *(table[column] for column in table.columns))
    least = _LANE * len(stages) + 7
    rows = lay_rows(entries, least=least, limit=limit, room=550, widest=112, bold=frozenset(highlight))
    columns, cells = _columns(rows, stages, unit, missing, None if rates is None else list(rates))
    head = heads_height(columns)
    page = Canvas(rows.height + head, unit=unit, notes=[rows.note, None if common_scale else OWN_SCALES])
    page.top += head
    rows.write_names(page)
    ends = (rows.plot_left, columns[0].left - 12)
    shared = [value for row in rows if not row.entry.is_tail for value in row.entry.values if value is not None]
    for number, row in enumerate(rows):
        own = [value for value in row.entry.values if value is not None]
        _draw_row(page, row, scale_with_zero(shared if common_scale else own, *ends))
        for column, texts in zip(columns, cells, strict=True):
            column.write(page, page.top + row.middle, texts[number], faint=not texts[number][-1:].isascii())
    write_heads(page, columns)
    return page.finish(f"执行情况图，共 {len(entries)} 项：{list_pairs(entries, stages, unit, missing)}。")


def _columns(
    rows: Rows, stages: Sequence[str], unit: str, missing: str, rates: Sequence[Number] | None
) -> tuple[list[AlignedColumn], list[list[str]]]:
    """Return the columns beside the bars and their cells: an amount a stage, and the execution rate."""
    heads = [*stages]
    keys: list[KeyMark | None] = [_key(fill) for fill in _FILLS[: len(stages)]]
    cells = [[format_value(row.entry.values[number], unit, missing) for row in rows] for number in range(len(stages))]
    if rates is not None:
        heads, keys = [*heads, _RATE], [*keys, None]
        texts = [format_percent(to_value(rate)) for rate in rates]
        cells.append(["" if row.entry.is_tail else text for row, text in zip(rows, texts, strict=False)])
    return lay_columns(heads, cells, keys), cells


def _key(fill: Fill) -> KeyMark:
    return lambda page, right, middle: _draw_bar(page, right - 14, middle, 14, fill)


def _draw_bar(page: Canvas, left: float, middle: float, width: float, fill: Fill) -> None:
    """Draw a thin bar; that of the first stage is an outline."""
    if fill.colour == PAPER:
        page.bar(left, middle - _BAR / 2, width, _BAR, Fill(BLUE))
        inner = max(abs(width) - 2 * _OUTLINE, 0) * (1 if width > 0 else -1)
        page.bar(left + (width - inner) / 2, middle - _BAR / 2 + _OUTLINE, inner, _BAR - 2 * _OUTLINE, fill)
        return
    page.bar(left, middle - _BAR / 2, width, _BAR, fill)


def _draw_row(page: Canvas, row: Row, scale: Scale) -> None:
    """Draw a row's bars below each other in order of time, each in the lane of its stage."""
    top = page.top + row.top
    page.line([0, WIDTH], [top, top], width=0.4)
    if row.entry.is_tail:
        return
    page.line([scale(0)] * 2, [top, top + row.height], colour=FAINT_INK)
    first = page.top + row.middle - (len(row.entry.values) - 1) / 2 * _LANE
    for number, (value, fill) in enumerate(zip(row.entry.values, _FILLS, strict=False)):
        if value is not None:
            _draw_bar(page, scale(0), first + number * _LANE, scale(value) - scale(0), fill)
