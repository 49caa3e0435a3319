"""Workbooks of Excel 97–2003 (xls): values by calamine, shown under the number formats that stand beside them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from budgetkit.read.biff import BookRecords, SheetRecords, read_records
from budgetkit.read.cell_text import put_number, put_text
from budgetkit.read.format import damaged, protected
from budgetkit.read.grid import check_area, read_sheets
from budgetkit.read.number_format import format_moment
from budgetkit.read.ole import OleError, read_ole
from budgetkit.read.reading import Reading
from budgetkit.read.sheet import Sheet
from budgetkit.read.xlsx import MACROS

Value = int | float | str | bool | date | time | datetime | timedelta
_WHAT = "Excel 97–2003 工作簿"


def read_xls(path: Path, encoding: str | None = None) -> Reading:
    """Read a workbook into rows, sheet by sheet, each cell as Excel shows it; macros are never run.

    Raises SourceError where the file is damaged, protected by a password, or holds more than is read.
    """
    try:
        streams = read_ole(path.read_bytes())
        book = read_records(streams.get("Workbook") or streams.get("Book") or b"")
        if book.is_protected:
            raise protected(path)
        _check_bounds(path, book)
        values = _open(path)
    except (OleError, struct.error, CalamineError, IndexError, UnicodeDecodeError) as error:
        raise damaged(path, _WHAT) from error
    notes = [MACROS] if "_VBA_PROJECT_CUR" in streams else []
    return read_sheets(str(path), _read_sheets(path, values, book), notes)


def _open(path: Path) -> CalamineWorkbook:
    """Open a workbook; raises CalamineError where it is damaged, also where the library gives up on it."""
    try:
        return CalamineWorkbook.from_path(str(path))
    except BaseException as error:  # its panics are no Exception, and their class has no name to import
        if type(error).__name__ == "PanicException":
            raise CalamineError(str(error)) from error
        raise


def _check_bounds(path: Path, book: BookRecords) -> None:
    """Refuse a sheet whose few cells stand so far apart that a whole rectangle would not fit into memory."""
    largest = max((sheet.area for sheet in book.sheets.values()), default=0)
    check_area(str(path), largest)


def _read_sheets(path: Path, values: CalamineWorkbook, book: BookRecords) -> Iterator[Sheet]:
    for number, metadata in enumerate(values.sheets_metadata):
        if metadata.typ != SheetTypeEnum.WorkSheet:
            continue
        position = book.positions[number] if number < len(book.positions) else -1
        records = book.sheets.get(position, SheetRecords())
        try:
            found = values.get_sheet_by_index(number)
        except CalamineError as error:
            raise damaged(path, _WHAT) from error
        yield _read_sheet(found, metadata.visible != SheetVisibleEnum.Visible, book, records)


def _read_sheet(found: CalamineSheet, hidden: bool, book: BookRecords, records: SheetRecords) -> Sheet:
    sheet = Sheet(found.name, is_hidden=hidden, hidden_parts="行" if records.has_hidden_rows else "")
    for first, last in found.merged_cell_ranges or ():
        sheet.merged[first[0] + 1, first[1] + 1] = (last[0] + 1, last[1] + 1)
    top, left = found.start or (0, 0)
    for row, values in enumerate(found.to_python(), start=top):
        for column, value in enumerate(values, start=left):
            if value != "":
                _put(sheet, row, column, value, book, records)
    for (row, column), error in records.errors.items():
        put_text(sheet, row + 1, column + 1, error)
    return sheet


def _put(sheet: Sheet, row: int, column: int, value: Value, book: BookRecords, records: SheetRecords) -> None:
    place = row + 1, column + 1
    code = book.format_of(records.styles.get((row, column)))
    if isinstance(value, bool):
        put_text(sheet, *place, str(value).upper())
    elif isinstance(value, (int, float)):
        put_number(sheet, *place, float(value), code, from_1904=book.from_1904, zeros=records.zeros)
    elif isinstance(value, str):
        put_text(sheet, *place, value)
    else:
        put_text(sheet, *place, format_moment(value, code))
