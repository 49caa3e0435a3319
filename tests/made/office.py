"""Documents as an office program saves and prints them: workbooks in the look of published forms, converted."""

from __future__ import annotations

import math
import shutil
import subprocess
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_LINE = Side(style="thin")
_WIDEST, _NARROWEST = 30, 7  # characters of a column
_LINE_HEIGHT = 13.5
_COLUMN = 60  # points of a page's width that a column of a Word file takes at least


def save_as(path: Path, ending: str) -> Path:
    """Have LibreOffice save a file in another format, beside it in a folder of its own."""
    folder = path.parent / "saved"
    command = [SOFFICE, f"-env:UserInstallation=file://{path.parent}/profile", "--headless", "--convert-to", ending]
    subprocess.run([*command, "--outdir", folder, path], check=True, capture_output=True, timeout=300)
    return folder / f"{path.stem}.{ending}"


def set_for_print(path: Path) -> Path:
    """Give a workbook the look of a published form: ruled tables, wrapped cells, landscape pages as wide as a sheet."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        rows = [[cell for cell in row if cell.value is not None] for row in sheet.iter_rows()]
        _set_rows(sheet, rows, _set_widths(sheet, rows))
    book.save(path)
    return path


def _set_widths(sheet: Worksheet, rows: list[list[Cell]]) -> list[float]:
    widths = [float(_NARROWEST)] * sheet.max_column
    for row in rows:
        for cell in row if len(row) > 1 else ():
            widths[cell.column - 1] = max(widths[cell.column - 1], min(_width(cell), _WIDEST))
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width + 2
    return widths


def _set_rows(sheet: Worksheet, rows: list[list[Cell]], widths: list[float]) -> None:
    merged = {span.min_row for span in sheet.merged_cells.ranges}
    for number, (whole, row) in enumerate(zip(sheet.iter_rows(), rows, strict=True), start=1):
        is_inside = all(len(other) > 1 for other in rows[max(0, number - 2) : number + 1 : 2])
        is_ruled = len(row) > 1 or (row and (number not in merged or is_inside))
        rooms = [widths[cell.column - 1] + 1 if is_ruled else sum(widths) for cell in row]
        lines = max((math.ceil(1.15 * _width(cell) / room) for cell, room in zip(row, rooms, strict=True)), default=1)
        sheet.row_dimensions[number].height = _LINE_HEIGHT * lines + 2
        for cell in whole:
            cell.border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE) if is_ruled else Border()
            if cell.value is not None:
                cell.alignment, cell.font = Alignment(wrap_text=True, vertical="center"), Font("Noto Sans CJK SC", 9)


def _width(cell: Cell) -> float:
    return sum(2 if ord(character) > 255 else 1.1 for character in str(cell.value))


def set_pages_for_print(path: Path) -> Path:
    """Give a Word file the look of a published form: landscape pages, ruled tables, columns as wide as they need."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Pt

    document = Document(path)
    page = max(1191, _COLUMN * max(len(table.columns) for table in document.tables))
    for section in document.sections:
        section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Pt(page), Pt(842)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Pt(36)
    style = document.styles["Normal"]
    style.font.size, style.paragraph_format.space_after = Pt(8), Pt(2)
    for table in document.tables:
        table.style, table.autofit = "Table Grid", False
        widths = _share_page(table, page - 72)
        for row in table.rows:
            for cell, width in zip(row._tr.tc_lst, widths, strict=False):
                if cell.grid_span == 1:
                    cell.width = Pt(width)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Pt(width)
    document.save(path)
    return path


def _share_page(table, room: float) -> list[float]:
    longest = [float(_NARROWEST)] * len(table.columns)
    for row in table.rows:
        cells = row._tr.tc_lst
        for column, cell in enumerate(cells if len(cells) == len(longest) else ()):
            text = "".join(part.text or "" for part in cell.iter() if part.tag.endswith("}t"))
            longest[column] = max(longest[column], min(sum(2 if ord(sign) > 255 else 1.1 for sign in text), _WIDEST))
    return [room * width / sum(longest) for width in longest]
