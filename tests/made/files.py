"""Documents as published files: the rows of a text extraction written as a workbook, a Word file or a web page."""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment

from budgetkit.parse import is_amount
from budgetkit.read.row import RawRow
from budgetkit.recognise.title import find_title

Cells = tuple[str, ...]
Part = list[Cells | None]  # None for a blank row


def cut_parts(rows: Sequence[RawRow]) -> list[Part]:
    """Cut a document's rows before each title that follows a gap, as publishers give each table a sheet of its own."""
    parts: list[Part] = [[]]
    for row in rows:
        if row.is_blank or row.from_markup:  # what a line packs stands again in rows of its own
            continue
        if row.follows_gap and parts[-1] and find_title(row) is not None:
            parts.append([])
        elif row.follows_gap and parts[-1]:
            parts[-1].append(None)
        parts[-1].append(row.cells)
    return parts


def write_xlsx(rows: Sequence[RawRow], path: Path, *, as_text: bool = False) -> None:
    """Write a workbook: a sheet a part, amounts as numbers under the format that prints them, lone cells merged."""
    book = Workbook()
    book.remove(book.active)
    for number, part in enumerate(cut_parts(rows), start=1):
        sheet = book.create_sheet(f"表{number}")
        width = max(len(cells) for cells in part if cells)
        for row, cells in enumerate(part, start=1):
            for column, text in enumerate(cells or (), start=1):
                if text:
                    _write_cell(sheet.cell(row, column), text, as_text)
            if cells and len(cells) == 1 and width > 1:
                sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    book.save(path)


def _write_cell(cell, text: str, as_text: bool) -> None:
    decimals = len(text.partition(".")[2])
    if is_amount(text) and "." in text and not as_text:
        number = float(text.replace(",", ""))
        form = ("#,##0." if "," in text or number < 1000 else "0.") + "0" * decimals
        cell.value, cell.number_format = number, form
    else:
        cell.value, cell.data_type = text, "s"  # `=` and `<` are text here
        cell.alignment = Alignment(wrap_text=True)


def write_docx(rows: Sequence[RawRow], path: Path) -> None:
    """Write a Word file: rows that stand together as a table, or as paragraphs where none has several cells."""
    from docx import Document

    document = Document()
    for number, part in enumerate(cut_parts(rows)):
        if number:
            document.add_page_break()
        for block in _blocks(part):
            if is_table(block):
                _add_table(document, block)
            else:
                for (text,) in block:
                    document.add_paragraph(text)
            document.add_paragraph("")
    document.save(path)


def _add_table(document, block: list[Cells]) -> None:
    width = max(map(len, block))
    table = document.add_table(len(block), width)
    for row, cells in zip(table.rows, block, strict=True):
        row_cells = row.cells
        if len(cells) == 1:
            row_cells[0].merge(row_cells[-1])
        for cell, text in zip(row_cells, cells, strict=False):
            if text:
                cell.text = text


def write_html(rows: Sequence[RawRow], path: Path, encoding: str = "utf-8") -> None:
    """Write a web page: rows that stand together as a table, or as paragraphs where none has several cells."""
    written = [f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"></head><body>']
    for block in (block for part in cut_parts(rows) for block in _blocks(part)):
        if is_table(block):
            width = max(map(len, block))
            written.append("<table border=1>" + "".join(_html_row(cells, width) for cells in block) + "</table>")
        else:
            written.extend(f"<p>{html.escape(text)}</p>" for (text,) in block)
        written.append("<p>&nbsp;</p>")
    path.write_text("\n".join([*written, "</body></html>"]), encoding)


def _html_row(cells: Cells, width: int) -> str:
    span = f" colspan={width}" if len(cells) == 1 else ""
    return "<tr>" + "".join(f"<td{span}>{html.escape(text)}</td>" for text in cells) + "</tr>"


def is_table(block: list[Cells]) -> bool:
    """Say whether rows that stand together are a table: one of them has several cells, or is an amount of a column."""
    return any(len(cells) > 1 or is_amount(cells[0]) for cells in block)


def _blocks(part: Part) -> list[list[Cells]]:
    """Give the runs of rows between the blank ones."""
    return [
        [cells for cells in run if cells] for is_blank, run in groupby(part, lambda one: one is None) if not is_blank
    ]
