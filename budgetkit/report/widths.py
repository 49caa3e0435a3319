"""How wide a table's columns are on paper, and in which type size it fits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil
from typing import Any

from budgetkit.fonts import text_ems

Column = Mapping[str, Any]
Row = Mapping[str, Any]

PORTRAIT = 467.0
"""Text width of A4 with 22.5 mm margins, in points."""
LANDSCAPE = 714.0
SIZES = (8.5, 8.0)
"""Type sizes of tables in points, the largest that fits is taken: below 8 nobody reads them on paper."""

_LEADING = 1.45  # of the type size, from line to line
_ROW_GAP = 6.2  # points between rows
_SLACK = 0.05  # lines: a text as wide as its column does not wrap
_GUTTER = 10.0  # points of blank in a column, left and right together
_HEADER_LINES = 3
_UNBROKEN_HEADER = 5.5  # em: a head of five characters, or of a year, stays on one line
_BOLD = 1.05  # digits of heads are wider than those below
_NARROWEST_TEXT = 9.0  # em: a column of names is not set narrower than this unless its names are shorter
_COMFORTABLE_TEXT = 26.0  # em: beyond this a column of names may wrap
_PROSE = 52.0  # em: who writes so much at a time writes sentences, and these need room
_NARROWEST_PROSE = 16.0
_LONGEST_SOLID = 24.0  # em: beyond this what can't be broken has to stand out of its column
_SOLID = re.compile(r"(?:[!-,.-~]|-(?=\d|$))+-?")  # no line breaks in a run of letters, digits and signs but at hyphens
_SQUEEZED = (1.0, 0.75, 0.6)  # what wraps gives way before a page is turned: of two long texts each gets narrower

_WORD = re.compile("已|未|合计|占|比|增减|执行|总额|金额|年度|（|\\(")  # what starts a word of a head
_BRACKET = re.compile(r"（[^（）]{1,4}）")  # a few words in brackets stay on one line
_UNBREAKABLE = re.compile(r"[0-9A-Za-z.%]{2}|[“（《(].|.[”）》)、，：]|\d年|年度|合计|其中")


@dataclass(frozen=True)
class Layout:
    """Column widths and type size in points; `landscape` when the table fits no upright page."""

    widths: tuple[float, ...]
    size: float
    landscape: bool = False


@dataclass(frozen=True)
class _Need:
    """What a column needs in em: so that it can be set at all, and so that it is set well.

    `solid` is what can't be broken into lines.
    """

    least: float
    good: float
    longest: float
    wraps: bool
    solid: float = 0.0


def lay_out_table(columns: Sequence[Column], rows: Sequence[Row]) -> Layout:
    """Lay out a table on an upright page, else on a turned one, in the largest type size that fits.

    Columns that wrap get narrower before the page is turned. A table that fits neither is set smaller, so that nothing
    is ever cut.
    """
    needs = _needs(columns, rows)
    for width, landscape in ((PORTRAIT, False), (LANDSCAPE, True)):
        for squeeze in _SQUEEZED:
            squeezed = [_squeeze(need, squeeze) for need in needs]
            for size in SIZES:
                if _least_width(squeezed, size) <= width:
                    return Layout(tuple(_share_out(squeezed, width, size)), size, landscape)
    narrowest = [_squeeze(need, _SQUEEZED[-1]) for need in needs]
    least = sum(need.least for need in narrowest)
    size = max((LANDSCAPE - _GUTTER * len(needs)) / least, 3.0)
    return Layout(tuple(_share_out(narrowest, LANDSCAPE, size)), size, True)


def _squeeze(need: _Need, part: float) -> _Need:
    """Let a column that wraps be narrower, but not so that its head or a short name breaks."""
    least = max(need.least * part, min(need.least, _UNBROKEN_HEADER)) if need.wraps else need.least
    return replace(need, least=max(least, need.solid))


def break_head(label: str, width: float, size: float) -> str:
    """Break a column's head into lines that its width (points) holds: before a word where that fits, and never so that
    one character stands alone."""
    room = (width - _GUTTER) / size / _BOLD + _SLACK
    if text_ems(label) <= room or "\n" in label:
        return label
    fitting = [at for at in range(1, len(label)) if text_ems(label[:at]) <= room]
    ends = [at for at in fitting if at > 1 and len(label) - at > 1 and not _UNBREAKABLE.search(label, at - 1, at + 1)]
    last = [at for at in ends if text_ems(label[at:]) <= room]
    words, last_words = ([at for at in found if _WORD.match(label, at)] for found in (ends, last))
    at = max(last_words or words or last or ends or fitting or [len(label)])
    rest = label[at:]
    return label[:at] + ("\n" + break_head(rest, width, size) if rest else "")


def estimate_height(layout: Layout, rows: Sequence[Row]) -> float:
    """Estimate the height of a table's rows in points, as its texts wrap in its columns."""
    return sum(_row_height(layout, row) for row in rows)


