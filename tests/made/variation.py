"""What publishers and extraction do to a whole document: pages, contents, width of digits, separators, line ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from math import ceil

from made.style import Style

_WIDE = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
_NUMBER = re.compile(r"(?<![^\t>\n])-?[\d,]+(?:\.\d+)?(?=[\t<\n-]|$)")


def vary(style: Style, lines: Sequence[str], titles: Sequence[str], body: str, year: int) -> str:
    """Give the printed lines of a document as a text in a style."""
    printed = [*_contents(style, titles), *lines]
    printed = list(_separate(style, printed))
    if style.footer or style.running_header:
        printed = list(_paged(style, printed, body, year))
    text = "\n".join(printed) + "\n"
    if style.wide_digits:
        text = "\n".join(_NUMBER.sub(lambda match: match[0].translate(_WIDE), line) for line in text.split("\n"))
    return text.replace("\n", style.line_end)


def _contents(style: Style, titles: Sequence[str]) -> list[str]:
    if not style.contents:
        return []
    return [
        "目 录",
        "",
        *(f"{title}{style.contents.format(page=page)}" for page, title in enumerate(titles, 3)),
        "",
        "",
    ]


def _paged(style: Style, lines: Sequence[str], body: str, year: int) -> Iterable[str]:
    """Put the marks of a page behind every so many lines: its header comes before the page, its number behind it."""
    pages = ceil(len(lines) / style.lines_per_page)
    for page in range(pages):
        values = {"page": page + 1, "pages": pages, "body": body, "year": year}
        if style.running_header:
            yield style.running_header.format(**values)
        yield from lines[page * style.lines_per_page : (page + 1) * style.lines_per_page]
        if style.footer:
            yield style.footer.format(**values)


def _separate(style: Style, lines: Sequence[str]) -> Iterable[str]:
    """Write the cells of lines with another separator than tabs."""
    if style.columns == "tabs":
        return lines
    if style.columns == "aligned":
        return _aligned(lines)
    write: dict[str, Callable[[list[str]], str]] = {
        "pipes": lambda cells: f"| {' | '.join(cells)} |",
        "bars": "|".join,
        "td": lambda cells: f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>",
        "td_lines": lambda cells: "\n".join(["<tr>", *(f"<td>{cell}</td>" for cell in cells), "</tr>"]),
        "spaces": "    ".join,
        "semicolons": ";".join,
        "lines": lambda cells: "\n".join(cell for cell in cells if cell),
    }
    written = (write[style.columns](line.split("\t")) if "\t" in line else line for line in lines)
    return [part for line in written for part in line.split("\n")]


def _aligned(lines: Sequence[str]) -> list[str]:
    """Set the cells of tables in columns of blanks, words to the left and amounts to the right."""
    aligned: list[str] = []
    block: list[list[str]] = []
    for line in [*lines, ""]:
        if "\t" in line:
            block.append(line.split("\t"))
            continue
        aligned.extend(_align(block))
        block = []
        aligned.append(line)
    return aligned[:-1]


def _align(rows: Sequence[list[str]]) -> list[str]:
    width = max(map(len, rows), default=0)
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    widths = [max(_width(row[column]) for row in full) for column in range(width)]
    return ["  ".join(_pad(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in full]


def _pad(cell: str, size: int) -> str:
    blanks = " " * (size - _width(cell))
    return f"{blanks}{cell}" if _NUMBER.fullmatch(cell) else f"{cell}{blanks}"


def _width(text: str) -> int:
    """Count the columns that a text takes: a Chinese character takes two."""
    return sum(1 if character.isascii() else 2 for character in text)
