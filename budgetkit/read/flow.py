"""Running text and tables in turn, as pages and Word files hold them: gathered into rows of cells with places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from budgetkit.errors import SourceError
from budgetkit.read.grid import join_lines
from budgetkit.read.markup import strip_markup
from budgetkit.read.place import Place
from budgetkit.read.row import RawRow
from budgetkit.read.sheet import MOST_CELLS

WIDEST = 1_000
"""Columns that a table has at most, however far a cell says that it reaches: what web browsers keep to."""
_TEXT = "正文"


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its text, how many columns and rows it takes, and whether it only goes on from above."""

    text: str = ""
    columns: int = 1
    rows: int = 1
    is_below: bool = False


@dataclass
class Flow:
    """The rows of a document in the order of reading; a table, an empty line or a page sets the next row apart."""

    path: str
    rows: list[RawRow] = field(default_factory=list)
    tables: int = 0
    next_table: str = ""  # the name that the document gives the table to come
    _lines: int = 0
    _cells: int = 0
    _gap: bool = False
    _page: bool = False

    def add_text(self, text: str, where: str = _TEXT) -> None:
        """Add running text, one row a line; cells of a line are set apart by tabs, an empty text is a gap."""
        if not text.strip():
            self._gap = True
        for line in text.split("\n"):
            cells = tuple(strip_markup(cell) for cell in re.split(r"\t+", line.strip("\t ")))
            self._lines += 1
            if any(cells):
                self._add(Place(len(self.rows) + 1, sheet=where, row=self._lines), cells)

    def add_table(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Add a table: each cell in its columns, those that reach further leave empty ones behind and below."""
        self.tables += 1
        self._gap = True
        name = self.next_table or f"第{self.tables}个表"
        self.next_table = ""
        for number, cells in enumerate(_trim(list(self._spread(rows))), start=1):
            if any(cells):
                self._add(Place(len(self.rows) + 1, sheet=name, row=number), cells, self.tables)
            else:
                self._gap = True
        self._gap = True

    def _spread(self, rows: Iterable[Sequence[Cell]]) -> Iterator[tuple[str, ...]]:
        below: dict[int, int] = {}
        for row in rows:
            cells = _spread(row, below)
            self._allow(len(cells))
            yield cells if len(row) > 1 or any(cells[1:]) else cells[:1]  # one cell over all columns is a line of text

    def break_page(self) -> None:
        """Note that the next row opens a page."""
        self._page = True

    def _add(self, place: Place, cells: tuple[str, ...], table: int | None = None) -> None:
        gap = self._gap and bool(self.rows)
        self.rows.append(RawRow(place, cells, opens_page=self._page, follows_gap=gap, table=table))
        self._gap = self._page = False

    def _allow(self, cells: int) -> None:
        self._cells += cells
        if self._cells > MOST_CELLS:
            raise SourceError(self.path, f"不超过 {MOST_CELLS:,} 个单元格", "超过该数", "请拆分文件后重试。")


def _spread(row: Sequence[Cell], below: dict[int, int]) -> tuple[str, ...]:
    """Give a row's texts by column; `below` counts for each column the rows that a cell above still takes."""
    texts: list[str] = []
    for cell in row:
        _pass(texts, below)
        for step in range(min(cell.columns, WIDEST - len(texts))):
            if cell.rows > 1:
                below[len(texts)] = cell.rows - 1
            texts.append(strip_markup(join_lines(cell.text.strip())) if step == 0 and not cell.is_below else "")
    _pass(texts, below)
    return tuple(texts)


def _trim(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Leave out the columns behind a table's last text. One before its first stays: it may be filled on other pages."""
    last = max((column for row in rows for column, text in enumerate(row) if text), default=0)
    return [row[: last + 1] for row in rows]


def _pass(texts: list[str], below: dict[int, int]) -> None:
    """Leave the columns empty that a cell above still takes."""
    while below.get(len(texts), 0):
        below[len(texts)] -= 1
        texts.append("")