def _row_height(layout: Layout, row: Row) -> float:
    room = [max(width - _GUTTER, 1.0) for width in layout.widths]
    texts = zip(row["cells"], room, strict=True)
    lines = max(ceil(text_ems(cell["text"]) * layout.size / width - _SLACK) for cell, width in texts)
    return max(lines, 1) * layout.size * _LEADING + _ROW_GAP


def split_columns(columns: Sequence[Column], rows: Sequence[Row], repeated: int) -> list[list[int]]:
    """Split a table that fits no page into panels side by side; give the columns of each by position.

    The first `repeated` columns, which name the rows, stand in every panel. A table that fits is one panel: columns
    that wrap get narrower before it is split, as they do before its page is turned. Panels need no turned page, unless
    a column does.
    """
    needs = [_squeeze(need, _SQUEEZED[-1]) for need in _needs(columns, rows)]
    if _least_width(needs, SIZES[-1]) <= LANDSCAPE:
        return [list(range(len(columns)))]
    names = list(range(repeated))

    def width(panel: list[int]) -> float:
        return _least_width([needs[at] for at in panel], SIZES[-1])

    rest = range(repeated, len(columns))
    room = PORTRAIT if all(width([*names, at]) <= PORTRAIT for at in rest) else LANDSCAPE
    panels, panel = [], names
    for at in rest:
        if panel != names and width([*panel, at]) > room:
            panels.append(panel)
            panel = names
        panel = [*panel, at]
    return [*panels, panel]


def natural_widths(columns: Sequence[Column], rows: Sequence[Row]) -> Layout:
    """Lay out a small table no wider than its contents ask for."""
    layout = lay_out_table(columns, rows)
    longest = [need.longest * layout.size * 1.05 + _GUTTER for need in _needs(columns, rows)]
    return Layout(tuple(map(min, layout.widths, longest)), layout.size, layout.landscape)


def _needs(columns: Sequence[Column], rows: Sequence[Row]) -> list[_Need]:
    """Give what each column needs; beside a column of long sentences a shorter one is content with less."""
    needs = [_need(column, [row["cells"][at]["text"] for row in rows]) for at, column in enumerate(columns)]
    longest = max((need.longest for need in needs if need.wraps), default=0.0)
    if longest <= 2 * _PROSE:
        return needs
    return [
        replace(need, good=max(need.least, min(need.good, _NARROWEST_PROSE)))
        if need.wraps and need.longest < longest / 3
        else need
        for need in needs
    ]


def _need(column: Column, texts: Sequence[str]) -> _Need:
    longest = max(map(text_ems, texts), default=0.0)
    header = text_ems(column["label"]) * _BOLD
    bracket = max((text_ems(found) * _BOLD for found in _BRACKET.findall(column["label"])), default=0.0)
    narrow_header = header if header <= _UNBROKEN_HEADER else max(ceil(header / _HEADER_LINES), bracket)
    solid = max(_solid_width(column["label"]) * _BOLD, *map(_solid_width, texts), 0.0)
    if column["kind"] != "text":
        least, good = max(longest, narrow_header, solid), max(longest, min(header, 6.0), solid)
        return _Need(least, good, max(longest, header), False, solid)
    least = max(min(longest, _NARROWEST_PROSE if longest > _PROSE else _NARROWEST_TEXT), narrow_header, solid)
    good = max(min(longest, _COMFORTABLE_TEXT), min(header, 8.0), solid)
    return _Need(least, good, max(longest, header), True, solid)


@lru_cache(maxsize=65536)
def _solid_width(text: str) -> float:
    """Estimate the width of the longest part of a text that no line can end in."""
    return min(max(map(text_ems, _SOLID.findall(text)), default=0.0), _LONGEST_SOLID)


def _least_width(needs: Sequence[_Need], size: float) -> float:
    return sum(need.least * size + _GUTTER for need in needs)


def _share_out(needs: Sequence[_Need], width: float, size: float) -> list[float]:
    """Share a page's width out: first what columns need, then towards what is good, what is left to the names."""
    widths = [need.least * size + _GUTTER for need in needs]
    for goal in ("good", "longest"):
        wishes = [max(getattr(need, goal) * size + _GUTTER - w, 0) for need, w in zip(needs, widths, strict=True)]
        part = min(1.0, max(width - sum(widths), 0) / (sum(wishes) or 1))
        widths = [w + wish * part for w, wish in zip(widths, wishes, strict=True)]
    wrapping = [at for at, need in enumerate(needs) if need.wraps] or list(range(len(needs)))
    spare = max(width - sum(widths), 0) / len(wrapping)
    return [round(w + (spare if at in wrapping else 0), 2) for at, w in enumerate(widths)]
