"""Numbers in other writings (full-width, apostrophes, quotation marks, ￥): written as usual, and that is said."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from budgetkit.finding import Finding
from budgetkit.parse import is_amount
from budgetkit.read.reading import Reading
from budgetkit.read.row import RawRow

_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_POINTS = str.maketrans("，．。", ",..")
_TOKEN = re.compile(r"[0-9０-９]+(?:[,.，．。][0-9０-９]+)*")
_WIDE = re.compile(r"[０-９]|[0-9][，．][0-9]")
_APART = re.compile("['’‘`´＇\u2009\u202f]")
_APOSTROPHES = re.compile(
    rf"[-−－]?\d{{1,3}}(?:{_APART.pattern}\d{{3}})+(?:\.\d{{1,6}})?"
)  # a blank may join two cells
_DRESSED = re.compile(r"""['"“‘]?\s*[￥¥]?\s*([-−]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*['"”’]?""")
_IN_CODE = re.compile(r"(?<=\d)[ＴＹ](?=\d)")


def narrow_numbers(reading: Reading) -> Reading:
    """Write full-width digits half-width in the cells of a reading, and the commas and points of amounts likewise.

    Rows keep their printed text. Commas and points between digits that make no amount are those of a sentence.
    """
    changed: list[RawRow] = []
    rows: list[RawRow] = []
    for row in reading.rows:
        cells = tuple(narrow(cell) for cell in row.cells)
        if cells != row.cells:
            row = replace(row, cells=cells, printed=row.text)
            changed.append(row)
        rows.append(row)
    if not changed:
        return reading
    where = f"{len(changed)} 行印有全角数字、撇号千分位、引号或货币符号（第一处在第 {changed[0].number} 行）"
    note = f"{where}，按通常写法读取，数值不变。"
    finding = Finding("documents", "reading", "", note, "kept", changed[0].number)
    return replace(reading, rows=rows, notes=[*reading.notes, finding])


@lru_cache(1 << 14)
def narrow(text: str) -> str:
    """Write a text's full-width digits half-width, and an amount's separators with them; thousands with commas."""
    if _APOSTROPHES.fullmatch(text):
        return _APART.sub(",", text)
    if (number := _DRESSED.fullmatch(text)) and is_amount(number[1]):
        return number[1]
    if not _WIDE.search(text):
        return text
    narrowed = _TOKEN.sub(lambda match: _narrow_token(match[0], text), text)
    return _IN_CODE.sub(lambda match: "T" if match[0] == "Ｔ" else "Y", narrowed)


def _narrow_token(token: str, text: str) -> str:
    """Narrow a number; separators only where the digits are full-width too, or the number is all of its cell."""
    digits = token.translate(_DIGITS)
    number = digits.translate(_POINTS)
    is_whole = digits != token or token == text.strip(" -－−")
    return number if is_whole and is_amount(number) else digits
