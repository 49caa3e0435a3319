"""Rows that a page breaks: their first lines end one page, the others open the next one, with ruled lines between.

What tells such a rest from a row of its own: it lacks what the rows of its table have (code, amount) and the broken row
has, or holds less than any of them; and each of its texts goes on one that had no room for another word, gives with it
what another row says, or stands where the broken row has none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from statistics import median

from budgetkit.parse import is_amount, is_code
from budgetkit.read.pdf_cells import find_lines, join_lines
from budgetkit.read.pdf_grid import Grid, GridCell
from budgetkit.read.pdf_text import Glyph, Run

_PADDING, _MOST_PADDING = 4.0, 6.0  # points between a cell's text and its line on either side; Word sets 5.4
_FEWEST = 3  # rows that say what the rows of a table have
_MOST = 0.8  # of them have it
_CLOSES, _OPENS = re.compile("[，。、；：！？）》”’,.;:!?)]"), re.compile("[（《“‘(]")
_LATIN = re.compile(r"[!-~]")


@dataclass(frozen=True)
class LineMeasure:
    """What a cell's text measures in points: its first word, its last line, and the room that a line of it has."""

    first: float
    last: float
    room: float


Measures = Mapping[tuple[int, int], LineMeasure]
Cells = tuple[str, ...]


def measure_cells(grid: Grid, filled: Mapping[GridCell, Sequence[Run]]) -> Measures:
    """Measure the cells of a grid, by row and column."""
    lines = {cell: find_lines(runs) for cell, runs in filled.items()}
    gaps = [
        min(run.box[0] for run in runs) - grid.edges(cell)[0] for cell, runs in filled.items() if len(lines[cell]) > 1
    ]
    padding = min(max(median(gaps or [_PADDING]), 0.0), _MOST_PADDING)
    found = {}
    for cell, its in lines.items():
        left, _, right, _ = grid.edges(cell)
        found[cell.row, cell.column] = LineMeasure(_first_word(its[0]), _width(its[-1]), right - left - 2 * padding)
    return found


def is_rest(
    row: Cells,
    measures: Sequence[LineMeasure | None],
    rest: Cells,
    firsts: Sequence[LineMeasure | None],
    others: Sequence[Cells],
) -> bool:
    """Say whether the row that opens a page and lacks much is the rest of the one that ends the page before.

    Both come with the measures of their cells; `others` are rows of the table, both pages' together.
    """
    own = _what_rows_have(others)
    if not any(rest) or not (any(row[column] and not rest[column] for column in own) or _holds_less(rest, row, others)):
        return False
    return all(
        _goes_on(row[column], measures[column], text, firsts[column]) or _comes_again(column, row, rest, others)
        if row[column]
        else column in own
        for column, text in enumerate(rest)
        if text
    )


def may_be_rest(row: Cells, rest: Cells, others: Sequence[Cells]) -> bool:
    """Say whether a row that is not proved to be the rest of another holds no amount and lacks most of it."""
    own = _what_rows_have(others)
    lacking = [column for column in own if row[column] and not rest[column]]
    return any(rest) and not any(map(is_amount, rest)) and 2 * len(lacking) >= len(own) > 0


def _holds_less(rest: Cells, row: Cells, others: Sequence[Cells]) -> bool:
    """Say whether a row holds less than the one above it and all others of its table, enough of which are there."""
    fewest = min((_count(cells) for cells in others), default=0)
    return len(others) >= _FEWEST and 2 * _count(rest) <= min(fewest, _count(row))


def _comes_again(column: int, row: Cells, rest: Cells, others: Sequence[Cells]) -> bool:
    """Say whether the text that two cells give stands whole in another row of their column."""
    return join_lines([row[column], rest[column]]) in {cells[column] for cells in others}


def _count(cells: Cells) -> int:
    return sum(map(bool, cells))


def join_rest(row: Cells, rest: Cells) -> Cells:
    """Join the cells of a row that a page breaks."""
    return tuple(join_lines([above, below]) for above, below in zip(row, rest, strict=True))


def _what_rows_have(rows: Sequence[Cells]) -> list[int]:
    """Give the columns in which nearly all rows hold something; none where there are too few to tell."""
    if len(rows) < _FEWEST:
        return []
    return [
        column for column, cells in enumerate(zip(*rows, strict=True)) if sum(map(bool, cells)) >= _MOST * len(rows)
    ]


def _goes_on(text: str, measure: LineMeasure | None, rest: str, first: LineMeasure | None) -> bool:
    """Say whether a text goes on in another: its last line had no room for the first word, which begins no cell."""
    if measure is None or first is None or is_amount(rest) or is_code(rest) or is_amount(text):
        return False
    return measure.last + first.first > measure.room


def _width(line: Sequence[Run]) -> float:
    return max(run.box[2] for run in line) - min(run.box[0] for run in line)


def _first_word(line: Sequence[Run]) -> float:
    """Give the width of what a line begins with and no program breaks: a Chinese character, or a word of letters."""
    glyphs = [glyph for run in line for glyph in run.glyphs]
    opened = len(list(takewhile(lambda glyph: _OPENS.match(glyph.text), glyphs)))
    word = [*glyphs[:opened], *_word(glyphs[opened:])]
    closed = list(takewhile(lambda glyph: _CLOSES.match(glyph.text), glyphs[len(word) :]))
    end = [*word, *closed][-1]
    return end.box[2] - glyphs[0].box[0]


def _word(glyphs: Sequence[Glyph]) -> list[Glyph]:
    letters = list(takewhile(lambda glyph: _LATIN.match(glyph.text) and not glyph.blank_before, glyphs))
    return letters or list(glyphs[:1])
