"""Ruled tables of a page: lines that meet make a grid, and cells are what no line divides."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from budgetkit.read.pdf_page import RuledLine
from budgetkit.read.pdf_space import Box

_SAME = 2.2  # points within which lines are one line: Excel draws a hairline and a filled box beside it
_REACH = 3.0  # points by which a line may miss the one that it meets
_SAME_COLUMNS = 3.0  # points by which the columns of a table that goes on may differ
_NARROW = 4.0  # points between two lines that leave no room for text: a doubled line


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid: its first row and column, and how many of each it spans."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass
class Grid:
    """A ruled table: the lines across (`xs`) and down (`ys`) the page, and its cells row by row."""

    xs: list[float]
    ys: list[float]
    cells: list[GridCell]

    def __post_init__(self) -> None:
        self._at = {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }

    @property
    def box(self) -> Box:
        """The outer edges."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def cell_at(self, x: float, y: float) -> GridCell | None:
        """Give the cell that a point lies in; None outside the grid."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        return self._at.get((row, column))

    def edges(self, cell: GridCell) -> Box:
        """Give the edges of a cell."""
        last_row, last_column = cell.row + cell.rows, cell.column + cell.columns
        return (self.xs[cell.column], self.ys[cell.row], self.xs[last_column], self.ys[last_row])


def same_columns(columns: Sequence[float], others: Sequence[float]) -> bool:
    """Say whether the edges of a table's columns are those of another, which goes on with it."""
    return len(columns) == len(others) and all(
        abs(x - y) <= _SAME_COLUMNS for x, y in zip(columns, others, strict=True)
    )


def find_grids(rules: Iterable[RuledLine]) -> list[Grid]:
    """Find the grids that a page's lines make, from top to bottom; lines that meet no other make none."""
    lines = _join(rules)
    groups = [group for group in _components(lines) if len({line.is_horizontal for line in group}) == 2]
    grids = [grid for group in groups if (grid := _grid(group)) is not None]
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _join(rules: Iterable[RuledLine]) -> list[RuledLine]:
    """Put pieces of the same line together: what lies within a hair's breadth and touches."""
    joined: list[RuledLine] = []
    for is_horizontal in (True, False):
        same = sorted((rule for rule in rules if rule.is_horizontal == is_horizontal), key=lambda rule: rule.position)
        for band in _bands(same):
            joined.extend(_merge(band, is_horizontal))
    return joined


def _bands(rules: Sequence[RuledLine]) -> list[list[RuledLine]]:
    bands: list[list[RuledLine]] = []
    for rule in rules:
        if bands and rule.position - bands[-1][0].position <= _SAME:
            bands[-1].append(rule)
        else:
            bands.append([rule])
    return bands


def _merge(band: list[RuledLine], is_horizontal: bool) -> Iterable[RuledLine]:
    band.sort(key=lambda rule: rule.start)
    position = sum(rule.position for rule in band) / len(band)
    start, end = band[0].start, band[0].end
    for rule in band[1:]:
        if rule.start - end > _REACH:
            yield RuledLine(is_horizontal, position, start, end)
            start, end = rule.start, rule.end
        end = max(end, rule.end)
    yield RuledLine(is_horizontal, position, start, end)


def _components(lines: Sequence[RuledLine]) -> list[list[RuledLine]]:
    """Group the lines that meet, directly or over others."""
    parents = list(range(len(lines)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    across = [index for index, line in enumerate(lines) if line.is_horizontal]
    down = [index for index, line in enumerate(lines) if not line.is_horizontal]
    down.sort(key=lambda index: lines[index].position)
    positions = [lines[index].position for index in down]
    for index in across:
        line = lines[index]
        first = bisect_right(positions, line.start - _REACH)
        for other in down[first : bisect_right(positions, line.end + _REACH)]:
            if lines[other].start - _REACH <= line.position <= lines[other].end + _REACH:
                parents[root(other)] = root(index)
    groups: dict[int, list[RuledLine]] = defaultdict(list)
    for index, line in enumerate(lines):
        groups[root(index)].append(line)
    return list(groups.values())


def _grid(lines: Sequence[RuledLine]) -> Grid | None:
    """Make the grid of lines that meet; sides that no line closes end where the lines across them do."""
    across = [line for line in lines if line.is_horizontal]
    down = [line for line in lines if not line.is_horizontal]
    xs = _positions([line.position for line in down], [edge for line in across for edge in (line.start, line.end)])
    ys = _positions([line.position for line in across], [edge for line in down for edge in (line.start, line.end)])
    if len(xs) < 2 or len(ys) < 2:
        return None
    right_of = _drawn(down, xs, ys)
    below = _drawn(across, ys, xs)
    return Grid(xs, ys, _cells(len(ys) - 1, len(xs) - 1, right_of, below))


def _positions(lines: Sequence[float], ends: Sequence[float]) -> list[float]:
    """Give the places of lines, doubled ones once, and the outermost ends of those that cross them."""
    places: list[float] = []
    for position in sorted(lines):
        if not places or position - places[-1] > _NARROW:
            places.append(position)
    if ends and (not places or min(ends) < places[0] - 2 * _REACH):
        places.insert(0, min(ends))
    if ends and max(ends) > places[-1] + 2 * _REACH:
        places.append(max(ends))
    return places


def _drawn(lines: Sequence[RuledLine], places: Sequence[float], crossing: Sequence[float]) -> set[tuple[int, int]]:
    """Say at which places, along which stretch between crossing lines, a line is drawn: (place, stretch)."""
    middles = [(start + end) / 2 for start, end in pairwise(crossing)]
    drawn = set()
    for line in lines:
        place = min(range(len(places)), key=lambda index: abs(places[index] - line.position))
        drawn |= {(place, n) for n, middle in enumerate(middles) if line.start - 1 <= middle <= line.end + 1}
    return drawn


def _cells(rows: int, columns: int, right_of: set[tuple[int, int]], below: set[tuple[int, int]]) -> list[GridCell]:
    """Cut the grid into cells: as wide and then as high as no line divides them."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            end = column + 1
            while end < columns and (end, row) not in right_of and (row, end) not in taken:
                end += 1
            last = row + 1
            while last < rows and _goes_on(last, column, end, right_of, below, taken):
                last += 1
            taken |= {(r, c) for r in range(row, last) for c in range(column, end)}
            cells.append(GridCell(row, column, last - row, end - column))
    return cells


def _goes_on(
    row: int,
    column: int,
    end: int,
    right_of: set[tuple[int, int]],
    below: set[tuple[int, int]],
    taken: set[tuple[int, int]],
) -> bool:
    """Say whether a cell goes on into a row: no line above any part of it, none within, and nothing there yet."""
    inside = range(column + 1, end)
    return not any((row, c) in below or (row, c) in taken for c in range(column, end)) and not any(
        (c, row) in right_of for c in inside
    )
