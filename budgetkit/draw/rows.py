"""Rows of a figure: as many as a page holds, each as high as its wrapped name needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from budgetkit.draw.measure import text_height, text_width, wrap_text
from budgetkit.draw.page import Canvas
from budgetkit.draw.style import BODY_SIZE, FAINT_INK, INK, TALLEST
from budgetkit.draw.values import NO_VALUE, Entry, fold_tail, missing_note

WIDEST_NAME = 160.0
GAP = 8.0


@dataclass(frozen=True)
class Row:
    """An entry's place: its wrapped name, and where its row begins and how high it is (points below the body's top)."""

    entry: Entry
    name: str
    top: float
    height: float

    @property
    def middle(self) -> float:
        """The middle of the row, where its name and marks stand."""
        return self.top + self.height / 2


@dataclass(frozen=True)
class Rows:
    """All rows of a figure, the width of their column of names, their height together, and a note on the tail."""

    rows: tuple[Row, ...]
    names_width: float
    height: float
    note: str | None = None
    bold: frozenset[str] = frozenset()

    def __iter__(self):
        return iter(self.rows)

    @property
    def plot_left(self) -> float:
        """Where the column of names ends and the marks may begin."""
        return self.names_width + GAP

    def write_names(self, page: Canvas) -> None:
        """Write the names right-aligned beside their marks, the tail in faint ink."""
        for row in self.rows:
            page.text(
                self.names_width,
                page.top + row.middle,
                row.name,
                align="right",
                ink=FAINT_INK if row.entry.is_tail else INK,
                weight=_weight(row.entry, self.bold),
            )


def lay_rows(
    entries: Sequence[Entry],
    *,
    least: float = 15.0,
    limit: int | None = None,
    room: float = TALLEST,
    widest: float = WIDEST_NAME,
    height_of: Callable[[Entry], float] = lambda entry: 0.0,
    bold: frozenset[str] = frozenset(),
    missing: str = NO_VALUE,
    adds_up: bool = True,
) -> Rows:
    """Lay out entries as rows below each other, in their order; the names in `bold` will be written so.

    A row is at least `least` high and as high as its name or `height_of` its contents needs. Rows beyond `limit`, or
    beyond what fits into `room`, are folded into 其余 N 项, or only counted where their values don't add up.
    `missing` is the figure's word for a missing value.
    """
    wrapped = {entry.name: wrap_text(entry.name, widest, BODY_SIZE, _weight(entry, bold)) for entry in entries}
    heights = [max(least, text_height(wrapped[entry.name], BODY_SIZE) + 4, height_of(entry)) for entry in entries]
    most = min(_rows_that_fit(heights, least, room), limit or len(entries))
    shown = fold_tail(entries, most) if adds_up else list(entries[:most])
    rows, top = [], 0.0
    for entry, height in zip(shown, [*heights[: len(shown) - 1], *_last_height(shown, heights, least)], strict=True):
        rows.append(Row(entry, wrapped.get(entry.name, entry.name), top, height))
        top += height
    widths = [text_width(row.name, BODY_SIZE, _weight(row.entry, bold)) for row in rows]
    note = missing_note(entries[len(shown) - 1 :], missing) if shown and shown[-1].is_tail else None
    note = note if adds_up or len(shown) == len(entries) else f"另有 {len(entries) - len(shown)} 项没有画出"
    return Rows(tuple(rows), max(widths, default=0.0), top, note, bold)


def _weight(entry: Entry, bold: frozenset[str]) -> str:
    return "bold" if entry.name in bold else "normal"


def _rows_that_fit(heights: Sequence[float], least: float, room: float) -> int:
    if sum(heights) <= room:
        return len(heights)
    used, rows = least, 1
    for height in heights:
        if used + height > room:
            break
        used, rows = used + height, rows + 1
    return rows


def _last_height(shown: Sequence[Entry], heights: Sequence[float], least: float) -> list[float]:
    if not shown:
        return []
    return [least if shown[-1].is_tail else heights[len(shown) - 1]]
