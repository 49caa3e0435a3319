"""Text extractions printed as PDFs in the look of published forms: what reads the one must read the other alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from budgetkit.read.row import RawRow
from made.pdf import make_pdf, table, words

_PAGE = "width: {width}pt, height: auto, margin: 40pt"
_CELL = 60  # points of the page's width that a column takes at least
_LONGEST = 40  # characters from which a column's share of the page grows no more


def print_pdf(rows: Iterable[RawRow], path: Path) -> Path:
    """Print the rows of a text extraction: rows of cells as tables, others as lines, each block on a page of its own.

    Rows of as many cells are one table.
    """
    rows = [row for row in rows if not row.from_markup]  # those stand in the row that packs them, too
    blocks = groupby(rows, key=lambda row: not row.filled)
    body = "\n#pagebreak()\n".join(_print_block(list(block)) for is_blank, block in blocks if not is_blank)
    settings = "#set text(size: 7pt)\n#set table(inset: 3pt)\n"
    width = max(1191, _CELL * max(len(row.cells) for row in rows))
    return make_pdf(path, settings + body, _PAGE.format(width=width))


def _print_block(rows: Sequence[RawRow]) -> str:
    parts = groupby(rows, key=lambda row: len(row.cells))
    return "\n\n".join(_print_table(list(part)) if count > 1 else _print_lines(list(part)) for count, part in parts)


def _print_lines(rows: Sequence[RawRow]) -> str:
    return "\n\n".join(words(" ".join(row.filled)) for row in rows)


def _print_table(rows: Sequence[RawRow]) -> str:
    columns = range(len(rows[0].cells))
    shares = [min(max(len(row.cells[column]) for row in rows), _LONGEST) + 3 for column in columns]
    widths = f"({', '.join(f'{share}fr' for share in shares)},)"
    return table([row.cells for row in rows], len(columns), widths=widths)
