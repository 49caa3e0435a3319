"""The records of an xls workbook that its values do not tell: number formats of cells, noughts shown or not, bounds.

By [MS-XLS]; values come from another library, which hands over numbers without their formats.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from budgetkit.read.number_format import BUILT_IN, GENERAL

_BOF, _EOF, _FILEPASS, _FORMAT, _XF, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x041E, 0x00E0, 0x0085
_DATEMODE, _WINDOW2, _ROW, _CODEPAGE = 0x0022, 0x023E, 0x0208, 0x0042
_CELLS = {0x0203, 0x0006, 0x0406, 0x027E, 0x00FD, 0x0204, 0x00D6, 0x0205}  # NUMBER, FORMULA, RK, LABELSST, …
_FORMULAS, _BOOLERR = {0x0006, 0x0406}, 0x0205
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_MANY = 0x00BD  # MULRK: several numbers of a row
_BIFF8 = 0x0600
_SHOWS_ZEROS, _HIDDEN_ROW = 0x0010, 0x20
Address = tuple[int, int]


@dataclass
class SheetRecords:
    """What the records of a sheet say of its cells: style and failed formulas by row and column, both from 0."""

    styles: dict[Address, int] = field(default_factory=dict)
    errors: dict[Address, str] = field(default_factory=dict)
    zeros: bool = True
    has_hidden_rows: bool = False

    @property
    def area(self) -> int:
        """How many cells a rectangle around all of them has."""
        rows, columns = [row for row, _ in self.styles], [column for _, column in self.styles]
        return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) if rows else 0


@dataclass
class BookRecords:
    """What the records of a workbook say: formats by style, sheets in the order of their positions in the stream."""

    formats: list[str] = field(default_factory=list)
    sheets: dict[int, SheetRecords] = field(default_factory=dict)
    positions: list[int] = field(default_factory=list)
    from_1904: bool = False
    is_protected: bool = False

    def format_of(self, style: int | None) -> str:
        """Give a style's number format; a cell without a style has the general one."""
        return GENERAL if style is None or style >= len(self.formats) else self.formats[style]


def read_records(stream: bytes) -> BookRecords:
    """Read the records of a Workbook stream; raises struct.error where one breaks off."""
    book = BookRecords()
    own: dict[int, str] = {}
    styles: list[int] = []
    sheet: SheetRecords | None = None
    version = _BIFF8
    depth = 0
    for position, kind, data in _records(stream):
        if kind == _BOF:
            depth += 1
            if depth == 1:
                version = struct.unpack_from("<H", data)[0]
                sheet = book.sheets.setdefault(position, SheetRecords())
        elif kind == _EOF:
            depth -= 1
        elif kind == _FILEPASS:
            book.is_protected = True
            return book
        elif sheet is not None and depth == 1:
            _read_cell_record(sheet, kind, data)
            if kind == _FORMAT:
                own[struct.unpack_from("<H", data)[0]] = _format_code(data[2:], version)
            elif kind == _XF:
                styles.append(struct.unpack_from("<H", data, 2)[0])
            elif kind == _BOUNDSHEET:
                book.positions.append(struct.unpack_from("<I", data)[0])
            elif kind == _DATEMODE:
                book.from_1904 = bool(data[0])
    known = BUILT_IN | own
    book.formats = [known.get(number, GENERAL) for number in styles]
    return book


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    position = 0
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<2H", stream, position)
        if kind == 0 and size == 0:
            return
        yield position, kind, stream[position + 4 : position + 4 + size]
        position += 4 + size


def _read_cell_record(sheet: SheetRecords, kind: int, data: bytes) -> None:
    if kind in _CELLS:
        row, column, style = struct.unpack_from("<3H", data)
        sheet.styles[row, column] = style
        if (error := _error(kind, data)) is not None:
            sheet.errors[row, column] = error
    elif kind == _MANY:
        row, first = struct.unpack_from("<2H", data)
        for number in range((len(data) - 6) // 6):
            sheet.styles[row, first + number] = struct.unpack_from("<H", data, 4 + 6 * number)[0]
    elif kind == _WINDOW2:
        sheet.zeros = bool(struct.unpack_from("<H", data)[0] & _SHOWS_ZEROS)
    elif kind == _ROW and len(data) > 12:
        sheet.has_hidden_rows |= bool(data[12] & _HIDDEN_ROW)


def _error(kind: int, data: bytes) -> str | None:
    """Give the error that a cell holds, or that its formula gave."""
    if kind == _BOOLERR and len(data) > 7 and data[7]:
        return _ERRORS.get(data[6], "#N/A")
    if kind in _FORMULAS and data[12:14] == b"\xff\xff" and data[6] == 2:
        return _ERRORS.get(data[8], "#N/A")
    return None


def _format_code(data: bytes, version: int) -> str:
    if version < _BIFF8:
        return data[1 : 1 + data[0]].decode("gb18030", "replace")
    count, flags = struct.unpack_from("<HB", data)
    return data[3 : 3 + 2 * count].decode("utf-16-le") if flags & 1 else data[3 : 3 + count].decode("latin-1")
