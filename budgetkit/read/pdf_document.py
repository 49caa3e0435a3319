"""The pages of a PDF as one sequence of rows: what goes on from page to page, and what stands on two of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from budgetkit.finding import Action, Finding
from budgetkit.read.pdf_broken import Cells, LineMeasure, is_rest, join_rest, may_be_rest
from budgetkit.read.pdf_grid import same_columns
from budgetkit.read.pdf_layout import Part, TablePart, TextLine, lay_out
from budgetkit.read.pdf_numbers import NumberNote
from budgetkit.read.pdf_page import Page
from budgetkit.read.pdf_right import find_left, put_beside
from budgetkit.read.pdf_space import Box, Space
from budgetkit.read.pdf_text import Run
from budgetkit.read.place import Place
from budgetkit.read.reading import Reading
from budgetkit.read.row import RawRow

_GAP = 1.0  # of the height of a line: what stands further below is set apart from it
_HEADER = 4  # rows of a header that is printed again
_LOOK_BACK = 60  # rows of a table that say what its rows have
_TOUCH = 1.0  # points: rows that stand further apart are not of one table
_MARK = re.compile(r"[\s\d\-－—–~·第页/共]*|[（(]?续表?[）)]?")  # what may stand above a table that goes on over a page
_LABEL = re.compile(r"^.{0,12}[：:].{0,12}$")
_OPENS = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、．.](?!\d)|第[一二三四五六七八九十]+部分")


def number_rows(pages: Iterable[Page]) -> Reading:
    """Give the rows of a document's pages in the order of reading, numbered from 1, and notes on numbers in them."""
    rows = _Rows()
    for page in _put_together(_lay_out_all(pages)):
        rows.add(page)
    return Reading(rows.rows, rows.notes)


@dataclass
class _Laid:
    """The parts of a page, with what places on it need."""

    number: int
    space: Space
    parts: list[Part]


def _lay_out_all(pages: Iterable[Page]) -> Iterator[_Laid]:
    """Lay out page by page; one may go on with the columns of a table that ends the page before."""
    columns: list[float] | None = None
    for page, runs in _visible(pages):
        parts = lay_out(page, runs, columns)
        held = [part for part in parts if isinstance(part, TablePart) or not _is_mark(part)]
        if held:
            columns = held[-1].xs if isinstance(held[-1], TablePart) else None
        yield _Laid(page.state.number, page.space, parts)


def _put_together(pages: Iterable[_Laid]) -> list[_Laid]:
    """Put tables that go on to the right beside those that they belong to; their own places then hold nothing."""
    laid: list[_Laid] = []
    tables: list[tuple[int, TablePart]] = []  # those first that nothing goes on yet
    below: list[float] = []  # the columns that the next page's table has when it goes on downwards
    for page in pages:
        laid.append(page)
        first = _first_table(page)
        tables = tables if first else []  # what a title stands above goes on nothing
        left = None
        if first and not same_columns(below, first.xs):
            above = page.parts[: page.parts.index(first)]
            left = find_left(tables, first, has_label=not all(map(_is_mark, above)))
        last = next((part for part in reversed(page.parts) if not _is_mark(part)), None)
        below = last.xs if isinstance(last, TablePart) and not left else []
        if left and first:
            _move_beside(laid[left[0] - laid[0].number], left[1], page, first)
            tables.remove(left)
            tables.append(left)
        unjoined = [(page.number, part) for part in page.parts if isinstance(part, TablePart)]
        tables = [*(one for one in tables if one[1].joined == 0), *unjoined, *(one for one in tables if one[1].joined)]
    return laid


def _first_table(page: _Laid) -> TablePart | None:
    """Give the table that opens a page, with nothing above it but marks and short labels (`单位：元`)."""
    for part in page.parts:
        if isinstance(part, TablePart):
            return part
        if not all(_MARK.fullmatch(line.text) or _LABEL.search(line.text) for line in part):
            return None
    return None


