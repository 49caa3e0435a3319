"""Lines to tokens: the pieces of text of a form, and what separates each from the one before.

A form's extraction separates cells by blanks, tabs or line ends alike, so a token is a cell or a part of one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from budgetkit.parse import clean_name
from budgetkit.read.row import RawRow

Gap = Literal["paragraph", "line", "blank", "tab"]
EMPTY_MARKS = frozenset("-_－—–＿")


class Token(NamedTuple):
    """A piece of text, the line that it stands in, what stands before it, and whether it ends its line."""

    text: str
    source: RawRow
    gap: Gap
    ends_line: bool

    @property
    def starts_line(self) -> bool:
        """Say whether the token is the first of its line."""
        return self.gap in ("paragraph", "line")

    @property
    def is_whole_line(self) -> bool:
        """Say whether nothing else stands in the token's line."""
        return self.starts_line and self.ends_line


def split_tokens(lines: Iterable[RawRow]) -> list[Token]:
    """Split lines into tokens: at tabs where a line has several cells, at blanks where it has one.

    A paragraph begins after a blank line, also where the blank lines themselves were left out.
    """
    tokens: list[Token] = []
    for line in lines:
        pieces = split_line(line)
        if not pieces:
            continue
        inner: Gap = "tab" if len(line.filled) > 1 else "blank"
        for position, piece in enumerate(pieces):
            gap: Gap = inner if position else ("paragraph" if line.starts_anew or not tokens else "line")
            tokens.append(Token(piece, line, gap, position == len(pieces) - 1))
    return tokens


def split_line(line: RawRow) -> list[str]:
    """Split one line into the texts of its tokens."""
    filled = line.filled
    return list(filled) if len(filled) > 1 else " ".join(filled).split()


def group_lines(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """Group tokens that stand in the same line."""
    for _, group in groupby(tokens, key=lambda token: id(token.source)):
        yield list(group)


def join_text(tokens: Sequence[Token]) -> str | None:
    """Join the pieces of one cell into its text; None where there are none, or only an empty mark."""
    text = ""
    for token in tokens:
        text += _separator(text, token) + token.text
    text = clean_name(text)
    return None if not text or text in EMPTY_MARKS else text


def width(text: str) -> int:
    """Measure how wide a text prints, in half-width characters: what tells columns of running text apart."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def quote(text: str | None) -> str:
    """Shorten a text to what a finding quotes."""
    text = text or ""
    return text if len(text) <= 40 else text[:39] + "…"


def _separator(text: str, token: Token) -> str:
    """Chinese wraps anywhere, so only two words of Latin letters keep a blank where the line ended."""
    if not token.starts_line:
        return " "
    return " " if re.search(r"[A-Za-z]$", text) and re.match(r"[A-Za-z]", token.text) else ""
