"""Tables that no lines rule: columns by the gutters that all rows leave free, where amounts and a header prove them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from budgetkit.parse import is_amount
from budgetkit.read.pdf_cells import find_lines, join_line, join_runs
from budgetkit.read.pdf_page import RuledLine
from budgetkit.read.pdf_space import Box
from budgetkit.read.pdf_text import Run

_PIECE = 0.5  # of the height of a line: pieces of different columns stand at least so far apart
_ENOUGH = 3  # rows with amounts that prove columns
_DISTANT = 3.5  # of the height: lines further apart are not of one table
_BESIDE = 0.95  # of the height: lines that overlap, be it little, are words of one row, centred beside each other
_NEARER = 0.8  # of the way to the next row: how near a line without amounts must be to belong to a row
_LONGEST = 40  # characters of one cell; sentences are longer
_SENTENCE = re.compile(r"[。；：:]")
_MARGIN = 2.0  # points between the text and the edge of its table
_ACROSS = 0.6  # of the width: what a line across the table covers at least

Span = tuple[float, float]


@dataclass
class Unruled:
    """A table without lines: its columns' edges, its rows with their boxes, and the runs that stand in it."""

    xs: list[float]
    rows: list[tuple[tuple[str, ...], Box]]
    runs: list[Run]


class _Line:
    """A printed line cut at its gaps."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = list(runs)
        self.pieces: list[list[Run]] = [[runs[0]]]
        for before, run in pairwise(runs):
            if run.box[0] - before.box[2] > _PIECE * run.height:
                self.pieces.append([])
            self.pieces[-1].append(run)
        self.texts = [join_line(piece) for piece in self.pieces]
        self.spans: list[Span] = [(piece[0].box[0], max(run.box[2] for run in piece)) for piece in self.pieces]
        self.top, self.bottom = min(run.box[1] for run in runs), max(run.box[3] for run in runs)
        self.middle, self.height = (self.top + self.bottom) / 2, self.bottom - self.top

    @property
    def is_short(self) -> bool:
        """Say whether the line may stand in a table at all: none of its pieces is a sentence or a label."""
        return all(len(text) <= _LONGEST and not _SENTENCE.search(text) for text in self.texts)

    @property
    def is_row(self) -> bool:
        """Say whether the line may be a row of its own: several pieces."""
        return len(self.pieces) > 1 and self.is_short

    @property
    def is_data(self) -> bool:
        """Say whether the line may be a row with amounts."""
        return self.is_row and any(is_amount(text) for text in self.texts)


def find_unruled(
    runs: Sequence[Run], rules: Sequence[RuledLine], known: Sequence[float] | None = None
) -> list[Unruled]:
    """Find the tables among runs that stand in no ruled one.

    Rows with amounts that stand together are one, if no two of their pieces share a column and each column has a
    word of the header above it, or all lie in the columns `known` from the page before. Lines across the table, where
    there are as many as rows, part its rows; else its lines of text do.
    """
    blocks = _blocks([_Line(line) for line in find_lines(runs)])
    return [table for head, body in blocks if (table := _table(head, body, rules, known))]


Block = tuple[list[_Line], list[_Line]]


def _blocks(lines: Sequence[_Line]) -> list[Block]:
    """Group lines to what may be tables: a header, and rows with amounts with what stands between them."""
    blocks: list[Block] = []
    place = start = 0
    while place < len(lines):
        if not lines[place].is_data:
            place += 1
            continue
        last = end = place
        while end + 1 < len(lines) and end - last < 3 and _near(lines[end], lines[end + 1]) and lines[end + 1].is_short:
            end += 1
            last = end if lines[end].is_data else last
        blocks.append((_head(lines[start:place], lines[place]), list(lines[place : last + 1])))
        place = start = last + 1
    return blocks


def _head(above: Sequence[_Line], first: _Line) -> list[_Line]:
    """Give the lines right above the first row that may be its header; a title stands alone above it."""
    head: list[_Line] = []
    for line in reversed(above):
        if not line.is_short or not _near(line, head[0] if head else first):
            break
        head.insert(0, line)
    while head and not head[0].is_row:
        head.pop(0)
    return head


def _near(above: _Line, line: _Line) -> bool:
    return line.top - above.bottom < _DISTANT * line.height


def _table(
    head: list[_Line], body: list[_Line], rules: Sequence[RuledLine], known: Sequence[float] | None
) -> Unruled | None:
    data = [line for line in body if line.is_data]
    columns = _columns(head, data)
    if len(data) < _ENOUGH or len(columns) < 2 or any(_share(line, columns) for line in data):
        return None
    xs = _edges(columns)
    if not all(any(_over(span, column) for line in head for span in line.spans) for column in columns):
        if known is None or not _fits(data, known):
            return None
        xs = list(known)
    rows = [*_group(head), *_group_body(body, rules, xs)]
    boxes = [_box(row, xs) for row in rows]
    runs = [run for line in (*head, *body) for run in line.runs]
    return Unruled(xs, list(zip([_cells(row, xs) for row in rows], boxes, strict=True)), runs)


def _columns(head: Sequence[_Line], data: Sequence[_Line]) -> list[Span]:
    """Find the columns: what the pieces of rows with amounts cover, and words of the header that stand beside."""
    columns = _union([span for line in data for span in line.spans])
    for line in head:
        single = [span for span in line.spans if sum(_over(span, column) for column in columns) < 2]
        columns = _union([*columns, *single])
    return columns


def _union(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _share(line: _Line, columns: Sequence[Span]) -> bool:
    """Say whether an amount and another piece of a line stand in one column: then it is none."""
    for column in columns:
        inside = [text for text, span in zip(line.texts, line.spans, strict=True) if _over(span, column)]
        if len(inside) > 1 and any(map(is_amount, inside)):
            return True
    return False


def _over(span: Span, other: Span) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def _edges(columns: Sequence[Span]) -> list[float]:
    between = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    return [columns[0][0] - _MARGIN, *between, columns[-1][1] + _MARGIN]


def _fits(data: Sequence[_Line], known: Sequence[float]) -> bool:
    """Say whether rows stand in columns that are known: within them, across none of their edges."""
    inside = known[0] - 2 * _MARGIN, known[-1] + 2 * _MARGIN
    return all(
        inside[0] <= start and end <= inside[1] and not any(start < x < end for x in known[1:-1])
        for line in data
        for start, end in line.spans
    ) and not any(_share(line, list(pairwise(known))) for line in data)


def _group_body(body: Sequence[_Line], rules: Sequence[RuledLine], xs: Sequence[float]) -> list[list[_Line]]:
    """Group the lines below the header to rows: between lines across the table, where each row has its own."""
    covered: dict[float, float] = {}
    for rule in rules:
        if rule.is_horizontal and body[0].top < rule.position < body[-1].bottom:
            place = round(rule.position)
            covered[place] = covered.get(place, 0.0) + rule.end - rule.start
    drawn = sorted(place for place, length in covered.items() if length > _ACROSS * (xs[-1] - xs[0]))
    if len(drawn) < sum(line.is_data for line in body) - 1:
        return _group(body)
    bands = groupby(body, key=lambda line: bisect_right(drawn, line.middle))
    return [list(band) for _, band in bands]


def _group(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Group lines to rows: a line with one piece belongs to the row that it stands beside, or is clearly nearer to."""
    rows: list[list[_Line]] = []
    gaps = [line.middle - above.middle for above, line in pairwise(lines)]
    joins_next = False
    for number, line in enumerate(lines):
        before = gaps[number - 1] if number else float("inf")
        behind = gaps[number] if number < len(gaps) else float("inf")
        near = before < max(_BESIDE * line.height, _NEARER * behind)
        if rows and (joins_next or (near and not line.is_row and _has_row(rows[-1]))):
            rows[-1].append(line)
        else:
            rows.append([line])
        near_next = behind < max(_BESIDE * line.height, _NEARER * before)
        joins_next = near_next and not line.is_row and not _has_row(rows[-1])
    return rows


def _has_row(lines: Sequence[_Line]) -> bool:
    return any(line.is_row for line in lines)


def _cells(row: Sequence[_Line], xs: Sequence[float]) -> tuple[str, ...]:
    """Give the cells of a row; a word over several columns stands in the first of them."""
    cells: list[list[Run]] = [[] for _ in xs[1:]]
    for line in row:
        for piece, (start, end) in zip(line.pieces, line.spans, strict=True):
            inner = [x for x in xs[1:-1] if start < x < end]
            place = start if inner else (start + end) / 2
            cells[min(max(bisect_right(xs, place) - 1, 0), len(cells) - 1)].extend(piece)
    return tuple(join_runs(runs) if runs else "" for runs in cells)


def _box(row: Sequence[_Line], xs: Sequence[float]) -> Box:
    return (xs[0], min(line.top for line in row), xs[-1], max(line.bottom for line in row))
