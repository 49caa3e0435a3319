"""Numbers in the cells of a PDF's tables: wrapped over two lines, or negative by brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from budgetkit.finding import Action, FindingKind
from budgetkit.parse import is_amount
from budgetkit.read.pdf_cells import find_lines, join_line, join_lines
from budgetkit.read.pdf_text import Run

_DIGITS = re.compile(r"[-−－]?[\d,.]+")
_BRACKETS = re.compile(r"[(（]\s*(?P<amount>[\d,]+\.\d+)\s*[)）]")
_PADDING = 8.0  # points between a cell's text and its lines, both sides together; programs set 4 to 10
_WIDEST_PADDING = 12.0  # the same where a fraction goes on: Word sets 10.8, and a second number would have its point


@dataclass(frozen=True)
class NumberNote:
    """What was done about a number in a cell."""

    text: str
    note: str
    kind: FindingKind
    action: Action


def read_cell(runs: Sequence[Run], width: float) -> tuple[str, NumberNote | None]:
    """Read the runs of a cell of a width (points) as one text, with a note where a number was put together.

    A number that wraps is one where its first line is none by itself, or had no room for another digit, and the whole
    is well formed. Else its lines stay apart: two numbers are never joined.
    """
    lines = find_lines(runs)
    texts = [join_line(line) for line in lines]
    if len(texts) > 1 and all(_DIGITS.fullmatch(text) for text in texts):
        return _join_digits(texts, is_wrapped(lines, width))
    text = join_lines(texts)
    if match := _BRACKETS.fullmatch(text):
        negative = f"-{match['amount']}"
        if is_amount(negative):
            return negative, NumberNote(text, f"“{text}”以括号表示负数，按 {negative} 读取。", "reading", "kept")
    return text, None


def is_wrapped(lines: Sequence[Sequence[Run]], width: float) -> bool:
    """Say whether the lines of a cell of a width (points) are one number that wraps."""
    texts = [join_line(line) for line in lines]
    padding = _WIDEST_PADDING if "." in texts[0][:-1] else _PADDING
    left, _, right, _ = lines[1][0].glyphs[0].box  # the digit that had no room above
    had_no_room = width - _width(lines[0]) < padding + right - left
    return is_amount("".join(texts)) and (had_no_room or not is_amount(texts[0]))


def _join_digits(texts: Sequence[str], are_one: bool) -> tuple[str, NumberNote | None]:
    joined, apart = "".join(texts), " ".join(texts)
    if are_one:
        return joined, NumberNote(
            apart, f"数字在格内分 {len(texts)} 行印刷，按一个数 {joined} 读取。", "ocr_amount", "joined"
        )
    note = f"格内有 {len(texts)} 行数字，无法证明是一个数，未合并。"
    return apart, NumberNote(apart, note, "odd_amount", "flagged")


def _width(line: Sequence[Run]) -> float:
    return max(run.box[2] for run in line) - min(run.box[0] for run in line)
