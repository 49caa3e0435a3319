"""Lines whose columns nothing proved: several cells in one, which must not pass for a row."""

from __future__ import annotations

import re

from budgetkit.read.row import RawRow
from budgetkit.recognise.boundary import is_statement
from budgetkit.recognise.title import find_title

_APART = re.compile(r" {2,}|[|｜│]")
_MARKS = re.compile(r"[;；¦║→^~]")
_AMOUNT = re.compile(r"-?[\d,]+\.\d+")
_WORDS_AND_SUMS = re.compile(
    r"[^。]*[一-鿿][^。]*?(?<![\d.,])\d[\d,]*\.\d{2,}(?:(?:\D[^。]*)?\D\d[\d,]*\.\d{2,}(?![\d.])[^。]*|\s*)"
)


def is_uncut(line: RawRow) -> bool:
    """Say whether a line is one cell that holds several: words and a number, set apart by blanks or marks."""
    if len(line.filled) != 1 or "<" in line.text or is_statement(line) or find_title(line) is not None:
        return False
    pieces = [piece.strip() for piece in _APART.split(line.text.strip()) if piece.strip()]
    has_number = any(map(str.isdigit, line.text))
    marked = [piece.strip() for piece in _MARKS.split(line.text)]
    if len(marked) > 2 and any(map(_AMOUNT.fullmatch, marked)):
        return True
    if _WORDS_AND_SUMS.fullmatch(line.text):
        return True
    return has_number and (len(pieces) > 2 or (len(pieces) == 2 and _AMOUNT.fullmatch(pieces[1]) is not None))
