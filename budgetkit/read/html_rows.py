"""Rows of an HTML table that stand in a text by themselves, a line or several each: as rows of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from budgetkit.finding import Finding
from budgetkit.read.markup import are_rules, strip_markup
from budgetkit.read.reading import Reading
from budgetkit.read.row import RawRow
from budgetkit.spans import SpanGrid

_CELL = re.compile(r"<t[dh]\b(?P<attributes>[^>]*)>(?P<text>(?:(?!<t[dhr]\b).)*?)</t[dh]>", re.DOTALL | re.IGNORECASE)
_OPENS = re.compile(r"<tr\b|<t[dh]\b.*<t[dh]\b", re.IGNORECASE)  # a line of several cells is a row by itself
_BEGINS = re.compile(r"<tr\b", re.IGNORECASE)
_ENDS = re.compile(r"</tr>", re.IGNORECASE)
_LONGEST = 400  # lines of one row; what goes on longer has lost its end


def join_html_rows(reading: Reading) -> Reading:
    """Read the lines between `<tr>` and `</tr>` as one row, at the place of the first.

    A whole table in one line, and cells that hold a table, are read where the line is cut, and stay.
    """
    if not any(_OPENS.search(row.text) and "<table" not in row.text.lower() for row in reading.rows):
        return reading
    rows = list(_join(reading.rows))
    joined = [row.number for before, row in zip(reading.rows, rows, strict=True) if row is not before and row.cells]
    if not joined:
        return reading
    note = f"{len(joined)} 行以 HTML 标记 <tr>、<td> 写出（第一处在第 {joined[0]} 行），按标记还原各列。"
    return Reading(rows, [*reading.notes, Finding("documents", "reading", "", note, "kept", joined[0])])


def _join(rows: Sequence[RawRow]) -> Iterator[RawRow]:
    held: list[RawRow] = []
    grid = SpanGrid()
    for row in rows:
        is_free = not row.from_markup and "\t" not in row.text and "<table" not in row.text.lower()
        if not held and not (is_free and _OPENS.search(row.text)):
            grid = grid if is_free and not row.text.strip() else SpanGrid()
            yield row
            continue
        held.append(row)
        if _ENDS.search(row.text) or not _BEGINS.search(held[0].text) or len(held) == _LONGEST:
            yield from _one_row(held, grid)
            held = []
    yield from held


def _one_row(held: Sequence[RawRow], grid: SpanGrid) -> Iterator[RawRow]:
    """Give the row that some lines write, and its other lines empty; lines without a cell stay as they are."""
    found = list(_CELL.finditer("\n".join(row.text for row in held)))
    if not found:
        yield from held
        return
    first, *others = held
    texts = [strip_markup(cell["text"]) for cell in found]
    cells = tuple(grid.spread([cell["attributes"] for cell in found], texts))
    yield replace(first, cells=() if are_rules(cells) else cells, printed=None)
    for row in others:
        yield replace(row, cells=(), printed="")
