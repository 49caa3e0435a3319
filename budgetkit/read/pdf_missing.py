"""Lines that a ruled table does not show: rows set in one cell, amounts beside other words in one cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from budgetkit.parse import is_amount
from budgetkit.read.pdf_cells import find_lines, join_line
from budgetkit.read.pdf_grid import Grid, GridCell
from budgetkit.read.pdf_numbers import is_wrapped
from budgetkit.read.pdf_page import RuledLine
from budgetkit.read.pdf_text import Run

_PIECE = 0.7  # of the height of a line: what stands further apart may be two cells
_ROOM = 1.2  # of the height: a line that leaves less room in its cell is wrapped, no row of its own

Filled = Mapping[GridCell, list[Run]]


def find_missing(grid: Grid, filled: Filled) -> list[RuledLine]:
    """Find where lines are missing in a ruled table: a cell never holds two amounts, nor one beside other words.

    Rows are parted where two columns at least show the same lines of text, one of them amounts. Columns are parted at
    the table's own edges, where another row shows one between the two; without such an edge, where the gaps of three
    rows at least meet.
    """
    return [*_rows(grid, filled), *_columns(grid, filled)]


def _rows(grid: Grid, filled: Filled) -> Iterator[RuledLine]:
    bands: dict[tuple[int, int], list[tuple[GridCell, list[list[Run]]]]] = {}
    for cell, runs in filled.items():
        bands.setdefault((cell.row, cell.rows), []).append((cell, find_lines(runs)))
    left, right = grid.xs[0], grid.xs[-1]
    for members in bands.values():
        stacked = [lines for cell, lines in members if _is_stacked(grid, cell, lines)]
        if not stacked:
            continue
        longest = max(stacked, key=len)
        middles = [_middle(line) for line in longest]
        height = longest[0][0].height
        alike = [lines for _, lines in members if _same_heights([_middle(line) for line in lines], middles, height)]
        if len(alike) > 1:
            for above, below in pairwise(middles):
                yield RuledLine(True, (above + below) / 2, left, right)


def _is_stacked(grid: Grid, cell: GridCell, lines: Sequence[Sequence[Run]]) -> bool:
    """Say whether a cell holds several amounts one below the other, none of them wrapped for want of room."""
    if len(lines) < 2 or not all(is_amount(join_line(line)) for line in lines):
        return False
    left, _, right, _ = grid.edges(cell)
    widest = max(line[-1].box[2] - line[0].box[0] for line in lines)
    return right - left - widest > _ROOM * lines[0][0].height and not is_wrapped(lines, right - left)


def _middle(line: Sequence[Run]) -> float:
    return sum(run.box[1] + run.box[3] for run in line) / (2 * len(line))


def _same_heights(middles: Sequence[float], others: Sequence[float], height: float) -> bool:
    """Say whether lines stand at the heights of others, so many at least that both are rows."""
    met = sum(any(abs(middle - other) < 0.5 * height for other in others) for middle in middles)
    return met == len(middles) and len(middles) >= len(others)


def _columns(grid: Grid, filled: Filled) -> Iterator[RuledLine]:
    gaps: list[tuple[GridCell, float, float]] = []
    for cell, runs in filled.items():
        for line in find_lines(runs):
            gaps.extend((cell, *gap) for gap in _gaps(line))
    own, free = [], []
    for cell, start, end in gaps:
        inner = grid.xs[cell.column + 1 : cell.column + cell.columns]
        between = [x for x in inner if start <= x <= end]
        if between:
            own.append((cell, between[0]))
        else:
            free.append((cell, start, end))
    for cell, x in own:
        yield RuledLine(False, x, grid.ys[cell.row], grid.ys[cell.row + cell.rows])
    yield from _common_gaps(grid, free)


def _gaps(line: Sequence[Run]) -> Iterator[tuple[float, float]]:
    """Give the gaps of a line that part an amount from other words."""
    for place, (before, run) in enumerate(pairwise(line), start=1):
        start, end = before.box[2], run.box[0]
        apart = end - start > _PIECE * run.height
        if apart and any(is_amount(join_line(part)) for part in (line[:place][-1:], line[place:][:1])):
            yield start, end


def _common_gaps(grid: Grid, gaps: Sequence[tuple[GridCell, float, float]]) -> Iterator[RuledLine]:
    """Part a column where the gaps of three rows at least have a stretch in common."""
    by_column: dict[tuple[int, int], list[tuple[GridCell, float, float]]] = {}
    for gap in gaps:
        by_column.setdefault((gap[0].column, gap[0].columns), []).append(gap)
    for same in by_column.values():
        start, end = max(gap[1] for gap in same), min(gap[2] for gap in same)
        if start < end and len({gap[0].row for gap in same}) > 2:
            rows = [gap[0] for gap in same]
            bottom = max(cell.row + cell.rows for cell in rows)
            yield RuledLine(False, (start + end) / 2, grid.ys[min(cell.row for cell in rows)], grid.ys[bottom])
