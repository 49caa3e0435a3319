"""Cells of HTML tables in their columns: one that spans several, or reaches down from above, leaves empty ones."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SPAN = re.compile(r"(?P<name>col|row)span\s*=\s*[\"']?\s*(?P<count>\d{1,3})", re.IGNORECASE)


class SpanGrid:
    """The columns of one HTML table, row by row, with what reaches down from the rows above."""

    def __init__(self) -> None:
        self._below: dict[int, int] = {}

    def place(self, openings: Sequence[str]) -> list[tuple[int, int]]:
        """Give the first column and the width of each cell of the next row, by the cells' opening tags."""
        places: list[tuple[int, int]] = []
        column = self._pass(0)
        for opening in openings:
            spans = {span["name"].lower(): int(span["count"]) for span in _SPAN.finditer(opening)}
            width = max(1, spans.get("col", 1))
            places.append((column, width))
            for step in range(width):
                self._below[column + step] = max(0, spans.get("row", 1) - 1)
            column = self._pass(column + width)
        self._width = column
        return places

    def _pass(self, column: int) -> int:
        """Pass over the columns that cells of the rows above reach down to."""
        while self._below.get(column, 0):
            self._below[column] -= 1
            column += 1
        return column

    def spread(self, openings: Sequence[str], texts: Sequence[str]) -> list[str]:
        """Give a row's cells in their columns, empty ones where cells span or reach down."""
        places = self.place(openings)
        cells = [""] * self._width
        for (column, _), text in zip(places, texts, strict=True):
            cells[column] = text
        return cells
