"""A text extraction printed as a PDF, for a lesson that begins where a reader does: with what he has downloaded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from importlib import resources
from itertools import groupby
from typing import Any

from budgetkit.read.row import RawRow
from budgetkit.report.typesetting import typeset

_NARROWEST = 1191  # points of a page: A3 upright on its side
_COLUMN = 60  # points of the page's width that a column takes at least
_LONGEST = 40  # characters from which a column's share of the page grows no more


def print_pdf(rows: Iterable[RawRow], where: str) -> bytes:
    """Print rows of cells as ruled tables and others as lines, each block of them on a page of its own.

    `where` names the document, should a character have no glyph.
    """
    rows = [row for row in rows if not row.from_markup]  # those stand in the row that packs them, too
    blocks = [_parts(list(block)) for is_blank, block in groupby(rows, key=lambda row: not row.filled) if not is_blank]
    width = max(_NARROWEST, _COLUMN * max(len(row.cells) for row in rows))
    document = json.dumps({"width": width, "blocks": blocks}, ensure_ascii=False)
    template = resources.files(__package__).joinpath("lesson.typ").read_bytes()
    return typeset(template, {"document": document}, where)


def _parts(rows: Sequence[RawRow]) -> list[dict[str, Any]]:
    """Divide a block into tables, rows of as many cells each, and lines."""
    return [_part(count, list(own)) for count, own in groupby(rows, key=lambda row: len(row.cells))]


def _part(count: int, rows: Sequence[RawRow]) -> dict[str, Any]:
    if count < 2:
        return {"widths": [1], "rows": [[" ".join(row.filled)] for row in rows]}
    longest = [max(len(row.cells[column]) for row in rows) for column in range(count)]
    return {"widths": [min(length, _LONGEST) + 3 for length in longest], "rows": [list(row.cells) for row in rows]}
