"""What a page of a PDF holds from top to bottom: the rows of its tables, and the lines of text between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from budgetkit.read.pdf_cells import fill_grid, find_lines, join_line
from budgetkit.read.pdf_grid import Cell, Grid, find_grids
from budgetkit.read.pdf_missing import find_missing
from budgetkit.read.pdf_numbers import NumberNote, read_cell
from budgetkit.read.pdf_page import Page
from budgetkit.read.pdf_space import Box
from budgetkit.read.pdf_text import Run
from budgetkit.read.pdf_unruled import find_unruled

_FAR = 2.0  # of the height of a line: pieces further apart are set apart by two blanks
_LABEL = re.compile(r"[：:].*[^。；;]$")
_NEXT = 2.0  # of the height: how far below its line a wrapped piece may begin
_FULL = 1.6  # of the height: a line that ends as near to the right edge of the text had no room for another word


@dataclass
class TextLine:
    """A printed line outside tables: its pieces from left to right, each the runs that stand close together."""

    pieces: list[list[Run]]
    page_right: float = 0.0
    page_left: float = 0.0

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as a row of one cell, pieces set apart by two blanks."""
        return ("  ".join(join_line(piece) for piece in self.pieces),)

    @property
    def box(self) -> Box:
        """The box around the line."""
        return _box([run for piece in self.pieces for run in piece])

    @property
    def height(self) -> float:
        """The height of the line: that of most of its runs."""
        heights = sorted(run.height for piece in self.pieces for run in piece)
        return heights[len(heights) // 2]

    @property
    def is_full(self) -> bool:
        """Say whether the line reaches the right edge of the page's text, so that its sentence may go on below."""
        return self.box[2] >= self.page_right - _FULL * self.height

    @property
    def is_indented(self) -> bool:
        """Say whether the line begins to the right of the page's text, as a paragraph does."""
        return self.box[0] > self.page_left + 0.9 * self.height


@dataclass
class TablePart:
    """A table of one page: its columns' edges, and its rows, each with its box."""

    xs: list[float]
    rows: list[tuple[tuple[str, ...], Box]] = field(default_factory=list)
    notes: list[tuple[int, NumberNote]] = field(default_factory=list)  # with the row, from 0


Part = TablePart | list[TextLine]


def lay_out(page: Page, runs: Sequence[Run], known: Sequence[float] | None = None) -> list[Part]:
    """Give the parts of a page in the order of reading: tables, and the lines of text above, between and below them.

    `known` are the columns' edges of a table that the page may go on with.
    """
    found, free = _fill(find_grids(page.rules), runs)
    missing = [rule for grid, filled in found for rule in find_missing(grid, filled)]
    if missing:
        found, free = _fill(find_grids([*page.rules, *missing]), runs)
    tables = [_table(grid, filled) for grid, filled in found]
    for table in find_unruled(free, page.rules, known):
        taken = {id(run) for run in table.runs}
        free = [run for run in free if id(run) not in taken]
        tables.append(TablePart(table.xs, table.rows))
    tables.sort(key=lambda table: table.rows[0][1][1::-1])
    return list(_between(tables, _text_lines(free)))


Found = list[tuple[Grid, dict[Cell, list[Run]]]]


def _fill(grids: Sequence[Grid], runs: Sequence[Run]) -> tuple[Found, list[Run]]:
    """Fill grids with the runs that stand in them, and give the runs that stand in none.

    A grid with words in one cell, or with one column, is none: a frame around text, an underlined heading, a diagram.
    """
    found: Found = []
    free = list(runs)
    for grid in grids:
        inside = [run for run in free if _is_inside(run.middle, grid.box)]
        filled = fill_grid(grid, inside)
        if len(filled) > 1 and len(grid.xs) > 2:
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
    return TablePart(grid.xs, list(zip(map(tuple, texts), boxes, strict=True)), notes)


def _text_lines(runs: Sequence[Run]) -> list[TextLine]:
    lines: list[TextLine] = []
    for line in find_lines(runs):
        text = TextLine(_pieces(line))
        if not (lines and _wraps(lines[-1], text)):
            lines.append(text)
    right = max((line.box[2] for line in lines), default=0.0)
    left = min((line.box[0] for line in lines), default=0.0)
    for line in lines:
        line.page_right, line.page_left = right, left
    return lines


def _pieces(line: Sequence[Run]) -> list[list[Run]]:
    pieces: list[list[Run]] = [[line[0]]]
    for run in line[1:]:
        if run.box[0] - pieces[-1][-1].box[2] > _FAR * run.height:
            pieces.append([])
        pieces[-1].append(run)
    return pieces


def _wraps(above: TextLine, line: TextLine) -> bool:
    """Put a line's only piece to the one right above it, where that stands beside others as in a row of cells.

    `部门：某某委员会办` and `单位：万元` in one line and `公厅` below the first are a label whose value wraps.
    """
    if len(above.pieces) < 2 or len(line.pieces) != 1:
        return False
    box = line.box
    for piece in above.pieces:
        over = _box(piece)
        if not _LABEL.search(join_line(piece)):
            continue
        if abs(over[0] - box[0]) < 2.0 and box[2] <= over[2] + 2.0 and 0 < box[1] - over[1] < _NEXT * line.height:
            piece.extend(line.pieces[0])
            return True
    return False


def _is_inside(point: tuple[float, float], box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _box(runs: Sequence[Run]) -> Box:
    lefts, tops, rights, bottoms = zip(*(run.box for run in runs), strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))
