"""Sheets of a workbook: cells by address to rows of cells with their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from budgetkit.errors import SourceError
from budgetkit.finding import Finding
from budgetkit.parse import CJK
from budgetkit.read.empty_columns import drop_empty_columns
from budgetkit.read.markup import strip_markup
from budgetkit.read.place import Place
from budgetkit.read.reading import Reading
from budgetkit.read.row import RawRow
from budgetkit.read.sheet import MOST_CELLS, Address, Sheet, TooManyCells
from budgetkit.read.sheet_parts import Bounds, cut_parts

_ERRORS = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)|Err:\d{3}")
_BREAK = re.compile(rf"(?<={CJK})[ \t]*\n\s*|[ \t]*\n\s*(?={CJK})")
_NAMED = 5  # addresses that a note names


def read_sheets(path: str, sheets: Iterable[Sheet], notes: Iterable[str] = ()) -> Reading:
    """Read the sheets of a workbook into rows, each sheet a page; hidden sheets are left out, and said.

    Tables that stand beside each other below titles of their own come one after the other (see `cut_parts`).
    Rows without a text are left out, and set the next one apart. Columns behind a sheet's last text are none.
    Raises SourceError where there are more cells than are read.
    """
    reading = Reading([], [_note(note) for note in notes])
    count = tables = 0
    for sheet in _whole(path, sheets):
        count += sheet.size
        if count > MOST_CELLS:
            raise _too_many(path)
        if sheet.is_hidden:
            if sheet.rows:
                reading.notes.append(_note(f"工作表“{sheet.name}”是隐藏的，未读取。"))
            continue
        line = reading.rows[-1].number + 1 if reading.rows else 1
        first = line
        for part, bounds in cut_parts(sheet):
            tables += 1
            rows = list(_number(part, bounds, line, tables))
            reading.rows.extend(rows)
            line += len(rows)
        reading.notes.extend(_note_sheet(sheet, first if line > first else 1))
    return drop_empty_columns(reading)


def _whole(path: str, sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """Give the sheets; raises SourceError where one has too many cells, or cells too far from each other."""
    try:
        for sheet in sheets:
            check_area(path, len(sheet.rows) * max((max(cells) for cells in sheet.rows.values()), default=0))
            yield sheet
    except TooManyCells as error:
        raise _too_many(path) from error


def _too_many(path: str) -> SourceError:
    return SourceError(path, f"不超过 {MOST_CELLS:,} 个有内容的单元格", "超过该数", "请拆分工作簿后重试。")


def check_area(path: str, area: int) -> None:
    """Refuse a sheet whose few cells stand so far apart that its rows would not fit into memory."""
    if area > 2 * MOST_CELLS:
        expected, step = f"范围不超过 {2 * MOST_CELLS:,} 个单元格的工作表", "请删去表外的内容后重试。"
        raise SourceError(path, expected, f"{area:,} 个（表外远处有零星的单元格）", step)


def column_letters(column: int) -> str:
    """Give the letters of a column from 1 (`A`, `AB`)."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def parse_address(address: str) -> Address:
    """Give row and column of an address (`C7`); raises ValueError where it is none."""
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]), parse_column(letters)


@lru_cache(1 << 10)
def parse_column(letters: str) -> int:
    """Give the number of a column from its letters; raises ValueError where they are none."""
    if not re.fullmatch("[A-Z]{1,3}", letters):
        raise ValueError(f"no column: {letters!r}")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column


def join_lines(text: str) -> str:
    """Write a cell's text on one line: a line break that only wraps Chinese goes, another becomes a blank."""
    if "\n" not in text and "\r" not in text:
        return text
    return " ".join(_BREAK.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n"))


def is_error(text: str) -> bool:
    """Say whether a text is what a workbook shows for a formula that failed (`#REF!`)."""
    return _ERRORS.fullmatch(text) is not None


def _number(sheet: Sheet, bounds: Bounds, line: int, number: int) -> Iterator[RawRow]:
    """Give the rows of a sheet's part between two columns, as the table with this number, counted from `line`."""
    first, last = bounds
    before: int | None = None
    in_table = False
    for row in sorted(sheet.rows):
        cells = sheet.rows[row]
        column = min(cells)
        in_table |= len(cells) > 1
        whole = column == first and sheet.merged.get((row, first), (row, first))[1] >= last
        is_text = len(cells) == 1 and (whole or not in_table)
        for texts in _texts(cells, bounds, is_text):
            place = Place(line, sheet=sheet.name.strip(), row=row, cell=f"{column_letters(column)}{row}")
            gap = before is not None and row > before + 1
            table = number if in_table else None  # below the first row of several cells, a lone one may be a column's
            yield RawRow(place, texts, opens_page=before is None, follows_gap=gap, table=table)
            line, before = line + 1, row


def _texts(cells: Mapping[int, str], bounds: Bounds, is_text: bool) -> Iterator[tuple[str, ...]]:
    """Give a row's texts: of running text that fills a row alone one line each, else one a column."""
    if is_text:
        (text,) = cells.values()
        yield from ((strip_markup(line),) for line in re.split(r"[\r\n]+", text) if line.strip())
    else:
        filled = {column: strip_markup(join_lines(text)) for column, text in cells.items()}
        yield tuple(filled.get(column, "") for column in range(bounds[0], max(bounds[1], *filled) + 1))


def _note_sheet(sheet: Sheet, line: int) -> Iterator[Finding]:
    if sheet.hidden_parts and sheet.rows:
        yield _note(f"工作表“{sheet.name}”有隐藏的{sheet.hidden_parts}，同样读取。", line)
    for what, addresses in sheet.odd.items():
        named = "、".join(f"{column_letters(column)}{row}" for row, column in addresses[:_NAMED])
        more = f"等 {len(addresses)} 处" if len(addresses) > _NAMED else ""
        yield _note(f"工作表“{sheet.name}”的 {named}{more} {what}", line, flagged="未采用" in what)


def _note(note: str, line: int = 1, *, flagged: bool = False) -> Finding:
    return Finding("documents", "reading", "", note, "flagged" if flagged else "kept", line)