def _move_beside(left: _Laid, table: TablePart, right: _Laid, moved: TablePart) -> None:
    """Move a table, and the labels above it, from its page to the right of another's."""
    place = right.parts.index(moved)
    labels = [line for part in right.parts[:place] if not isinstance(part, TablePart) for line in part]
    put_beside(table, moved)
    table.joined += 1
    table.notes.append((0, _beside(left.number, right.number)))
    right.parts = right.parts[place + 1 :]
    above = left.parts[left.parts.index(table) - 1] if left.parts.index(table) else None
    if isinstance(above, list):
        above.extend(line for line in labels if not _MARK.fullmatch(line.text))


def _beside(left: int, right: int) -> NumberNote:
    note = f"第 {left} 页的表右侧各列续印于第 {right} 页，两页各行高低一致，已按行并列。"
    return NumberNote("", note, "split_table", "joined")


def _is_mark(part: Part) -> bool:
    """Say whether a part holds nothing but what may stand above a table that goes on: a page number, 续表."""
    return not isinstance(part, TablePart) and all(_MARK.fullmatch(line.text) for line in part)


def _visible(pages: Iterable[Page]) -> Iterator[tuple[Page, list[Run]]]:
    """Give each page with its runs, without those that a window hides and the page before or behind shows.

    A tall cell that is printed over two pages is drawn whole on both, each time cut to its part. What is hidden and
    stands nowhere else is kept: a row too low for the name in it cuts the name, too.
    """
    before = ""
    held: Page | None = None
    for page in _with_end(pages):
        if held is not None:
            behind = _shown(page) if page else ""
            hidden = [run for run in held.runs if run.is_hidden]
            twice = [run for run in hidden if _text(run) in before or _text(run) in behind]
            leave_out = {id(run) for run in hidden} if 2 * len(twice) > len(hidden) else set()
            yield held, [run for run in held.runs if id(run) not in leave_out]
            before = _shown(held)
        held = page


def _with_end(pages: Iterable[Page]) -> Iterator[Page | None]:
    yield from pages
    yield None


def _shown(page: Page) -> str:
    return "".join(_text(run) for run in page.runs if not run.is_hidden)


def _text(run: Run) -> str:
    return run.text.replace(" ", "")


@dataclass(frozen=True)
class _End:
    """The row that ends a page: which of the rows it is, its page, and the measures of its cells."""

    row: int
    page: int
    measures: Sequence[LineMeasure | None]


