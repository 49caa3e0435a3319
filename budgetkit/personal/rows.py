"""The rows of a document, masked before any table is recognised: what is gone can be neither stored nor quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from budgetkit.personal.cells import RowMasker, mask_line
from budgetkit.personal.find import mask_text
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
    printed, packed = RowMasker(), RowMasker()
    text = ""
    for row in rows:
        if row.from_markup:
            cells, kinds = packed.mask(row.cells)
            row = _with(row, tuple(cells), text)
        else:
            text, kinds = mask_line(printed, row.text)
            row = _with(row, _masked_cells(row, text), text)
        masked.rows.append(row)
        if kinds:
            masked.kinds.setdefault(row.number, Counter()).update(kinds)
    return masked


def _with(row: RawRow, cells: tuple[str, ...], text: str) -> RawRow:
    """Put masked cells and text into a row; one that holds nothing personal stays the same."""
    correction = mask_text(row.correction) if row.correction else None
    if cells == row.cells and text == row.text and correction == row.correction:
        return row
    return replace(row, cells=cells, printed=text, correction=correction)


def _masked_cells(row: RawRow, text: str) -> tuple[str, ...]:
    """Mask a row's cells as its printed text was masked; a corrected cell that reads otherwise is masked by itself."""
    if text == row.text:
        return tuple(mask_text(cell) for cell in row.cells) if row.correction else row.cells
    before, after = row.printed_cells, text.split("\t")
    if len(before) != len(row.cells):
        return tuple(RowMasker().mask(row.cells)[0])
    return tuple(
        strip_markup(new) if new != old and strip_markup(old) == cell else mask_text(cell)
        for old, new, cell in zip(before, after, row.cells, strict=True)
    )
