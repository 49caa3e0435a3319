"""Lines whose columns nothing proved: several cells in one, which must not pass for a row."""

from __future__ import annotations

import re

from budgetkit.read.row import RawRow
from budgetkit.recognise.boundary import is_statement
from budgetkit.recognise.title import find_title

_SEVERAL = re.compile(r"\S+(?:(?: {2,}|\s*[|｜│]\s*)\S+(?: \S+)*){2,}|\S+(?: \S+)* {2,}[\d,]+\.\d+")


def is_uncut(line: RawRow) -> bool:
    """Say whether a line is one cell that holds several: words and a number, set apart by blanks or marks."""
    if len(line.filled) != 1 or "<" in line.text or is_statement(line) or find_title(line) is not None:
        return False
    return _SEVERAL.fullmatch(line.text.strip()) is not None and any(map(str.isdigit, line.text))
