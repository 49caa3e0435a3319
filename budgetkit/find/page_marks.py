"""What stands on every page of a document and belongs to none of its tables: page numbers and running headers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from budgetkit.find.form_headers import find_form_headers
from budgetkit.find.page_series import ENOUGH, PAGE, compact_mark, find_even_series, find_series, mark_text
from budgetkit.personal.headers import is_label
from budgetkit.read.row import RawRow

_NUMERAL = r"[\d一二三四五六七八九十百]+"
_DASH = r"[-－—–―─~～·•]+"
_MARKED = re.compile(
    rf"{_DASH}第?\d{{1,4}}页?{_DASH}|第{_NUMERAL}页|第{_NUMERAL}页[,，、/／·]?[(（]?共{_NUMERAL}页[)）]?|"
    rf"共{_NUMERAL}页[,，、/／·]?第{_NUMERAL}页|page\d{{1,4}}(?:of\d{{1,4}})?|p\.?\d{{1,4}}|页码[:：]?\d{{1,4}}|[\[【〔]\d{{1,4}}[\]】〕]",
    re.IGNORECASE,
)
_CONTINUED = re.compile(
    r"[（(]?(?:续(?:上|前|下)?[页表]|[接承][上前下][页表]|转[下后][页表]|未完待续)[（(]?\d{0,3}[)）]{0,2}"
)
_PUBLICATION = (
    r"(?:预算|决算|绩效|公开|信息|说明|报告|草案|表|（草案）|情况|部门|单位|本级|机关|汇总|及|和|“三公”经费)*"
)
_CHANGING = re.compile(r"\d+")  # what may differ from page to page: dates, numbers
_DATED = re.compile(r"\d{4}[-/年.]\d")
_PRINTED = re.compile(
    r"(?:预算|决算|公开|草案)(?:信息|说明|报告|情况|（草案）|表|书|稿|本|材料|文件|数据)*(?:0年度?)?$"
    r"|https?:|www\.|打印|导出|制表系统|内部资料|注意保[存密]|仅供|机密|秘密|版权"
    r"|^0[-/年.]0[-/月.]0日?(?: ?0?:0(?::0)?)?$",
    re.IGNORECASE,
)
_OF_TABLES = re.compile(
    r"单位[：:]|[总计明细]表$|支出表|收入表|目标表|经费表|合计|小计|总计|其中|元$|^[（(]?[一二三四五六七八九十]+[、）)]"
)
_HEADER_CELLS = 2  # a header and its page; a row of a table has more cells, filled or not
_MOST_FILLED = 3  # the body, the publication, the page
_APART = 3  # rows that stand between two running headers at least


def is_page_number(row: RawRow) -> bool:
    """Say whether a row is a page number that is marked as one (`第 3 页`, `— 3 —`)."""
    return _is_marked(mark_text(row))


def _is_marked(text: str) -> bool:
    return _MARKED.fullmatch(compact_mark(text)) is not None


def find_page_marks(rows: Sequence[RawRow], department: str) -> dict[str, list[int]]:
    """Find the lines of page marks, by what they are in Chinese: page numbers, words that a table goes on over
    the page (`续表`, `接上页`), and headers with the body's name.

    A marked number is one by itself. Any other (`3/40`, `*3*`, bare) is one only in a series that ascends page by
    page; a header only where it comes again, alone in a row without a table's empty cells. A row that is truly `3`
    stays.
    """
    few = _rows_of_few_cells(rows, _MOST_FILLED)
    single = [(position, row) for position, row in few if len(row.filled) <= _HEADER_CELLS]
    marked = {row.number for _, row in single if is_page_number(row)}
    marked |= find_series(single)
    continued = {row.number for _, row in single if _CONTINUED.fullmatch(mark_text(row))}
    headers = _running_headers(few, department, marked)
    known = {line for lines in headers.values() for line in lines} | marked | continued
    headers |= _others_page_by_page(single, known)
    return {
        name: sorted(lines) for name, lines in (("页码", marked), ("续页字样", continued), *headers.items()) if lines
    }


def find_form_marks(rows: Sequence[RawRow]) -> dict[str, list[int]]:
    """Find the lines of page numbers in a document of forms, by what they are in Chinese.

    Forms have words of their own on every page, and cells that wrap into lines: only numbers that are marked as a
    page's, series a page apart, and headers that come page by page whatever stands around them are left out.
    """
    single = _rows_of_few_cells(rows, _HEADER_CELLS)
    marked = {row.number for _, row in single if is_page_number(row)} | find_even_series(single, rows)
    headers = find_form_headers([(n, row) for n, row in enumerate(rows) if row.filled and row.number not in marked])
    return {name: sorted(lines) for name, lines in (("页码", marked), *headers.items()) if lines}


def _rows_of_few_cells(rows: Sequence[RawRow], most: int) -> list[tuple[int, RawRow]]:
    """Give the rows with few filled cells, each with its position."""
    return [(n, row) for n, row in enumerate(rows) if not row.from_markup and 0 < len(row.filled) <= most]


def _running_headers(
    rows: Sequence[tuple[int, RawRow]], department: str, page_numbers: set[int]
) -> dict[str, list[int]]:
    """Find the texts with the body's name that come again page by page, with or without the page's number."""
    header = re.compile(rf"{re.escape(compact_mark(department))}(?:\d{{4}}年(?:度)?)?{_PUBLICATION}")
    places: dict[str, list[int]] = defaultdict(list)
    for _, row in rows:
        text = _without_number(mark_text(row))
        is_alone = len(row.cells) <= _HEADER_CELLS or _PRINTED.search(text) or any(map(_is_marked, row.filled))
        if row.number not in page_numbers and is_alone and header.fullmatch(text):
            places[text].append(row.number)
    return {f"页眉“{text}”": lines for text, lines in places.items() if len(lines) >= ENOUGH}


def _others_page_by_page(rows: Sequence[tuple[int, RawRow]], known: set[int]) -> dict[str, list[int]]:
    """Find texts that stand alone in their rows page by page: another body's name, a mark of the printer, an address.

    That of a publication, a time or an address of the web needs to come three times; any other text four times, at
    distances that differ little, and no words of a table.
    """
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for position, row in rows:
        text = mark_text(row)
        if row.number not in known and (len(row.cells) == 1 or (len(row.filled) == 1 and _PRINTED.search(text))):
            text = text if _DATED.match(text) else _without_number(text)
            places[_CHANGING.sub("0", text)].append((position, row.number))
    return {
        f"每页重复的“{text}”": [line for _, line in found]
        for text, found in places.items()
        if len(text) > 3 and _is_page_by_page(text, [position for position, _ in found])
    }


def _is_page_by_page(text: str, positions: Sequence[int]) -> bool:
    steps = [after - before for before, after in pairwise(positions)]
    if len(positions) < ENOUGH or min(steps) <= _APART or _OF_TABLES.search(text):
        return False
    if _PRINTED.search(text):
        return True
    is_even = min(steps) >= PAGE and max(steps) <= 2 * min(steps)
    return len(positions) > ENOUGH and is_even and not is_label(text)


def _without_number(text: str) -> str:
    """Take a page number off either end of a header."""
    number = rf"(?:{_MARKED.pattern}|\d{{1,4}}/\d{{1,4}})"
    return re.sub(rf"^{number}|{number}$", "", text, flags=re.IGNORECASE)
