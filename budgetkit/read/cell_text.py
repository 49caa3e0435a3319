"""What a cell of a workbook shows, and what is to be said of it: the same words for every format of workbooks."""

from __future__ import annotations

from budgetkit.read.grid import is_error
from budgetkit.read.number_format import GENERAL, clean_float, format_number, hides_digits
from budgetkit.read.sheet import Sheet

NOISE = "末位是浮点误差，已按应有的小数取整。"
HIDDEN_DIGITS = "存有显示格式以外的小数，按显示的数字读取。"
FAILED = "为公式错误，未采用。"
NOT_CALCULATED = "是公式，但文件没有保存计算结果，未采用；请用 Excel 打开并保存后重试。"


def put_number(
    sheet: Sheet,
    row: int,
    column: int,
    value: float,
    code: str = GENERAL,
    *,
    from_1904: bool = False,
    zeros: bool = True,
) -> None:
    """Put a number into a sheet as its format shows it; `zeros` says whether the sheet shows noughts."""
    if not value and not zeros:
        return
    sheet.put(row, column, format_number(value, code, from_1904=from_1904))
    if hides_digits(value, code):
        sheet.mark(HIDDEN_DIGITS, row, column)
    elif clean_float(value)[1]:
        sheet.mark(NOISE, row, column)


def put_text(sheet: Sheet, row: int, column: int, text: str) -> None:
    """Put a text into a sheet; what a formula that failed shows is marked."""
    sheet.put(row, column, text)
    if is_error(text.strip()):
        sheet.mark(FAILED, row, column)
