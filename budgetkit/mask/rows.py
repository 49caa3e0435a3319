"""The rows of a document, masked before any table is recognised: what is gone can be neither stored nor quoted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from budgetkit.personal.broken import Piece, cut_pieces, find_broken
from budgetkit.personal.cells import RowMasker, mask_line
from budgetkit.personal.search import MASK, mask_text
from budgetkit.read.markup import strip_markup
from budgetkit.read.row import RawRow


@dataclass
class MaskedRows:
    """Rows without personal data, and how many things of each kind (姓名, 电话 …) were masked, by line."""

    rows: list[RawRow] = field(default_factory=list)
    kinds: dict[int, Counter[str]] = field(default_factory=dict)


def mask_rows(rows: Sequence[RawRow]) -> MaskedRows:
    """Mask the personal data in rows: in their cells, as printed, and in the reasons of corrections.

    The rows of a table that one printed line packs are masked each by its own cells.
    """
    masked = MaskedRows()
    own, packed = RowMasker(), RowMasker()
    text = ""
    cells: Sequence[str]
    broken = find_broken([() if row.from_markup else row.cells for row in rows])
    for position, row in enumerate(rows):
        row = _without_pieces(row, broken[position]) if position in broken else row
        if position in broken:
            masked.kinds.setdefault(row.number, Counter())["姓名或号码"] += 1
        if row.from_markup:
            cells, kinds = packed.mask(row.cells)
        elif len(row.text.split("\t")) == len(row.cells) or "<t" in row.text:
            text, kinds = mask_line(own, row.text)
            cells = _cells_as_printed(row, text)
        else:  # cut into cells otherwise than at tabs
            cells, kinds = own.mask(row.cells)
            text = _text_as_cells(row, cells)
        masked.rows.append(_with(row, tuple(cells), text))
        if kinds:
            masked.kinds.setdefault(row.number, Counter()).update(kinds)
    return masked


def _with(row: RawRow, cells: tuple[str, ...], text: str) -> RawRow:
    """Put masked cells and text into a row; one that holds nothing personal stays the same."""
    correction = mask_text(row.correction) if row.correction else None
    if cells == row.cells and text == row.text and correction == row.correction:
        return row
    return replace(row, cells=cells, printed=text, correction=correction)


def _without_pieces(row: RawRow, pieces: Sequence[Piece]) -> RawRow:
    """Mask in a row what is broken over it and another one, in its cells and in its printed text."""
    text = row.text
    for place, count in pieces:
        cell = row.cells[place].strip()
        secret = cell[:count] if count > 0 else cell[count:]
        before, found, behind = text.partition(secret) if count > 0 else text.rpartition(secret)
        text = f"{before}{MASK}{behind}" if found else text
    return replace(row, cells=tuple(cut_pieces(row.cells, pieces)), printed=text)


def _cells_as_printed(row: RawRow, text: str) -> Sequence[str]:
    """Mask a row's cells as its printed text was masked; a corrected cell that reads otherwise is masked by itself."""
    if text == row.text:
        return [mask_text(cell) for cell in row.cells] if row.correction else row.cells
    before, after = row.text.split("\t"), text.split("\t")
    if len(before) != len(row.cells):
        return RowMasker().mask(row.cells)[0]
    return [
        strip_markup(new) if new != old and strip_markup(old) == cell else mask_text(cell)
        for old, new, cell in zip(before, after, row.cells, strict=True)
    ]


def _text_as_cells(row: RawRow, cells: Sequence[str]) -> str:
    """Mask a row's printed text as its cells were masked, and by what stands in it."""
    text = row.text
    for old, new in zip(row.cells, cells, strict=True):
        if new == MASK != old:
            text = re.sub(rf"(?<![\w.]){re.escape(old)}(?![\w.])", MASK, text)
    return mask_text(text)
