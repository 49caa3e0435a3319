"""Waterfall: how single changes add up from one total to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from budgetkit.draw.alternative import list_entries
from budgetkit.draw.columns import AlignedColumn, heads_height, lay_columns, write_heads
from budgetkit.draw.measure import text_width
from budgetkit.draw.page import Canvas, Drawing
from budgetkit.draw.rows import GAP, Row, Rows, lay_rows
from budgetkit.draw.scale import Scale
from budgetkit.draw.style import BLUE, BODY_SIZE, FAINT_INK, INK, PAPER, PLUM, TEAL, Fill
from budgetkit.draw.values import Entry, format_signed, format_value, format_with_unit, to_entries, to_value
from budgetkit.numbers import Number, format_points

TOTAL, RISE, FALL = Fill(BLUE), Fill(TEAL), Fill(PLUM, "/")
UNEXPLAINED = "未列明的差额"
CUT_AXIS = "横轴不从零开始，两端合计的横条有断口。"
_TOTAL_ROW = 17.0
_HALF_A_PRINTED_UNIT = Decimal("0.005")


def draw_waterfall(
    start: Number,
    end: Number,
    names: Iterable[object],
    changes: Iterable[Number],
    *,
    start_name: str,
    end_name: str,
    unit: str = "万元",
    points: Iterable[Number] | None = None,
    sort: bool = True,
    limit: int | None = 20,
) -> Drawing:
    """Draw the way from a total to the next: a row a change, amounts (and contributions) in columns at the right.

    `points` are the contributions in percentage points to the growth of `start`. With `sort`, the largest changes
    stand first, whatever their sign; what has no row is summed as 其余 N 项. When the changes don't add up to
    `end − start`, the difference is a row of its own, 未列明的差额; a missing change is written 无数据. Where levels
    are far from zero the axis is cut, which the figure says. `start` and `end` must be known (ValueError).
    """
    first, last = to_value(start), to_value(end)
    if first is None or last is None:
        raise ValueError("a waterfall needs both totals; state the missing one in words instead")
    steps = _steps(first, last, names, changes, points, sort)
    rows = lay_rows(steps, limit=limit, room=530, widest=150)
    levels = list(accumulate((row.entry.value or Decimal(0) for row in rows), initial=first))
    axis, cut = _axis(levels)
    columns = _columns(rows, levels, unit, points is not None)
    head = heads_height(columns)
    page = Canvas(rows.height + head + 2 * _TOTAL_ROW, unit=unit, notes=[rows.note, CUT_AXIS if cut else None])
    page.top += head
    names_right = max(rows.names_width, *(text_width(name, BODY_SIZE, "bold") for name in (start_name, end_name)))
    scale = Scale(*axis, names_right + GAP, columns[0].left - 12)
    _Waterfall(page, rows, levels, scale, cut, columns, names_right, unit).draw(start_name, end_name)
    return page.finish(_describe(start_name, first, end_name, last, steps, unit))


def _steps(
    first: Decimal,
    last: Decimal,
    names: Iterable[object],
    changes: Iterable[Number],
    points: Iterable[Number] | None,
    sort: bool,
) -> list[Entry]:
    """Return the changes as entries of (amount, points), with a row for what they leave unexplained."""
    amounts = list(changes)
    steps = to_entries(names, amounts, [None] * len(amounts) if points is None else points)
    if sort:
        steps.sort(key=lambda step: (step.value is None, -abs(step.value or Decimal(0))))
    rest = last - first - sum((step.value for step in steps if step.value is not None), Decimal(0))
    return [*steps, Entry(UNEXPLAINED, (rest, None))] if abs(rest) >= _HALF_A_PRINTED_UNIT else steps


def _axis(levels: Sequence[Decimal]) -> tuple[tuple[float, float], bool]:
    """Return the axis' ends, and whether it is cut: when all levels lie in the last third of their distance to zero."""
    low, high = float(min(levels)), float(max(levels))
    if low > 0 and 0 < high - low < high * 0.35:
        return (low - (high - low) * 0.4, high), True
    return (min(low, 0.0), max(high, 0.0) if high != low or high else 1.0), False


