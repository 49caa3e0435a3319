"""OpenDocument spreadsheets (ods): the file holds each cell's text as it is shown, by OpenDocument 1.2, part 1."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from budgetkit.read.archive import Element, Parts, attribute, local, open_parts
from budgetkit.read.cell_text import put_text
from budgetkit.read.grid import read_sheets
from budgetkit.read.reading import Reading
from budgetkit.read.sheet import Sheet
from budgetkit.read.xlsx import MACROS

_BLANKS = 1000  # of a run of blanks: more is no text


def read_ods(path: Path, encoding: str | None = None) -> Reading:
    """Read a spreadsheet into rows, sheet by sheet, each cell as it is shown.

    Raises SourceError where the file is damaged or holds more than is read.
    """
    with open_parts(path, "OpenDocument 表格") as parts:
        has_macros = any(name.startswith(("Basic/", "Scripts/")) and name.endswith(".xml") for name in parts.names)
        return read_sheets(str(path), _read_sheets(parts), [MACROS] if has_macros else [])


def _read_sheets(parts: Parts) -> Iterator[Sheet]:
    """Read the sheets row by row; styles, some of which hide their sheets, stand before them."""
    hidden: set[str | None] = set()
    table: Element = None
    sheet, row = Sheet(""), 0
    for element in parts.walk("content.xml", "style", "table-row"):
        if local(element) == "style":
            hidden |= {attribute(element, "name") for one in element if attribute(one, "display") == "false"}
            continue
        own = next(element.iterancestors("{*}table"))
        if local(own.getparent()) != "spreadsheet":
            continue  # of a table inside a cell
        if own is not table:
            if table is not None:
                yield sheet
            table, row = own, 0
            sheet = Sheet(attribute(own, "name") or "", is_hidden=attribute(own, "style-name") in hidden)
        row = _read_rows(sheet, element, row)
    yield sheet


def _read_rows(sheet: Sheet, element: Element, before: int) -> int:
    """Read a row, and those that repeat it; give the number of the last."""
    count = int(attribute(element, "number-rows-repeated") or 1)
    if attribute(element, "visibility") in ("collapse", "filter"):
        sheet.hidden_parts = "行"
    for number in range(before + 1, before + 1 + count):
        if not _read_row(sheet, element, number):
            break  # nothing in it, nor in those that repeat it
    return before + count


def _read_row(sheet: Sheet, element: Element, row: int) -> bool:
    column = 0
    found = False
    for cell in element:
        if local(cell) not in ("table-cell", "covered-table-cell"):
            continue
        count = int(attribute(cell, "number-columns-repeated") or 1)
        text = _shown(cell) if local(cell) == "table-cell" else ""
        if text:
            found = True
            for number in range(column + 1, column + 1 + count):
                put_text(sheet, row, number, text)
            _merge(sheet, cell, row, column + 1)
        column += count
    return found


def _merge(sheet: Sheet, cell: Element, row: int, column: int) -> None:
    rows, columns = (int(attribute(cell, f"number-{what}-spanned") or 1) for what in ("rows", "columns"))
    if rows > 1 or columns > 1:
        sheet.merged[row, column] = (row + rows - 1, column + columns - 1)


def _shown(cell: Element) -> str:
    """Give a cell's text as shown: its paragraphs, one a line, notes left out."""
    return "\n".join(_paragraph(part) for part in cell if local(part) == "p")


def _paragraph(element: Element) -> str:
    """Give a paragraph's text; runs of blanks, tabs and line breaks are elements of their own."""
    text = element.text or ""
    for part in element:
        name = local(part)
        if name == "s":
            text += " " * min(int(attribute(part, "c") or 1), _BLANKS)
        elif name in ("tab", "line-break"):
            text += "\n" if name == "line-break" else " "
        elif name not in ("annotation", "note", "ruby-text"):
            text += _paragraph(part)
        text += part.tail or ""
    return text
