"""Cells that hold several cells joined by blanks, in a row of a project list: masked as if they stood apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_OWN_CELL = re.compile(r"\+?[\d,.-]{4,}|\d{2}-\D+")  # a word that is a cell of its own: a number, a code with its name
Marks = Callable[[Sequence[str]], dict[int, str]]


def split_joined(cells: Sequence[str]) -> list[list[str]] | None:
    """Split the cells that hold several, as a number or code among their words tells, into words and blanks.

    None where no cell does.
    """
    split = [re.split(r"(\s+)", cell) if _is_joined(cell) else [cell] for cell in cells]
    return split if any(len(words) > 1 for words in split) else None


def mark_joined(split: Sequence[Sequence[str]], marks_of: Marks) -> dict[tuple[int, int], str]:
    """Mark words and whole cells by what they are beside each other; gives the cell and the place in it of each."""
    words = [(cell, place, word) for cell, own in enumerate(split) for place, word in enumerate(own) if not place % 2]
    marks = marks_of([word for _, _, word in words])
    return {words[position][:2]: kind for position, kind in marks.items()}


def _is_joined(cell: str) -> bool:
    words = cell.split()
    return len(words) > 1 and any(_OWN_CELL.fullmatch(word) for word in words)
