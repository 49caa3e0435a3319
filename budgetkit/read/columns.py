"""Columns that are set apart by something else than tabs: recovered where the rows prove them, else left as printed.

The proof is that rows which stand together come out with the same number of cells, and that a column of amounts is
among them where the separator also stands in running text. What is not proved stays one cell a line, and is told by
the checks as amounts that were not read.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from budgetkit.finding import Finding
from budgetkit.parse import is_empty_mark
from budgetkit.read.aligned import cut_aligned
from budgetkit.read.markup import remove_tables, strip_markup
from budgetkit.read.reading import Reading
from budgetkit.read.row import RawRow

Cut = Callable[[str], list[str]]
_PIPES = re.compile(r"[|｜│┃]")
_NUMBER = re.compile(r"[-−－]?[\d０-９,，]+(?:[.．][\d０-９]+)?")
_QUOTED = re.compile('"[^"]*"')
_THOUSANDS = re.compile(r"(?<![\d０-９.．])[\d０-９]{1,3}[,，][\d０-９]{3}(?![\d０-９])")
_CODE = re.compile(r"[A-Z\d]{2,21}[-－]\S")
_MANY = 30  # rows that prove how a document sets columns apart …
_SHARE = 3  # … and as many times those that are left
_ENOUGH = 3  # rows that prove a separator which also stands in running text


@dataclass(frozen=True)
class _Separator:
    """A way of setting columns apart: which lines may be rows of it, and how it cuts them."""

    name: str
    marks: re.Pattern[str]
    cut: Cut
    in_text: bool  # it also stands in sentences, so that only a column of amounts proves it


def _commas(text: str) -> list[str]:
    """Cut at commas outside quotation marks; not at all where one of them may set off thousands (4,697.000000)."""
    if _THOUSANDS.search(_QUOTED.sub('""', text)):
        return [text]
    try:
        return next(csv.reader([text]), None) or [text]
    except csv.Error:  # longer than any field of a table
        return [text]


def _blanks(width: int) -> Cut:
    def cut(text: str) -> list[str]:
        pieces = text.split(" " * width)
        is_whole = all(piece == piece.strip(" ") and "  " not in piece for piece in pieces)  # else fewer set apart
        return pieces if is_whole else [text]

    return cut


_SEPARATORS = (
    _Separator("竖线", _PIPES, lambda text: _PIPES.split(text.strip()), in_text=False),
    _Separator("分号", re.compile("[;；]"), re.compile("[;；]").split, in_text=True),
    _Separator("逗号", re.compile(","), _commas, in_text=True),
    *(_Separator(f"{n} 个空格", re.compile(" " * n), _blanks(n), in_text=True) for n in (8, 4, 3, 2)),
)


def recover_columns(reading: Reading) -> Reading:
    """Cut the rows of a text that stand in one cell each, block by block, with the first separator that they prove.

    Where no separator is proved, blocks are cut that blanks align.
    """
    cut_by: dict[str, list[int]] = {}
    widths: dict[str, int] = {}
    cut = partial(_cut_block, widths=widths)
    rows = _cut_blocks(reading.rows, _may_be_cut, cut, cut_by)
    rows = _cut_like_most(rows, cut_by)
    rows = _cut_blocks(rows, _may_be_aligned, _cut_aligned, cut_by)
    if not cut_by:
        return reading
    return Reading(rows, [*reading.notes, *(_finding(name, lines) for name, lines in cut_by.items())])


def _cut_blocks(
    rows: Sequence[RawRow],
    belongs: Callable[[RawRow], bool],
    cut: Callable[[list[RawRow]], tuple[str, list[RawRow]]],
    cut_by: dict[str, list[int]],
) -> list[RawRow]:
    """Cut the blocks of rows that belong together, and note the lines by what set their columns apart."""
    done: list[RawRow] = []
    for is_block, group in groupby(rows, key=belongs):
        block = list(group)
        name, new = cut(block) if is_block else ("", block)
        if name:
            cut_by.setdefault(name, []).extend(row.number for row in block)
        done.extend(new)
    return done


def _cut_like_most(rows: Sequence[RawRow], cut_by: dict[str, list[int]]) -> list[RawRow]:
    """Cut the rows that are left over at a separator that nearly all rows holding it have proved, as tables have rows
    that lost or won a cell. Where it also stands in sentences, a row has to show that it is none.
    """
    for separator in _SEPARATORS:
        proved = set(cut_by.get(separator.name, ()))
        widths = {len(row.cells) for row in rows if row.number in proved and row.cells}
        left = [row for row in rows if _is_uncut(row) and len(separator.cut(_plain(row))) > 1]
        alike = sum(len(separator.cut(_plain(row))) in widths for row in left)
        if proved and len(proved) + alike >= max(_MANY, (len(left) - alike) * _SHARE):
            chosen = {row.number for row in left if not separator.in_text or _shows_cells(separator.cut(_plain(row)))}
            cut_by[separator.name].extend(sorted(chosen))
            rows = [
                _with_cells([row], [separator.cut(_plain(row))])[0] if row.number in chosen and _is_uncut(row) else row
                for row in rows
            ]
    return list(rows)


def _shows_cells(pieces: Sequence[str]) -> bool:
    """Say whether a row cut into pieces is one of cells: some are empty, or amounts, or codes with names."""
    cells = [strip_markup(piece) for piece in pieces]
    return len(cells) > 1 and any(not cell or _NUMBER.fullmatch(cell) or _CODE.match(cell) for cell in cells[1:])


def _may_be_cut(row: RawRow) -> bool:
    """Say whether a row is one cell that may hold several: with a mark or two blanks inside, and no tab."""
    return _is_uncut(row) and any(separator.marks.search(row.text) for separator in _SEPARATORS)


def _plain(row: RawRow) -> str:
    """Give a row's printed text without the tables that it packs, which are rows of their own."""
    return remove_tables(row.text) if "<table" in row.text.lower() else row.text


