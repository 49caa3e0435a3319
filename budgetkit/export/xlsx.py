"""Excel: a workbook for people, with filters, frozen Chinese headers, fitted widths, completeness and notes."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from budgetkit.dataset.states import STATES
from budgetkit.export.csv import starts_formula
from budgetkit.export.extra import import_extra
from budgetkit.export.people import COMPLETENESS, PeopleColumn, department_names, people_columns
from budgetkit.fonts import text_ems
from budgetkit.inside import make_folder
from budgetkit.schema import load_schemas

_NUMBER_FORMATS = {"money": "#,##0.000000", "number": "#,##0.00####", "integer": "0"}
_NARROWEST, _WIDEST = 8.0, 60.0  # characters of a column
_LOOKED_AT = 2000  # rows that a column's width is fitted to: more take time and change little
_ROWS_IN_SHEET = 1_000_000  # Excel takes 1,048,576
_NOT_WHOLE = "FFF8E8"
READ_BY_PANDAS = 'pandas.read_excel("budgetkit.xlsx", sheet_name="支出总表", dtype=str)'
_NOTES = (
    ("单位", "金额均为万元，六位小数与原文一致（0.000001 万元即 0.01 元）；Excel 按 15 位有效数字计算。"),
    ("空白", "空白单元格表示原文没有数字，不是 0；原文印 0 的写 0。"),
    ("完整性", "相加之前请先看“覆盖情况”表：原文缺行的表，各行之和小于原文合计，底色为黄的行即是。"),
    ("求和", "“行性质”为类、款、小计、合计的行已含其下各行，求和时请先筛去；原文合计另见“原文合计”表。"),
    ("编码", "编码、编号均为文字，不会丢掉前面的零，筛选和查找时按文字输入。"),
    ("pandas", f"read_excel 会把全是数字的文字读成数字，请按文字读入，金额再转换：{READ_BY_PANDAS}"),
    ("双击 CSV", "budgetkit export --format csv 另有供双击打开的一套文件，编码在其中同样是文字，见其“说明.txt”。"),
    ("确定性", "原文如此：原文即这样印；拼接：由两处单元格合成；推定：依据证据推出，依据见“发现”表。"),
    ("出处", "每行末尾是原文的行号、页码或单元格；网页版报告中的链接直接打开该行。"),
)


def save_xlsx(tables: Mapping[str, pa.Table], folder: Path) -> Path:
    """Save the tables as budgetkit.xlsx in a folder, a sheet each, and give the file.

    The first sheets list the documents with their checks by status, how complete each table is, and what a reader must
    know. Text that begins with = + - @ is stored as text, so that no spreadsheet runs it. Raises ParameterError when
    openpyxl is not installed.
    """
    openpyxl = import_extra("openpyxl")
    make_folder(folder)
    book = openpyxl.Workbook(write_only=True)
    departments = department_names(tables)
    _add_overview(book, tables)
    _add_tables(book, {"coverage": tables["coverage"]}, departments)
    _add_sheet(book, "使用说明", [PeopleColumn(header, "text", words) for header, words in _notes_columns()])
    _add_tables(book, {name: table for name, table in tables.items() if name != "coverage"}, departments)
    target = folder / "budgetkit.xlsx"
    with tempfile.TemporaryDirectory(dir=folder, prefix=".xlsx-") as temporary:
        book.save(Path(temporary) / target.name)
        os.replace(Path(temporary) / target.name, target)
    return target


def _notes_columns() -> Iterable[tuple[str, Sequence[str]]]:
    return zip(("事项", "说明"), zip(*_NOTES, strict=True), strict=True)


def _add_overview(book: Any, tables: Mapping[str, pa.Table]) -> None:
    documents = tables["documents"].to_pylist()
    counts = Counter((check["document_id"], check["status"]) for check in tables["checks"].to_pylist())
    named = {"文件编号": "document_id", "标题": "title", "部门": "department", "文件名": "file", "sha256": "sha256"}
    columns = [PeopleColumn(header, "text", [row[key] for row in documents]) for header, key in named.items()]
    columns.insert(3, PeopleColumn("年度", "integer", [row["year"] for row in documents]))
    for status, word in STATES.items():
        columns.append(PeopleColumn(word, "integer", [counts[row["document_id"], status] for row in documents]))
    _add_sheet(book, "来源与校验", columns)


def _add_tables(book: Any, tables: Mapping[str, pa.Table], departments: Mapping[str, str]) -> None:
    """Add a sheet a table; one that is longer than a sheet can be goes on in another."""
    for name, table in tables.items():
        schema = load_schemas()[name]
        for start in range(0, max(len(table), 1), _ROWS_IN_SHEET):
            columns = people_columns(schema, table.slice(start, _ROWS_IN_SHEET), departments)
            title = schema.label[:31] if not start else f"{schema.label[:26]}（{start // _ROWS_IN_SHEET + 1}）"
            _add_sheet(book, title, columns)


def _add_sheet(book: Any, title: str, columns: Sequence[PeopleColumn]) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for position, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = _width(column)
    sheet.append([_header(sheet, column.header) for column in columns])
    shade = _shade_of(columns)
    for values in zip(*(column.values for column in columns), strict=True):
        sheet.append(
            [_cell(sheet, column.type, value, shade(values)) for column, value in zip(columns, values, strict=True)]
        )
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(columns[0].values) + 1}"


def _width(column: PeopleColumn) -> float:
    """Fit a column to its header and its first rows, in Excel's unit: half a Chinese character."""
    if column.type in ("money", "number"):
        texts = (f"{value:,.6f}" for value in islice(column.values, _LOOKED_AT) if value is not None)
    else:
        texts = (str(value) for value in islice(column.values, _LOOKED_AT) if value is not None)
    header = text_ems(column.header) * 2 + 4  # room for the filter's arrow
    longest = max(map(text_ems, texts), default=0.0) * 2 + 2
    return round(min(max(header, longest, _NARROWEST), _WIDEST), 1)


def _shade_of(columns: Sequence[PeopleColumn]) -> Any:
    """Give a function that says which colour a row has: those of tables that are not whole stand out."""
    place = next((at for at, column in enumerate(columns) if column.header == "完整性"), None)
    whole = (COMPLETENESS["complete"], COMPLETENESS["empty"])
    return lambda values: "" if place is None or values[place] in whole else _NOT_WHOLE


def _cell(sheet: Any, kind: str, value: Any, shade: str) -> Any:
    from openpyxl.styles import PatternFill

    if value is None and not shade:
        return None
    cell = _text(sheet, value) if kind == "text" else _number(sheet, value, _NUMBER_FORMATS[kind])
    if shade:
        cell.fill = PatternFill("solid", fgColor=shade)
    return cell


def _text(sheet: Any, value: str | None) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet)
    cell.value = None if value is None else ILLEGAL_CHARACTERS_RE.sub("", str(value))
    if value is not None:
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = starts_formula(str(value))
    return cell


def _number(sheet: Any, value: object, number_format: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = number_format
    return cell


def _header(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
