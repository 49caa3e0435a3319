"""Columns that are set apart by something else than tabs: recovered where the rows prove them, else left as printed.

The proof is that rows which stand together come out with the same number of cells, and that a column of amounts is
among them where the separator also stands in running text. What is not proved stays one cell a line, and is told by
the checks as amounts that were not read.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, groupby
from math import gcd

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
_NEARLY = 0.9  # of the rows that stand together, when the others lost or won a cell
_NEAR = 40  # proved rows around one that won cells, whose columns show where these belong
_RARE = re.compile(r"\\t|[\x0b\x0c\x1c-\x1f]|([\u3000~^#&@¦║‖→●▪◆■•§¤†‡])\1*|([:,/])\2+|(?<= )/(?= )")
_NAMES = {"\\t": "“\\t”", "\u3000": "全角空格"}


@dataclass(frozen=True)
class _Separator:
    """A way of setting columns apart: which lines may be rows of it, and how it cuts them."""

    name: str
    marks: re.Pattern[str]
    cut: Cut
    in_text: bool  # it also stands in sentences, so that only a column of amounts proves it


@dataclass
class _Proved:
    """The separators that a document has proved, and the width of the last rows that each has cut."""

    widths: dict[str, int] = field(default_factory=dict)
    separators: dict[str, _Separator] = field(default_factory=dict)


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


def _rare_separators(texts: Sequence[str]) -> Iterator[_Separator]:
    """Give the signs that hardly stand in sentences and are in all of some texts, as separators, long ones first.

    A sign that only comes doubled is one separator with its double.
    """
    found = [_find_rare(text) for text in texts]
    common = set.intersection(*(set(marks) for marks in found)) if found else set()
    marks = [mark * gcd(*(marks[mark] for marks in found)) for mark in common]
    for mark in sorted(marks, key=lambda mark: (-len(mark), mark)):
        name = _NAMES.get(mark, f"“{mark}”" if mark.isprintable() else "控制字符")
        yield _Separator(name, re.compile(re.escape(mark)), partial(_cut_at, mark), in_text=True)


def _find_rare(text: str) -> dict[str, int]:
    """Give the rare signs of a text, each with the number of times that it always comes in a row."""
    marks: dict[str, int] = {}
    for run in _RARE.finditer(text):
        sign = run[1] or run[2] or run[0]
        marks[sign] = gcd(marks.get(sign, 0), len(run[0]) // len(sign))
    return marks


def _cut_at(mark: str, text: str) -> list[str]:
    """Cut at a mark; the two strokes with which LaTeX ends a row are no part of its last cell."""
    return text.strip("\n ").removesuffix("\\\\").split(mark)


def recover_columns(reading: Reading) -> Reading:
    """Cut the rows of a text that stand in one cell each, block by block, with the first separator that they prove.

    Where no separator is proved, blocks are cut that blanks align.
    """
    cut_by: dict[str, list[int]] = {}
    proved = _Proved()
    rows = _cut_blocks(reading.rows, _may_be_cut, partial(_cut_block, proved=proved), cut_by)
    for separator in proved.separators.values():
        rows = _cut_like_most(rows, separator, cut_by)
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
            numbers = [row.number for row, now in zip(block, new, strict=True) if now is not row or not row.cells]
            cut_by.setdefault(name, []).extend(numbers)
        done.extend(new)
    return done


def _cut_like_most(rows: list[RawRow], separator: _Separator, cut_by: dict[str, list[int]]) -> list[RawRow]:
    """Cut the rows that are left over at a separator that nearly all rows holding it have proved, as tables have rows
    that lost or won a cell. Where it also stands in sentences, a row has to show that it is none.
    """
    proved = set(cut_by.get(separator.name, ()))
    widths = {len(row.cells) for row in rows if row.number in proved and row.cells}
    left = {row.number: pieces for row in rows if _is_uncut(row) and len(pieces := separator.cut(_plain(row))) > 1}
    alike = sum(len(pieces) in widths for pieces in left.values())
    if len(proved) + alike < max(_MANY, (len(left) - alike) * _SHARE):
        return rows
    done = list(rows)
    for place, row in enumerate(rows):
        own = left.get(row.number)
        if own and _is_uncut(row) and (not separator.in_text or _shows_cells(own)):
            near = [other.cells for other in rows[max(0, place - _NEAR) : place + _NEAR] if other.number in proved]
            done[place] = _with_cells([row], [_rejoin(own, near, separator)])[0]
            cut_by[separator.name].append(row.number)
    cut_by[separator.name].sort()
    return done


def _rejoin(pieces: list[str], near: Sequence[tuple[str, ...]], separator: _Separator) -> list[str]:
    """Join the pieces of a sentence that was cut at its own marks, where the rows around show in which column it is.

    All other pieces have to stand under cells of their kind, more of them under the same words than in any other way.
    """
    width = max((len(cells) for cells in near if len(cells) < len(pieces)), default=0)
    if not separator.marks.fullmatch("；") or width < _ENOUGH:
        return pieces
    columns = [set(column) for column in zip(*(cells for cells in near if len(cells) == width), strict=True)]
    more = len(pieces) - width + 1
    ways = [
        [*pieces[:place], "；".join(pieces[place : place + more]), *pieces[place + more :]] for place in range(width)
    ]
    scores = [
        _score(way, columns) if all(map(_is_part, pieces[place : place + more])) else -1
        for place, way in enumerate(ways)
    ]
    best = max(scores)
    return ways[scores.index(best)] if best >= 0 and scores.count(best) == 1 else pieces


def _is_part(piece: str) -> bool:
    """Say whether a piece may be a part of a sentence."""
    return len(piece.strip()) >= _ENOUGH and not _is_number(piece.strip()) and not _CODE.match(piece.strip())


def _score(cells: Sequence[str], columns: Sequence[set[str]]) -> int:
    """Count the cells that other rows hold in the same column; -1 where one stands under cells of another kind."""
    texts = [strip_markup(cell) for cell in cells]
    kinds = [{_is_number(cell) for cell in column if cell} for column in columns]
    if not all(not text or _is_number(text) in kind for text, kind in zip(texts, kinds, strict=True)):
        return -1
    return sum(bool(text) and text in column for text, column in zip(texts, columns, strict=True))


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None


def _shows_cells(pieces: Sequence[str]) -> bool:
    """Say whether a row cut into pieces is one of cells: some are empty, or amounts, or codes with names."""
    cells = [strip_markup(piece) for piece in pieces]
    shown = (not cell or _NUMBER.fullmatch(cell) or _CODE.match(cell) for cell in cells[1:])
    return len(cells) > 1 and (not cells[0] or any(shown))


def _may_be_cut(row: RawRow) -> bool:
    """Say whether a row is one cell that may hold several: with a mark or two blanks inside, and no tab."""
    marks = (_RARE, *(separator.marks for separator in _SEPARATORS))
    return _is_uncut(row) and any(mark.search(row.text) for mark in marks)


def _plain(row: RawRow) -> str:
    """Give a row's printed text without the tables that it packs, which are rows of their own."""
    return remove_tables(row.text) if "<table" in row.text.lower() else row.text


