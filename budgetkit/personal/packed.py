"""Tables packed in HTML in one printed line: masked row by row, each cell in the columns that it spans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from budgetkit.spans import SpanGrid

_ROW = re.compile(r"(?i)(?=<tr\b|</table)")
_OPENING = re.compile(r"(?i)(<t[dh]\b[^<>]*>)")


class Masker(Protocol):
    """Masks rows of cells; `widths` says how many columns a cell spans, where that is more than one."""

    def mask(self, cells: Sequence[str], widths: dict[int, int] | None = None) -> tuple[list[str], list[str]]:
        """Give the cells of a row masked, and the kinds of what was."""


def is_packed(text: str) -> bool:
    """Say whether a printed line holds cells of HTML."""
    return "<" in text and re.search(r"<t[dh]\b", text, re.IGNORECASE) is not None


def mask_packed(masker: Masker, text: str) -> tuple[str, list[str]]:
    """Mask a line that packs tables in HTML; gives it with the kinds of what was masked."""
    shown: list[str] = []
    kinds: list[str] = []
    grid = SpanGrid()
    for row in _ROW.split(text):
        grid = SpanGrid() if row[:7].lower() == "</table" else grid
        pieces = _OPENING.split(row)
        before, openings, cells = pieces[0], pieces[1::2], pieces[2::2]
        outside, others = masker.mask(before.split("\t"))
        masked, found = _mask_cells(masker, grid, openings, cells) if cells else ([], [])
        shown += ["\t".join(outside), *(part for pair in zip(openings, masked, strict=True) for part in pair)]
        kinds += others + found
    return "".join(shown), kinds


def _mask_cells(
    masker: Masker, grid: SpanGrid, openings: Sequence[str], cells: Sequence[str]
) -> tuple[list[str], list[str]]:
    places = grid.place(openings)
    spread = [""] * max(column + width for column, width in places)
    for (column, _), cell in zip(places, cells, strict=True):
        spread[column] = cell
    masked, kinds = masker.mask(spread, {column: width for column, width in places if width > 1})
    return [masked[column] for column, _ in places], kinds
