"""Excel: a workbook for people, with Chinese headers, number formats, frozen headers, sources and checks."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa

from budgetkit.dataset.schema import ColumnSchema, TableSchema, load_schemas
from budgetkit.dataset.states import STATES
from budgetkit.export.csv import FORMULA_STARTS
from budgetkit.export.extra import import_extra
from budgetkit.inside import make_folder

_NUMBER_FORMATS = {"money": "#,##0.000000", "number": "#,##0.00####", "integer": "0", "text": "@"}
_WIDTHS = {"money": 18, "number": 14, "integer": 9, "text": 22}


def save_xlsx(tables: Mapping[str, pa.Table], folder: Path) -> Path:
    """Save the tables as budgetkit.xlsx in a folder, a sheet each, and give the file.

    The first sheet lists documents with their hash and the count of checks by status. Text that begins with = + - @ is
    stored as text, so that no spreadsheet runs it. Raises ParameterError when openpyxl is not installed.
    """
    openpyxl = import_extra("openpyxl")
    make_folder(folder)
    book = openpyxl.Workbook(write_only=True)
    _add_overview(book, tables)
    for name, table in tables.items():
        _add_sheet(book, load_schemas()[name], table)
    target = folder / "budgetkit.xlsx"
    with tempfile.TemporaryDirectory(dir=folder, prefix=".xlsx-") as temporary:
        book.save(Path(temporary) / target.name)
        os.replace(Path(temporary) / target.name, target)
    return target


def _add_overview(book: object, tables: Mapping[str, pa.Table]) -> None:
    sheet = book.create_sheet("来源与校验")
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDE", (34, 40, 8, 36, 68), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_header(sheet, text) for text in ("文件编号", "标题", "年度", "文件名", "sha256", *STATES.values())])
    counts = Counter((check["document_id"], check["status"]) for check in tables["checks"].to_pylist())
    for row in tables["documents"].to_pylist():
        cells = [_text(sheet, row[key]) for key in ("document_id", "title")]
        cells += [row["year"], _text(sheet, row["file"]), _text(sheet, row["sha256"])]
        sheet.append([*cells, *(counts[row["document_id"], status] for status in STATES)])


def _add_sheet(book: object, schema: TableSchema, table: pa.Table) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(schema.label[:31])
    sheet.freeze_panes = "A2"
    for position, column in enumerate(schema.columns, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = _WIDTHS[column.type]
    sheet.append([_header(sheet, _heading(column)) for column in schema.columns])
    for values in zip(*(column.to_pylist() for column in table.columns), strict=True):
        sheet.append(list(_cells(sheet, schema.columns, values)))


def _heading(column: ColumnSchema) -> str:
    return f"{column.label}（万元）" if column.type == "money" else column.label


def _cells(sheet: object, columns: Iterable[ColumnSchema], values: Iterable[object]) -> Iterable[object]:
    for column, value in zip(columns, values, strict=True):
        if value is None:
            yield None
        elif column.type == "text":
            yield _text(sheet, value)
        else:
            yield _number(sheet, value, _NUMBER_FORMATS[column.type])


def _text(sheet: object, value: str | None) -> object:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet)
    cell.value = None if value is None else ILLEGAL_CHARACTERS_RE.sub("", str(value))
    if value is not None:
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = str(value).startswith(FORMULA_STARTS)
    return cell


def _number(sheet: object, value: object, number_format: str) -> object:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = number_format
    return cell


def _header(sheet: object, text: str) -> object:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
