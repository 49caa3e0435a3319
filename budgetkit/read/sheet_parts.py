"""Tables that stand beside each other on one sheet, each below a title of its own: cut apart, column by column."""

from __future__ import annotations

import re
from itertools import pairwise

from budgetkit.parse import squeeze
from budgetkit.read.sheet import Sheet

_TITLE = re.compile(r".{2,}表(?:[（(][^（()）]*[)）])*")
Bounds = tuple[int, int]


def cut_parts(sheet: Sheet) -> list[tuple[Sheet, Bounds]]:
    """Cut a sheet where titles stand beside each other, with a table below each; else give it whole.

    A title of a table ends with 表. The part on the right begins at the column from which its title is merged, or
    behind the column between the two that is empty from the titles on. What stands above the titles goes with the
    first. Gives each part with its first and last column.
    """
    last = max((column for cells in sheet.rows.values() for column in cells), default=1)
    for row in sorted(sheet.rows):
        cells = sheet.rows[row]
        if len(cells) > 1 and all(_TITLE.fullmatch(squeeze(text)) for text in cells.values()):
            starts = _find_starts(sheet, row, last)
            bounds = [(first, end - 1) for first, end in pairwise([*starts, last + 1])]
            if starts and all(_has_table(sheet, row, one) for one in bounds):
                return [_take(sheet, row, one, is_first=one == bounds[0]) for one in bounds]
            break
    return [(sheet, (1, last))]


def _find_starts(sheet: Sheet, row: int, last: int) -> list[int]:
    """Find the first columns of the parts whose titles stand on a row; none where one of them is not known."""
    below = [cells for at, cells in sheet.rows.items() if at >= row]
    starts = [1]
    for before, column in pairwise(sorted(sheet.rows[row])):
        gaps = [at for at in range(before + 1, column) if not any(at in cells for cells in below)]
        is_merged = sheet.merged.get((row, column), (row, column))[1] > column
        reach = sheet.merged.get((row, before), (row, before))[1]
        found = [at + 1 for at in gaps if at > reach][-1:] or ([column] if is_merged else [])
        if not found or _is_crossed(sheet, row, found[0]):
            return []
        starts += found
    return starts if starts[-1] <= last else []


def _is_crossed(sheet: Sheet, row: int, column: int) -> bool:
    """Say whether a merged cell from a row on reaches over the edge before a column."""
    return any(at >= row and left < column <= end for (at, left), (_, end) in sheet.merged.items())


def _has_table(sheet: Sheet, row: int, bounds: Bounds) -> bool:
    """Say whether a row below has several texts between two columns."""
    below = (cells for at, cells in sheet.rows.items() if at > row)
    return any(sum(bounds[0] <= column <= bounds[1] for column in cells) > 1 for cells in below)


def _take(sheet: Sheet, row: int, bounds: Bounds, *, is_first: bool) -> tuple[Sheet, Bounds]:
    """Take a part's cells, with their addresses, up to the last one; the first has what stands above the titles."""
    part = Sheet(sheet.name, merged=sheet.merged)
    for at, cells in sheet.rows.items():
        own = {column: text for column, text in cells.items() if bounds[0] <= column <= bounds[1] or at < row}
        if own and (at >= row or is_first):
            part.rows[at] = own
    last = max(column for at, cells in part.rows.items() for column in cells if at >= row)
    return part, (bounds[0], last)
