"""A sheet of a workbook as its reader sees it, before rows are made of it."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_CELLS = 4_000_000
"""Filled cells of a workbook that are read at most: a sheet of 100,000 rows with 26 columns has 2,600,000."""
Address = tuple[int, int]


class TooManyCells(Exception):
    """A sheet has more filled cells than are read."""


@dataclass
class Sheet:
    """A sheet as its reader sees it: texts by row and column, both from 1, and merged ranges by their first cell.

    `merged` gives the last row and column of a range. `odd` are addresses by what a note says of them.
    """

    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: dict[Address, Address] = field(default_factory=dict)
    odd: dict[str, list[Address]] = field(default_factory=dict)
    is_hidden: bool = False
    hidden_parts: str = ""  # rows and columns that are hidden, in words
    size: int = 0

    def put(self, row: int, column: int, text: str) -> None:
        """Put a text into a cell; what holds only blanks is no text. Raises TooManyCells at once, not at the end."""
        if text and not text.isspace():
            if self.size >= MOST_CELLS:
                raise TooManyCells
            self.rows.setdefault(row, {})[column] = text
            self.size += 1

    def mark(self, what: str, row: int, column: int) -> None:
        """Note something odd of a cell."""
        self.odd.setdefault(what, []).append((row, column))
