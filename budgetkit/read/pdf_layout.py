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
_OVER = 3.0  # points by which a text over a table may reach beyond its edges
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

    @property
    def box(self) -> Box:
        """The box of all its rows."""
        return (self.xs[0], self.rows[0][1][1], self.xs[-1], self.rows[-1][1][3])

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
Pieces = list[list[Run]]


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
    return list(_between(tables, _piece_lines(free)))


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


def _between(tables: Sequence[TablePart], lines: list[Pieces]) -> Iterator[Part]:
    boxes = [_box_of(pieces) for pieces in lines]
    edges = min((box[0] for box in boxes), default=0.0), max((box[2] for box in boxes), default=0.0)
    for group in _side_by_side(tables):
        top = min(table.box[1] for table in group)
        above = [pieces for pieces in lines if _box_of(pieces)[1] < top]
        lines = lines[len(above) :]
        common, own = _share(above, group)
        yield _text_lines(common, edges)
        for place, table in enumerate(group):
            if own[place]:
                yield _text_lines(own[place], edges)
            yield table
    yield _text_lines(lines, edges)


def _side_by_side(tables: Sequence[TablePart]) -> list[list[TablePart]]:
    """Group tables that stand beside each other, from left to right."""
    groups: list[list[TablePart]] = []
    for table in tables:
        if groups and all(_is_beside(table.box, other.box) for other in groups[-1]):
            groups[-1].append(table)
        else:
            groups.append([table])
    return [sorted(group, key=lambda table: table.box[0]) for group in groups]


def _is_beside(box: Box, other: Box) -> bool:
    is_level = box[1] < other[3] and other[1] < box[3]
    return is_level and (box[2] <= other[0] or other[2] <= box[0])


def _share(lines: Sequence[Pieces], group: Sequence[TablePart]) -> tuple[list[Pieces], list[list[Pieces]]]:
    """Share the lines above tables beside each other among these, from the first on that has a piece over each.

    Gives the lines above all of them, and each table's own; what stands over none is the first one's.
    """
    common = list(lines)
    own: list[list[Pieces]] = [[] for _ in group]
    if len(group) < 2:
        return common, own
    for place, pieces in enumerate(lines):
        if len({_owner(piece, group) for piece in pieces} - {None}) == len(group):
            for line in lines[place:]:
                for number in range(len(group)):
                    if its := [piece for piece in line if (_owner(piece, group) or 0) == number]:
                        own[number].append(its)
            return common[:place], own
    return common, own


def _owner(piece: Sequence[Run], group: Sequence[TablePart]) -> int | None:
    """Say which table a piece of text stands over, None where it is over several or none."""
    left, _, right, _ = _box(piece)
    over = (one.box[0] - _OVER <= left and right <= one.box[2] + _OVER for one in group)
    return next((number for number, is_over in enumerate(over) if is_over), None)


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


def _piece_lines(runs: Sequence[Run]) -> list[Pieces]:
    lines: list[Pieces] = []
    for line in find_lines(runs):
        pieces = _pieces(line)
        if not (lines and _wraps(lines[-1], pieces)):
            lines.append(pieces)
    return lines


def _text_lines(lines: Sequence[Pieces], edges: tuple[float, float]) -> list[TextLine]:
    return [_text_line(pieces, _box_of(pieces), *edges) for pieces in lines]


def _box_of(pieces: Pieces) -> Box:
    return _box([run for piece in pieces for run in piece])


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
