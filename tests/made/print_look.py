"""How a made document of a form looks in print: rulings, type, page, merged headers, headers again, turned pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from random import Random

from budgetkit.parse import is_amount, is_code
from budgetkit.read.row import RawRow
from made.pdf import Merged, make_pdf, table, words
from made.pdf_tables import RULED, UNRULED, turn_pages

_LONGEST = 24  # characters from which a column's share of the page grows no more
_SIGN = 1.15  # of the type size: how wide a page has to be for a character of each column


@dataclass(frozen=True)
class PrintLook:
    """The look of a print: its ruling, size of type and height of pages in points, degrees it is turned by."""

    ruling: str
    size: float
    height: int
    degrees: int
    merges: bool
    repeats: bool
    centred: bool


def draw_look(random: Random, *, unruled: bool = False) -> PrintLook:
    """Draw a look; pages are as high as 30 to 90 lines."""
    ruling = random.choice([*(UNRULED if unruled else RULED).values()])
    size = random.choice((4.0, 6.5, 8.0, 9.0, 10.5))
    return PrintLook(
        ruling=ruling,
        size=size,
        height=int(size * random.randint(45, 140)),
        degrees=random.choice((0, 0, 0, 90, 270)),
        merges=not unruled and random.random() < 0.7,
        repeats=random.random() < 0.5,
        centred=random.random() < 0.5,
    )


def print_look(rows: Iterable[RawRow], path: Path, look: PrintLook) -> Path:
    """Print the rows of a text extraction in a look: rows of cells as tables, others as lines, blocks on pages."""
    blocks = [list(block) for is_blank, block in groupby(rows, key=lambda row: not row.filled) if not is_blank]
    body = "\n#pagebreak()\n".join("\n\n".join(_parts(block, look)) for block in blocks)
    inset = f"#set table(inset: (x: {look.size / 4:.1f}pt, y: {look.size / 5:.1f}pt))\n"
    settings = f"#set text(size: {look.size}pt)\n{inset}"
    widest = max(_width([row.cells for row in block if len(row.cells) > 1]) for block in blocks)
    page = f"width: {max(420.0, widest * look.size * _SIGN + 60)}pt, height: {look.height}pt, margin: 24pt"
    if look.degrees:
        turned = f"#rotate({-look.degrees}deg, reflow: true)"
        page = "width: auto, height: auto, margin: 24pt"
        body = "\n#pagebreak()\n".join(
            f"{turned}[#block(width: {max(420.0, widest * look.size * _SIGN):.0f}pt)[{settings}"
            + "\n\n".join(_parts(block, look)) + "]]" for block in blocks
        )  # fmt: skip
    make_pdf(path, settings + body, page)
    if look.degrees:
        turn_pages(path, look.degrees)
    return path


def _width(rows: Sequence[Sequence[str]]) -> int:
    return max((sum(_shares(group)) for group in _same_width(rows)), default=0)


def _same_width(rows: Sequence[Sequence[str]]) -> list[list[Sequence[str]]]:
    return [list(group) for _, group in groupby(rows, key=len)]


def _shares(rows: Sequence[Sequence[str]]) -> list[int]:
    return [min(max(map(len, column)), _LONGEST) + 2 for column in zip(*rows, strict=True)]


def _parts(block: Sequence[RawRow], look: PrintLook) -> Iterator[str]:
    for count, part in groupby(block, key=lambda row: len(row.cells)):
        rows = list(part)
        if count > 1 and not _is_label(rows):
            yield _table([row.cells for row in rows], look)
            continue
        for row in rows:
            line = " #h(1fr) ".join(words(cell) for cell in row.filled)
            yield f"#align(center)[{line}]" if look.centred and len(row.filled) == 1 else line


def _is_label(rows: Sequence[RawRow]) -> bool:
    """Say whether rows are no table but what stands above one: the body and the unit, at both sides of a line."""
    return len(rows) == 1 and any("：" in cell for cell in rows[0].cells)


def _table(rows: Sequence[Sequence[str]], look: PrintLook) -> str:
    header = next((n for n, row in enumerate(rows[:3]) if any(map(_is_data, row))), 1)
    shares = ", ".join(f"{share}fr" for share in _shares(rows))
    printed = [*_merge(rows[:header]), *rows[header:]] if look.merges else rows
    return table(printed, len(rows[0]), look.ruling, f"({shares},)", header=header if look.repeats else 0)


def _is_data(cell: str) -> bool:
    return is_amount(cell) or is_code(cell) or len(cell) > _LONGEST


def _merge(rows: Sequence[Sequence[str]]) -> list[list[str | Merged | None]]:
    """Merge the cells of a header over the empty ones to their right and below them, as forms print groups."""
    cells: list[list[str | Merged | None]] = [list(row) for row in rows]
    for top, row in enumerate(rows):
        for left, text in enumerate(row):
            if not text:
                continue
            right, bottom = left + 1, top + 1
            below = rows[top + 1] if top + 1 < len(rows) else ()
            while (
                right < len(row) and not row[right] and below and below[right] and all(not r[right] for r in rows[:top])
            ):
                right += 1
            while right == left + 1 and bottom < len(rows) and not rows[bottom][left]:
                bottom += 1
            if right > left + 1 or bottom > top + 1:
                for y in range(top, bottom):
                    for x in range(left, right):
                        cells[y][x] = None
                cells[top][left] = Merged(text, right - left, bottom - top)
    return cells
