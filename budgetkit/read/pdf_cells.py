"""Text into the cells of a ruled table: which cell each run belongs to, and how its lines read as one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from budgetkit.read.pdf_grid import Grid, GridCell
from budgetkit.read.pdf_text import Glyph, Run

_STRADDLES = 0.15  # of a character's width on either side of a line: the character crosses it
_BLANK = 0.6  # of the height of a line: a gap this wide between Chinese characters is a blank
_LATIN_BLANK = 0.18
_LATIN = re.compile(r"[!-~]")
_CLOSES = re.compile("[。，、；：！？）》”’]")  # full-width marks: drawn in the left half of their width
_BROKEN = re.compile(r"[A-Za-z\d][-/]$")


def fill_grid(grid: Grid, runs: Sequence[Run]) -> dict[GridCell, list[Run]]:
    """Give the runs of each cell of a grid; a run that reaches over a line goes to the cell of its middle."""
    cells: dict[GridCell, list[Run]] = defaultdict(list)
    for run in runs:
        for part in _split(grid, run):
            cell = grid.cell_at(*part.middle)
            if cell is not None:
                cells[cell].append(part)
    return cells


def _split(grid: Grid, run: Run) -> Iterator[Run]:
    """Cut a run where a line stands between two of its characters; one that a character crosses does not cut it."""
    if not run.upright or len(run.glyphs) == 1 or run.window:
        yield run
        return
    left, top, right, bottom = run.box
    edges = [x for x in grid.xs[1:-1] if left < x < right and _divides(grid, x, (top + bottom) / 2)]
    part: list[Glyph] = []
    for glyph in run.glyphs:
        if part and any(_between(part[-1], x, glyph) for x in edges):
            yield Run(part)
            part = []
        part.append(glyph)
    yield Run(part)


def _divides(grid: Grid, x: float, y: float) -> bool:
    return grid.cell_at(x - 0.5, y) is not grid.cell_at(x + 0.5, y)


def _between(before: Glyph, x: float, after: Glyph) -> bool:
    """Say whether a line stands between two characters; a mark that closes may hang over it, its ink stands before."""
    left, top, right, bottom = before.box
    slack = _STRADDLES * (bottom - top)
    end = (left + right) / 2 if _CLOSES.match(before.text) else right
    return end - slack <= x <= after.box[0] + slack


def join_runs(runs: Sequence[Run]) -> str:
    """Read the runs of a cell as one text: line by line, Chinese without blanks, other words with them."""
    return join_lines([join_line(line) for line in find_lines(runs)])


def find_lines(runs: Sequence[Run]) -> list[list[Run]]:
    """Group runs into printed lines, from top to bottom, each from left to right."""
    lines: list[list[Run]] = []
    middle = height = 0.0
    for run in sorted(runs, key=lambda run: run.box[1] + run.box[3]):
        _, top, _, bottom = run.box
        own = (top + bottom) / 2
        if lines and own - middle < 0.5 * min(height, bottom - top):
            lines[-1].append(run)
        else:
            lines.append([run])
            middle, height = own, bottom - top
    return [_in_order(line) for line in lines]


def _in_order(line: Sequence[Run]) -> list[Run]:
    """Put the runs of a line from left to right; one that is drawn into a gap of another parts it there."""
    line = sorted(line, key=lambda run: (run.box[0], run.box[2]))
    for place, run in enumerate(line[:-1]):
        inner = line[place + 1]
        if inner.box[2] < run.box[2] and run.upright and (cut := _gap_around(run, inner)):
            parts = [Run(run.glyphs[:cut]), inner, Run(run.glyphs[cut:])]
            return _in_order([*line[:place], *parts, *line[place + 2 :]])
    return line


def _gap_around(run: Run, inner: Run) -> int | None:
    """Give the character of a run before which a gap has room for another run; None where the two overlap."""
    middle = inner.middle[0]
    after = next((place for place, glyph in enumerate(run.glyphs) if glyph.box[0] >= middle), 0)
    return after if after and run.glyphs[after - 1].box[2] <= middle else None


def join_line(runs: Sequence[Run]) -> str:
    """Read the runs of one printed line, with a blank where they stand apart."""
    text = runs[0].text
    for before, run in pairwise(runs):
        text += (" " if _apart(before, run) else "") + run.text
    return text


def _apart(before: Run, run: Run) -> bool:
    gap = run.box[0] - before.box[2]
    height = max(before.box[3] - before.box[1], run.box[3] - run.box[1])
    latin = _LATIN.match(before.glyphs[-1].text) and _LATIN.match(run.glyphs[0].text)
    return gap > (_LATIN_BLANK if latin else _BLANK) * height


def join_lines(lines: Sequence[str]) -> str:
    """Join the lines that a cell's text wraps over: a blank stands only between two words that are not Chinese.

    None stands behind a hyphen or stroke that goes on a word (`DZ/T0282-`).
    """
    text = ""
    for line in filter(None, lines):
        both_latin = bool(text) and _LATIN.match(text[-1]) and _LATIN.match(line[0])
        text += (" " if both_latin and not _BROKEN.search(text) else "") + line
    return text
