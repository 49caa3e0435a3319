"""Makes PDFs in the look of published forms, with Typst: ruled tables with merged cells, pages, text around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst

from budgetkit.fonts import find_fonts

_ESCAPED = str.maketrans({character: f"\\{character}" for character in '\\#$*_`<>@[]~"=-+/'})


@dataclass(frozen=True)
class Merged:
    """A cell that spans columns or rows."""

    text: str
    columns: int = 1
    rows: int = 1


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=list(find_fonts().folders))


def make_pdf(path: Path, body: str, page: str = 'paper: "a4", margin: 40pt') -> Path:
    """Print Typst markup as a PDF."""
    head = f'#set page({page})\n#set text(font: "Noto Sans CJK SC", size: 9pt, lang: "zh", region: "cn")\n'
    path.write_bytes(typst.compile((head + body).encode(), font_paths=_fonts()))
    return path


def table(
    rows: Sequence[Sequence[str | Merged | None]],
    columns: int,
    options: str = "stroke: 0.5pt",
    widths: str = "",
    header: int = 0,
) -> str:
    """Write a table; None is where a merged cell reaches. The first `header` rows are printed again on each page."""
    head = ", ".join(_cell(cell) for row in rows[:header] for cell in row if cell is not None)
    body = ", ".join(_cell(cell) for row in rows[header:] for cell in row if cell is not None)
    head = f"table.header({head}), " if head else ""
    return f"#table(columns: {widths or columns}, {options}, {head}{body})\n"


def words(text: str) -> str:
    """Write words so that Typst takes none of them as markup."""
    return text.translate(_ESCAPED)


def _cell(cell: str | Merged) -> str:
    if isinstance(cell, str):
        return f"[{words(cell)}]"
    return f"table.cell(colspan: {cell.columns}, rowspan: {cell.rows})[{words(cell.text)}]"
