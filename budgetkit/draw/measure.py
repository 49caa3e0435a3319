"""Measure and wrap text before it is drawn, so that a layout is known to fit."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from budgetkit.draw.style import LEADING
from budgetkit.fonts import text_ems

NOT_AT_START = set("，。、；：！？）》」』】〕%％…—·.,;:!?)]}")
NOT_AFTER_DIGIT = set("年月日号期批次个项")
NOT_AT_END = set("（《「『【〔([{")
_SLACK = 1.03
"""Screens round the advances of small type up; a layout that counts on it holds in print as well."""


def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Return the width in points of one line of text; of several lines, that of the widest."""
    return max(text_ems(line, is_bold=weight == "bold") for line in text.split("\n")) * size * _SLACK


def text_height(text: str, size: float) -> float:
    """Return the height in points of a text of one or more lines."""
    return size * LEADING * (text.count("\n") + 1)


def wrap_text(text: str, width: float, size: float, weight: str = "normal") -> str:
    """Break a text into as few lines of at most `width` points as possible, of about equal length.

    Chinese breaks between any two characters except before closing and after opening punctuation; a run of Latin
    letters or digits stays whole, and so does 2026年, unless it is wider than a line by itself. Nothing is cut.
    """
    text = " ".join(str(text).split())

    def measure(line: str) -> float:
        return text_width(line, size, weight)

    pieces = _pieces(text, width, measure)
    lines = _fill(pieces, width, measure)
    if len(lines) == 1:
        return lines[0]
    narrow, wide = measure(text) / len(lines) * 0.98, width
    for _ in range(4):
        middle = (narrow + wide) / 2
        tried = _fill(pieces, middle, measure)
        if len(tried) == len(lines) and all(measure(line) <= width for line in tried):
            lines, wide = tried, middle
        else:
            narrow = middle
    return "\n".join(lines)


def _pieces(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Split a text at the places where a line may break."""
    pieces: list[str] = []
    start = 0
    for position, (before, after) in enumerate(pairwise(text), start=1):
        if _may_break(before, after):
            pieces.append(text[start:position])
            start = position
    pieces.append(text[start:])
    return [part for piece in pieces for part in (piece if measure(piece) > width else [piece])]


def _may_break(before: str, after: str) -> bool:
    if after in NOT_AT_START or before in NOT_AT_END:
        return False
    if before.isdigit() and after in NOT_AFTER_DIGIT:
        return False
    return not (before.isascii() and after.isascii() and not before.isspace())


def _fill(pieces: list[str], width: float, measure: Callable[[str], float]) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and measure(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]