class _Rows:
    """The rows so far, and what the next page may go on with: a table's columns, a line of text."""

    def __init__(self) -> None:
        self.rows: list[RawRow] = []
        self.notes: list[Finding] = []
        self._tables = 0
        self._columns: list[float] = []
        self._head: list[Cells] = []  # the first rows of the table
        self._end: _End | None = None
        self._line: TextLine | None = None
        self._bottom: float | None = None  # of what stands above on the page
        self._height = 0.0  # of the line above, if it is text

    def add(self, page: _Laid) -> None:
        """Add the parts of a page."""
        first = len(self.rows)
        at_top = True
        self._bottom, self._height = None, 0.0
        for part in page.parts:
            if isinstance(part, TablePart):
                self._add_table(page, part, first, at_top)
                at_top = False
            else:
                self._add_text(page, part, first)
                at_top = at_top and _is_mark(part)

    def _add_table(self, page: _Laid, table: TablePart, first: int, at_top: bool) -> None:
        ends_in_rest = False
        if not (at_top and self._goes_on(table)):
            self._tables += 1
            self._head = [cells for cells, _ in table.rows[:_HEADER]]
        elif self._end and self._line is None:
            ends_in_rest = self._join_rest(page.number, table, self._end)
        self._columns, self._line = table.xs, None
        number = len(self.rows) + 1
        for row, note in table.notes:
            self.notes.append(Finding("documents", note.kind, note.text, note.note, note.action, number + row))
        for cells, box in table.rows:
            place = self._place(page, box, first)
            is_apart = self._is_apart(box, self._height)
            self._bottom, self._height = box[3], 0.0
            self.rows.append(RawRow(place, cells, None, place.row == 1, is_apart, table=self._tables))
        if not ends_in_rest:
            self._end = _End(len(self.rows) - 1, page.number, table.measures_of(-1))

    def _join_rest(self, page: int, table: TablePart, end: _End) -> bool:
        """Join the rest of the row that the page before broke to it; say whether the page holds no more of the table.

        The header may be printed again above it.
        """
        repeated = _count_same(self._head, [cells for cells, _ in table.rows])
        if repeated == len(table.rows):
            return False
        row, rest, firsts = self.rows[end.row], table.rows[repeated][0], table.measures_of(repeated)
        above = [other.cells for other in self.rows[max(0, end.row - _LOOK_BACK) : end.row] if other.table == row.table]
        others = [*above, *(cells for cells, _ in table.rows[repeated + 1 :])]
        others = [cells for cells in others if len(cells) == len(rest) and cells not in self._head[:repeated]]
        if len(row.cells) != len(rest):
            return False
        if not is_rest(row.cells, end.measures, rest, firsts, others):
            if may_be_rest(row.cells, rest, others):
                note = f"第 {page} 页的首行缺少各行都有的栏目，可能是第 {end.page} 页末行的续行，无从证明，未并为一行。"
                self.notes.append(_split(note, "flagged", len(self.rows) + repeated + 1))
            return False
        self.rows[end.row] = replace(row, cells=join_rest(row.cells, rest))
        self._end = _End(end.row, page, firsts)
        table.leave_out(repeated)
        note = f"第 {end.page} 页的末行续印于第 {page} 页，该行缺少各行都有的栏目，文字相接，已并为一行。"
        self.notes.append(_split(note, "joined", row.number))
        return repeated == len(table.rows)

    def _goes_on(self, table: TablePart) -> bool:
        """Say whether a table has the columns of the one before it, by their edges or by the header printed again."""
        return len(table.xs) == len(self._columns) and (
            table.rows[0][0] == self._head[0] or same_columns(self._columns, table.xs)
        )

    def _add_text(self, page: _Laid, lines: Iterable[TextLine], first: int) -> None:
        for line in lines:
            place = self._place(page, line.box, first)
            goes_on = self._line is not None and _goes_on(self._line, line)
            is_apart = self._is_apart(line.box, line.height)
            self._bottom, self._height = line.box[3], line.height
            self.rows.append(RawRow(place, (line.text,), None, place.row == 1, is_apart, continues=goes_on))
            if not _MARK.fullmatch(line.text):
                self._line = line

    def _is_apart(self, box: Box, height: float) -> bool:
        """Say whether a gap sets a box apart from what stands above it on its page, by the height of its line."""
        return self._bottom is not None and box[1] - self._bottom > max(_GAP * height, _TOUCH)

    def _place(self, page: _Laid, box: Box, first: int) -> Place:
        shown = page.space.as_shown(box)
        row = len(self.rows) - first + 1
        return Place(len(self.rows) + 1, page.number, None, row, None, _rounded(shown))


def _split(note: str, action: Action, line: int) -> Finding:
    return Finding("documents", "split_table", "", note, action, line)


def _count_same(rows: Sequence[Cells], others: Sequence[Cells]) -> int:
    """Count the first rows that two tables have in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(rows, others, strict=False)))


def _goes_on(before: TextLine, line: TextLine) -> bool:
    """Say whether a line goes on the paragraph of the one before it: that was full, and this one is not indented."""
    return (
        before.is_full
        and not line.is_indented
        and not (before.has_pieces or line.has_pieces)
        and not _OPENS.match(line.text)
        and abs(before.height - line.height) < 0.2 * before.height
    )


def _rounded(box: Box) -> Box:
    left, top, right, bottom = (round(edge, 1) for edge in box)
    return (left, top, right, bottom)
