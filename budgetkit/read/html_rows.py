"""Rows of an HTML table that stand in a text by themselves, a line or several each: as rows of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from budgetkit.finding import Finding
from budgetkit.read.markup import strip_markup
from budgetkit.read.reading import Reading
from budgetkit.read.row import RawRow

_CELL = re.compile(r"<t[dh]\b(?P<attributes>[^>]*)>(?P<text>(?:(?!<t[dhr]\b).)*?)</t[dh]>", re.DOTALL | re.IGNORECASE)
_OPENS = re.compile(r"<tr\b", re.IGNORECASE)
_ENDS = re.compile(r"</tr>", re.IGNORECASE)
_SPAN = re.compile(r"(?P<name>col|row)span\s*=\s*[\"']?(?P<count>\d{1,3})", re.IGNORECASE)
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
    below: dict[int, int] = {}
    for row in rows:
        is_free = not row.from_markup and "\t" not in row.text and "<table" not in row.text.lower()
        if not held and not (is_free and _OPENS.search(row.text)):
            below = below if is_free and not row.text.strip() else {}
            yield row
            continue
        held.append(row)
        if _ENDS.search(row.text) or len(held) == _LONGEST:
            yield from _one_row(held, below)
            held = []
    yield from held


def _one_row(held: Sequence[RawRow], below: dict[int, int]) -> Iterator[RawRow]:
    """Give the row that some lines write, and its other lines empty; lines without a cell stay as they are."""
    found = list(_CELL.finditer("\n".join(row.text for row in held)))
    if not found:
        yield from held
        return
    first, *others = held
    yield replace(first, cells=tuple(_spread(found, below)), printed=None)
    for row in others:
        yield replace(row, cells=(), printed="")


def _spread(found: Sequence[re.Match], below: dict[int, int]) -> Iterator[str]:
    """Give a row's cells in their columns: those that reach down from above, or span several, leave empty ones."""
    column = 0
    for cell in found:
        while below.get(column, 0):
            below[column] -= 1
            column += 1
            yield ""
        spans = {span["name"].lower(): int(span["count"]) for span in _SPAN.finditer(cell["attributes"])}
        for step in range(spans.get("col", 1)):
            below[column] = spans.get("row", 1) - 1
            column += 1
            yield strip_markup(cell["text"]) if step == 0 else ""
    while below.get(column, 0):
        below[column] -= 1
        column += 1
        yield ""