def _columns(rows: Rows, levels: Sequence[Decimal], unit: str, with_points: bool) -> list[AlignedColumn]:
    """Return the column of amounts and, where there are any, that of contributions."""
    amounts = [format_signed(row.entry.value, unit) for row in rows] + [format_value(level, unit) for level in levels]
    points = [format_points(row.entry.values[1]) for row in rows]
    return lay_columns(
        *zip(("金额", amounts), *([("贡献 （百分点）", points)] if with_points else []), strict=True), weight="bold"
    )


@dataclass(frozen=True)
class _Waterfall:
    """One waterfall while it is being drawn: its page, rows, the levels between the rows, and columns."""

    page: Canvas
    rows: Rows
    levels: Sequence[Decimal]
    scale: Scale
    cut: bool
    columns: Sequence[AlignedColumn]
    names_right: float
    unit: str

    def draw(self, start_name: str, end_name: str) -> None:
        """Draw both totals, every change between them, and the lines that carry a level to the next row."""
        bottom = self._first_row + self.rows.height
        write_heads(self.page, self.columns)
        self._draw_total(start_name, self.levels[0], self.page.top + _TOTAL_ROW / 2)
        for row, (before, after) in zip(self.rows, pairwise(self.levels), strict=True):
            self._draw_change(row, before, after)
        self._draw_total(end_name, self.levels[-1], bottom + _TOTAL_ROW / 2)
        self._draw_connectors(bottom)
        if not self.cut:
            self.page.line([self.scale(0)] * 2, [self.page.top, bottom + _TOTAL_ROW], colour=FAINT_INK)

    @property
    def _first_row(self) -> float:
        return self.page.top + _TOTAL_ROW

    def _draw_total(self, name: str, level: Decimal, middle: float) -> None:
        origin = self.scale.start if self.cut else self.scale(0)
        self.page.text(self.names_right, middle, name, align="right", weight="bold")
        self.page.bar(origin, middle - 5, self.scale(level) - origin, 10, TOTAL)
        if self.cut:
            for shift in (0, 4):
                xs = [origin + 9 + shift, origin + 12 + shift]
                self.page.line(xs, [middle + 7, middle - 7], colour=PAPER, width=1.6)
        self.columns[0].write(self.page, middle, format_value(level, self.unit), weight="bold")

    def _draw_change(self, row: Row, before: Decimal, after: Decimal) -> None:
        middle, (value, points) = self._first_row + row.middle, row.entry.values
        ink = FAINT_INK if row.entry.is_tail else INK
        self.page.text(self.names_right, middle, row.name, align="right", ink=ink)
        if value is not None:
            left = self.scale(min(before, after))
            fill = RISE if value >= 0 else FALL
            self.page.bar(left, middle - 4.5, self.scale(max(before, after)) - left, 9, fill)
        self.columns[0].write(self.page, middle, format_signed(value, self.unit), faint=value is None)
        if len(self.columns) > 1 and points is not None:
            self.columns[1].write(self.page, middle, format_points(points))

    def _draw_connectors(self, bottom: float) -> None:
        middles = [self.page.top + _TOTAL_ROW / 2, *(self._first_row + row.middle for row in self.rows)]
        for level, (upper, lower) in zip(self.levels, pairwise([*middles, bottom + _TOTAL_ROW / 2]), strict=True):
            self.page.line([self.scale(level)] * 2, [upper - 4.5, lower + 4.5], colour=FAINT_INK, width=0.6)


def _describe(start_name: str, first: Decimal, end_name: str, last: Decimal, steps: list[Entry], unit: str) -> str:
    return (
        f"瀑布图：{start_name} {format_with_unit(first, unit)}，{end_name} {format_with_unit(last, unit)}；"
        f"{len(steps)} 项变动依次为：{list_entries(steps, unit)}。"
    )
