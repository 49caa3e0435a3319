"""Rows of running text to sentences that know the rows they stand on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from unicodedata import east_asian_width

from budgetkit.find.page_marks import is_page_number
from budgetkit.read.row import RawRow

_FULL = 0.88  # of the width of the page's text: a justified line of Chinese ends at most one word before the margin
_UNCUT = re.compile(r"[-\d.,%]+[十百千万亿]{0,2}元?")
_END = re.compile(r"[。！？]+|(?<=[\u4e00-\u9fff）)])\.(?=$)")


@dataclass(frozen=True)
class Sentence:
    """A sentence without blanks, the rows that it stands on, and the paragraph that it is part of (from 0).

    `starts` gives for each of `lines` the character of the sentence that it begins with.
    """

    text: str
    lines: tuple[int, ...]
    starts: tuple[int, ...]
    paragraph: int

    def line_of(self, position: int) -> int:
        """Give the line that a character stands on."""
        return self.lines[max(bisect_right(self.starts, position) - 1, 0)]


def find_sentences(rows: Sequence[RawRow]) -> list[Sentence]:
    """Cut rows of running text into sentences, in order.

    A row goes on the one before where the format says so, or where that one reaches the right margin, over a page
    break too; a shorter one ends its paragraph, as a heading does.
    """
    rows = [row for row in rows if not row.is_blank and not is_page_number(row)]
    return [
        sentence
        for number, paragraph in enumerate(_paragraphs(rows))
        for sentence in _cut(paragraph, number)
        if sentence.text
    ]


def _paragraphs(rows: Sequence[RawRow]) -> Iterator[list[RawRow]]:
    margins = _margins(rows)
    paragraph: list[RawRow] = []
    for row in rows:
        if paragraph and not (row.continues or _is_full(paragraph[-1], row, margins)):
            yield paragraph
            paragraph = []
        paragraph.append(row)
    if paragraph:
        yield paragraph


def _is_full(row: RawRow, following: RawRow, margins: dict[int | None, float]) -> bool:
    """Say whether a row reaches the margin, or would with the number that the next row begins with: print cuts none."""
    word = _UNCUT.match(following.text.strip())
    letter = (_right_end(row) - (row.place.box[0] if row.place.box else 0)) / max(_width(row), 1)
    return _right_end(row) + (len(word[0]) * letter if word else 0) >= _FULL * margins[row.place.page]


def _margins(rows: Sequence[RawRow]) -> dict[int | None, float]:
    """Find how far each page's text reaches to the right; a page of a few short rows has that of its neighbours."""
    widest: dict[int | None, float] = {}
    for page, on_page in groupby(rows, key=lambda row: row.place.page):
        widest[page] = max(widest.get(page, 0), *map(_right_end, on_page))
    usual = max(widest.values(), default=0)
    boxed = any(row.place.box for row in rows)
    return {page: end if boxed and end > usual / 2 else usual for page, end in widest.items()}


def _right_end(row: RawRow) -> float:
    """Say how far right a row's text reaches: in points where the format knows it, else in half-width characters."""
    return row.place.box[2] if row.place.box else _width(row)


def _width(row: RawRow) -> int:
    """Count a row's half-width characters, with the blanks before it where they are known."""
    text = "".join(row.cells) if row.printed is None else row.printed.rstrip()
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in text)


def _cut(paragraph: Sequence[RawRow], number: int) -> Iterator[Sentence]:
    text, starts = "", []
    for row in paragraph:
        starts.append(len(text))
        text += re.sub(r"\s", "", "".join(row.cells))
    begin = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        if begin < end:
            first = bisect_right(starts, begin) - 1
            last = bisect_right(starts, end - 1)
            lines = tuple(row.number for row in paragraph[first:last])
            yield Sentence(text[begin:end], lines, tuple(start - begin for start in starts[first:last]), number)
        begin = end