def _may_be_aligned(row: RawRow) -> bool:
    return _is_uncut(row) and bool(row.text.strip())


def _is_uncut(row: RawRow) -> bool:
    return not row.from_markup and len(row.cells) <= 1 and "\t" not in row.text


def _cut_block(block: list[RawRow], widths: dict[str, int]) -> tuple[str, list[RawRow]]:
    """Cut rows that stand together; give the separator's name, empty where none is proved."""
    content = [row for row in block if row.cells]  # a rule between header and rows has none
    for separator in _SEPARATORS:
        pieces = _without_frame([separator.cut(_plain(row)) for row in content], separator)
        if _is_proved(pieces, separator, widths):
            widths[separator.name] = max(map(len, pieces))
            return separator.name, _with_cells(block, pieces)
    return "", block


def _cut_aligned(block: list[RawRow]) -> tuple[str, list[RawRow]]:
    content = [row for row in block if row.cells]
    aligned = cut_aligned([row.text for row in content])
    return ("按列对齐的空格", _with_cells(block, aligned)) if aligned and _has_amounts(aligned) else ("", block)


def _without_frame(pieces: list[list[str]], separator: _Separator) -> list[list[str]]:
    """Take off the empty pieces outside the first and last mark, where every row begins and ends with one."""
    ends = [cell.strip() for row in pieces for cell in (row[0], row[-1])]
    framed = not separator.in_text and not any(ends) and all(len(row) > 2 for row in pieces)
    return [row[1:-1] for row in pieces] if framed else pieces


def _is_proved(pieces: Sequence[Sequence[str]], separator: _Separator, widths: dict[str, int]) -> bool:
    """Say whether rows prove a separator: all of one width, which they show themselves or the document has shown."""
    width = max(map(len, pieces), default=0)
    if width < 2 or any(len(row) != width for row in pieces):
        return False
    known = widths.get(separator.name) == width
    if separator.in_text:
        is_table = separator.name in widths and width >= _ENOUGH  # the document has shown that it sets columns so
        return (len(pieces) >= _ENOUGH or known) and (is_table or _has_amounts(pieces))
    return len(pieces) > 1 or known


def _has_amounts(pieces: Sequence[Sequence[str]]) -> bool:
    """Say whether one column holds amounts below its header, and nothing else."""
    return any(_is_amounts([strip_markup(cell) for cell in column]) for column in zip(*pieces, strict=True))


def _is_amounts(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell and not is_empty_mark(cell)]
    first = next((place for place, cell in enumerate(filled) if _NUMBER.fullmatch(cell)), len(filled))
    return first < len(filled) and first <= _ENOUGH and all(_NUMBER.fullmatch(cell) for cell in filled[first:])


def _with_cells(block: Sequence[RawRow], pieces: Sequence[Sequence[str]]) -> list[RawRow]:
    cut = iter(pieces)
    return [
        replace(row, cells=tuple(strip_markup(piece) for piece in next(cut)), printed=None) if row.cells else row
        for row in block
    ]


def _finding(name: str, lines: Sequence[int]) -> Finding:
    note = f"{len(lines)} 行的列以{name}隔开（第一处在第 {lines[0]} 行），相连各行列数一致，据此还原各列。"
    return Finding("documents", "reading", "", note, "kept", lines[0])
