"""What a page of a PDF holds from top to bottom: the rows of its tables, and the lines of text between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from budgetkit.read.pdf_broken import LineMeasure, Measures, measure_cells
from budgetkit.read.pdf_cells import fill_grid, find_lines, join_line
from budgetkit.read.pdf_grid import Grid, GridCell, find_grids, same_columns
from budgetkit.read.pdf_missing import find_missing
from budgetkit.read.pdf_numbers import NumberNote, read_cell
from budgetkit.read.pdf_page import Page
from budgetkit.read.pdf_space import Box
from budgetkit.read.pdf_text import Run
from budgetkit.read.pdf_unruled import find_unruled

_FAR = 2.0  # of the height of a line: pieces further apart are set apart by two blanks
_LABEL = re.compile(r"[：:].*[^。；;]$")
_INDENT = 0.9  # of the height: a paragraph is set in by two characters
_NEXT = 2.0  # of the height: how far below its line a wrapped piece may begin
_FULL = 1.6  # of the height: a line that ends as near to the right edge of the text had no room for another word


@dataclass(frozen=True)
class TextLine:
    """A printed line outside tables: its text, pieces that stand far apart set apart by two blanks, and its box.

    `is_full` says that it reaches the right edge of the page's text, so that its sentence may go on below;
    `is_indented` that it begins to the right of the page's text, as a paragraph does.
    """

    text: str
    box: Box
    height: float
    has_pieces: bool
    is_full: bool
    is_indented: bool


@dataclass
class TablePart:
    """A table of one page: its columns' edges, its rows, each with its box, and the measures of its ruled cells."""

    xs: list[float]
    rows: list[tuple[tuple[str, ...], Box]] = field(default_factory=list)
    notes: list[tuple[int, NumberNote]] = field(default_factory=list)  # with the row, from 0
    joined: int = 0  # tables of other pages that were put to its right
    measures: Measures = field(default_factory=dict)

    def measures_of(self, row: int) -> list[LineMeasure | None]:
        """Give the measures of a row's cells, None where a cell is empty or not ruled."""
        row = row % len(self.rows)
        return [self.measures.get((row, column)) for column in range(len(self.rows[row][0]))]

    def leave_out(self, place: int) -> None:
        """Leave out a row; what is noted of it goes with it."""
        del self.rows[place]
        self.notes = [(row - (row > place), note) for row, note in self.notes if row != place]
        self.measures = {(row - (row > place), column): one for (row, column), one in self.measures.items()}


Part = TablePart | list[TextLine]


def lay_out(page: Page, runs: Sequence[Run], known: Sequence[float] | None = None) -> list[Part]:
    """Give the parts of a page in the order of reading: tables, and the lines of text above, between and below them.

    `known` are the columns' edges of a table that the page may go on with.
    """
    found, free = _fill(find_grids(page.rules), runs, known)
    missing = [rule for grid, filled in found for rule in find_missing(grid, filled)]
    if missing:
        found, free = _fill(find_grids([*page.rules, *missing]), runs, known)
    tables = [_table(grid, filled) for grid, filled in found]
    for table in find_unruled(free, page.rules, known):
        taken = {id(run) for run in table.runs}
        free = [run for run in free if id(run) not in taken]
        tables.append(TablePart(table.xs, table.rows))
    tables.sort(key=lambda table: table.rows[0][1][1::-1])
    return list(_between(tables, _text_lines(free)))


Found = list[tuple[Grid, dict[GridCell, list[Run]]]]


def _fill(grids: Sequence[Grid], runs: Sequence[Run], known: Sequence[float] | None) -> tuple[Found, list[Run]]:
    """Fill grids with the runs that stand in them, and give the runs that stand in none.

    A grid with words in one cell, or with one column, is none: a frame around text, an underlined heading, a diagram.
    One with the columns of the table that the page may go on with is its end, be it one word.
    """
    found: Found = []
    free = list(runs)
    for grid in grids:
        inside = [run for run in free if _is_inside(run.middle, grid.box)]
        filled = fill_grid(grid, inside)
        goes_on = bool(filled and known and same_columns(known, grid.xs))
        if len(grid.xs) > 2 and (len(filled) > 1 or goes_on):
            taken = {id(run) for run in inside}
            free = [run for run in free if id(run) not in taken]
            found.append((grid, filled))
    return found, free


def _between(tables: Sequence[TablePart], lines: list[TextLine]) -> Iterator[Part]:
    for table in tables:
        above = [line for line in lines if line.box[1] < table.rows[0][1][1]]
        lines = lines[len(above) :]
        yield above
        yield table
    yield lines


def _table(grid: Grid, filled: dict) -> TablePart:
    texts = [[""] * (len(grid.xs) - 1) for _ in grid.ys[1:]]
    notes = []
    for cell, runs in filled.items():
        left, _, right, _ = grid.edges(cell)
        texts[cell.row][cell.column], note = read_cell(runs, right - left)
        if note:
            notes.append((cell.row, note))
    left, right = grid.xs[0], grid.xs[-1]
    boxes = [(left, top, right, bottom) for top, bottom in pairwise(grid.ys)]
    rows = list(zip(map(tuple, texts), boxes, strict=True))
    return TablePart(grid.xs, rows, notes, measures=measure_cells(grid, filled))


def _text_lines(runs: Sequence[Run]) -> list[TextLine]:
    lines: list[list[list[Run]]] = []
    for line in find_lines(runs):
        pieces = _pieces(line)
        if not (lines and _wraps(lines[-1], pieces)):
            lines.append(pieces)
    boxes = [_box([run for piece in pieces for run in piece]) for pieces in lines]
    left, right = min((box[0] for box in boxes), default=0.0), max((box[2] for box in boxes), default=0.0)
    return [_text_line(pieces, box, left, right) for pieces, box in zip(lines, boxes, strict=True)]


def _text_line(pieces: Sequence[Sequence[Run]], box: Box, left: float, right: float) -> TextLine:
    heights = sorted(run.height for piece in pieces for run in piece)
    height = heights[len(heights) // 2]
    text = "  ".join(join_line(piece) for piece in pieces)
    is_full, is_indented = box[2] >= right - _FULL * height, box[0] > left + _INDENT * height
    return TextLine(text, box, height, len(pieces) > 1, is_full, is_indented)


def _pieces(line: Sequence[Run]) -> list[list[Run]]:
    pieces: list[list[Run]] = [[line[0]]]
    for run in line[1:]:
        if run.box[0] - pieces[-1][-1].box[2] > _FAR * run.height:
            pieces.append([])
        pieces[-1].append(run)
    return pieces


def _wraps(above: list[list[Run]], pieces: Sequence[list[Run]]) -> bool:
    """Put a line's only piece to the one right above it, where that is a label that stands beside others.

    `部门：某某委员会办` and `单位：万元` in one line and `公厅` below the first are a label whose value wraps.
    """
    if len(above) < 2 or len(pieces) != 1:
        return False
    box, height = _box(pieces[0]), pieces[0][0].height
    for piece in above:
        over = _box(piece)
        is_below = abs(over[0] - box[0]) < 2.0 and box[2] <= over[2] + 2.0 and 0 < box[1] - over[1] < _NEXT * height
        if is_below and _LABEL.search(join_line(piece)):
            piece.extend(pieces[0])
            return True
    return False


def _is_inside(point: tuple[float, float], box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _box(runs: Sequence[Run]) -> Box:
    lefts, tops, rights, bottoms = zip(*(run.box for run in runs), strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))
