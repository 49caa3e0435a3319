"""Page numbers that no word marks as such (`3/20`, `*3*`, bare): they prove themselves by their series."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from budgetkit.parse import is_amount
from budgetkit.read.row import RawRow

ENOUGH = 3  # marks that come again prove themselves from the third on
PAGE = 10  # rows that a page has at least
_APART = 3  # rows that stand between two pages' marks at least
_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_NO_WORD = re.compile(  # what may stand around a page's number; signs of a value are none
    r"(?:\d|[^\w≥≤≧≦><＞＜=＝%％‰±+＋¥￥$]|_|第|共|页码?|page|of|p)*", re.IGNORECASE
)
_OF_PAGES = re.compile(r"\D*?(\d{1,4})\D*")  # how many pages there are, behind or before the page's number
_BESIDE_WORDS = re.compile(
    r"(?<!\d)第?(\d{1,4})[页/]第?(?:共?\d{1,4}页?)?$|[-—－](\d{1,4})[-—－]$|^第?(\d{1,4})[页/](?:共?\d{1,4}页?)?(?!\d)"
)
_LONGEST = 24
_LONGEST_WORDS = 60
_ROMAN = {0x2160 + number: str(number + 1) for number in range(12)} | {
    0x2170 + number: str(number + 1) for number in range(12)
}
_CIRCLED = {0x2460 + number: str(number + 1) for number in range(20)}
_SIMPLE = str.maketrans("()／０１２３４５６７８９頁", "（）/0123456789页") | _ROMAN | _CIRCLED
_LETTERS = re.compile("(x{0,3})(ix|iv|v?i{0,3})", re.IGNORECASE)  # a Roman number up to 39 in letters
_UNITS = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}

PlacedRow = tuple[int, RawRow]


@dataclass(frozen=True)
class _Mark:
    """A number in a series of pages: where it stands, what stands around it, and the mark of the page before."""

    position: int
    line: int
    value: int
    around: tuple[str, str]
    count: int
    before: _Mark | None

    def series(self) -> list[_Mark]:
        """Give the marks of the series up to this one, in order."""
        found: list[_Mark] = []
        mark: _Mark | None = self
        while mark:
            found.append(mark)
            mark = mark.before
        return found[::-1]

    @property
    def pages(self) -> int | None:
        """How many pages there are in all, where the mark tells it (`3/20`)."""
        told = [int(match[1]) for text in self.around if (match := _OF_PAGES.fullmatch(text))]
        return told[0] if len(told) == 1 else None


def find_series(rows: Sequence[PlacedRow]) -> set[int]:
    """Find the lines of numbers that ascend by one, each some rows behind the last, all with the same signs around.

    `rows` are those with few cells, each with its position. Of bare numbers only the longest series counts, as tables
    have numbers of their own. Two numbers are a series where they are all the pages that they tell of (`1/2`, `2/2`)
    and the second ends the document.
    """
    ends = _find_ends(rows)
    signed = [mark for mark in ends if any(mark.around) and (mark.count >= ENOUGH or _is_whole(mark, rows))]
    bare = _longest_bare(ends)
    return _lines([*signed, *([bare] if bare and bare.count >= ENOUGH else [])])


def find_even_series(rows: Sequence[PlacedRow], document: Sequence[RawRow]) -> set[int]:
    """Find the series of a document of forms, whose cells wrap into lines of their own and may be numbers as well.

    Here a series counts where its marks stand a page apart at least, and not beyond the number of pages that they tell
    of. Bare numbers are one where each is a paragraph, or four at distances that differ little, from the first pages
    of the document to its last ones.
    """
    far = [mark for mark in _find_ends(rows, is_form=True) if mark.pages is None or mark.value <= mark.pages]
    signed = [mark for mark in far if any(mark.around) and (mark.count >= ENOUGH or _is_whole(mark, rows))]
    bare = _longest_bare(far)
    alone = _longest_bare(_find_ends(_paragraphs(document)))
    return _lines(
        [
            *signed,
            *([bare] if bare and bare.count > ENOUGH and _runs_through(bare, len(document)) else []),
            *([alone] if alone and alone.count >= ENOUGH else []),
        ]
    )


def _longest_bare(ends: Sequence[_Mark]) -> _Mark | None:
    return max((mark for mark in ends if not any(mark.around)), key=lambda mark: mark.count, default=None)


def _paragraphs(document: Sequence[RawRow]) -> list[PlacedRow]:
    """Give the rows that are a paragraph each, with their positions."""
    filled = [(n, row) for n, row in enumerate(document) if row.filled]
    ends = [row.starts_anew for _, row in filled[1:]] + [True] * bool(filled)
    return [
        (n, row)
        for (n, row), last in zip(filled, ends, strict=True)
        if last and (row.starts_anew or row is filled[0][1])
    ]


def _find_ends(rows: Sequence[PlacedRow], *, is_form: bool = False) -> list[_Mark]:
    """Give each number as the end of the longest series that leads to it."""
    longest: dict[tuple[str, str, int], _Mark] = {}
    ends: list[_Mark] = []
    read = _numbers_beside_words if is_form else _numbers
    for position, row in rows:
        for before, value, behind in read(mark_text(row)):
            last = longest.get((before, behind, value - 1))
            apart = PAGE if is_form else _APART if last and last.count < ENOUGH else 1  # the last page may be short
            if last and position - last.position <= apart:
                last = None
            mark = _Mark(position, row.number, value, (before, behind), last.count + 1 if last else 1, last)
            known = longest.get((before, behind, value))
            if not known or mark.count >= known.count:
                longest[before, behind, value] = mark
            ends.append(mark)
    return ends


def _is_whole(mark: _Mark, rows: Sequence[PlacedRow]) -> bool:
    """Say whether a series is all pages of the document, from the first to the one that ends it."""
    return mark.count > 1 and mark.count == mark.value == mark.pages and mark.line == rows[-1][1].number


def _runs_through(mark: _Mark, length: int) -> bool:
    positions = [one.position for one in mark.series()]
    steps = [after - before for before, after in pairwise(positions)]
    return max(steps) <= 2 * min(steps) and positions[0] <= 2 * max(steps) and length - positions[-1] <= 2 * max(steps)


def _lines(ends: Sequence[_Mark]) -> set[int]:
    """Give the lines of all series that end so; each mark is walked over once."""
    walked: dict[int, int] = {}
    for end in ends:
        mark: _Mark | None = end
        while mark and id(mark) not in walked:
            walked[id(mark)] = mark.line
            mark = mark.before
    return set(walked.values())


def _numbers(text: str) -> Iterator[tuple[str, int, str]]:
    """Give each number of a text that may be a page's, with the signs before and behind it; none of an amount."""
    is_one = len(text) <= _LONGEST and _NO_WORD.fullmatch(text) and (text.isdigit() or not is_amount(text))
    for number in _NUMBER.finditer(text) if is_one else ():
        yield text[: number.start()], int(number[0]), text[number.end() :]


def _numbers_beside_words(text: str) -> Iterator[tuple[str, int, str]]:
    """Give the same, and of a text with words a number that is marked as a page's (`某局 第3页`, `某局 3/20`)."""
    yield from _numbers(text)
    if len(text) <= _LONGEST_WORDS and not _NO_WORD.fullmatch(text) and (number := _BESIDE_WORDS.search(text)):
        page = number.lastindex or 0
        yield text[: number.start(page)], int(number[page]), text[number.end(page) :]


def mark_text(row: RawRow) -> str:
    """Write a row as marks are compared: one text, blanks between numbers only, digits half-width and Arabic."""
    return compact_mark(" ".join(row.filled))


@lru_cache(1 << 14)
def compact_mark(text: str) -> str:
    """Write a text as marks are compared."""
    written = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", " ".join(text.split())).translate(_SIMPLE)
    roman = _LETTERS.fullmatch(written) if written else None
    return str(10 * len(roman[1]) + _UNITS[roman[2].lower()]) if roman else written
