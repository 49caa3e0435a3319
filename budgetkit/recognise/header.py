"""Stacked headers: which column is which."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from budgetkit.money_units import without_unit
from budgetkit.parse import compact, is_data
from budgetkit.personal.headers import is_contact_header
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import PublishedColumn

_GROUP = re.compile(
    r"其中[:：]?|(?:本年|当年|\d{4}年)?预算数?|(?:本年|当年)?(?:一般公共预算|政府性基金预算|国有资本经营预算)(?:财政拨款)?支出|"
    r"基本支出|项目支出|指导性目录|收入|支出|(?:支出)?功能分类科目|本年拨款"
)

_CODES = re.compile(r"(?<=科目)代码")


def is_header(line: RawRow, columns: Sequence[PublishedColumn]) -> bool:
    """Say whether a line belongs to a header: words only, each a step of some column's path or a group's name.

    A column of contacts, which no table is read for, may stand among them.
    """
    return _is_all_words(line) and all(_is_known(word, columns) or is_contact_header(word) for word in line.filled)


def find_strangers(line: RawRow, columns: Sequence[PublishedColumn], *, is_below: bool = False) -> set[int] | None:
    """Find the positions of a header's words that name no column of this table; None where the line is no header.

    Unknown words are borne among at least as many known ones, and two at least; `is_below` says that the line stands
    right below a line of a header, where one known word is enough.
    """
    if not _is_all_words(line):
        return None
    strangers = {p for p, cell in enumerate(line.cells) if cell and not _is_known(cell, columns)}
    known = len(line.filled) - len(strangers)
    return (
        strangers
        if is_header(line, columns) or (known >= 2 and known >= len(strangers)) or (known and is_below)
        else None
    )


def _is_all_words(line: RawRow) -> bool:
    return bool(line.filled) and not any(map(is_data, line.filled))


def _is_known(cell: str, columns: Sequence[PublishedColumn]) -> bool:
    word = header_word(cell)
    if word.endswith("编码") and any(re.fullmatch(c.path, word[:-2]) for c in columns if c.type == "code_name"):
        return True
    steps = {step for column in columns for step in _steps(column.path)}
    return bool(_GROUP.fullmatch(word)) or any(re.fullmatch(step, word) for step in steps)


@lru_cache(1 << 14)
def header_word(text: str) -> str:
    """Write a header's word as it is compared: without blanks and the unit in brackets behind it, codes by one word."""
    return _CODES.sub("编码", compact(without_unit(text)))


def header_paths(rows: Sequence[RawRow]) -> list[str]:
    """Join stacked header rows into a path a column, upper cells inherited from the left (`本年收入/小计`)."""
    width = max((len(row.cells) for row in rows), default=0)
    return ["/".join(_path(rows, position)) for position in range(width)]


def map_columns(rows: Sequence[RawRow], columns: Sequence[PublishedColumn]) -> dict[int, PublishedColumn]:
    """Map the positions of a header to the columns that they are.

    A column goes to the first position whose path ends in it. Positions that no column claims are left out.
    """
    found: dict[int, PublishedColumn] = {}
    for position, path in enumerate(header_paths(rows)):
        taken = {column.key for column in found.values()}
        free = (column for column in columns if column.key not in taken)
        column = next((column for column in free if _matches(path, column)), None)
        if column and path:
            found[position] = column
    return _part_codes(found, rows)


def _part_codes(found: dict[int, PublishedColumn], rows: Sequence[RawRow]) -> dict[int, PublishedColumn]:
    """Take the column of a class whose name stands behind a column of its own codes, or their parts, for the name."""
    words = [path.rsplit("/", 1)[-1] for path in header_paths(rows)]
    parted = dict(found)
    for position, column in found.items():
        before = words[position - 1] if 0 < position <= len(words) else ""
        if column.type != "code_name":
            continue
        name = PublishedColumn(f"{column.key}_name", "", "text")
        if before.endswith("编码") and re.fullmatch(column.path, before[:-2]):
            codes = PublishedColumn(f"{column.key}_code", "", "code", family=column.family)
            parted |= {position - 1: codes, position: name}
        elif position - 1 in found and found[position - 1].part_of == f"{column.key}_code":
            parted[position] = name
    return parted


def find_doubles(rows: Sequence[RawRow], mapping: Mapping[int, PublishedColumn]) -> list[str]:
    """Find the words of a header that stand over two columns of words, of which no group above tells which is which."""
    words = [path.rsplit("/", 1)[-1] for path in header_paths(rows)]
    kept = [position for position, column in mapping.items() if column.type != "amount" and position < len(words)]
    told = {words[position] for position in kept}
    return [word for position, word in enumerate(words) if word and position not in mapping and word in told]


def _matches(path: str, column: PublishedColumn) -> bool:
    """Say whether a header path ends in a column's last step and has its other steps somewhere above, in order."""
    return _path_pattern(column.path).fullmatch(path) is not None


@lru_cache(1 << 12)
def _path_pattern(path: str) -> re.Pattern[str]:
    pattern = "/(?:.*/)?".join(f"(?:{step})" for step in _steps(path))
    return re.compile(f"(?:.*/)?{pattern}")


def _path(rows: Sequence[RawRow], position: int) -> list[str]:
    own = [row for row, line in enumerate(rows) if position < len(line.cells) and line.cells[position]]
    if not own:
        return []
    above = [_from_left(rows[row], position) for row in range(own[-1])]
    return [step for step in [*above, header_word(rows[own[-1]].cells[position])] if step]


def _from_left(line: RawRow, position: int) -> str:
    return next((header_word(cell) for cell in reversed(line.cells[: position + 1]) if cell), "")


def _steps(path: str) -> list[str]:
    return path.split("/")
