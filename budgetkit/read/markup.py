"""Markup that extraction leaves among the cells: HTML, LaTeX, Markdown, and characters that nobody sees."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from budgetkit.spans import SpanGrid

_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL | re.IGNORECASE)
_ROW = re.compile(r"<tr\b[^>]*>(.*?)</tr>", re.DOTALL | re.IGNORECASE)
_CELL = re.compile(r"<t[dh]\b([^>]*)>(.*?)</t[dh]>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:b|strong|i|em|u|p|br|ol|ul|li|span|div|sup|sub|font|table|tbody|thead|tr|td|th|h[1-6]|a|code|pre|center|"
    r"nobr|small|big|mark)\b[^<>]*>",
    re.IGNORECASE,
)
_INVISIBLE = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
_UNSEEN = re.compile(f"[{_INVISIBLE}]+")
_MARKS = re.compile(rf"[<&$\\{_INVISIBLE}]|\*\*")
_BOLD = re.compile(r"(?<!\*)\*\*\s*([^*\s][^*]*?)\s*\*\*(?!\*)")  # of Markdown; more stars stand for what was left out
_RULE = re.compile(r"[\s|｜│┃║¦:+─━=-]*[─━=-]{2,}[\s|｜│┃║¦:+─━=-]*")
_DRAWN = re.compile(r":?[─━=-]{3,}:?")
_LATEX = {
    r"\geqslant": "≥", r"\leqslant": "≤", r"\geq": "≥", r"\leq": "≤", r"\ge": "≥", r"\le": "≤", r"\neq": "≠",
    r"\times": "×", r"\sim": "~", r"\pm": "±", r"\%": "%", r"\cdot": "·",
}  # fmt: skip
_LATEX_WORD = re.compile("|".join(re.escape(word) + r"(?![A-Za-z])" for word in _LATEX))
_LATEX_MATH = re.compile(r"\$([^$]*\\[^$]*|\s*[-−]?[\d,]+(?:\.\d+)?\s*)\$")


@lru_cache(1 << 14)
def strip_markup(text: str) -> str:
    """Remove HTML tags, Markdown's bold, LaTeX and invisible characters from a text.

    Operators become their characters (`$\\geq$` is ≥).
    """
    if not _MARKS.search(text):
        return text.strip()
    text = _UNSEEN.sub("", html.unescape(_TAG.sub(" ", text)))
    text = _LATEX_MATH.sub(r"\1", _BOLD.sub(r"\1", text))
    return _LATEX_WORD.sub(lambda match: _LATEX[match[0]], text).strip()


def find_tables(text: str) -> list[list[tuple[str, ...]]]:
    """Find the HTML tables in a text: each a list of rows, each a tuple of clean cells in their columns."""
    return [_read_table(found[0]) for found in _closed(_TABLE, "table", text)]


def _read_table(table: str) -> list[tuple[str, ...]]:
    grid = SpanGrid()
    rows = [[found.groups() for found in _closed(_CELL, "t[dh]", row[1])] for row in _closed(_ROW, "tr", table)]
    return [
        tuple(grid.spread([opening for opening, _ in row], [strip_markup(text) for _, text in row])) for row in rows
    ]


def remove_tables(text: str) -> str:
    """Take whole HTML tables out of a text."""
    pieces, last = [], 0
    for found in _closed(_TABLE, "table", text):
        pieces.append(text[last : found.start()])
        last = found.end()
    return "".join([*pieces, text[last:]])


def _closed(element: re.Pattern[str], tag: str, text: str) -> Iterator[re.Match[str]]:
    """Find elements as far as the last closing tag: behind it each opening one would be followed to the text's end."""
    end = max((found.end() for found in re.finditer(rf"(?i)</{tag}>", text)), default=0)
    return element.finditer(text, 0, end)


def is_rule(text: str) -> bool:
    """Say whether a line is only a rule between header and rows (`---|---`, `├───┼───┤` without its corners)."""
    return bool(text.strip()) and _RULE.fullmatch(text) is not None


def are_rules(cells: Sequence[str]) -> bool:
    """Say whether the cells of a row are nothing but rules (`---`), as a rule that was cut into cells leaves them."""
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and all(_DRAWN.fullmatch(cell) for cell in filled)
