"""Lines whose columns nothing proved: several cells in one, which must not pass for a row."""

from __future__ import annotations

import re

from budgetkit.read.row import RawRow
from budgetkit.recognise.boundary import is_statement
from budgetkit.recognise.title import find_title

_APART = re.compile(r" {2,}|[|｜│]")
_MARKS = re.compile(r"[;；¦║→^~]")
_AMOUNT = re.compile(r"-?[\d,]+\.\d+")
_SUM = re.compile(r"(?<![\d.,])\d[\d,]*\.\d{2,}(?![\d.])")
_HAN = re.compile("[一-鿿]")


def is_uncut(line: RawRow) -> bool:
    """Say whether a line is one cell that holds several: words and a number, set apart by blanks or marks."""
    if len(line.filled) != 1 or "<" in line.text or is_statement(line) or find_title(line) is not None:
        return False
    pieces = [piece.strip() for piece in _APART.split(line.text.strip()) if piece.strip()]
    has_number = any(map(str.isdigit, line.text))
    marked = [piece.strip() for piece in _MARKS.split(line.text)]
    if len(marked) > 2 and any(map(_AMOUNT.fullmatch, marked)):
        return True
    if _holds_words_and_sums(line.text):
        return True
    return has_number and (len(pieces) > 2 or (len(pieces) == 2 and _AMOUNT.fullmatch(pieces[1]) is not None))


def _holds_words_and_sums(text: str) -> bool:
    """Say whether a text is no sentence and holds words before several sums, or before one that ends it."""
    words = _HAN.search(text)
    if words is None or "。" in text:
        return False
    sums = list(_SUM.finditer(text, words.end()))
    return len(sums) > 1 or (len(sums) == 1 and not text[sums[0].end() :].strip())
