"""项目支出绩效自评表 as the ruled form that departments publish: a workbook, a sheet a form, with merged cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from random import Random

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from budgetkit.finding import Row
from made.pdf import Merged, make_pdf, table
from made.pdf_tables import RULED

_FUNDS = {
    "total": "年度资金总额",
    "current_grant": "其中：当年财政拨款",
    "carryover": "上年结转资金",
    "other": "其他资金",
}
_AMOUNTS = ("initial_budget", "full_year_budget", "executed")
_INDICATOR = ("level1", "level2", "name", "target", "actual", "weight", "score", "deviation_reason")
_HEADER = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
_WIDTH = 9
Tables = Mapping[str, Sequence[Row]]


def write_evaluation_sheets(tables: Tables, year: int, department: str, path: Path) -> Path:
    """Write the forms of a self-evaluation from its clean rows."""
    book = Workbook()
    book.remove(book.active)
    for form in tables["evaluations"]:
        seq = form["evaluation_seq"]
        sheet = book.create_sheet(f"自评{seq}")
        funds, indicators = (
            [row for row in tables[name] if row["evaluation_seq"] == seq]
            for name in ("evaluation_funds", "evaluation_indicators")
        )
        _add_head(sheet, form, year, department)
        _add_funds(sheet, funds)
        _add_goals(sheet, form)
        _add_indicators(sheet, indicators)
        _add(sheet, ("总分", 6), ("100", 1), (_text(form["total_score"]), 1), ("", 1))
    book.save(path)
    return path


def _add(sheet: Worksheet, *cells: tuple[str, int]) -> int:
    """Add a row of cells, each with the number of columns that it spans; give the row's number."""
    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value else 1
    column = 1
    for text, span in cells:
        cell = sheet.cell(row, column, text or None)
        cell.data_type = "s" if text else cell.data_type
        _merge(sheet, row, row, column, column + span - 1)
        column += span
    return row


def _merge(sheet: Worksheet, first: int, last: int, left: int, right: int) -> None:
    if first < last or left < right:
        sheet.merge_cells(start_row=first, end_row=last, start_column=left, end_column=right)


def _add_head(sheet: Worksheet, form: Row, year: int, department: str) -> None:
    _add(sheet, ("项目支出绩效自评表", _WIDTH))
    _add(sheet, (f"（{year}年度）", _WIDTH))
    _add(sheet, ("项目名称", 1), (form["project_name"], _WIDTH - 1))
    _add(sheet, ("主管部门", 1), (department, 3), ("实施单位", 1), (form["unit_name"], 4))


def _add_funds(sheet: Worksheet, rows: Sequence[Row]) -> None:
    head = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    first = _add(sheet, ("项目资金（万元）", 1), ("", 2), *((text, 1) for text in head))
    for row in rows:
        rate = f"{row['execution_rate']:.2f}%" if row["execution_rate"] is not None else "—"
        amounts = [f"{row[name]:.2f}" if row[name] is not None else "" for name in _AMOUNTS]
        last = _add(
            sheet,
            ("", 1),
            (_FUNDS[row["fund"]], 2),
            *((text, 1) for text in (*amounts, _text(row["weight"]), rate, _text(row["score"]))),
        )
    _merge(sheet, first, last, 1, 1)


def _add_goals(sheet: Worksheet, form: Row) -> None:
    first = _add(sheet, ("年度总体目标", 1), ("预期目标", 4), ("实际完成情况", 4))
    last = _add(sheet, ("", 1), (form["expected_goal"], 4), (form["actual_result"], 4))
    _merge(sheet, first, last, 1, 1)


def _add_indicators(sheet: Worksheet, rows: Sequence[Row]) -> None:
    first = _add(sheet, ("绩效指标", 1), *((text, 1) for text in _HEADER))
    row = first
    for _, kind in groupby(rows, key=lambda one: one["level1"]):
        top = row + 1
        for _, group in groupby(kind, key=lambda one: one["level2"]):
            inner = row + 1
            for one in group:
                row = _add(sheet, ("", 1), *((_text(one[name]), 1) for name in _INDICATOR))
            _clear_and_merge(sheet, inner, row, 3)
        _clear_and_merge(sheet, top, row, 2)
    _merge(sheet, first, row, 1, 1)


def _clear_and_merge(sheet: Worksheet, first: int, last: int, column: int) -> None:
    for row in range(first + 1, last + 1):
        sheet.cell(row, column).value = None
    _merge(sheet, first, last, column, column)


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def print_evaluation_forms(path: Path, pdf: Path, random: Random) -> Path:
    """Print the forms of a workbook as a PDF, in type of any size, one behind the other or each on pages of its own."""
    size = random.choice((5.0, 7.0, 9.0))
    widths = "(1.2fr, 1.7fr, 1.7fr, 3fr, 2fr, 2fr, 1.4fr, 1.6fr, 2.5fr)"
    book = load_workbook(path)
    forms = [table(_as_cells(sheet), _WIDTH, random.choice([*RULED.values()]), widths) for sheet in book.worksheets]
    page = f"width: {80 * size}pt, height: {random.randint(60, 130) * size}pt, margin: 30pt"
    between = random.choice(("\n#pagebreak()\n", "\n\n"))
    return make_pdf(pdf, f"#set text(size: {size}pt)\n#set table(inset: {size / 4}pt)\n" + between.join(forms), page)


def _as_cells(sheet: Worksheet) -> list[list[str | Merged | None]]:
    cells: list[list[str | Merged | None]] = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    for span in sheet.merged_cells.ranges:
        for row in range(span.min_row - 1, span.max_row):
            for column in range(span.min_col - 1, span.max_col):
                cells[row][column] = None
        size = span.max_col - span.min_col + 1, span.max_row - span.min_row + 1
        cells[span.min_row - 1][span.min_col - 1] = Merged(
            str(sheet.cell(span.min_row, span.min_col).value or ""), *size
        )
    return cells
