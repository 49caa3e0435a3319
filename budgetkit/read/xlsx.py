"""Workbooks of Excel since 2007 (xlsx, xlsm): cells as shown, by ECMA-376 part 1, chapter 18. Macros are never run."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from budgetkit.read.archive import Element, Parts, attribute, local, open_parts
from budgetkit.read.cell_text import NOT_CALCULATED, put_number, put_text
from budgetkit.read.grid import parse_address, parse_column, read_sheets
from budgetkit.read.number_format import BUILT_IN, GENERAL
from budgetkit.read.reading import Reading
from budgetkit.read.sheet import Sheet

MACROS = "文件含有宏，未运行。"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BOOK = "xl/workbook.xml"


@dataclass
class _Book:
    """What the sheets of a workbook share."""

    strings: Sequence[str] = ()
    formats: Sequence[str] = ()
    from_1904: bool = False
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)  # name, part, whether it is hidden


def read_xlsx(path: Path, encoding: str | None = None) -> Reading:
    """Read a workbook into rows, sheet by sheet, each cell as Excel shows it.

    A formula gives its saved result. Raises SourceError where the file is damaged or holds more than is read.
    """
    with open_parts(path, "Excel 工作簿") as parts:
        book = _read_book(parts)
        has_macros = any(name.endswith("vbaProject.bin") for name in parts.names)
        sheets = (_read_sheet(parts, book, name, part, hidden) for name, part, hidden in book.sheets)
        return read_sheets(str(path), sheets, [MACROS] if has_macros else [])


def _read_book(parts: Parts) -> _Book:
    root = parts.parse(_BOOK)
    targets = {one.get("Id"): one for one in parts.parse("xl/_rels/workbook.xml.rels")}
    book = _Book(_read_strings(parts), _read_formats(parts))
    for element in root.iter("{*}workbookPr", "{*}sheet"):
        if local(element) == "workbookPr":
            book.from_1904 = element.get("date1904") in ("1", "true")
        elif (target := targets.get(attribute(element, "id"))) is not None and target.get("Type", "").endswith(
            "/worksheet"
        ):
            hidden = element.get("state", "visible") != "visible"
            book.sheets.append((element.get("name", ""), _part_name(target.get("Target", "")), hidden))
    return book


def _part_name(target: str) -> str:
    """Give the part that a relation of the workbook names: from the top, or from the workbook's folder."""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _read_strings(parts: Parts) -> list[str]:
    name = "xl/sharedStrings.xml"
    return [_rich_text(item) for item in parts.walk(name, "si")] if name in parts.names else []


def _rich_text(item: Element) -> str:
    """Give the text of a string's runs, without the phonetic ones."""
    runs = (text for text in item.iter("{*}t") if local(text.getparent()) != "rPh")
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), "".join(text.text or "" for text in runs))


def _read_formats(parts: Parts) -> list[str]:
    """Give the number format of each cell style, by the styles' numbers."""
    if "xl/styles.xml" not in parts.names:
        return []
    root = parts.parse("xl/styles.xml")
    own = {int(one.get("numFmtId", 0)): one.get("formatCode", GENERAL) for one in root.iter("{*}numFmt")}
    known = BUILT_IN | own
    return [known.get(int(one.get("numFmtId", 0)), GENERAL) for styles in root.iter("{*}cellXfs") for one in styles]


def _read_sheet(parts: Parts, book: _Book, name: str, part: str, hidden: bool) -> Sheet:
    sheet = Sheet(name, is_hidden=hidden)
    zeros, row_number, hidden_rows, hidden_columns = True, 0, 0, 0
    for element in parts.walk(part, "sheetView", "col", "row", "mergeCell"):
        tag = local(element)
        if tag == "row":
            row_number = int(element.get("r") or row_number + 1)
            hidden_rows += element.get("hidden") in ("1", "true") and any(
                cell.find("{*}v") is not None for cell in element
            )
            _read_row(sheet, book, element, row_number, zeros)
        elif tag == "sheetView":
            zeros = element.get("showZeros", "1") not in ("0", "false")
        elif tag == "col":
            hidden_columns += element.get("hidden") in ("1", "true")
        elif ":" in (range_ := element.get("ref", "")):
            first, last = range_.split(":")
            sheet.merged[parse_address(first)] = parse_address(last)
    kinds = (("行", hidden_rows), ("列", hidden_columns))
    sheet.hidden_parts = "和".join(kind for kind, count in kinds if count)
    return sheet


def _read_row(sheet: Sheet, book: _Book, element: Element, row: int, zeros: bool) -> None:
    column = 0
    for cell in element:
        address = cell.get("r")
        column = parse_column(address.rstrip("0123456789")) if address else column + 1
        _read_cell(sheet, book, cell, row, column, zeros)


def _read_cell(sheet: Sheet, book: _Book, cell: Element, row: int, column: int, zeros: bool) -> None:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        put_text(sheet, row, column, _rich_text(cell))
        return
    parts = {local(part): part.text for part in cell}
    value = parts.get("v")
    if not value:
        if "f" in parts and kind != "str":
            sheet.mark(NOT_CALCULATED, row, column)
        return
    if kind == "n":
        style = int(cell.get("s", 0))
        code = book.formats[style] if style < len(book.formats) else GENERAL
        put_number(sheet, row, column, float(value), code, from_1904=book.from_1904, zeros=zeros)
    else:
        put_text(sheet, row, column, _other_value(book, kind, value))


def _other_value(book: _Book, kind: str, value: str) -> str:
    if kind == "s":
        return book.strings[int(value)] if int(value) < len(book.strings) else ""
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), value)