def _may_be_aligned(row: RawRow) -> bool:
    return _is_uncut(row) and bool(row.text.strip())


def _is_uncut(row: RawRow) -> bool:
    return not row.from_markup and len(row.cells) <= 1 and "\t" not in row.text


def _cut_block(block: list[RawRow], proved: _Proved) -> tuple[str, list[RawRow]]:
    """Cut rows that stand together; give the separator's name, empty where none is proved."""
    content = [row for row in block if row.cells]  # a rule between header and rows has none
    for separator in chain(_SEPARATORS, _rare_separators([_plain(row) for row in content])):
        pieces = {row: separator.cut(_plain(row)) for row in content}
        chosen = _most(pieces)
        even = _without_frame([pieces[row] for row in chosen], separator)
        if _is_proved(even, separator, proved.widths):
            proved.widths[separator.name] = max(map(len, even))
            proved.separators[separator.name] = separator
            cut = dict(zip(chosen, _with_cells(chosen, even), strict=True))
            return separator.name, [cut.get(row, row) for row in block]
    return "", block


def _most(pieces: Mapping[RawRow, list[str]]) -> list[RawRow]:
    """Give the rows of the width that nearly all have, as single ones lost or won a cell; else all of them."""
    widths = Counter(map(len, pieces.values())).most_common(1)
    if not widths or widths[0][0] < _ENOUGH or widths[0][1] < max(_ENOUGH, len(pieces) * _NEARLY):
        return list(pieces)
    return [row for row, cells in pieces.items() if len(cells) == widths[0][0]]


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
