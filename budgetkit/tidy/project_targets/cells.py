"""Lines of 项目支出绩效目标表 to their parts: indicators, and the cells of the project that stand beside them.

A row of the form has a project's cells (name, total, fiscal and other funds, goal) on the left and an indicator's (two
levels, name, operator, value, unit) on the right. The levels are words of a fixed vocabulary: they, not the position,
say where the right part begins, so that rows that lost leading cells read like any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from budgetkit.parse import is_amount, is_empty_mark, is_number
from budgetkit.read.row import RawRow
from budgetkit.recognise.boundary import is_statement
from budgetkit.recognise.title import find_title
from budgetkit.tidy.indicator import Indicator
from budgetkit.tidy.levels import (
    LEVEL1_OF,
    as_level1,
    as_level2,
    as_operator,
    split_levels,
    squeeze,
)

HEADER_WORDS = frozenset(
    {
        "项目名称", "项目总额", "其中：", "其中:", "其中", "财政资金", "其他资金", "绩效目标", "一级指标", "二级指标",
        "三级指标", "绩效指标性质", "本年绩效指标值", "绩效度量单位",
    }
)  # fmt: skip
_PACKED = re.compile(r"指标\s{2,}\S.*\s{2,}")
_AROUND_OPERATOR = re.compile(r"(?P<name>\S.*?)\s+(?P<operator>[≥≤=<>＝]|定性)\s+(?P<value>\S+)(?:\s+(?P<unit>\S+))?")
_AMOUNT_LIKE = re.compile(r"[\d,，. ]*\d\.\d{2,}|[\d,，.]+ \d{6}")
_GOAL_COLUMN = 3  # the goal's column, or the one before it where an empty 其他资金 cell is lost


@dataclass
class PlacedIndicator(Indicator):
    """An indicator, and the part in which it stands.

    `notes` say what was repaired in its cells, `owner_note` on what evidence it belongs to a project whose name stands
    below it, `is_doubtful` that this evidence is thin.
    """

    part: int = 0
    notes: list[str] = field(default_factory=list)
    owner_note: str = ""
    is_doubtful: bool = False


@dataclass
class LinePart:
    """What one line, or one paragraph of lines, says: project cells on the left, indicators on the right.

    `run` counts the runs of lines between breaks; `amounts` are texts by column (1 total, 2 fiscal, 3 other; 0 where
    the column is unknown); `loose` is a paragraph that may be a name or a goal; `is_packed` says that one cell held a
    whole indicator, `had_rows` that copies of the rows below were taken from here.
    """

    position: int
    run: int
    line: RawRow
    indicators: list[PlacedIndicator] = field(default_factory=list)
    name: str = ""
    amounts: dict[int, str] = field(default_factory=dict)
    goal: str = ""
    loose: list[str] = field(default_factory=list)
    first_in_run: bool = False
    is_packed: bool = False
    had_rows: bool = False


def read_parts(lines: Sequence[RawRow]) -> list[LinePart]:
    """Read the lines of the table into parts, in order; titles, units, headers and blank lines give none."""
    parts: list[LinePart] = []
    run, fresh, previous = 0, True, None
    for line in lines:
        if previous is not None and line.starts_anew:
            run, fresh = run + 1, True
        previous = line
        if line.is_blank or is_furniture(line):
            run, fresh = run + 1, True
            continue
        part = _read_part(line, len(parts), run, fresh, parts[-1] if parts else None)
        if part is None:
            continue
        fresh = False
        parts.append(part)
    return parts


def is_furniture(line: RawRow) -> bool:
    """Say whether a line is title, unit statement or (part of) a header."""
    words = [squeeze(cell) for cell in line.filled]
    if all(word in HEADER_WORDS for word in words):
        return True
    return is_statement(line) or (len(words) == 1 and _is_title(line))


def stands_one_a_line(lines: Sequence[RawRow]) -> bool:
    """Say whether the words of the header stand each in a line of its own, so that no line tells its columns."""
    headers = [
        len(line.filled) for line in lines if line.filled and {squeeze(cell) for cell in line.filled} <= HEADER_WORDS
    ]
    return len(headers) > 1 and max(headers) == 1


def _is_title(line: RawRow) -> bool:
    title = find_title(line)
    return title is not None and title.endswith("绩效目标表")


def looks_like_amount(text: str) -> bool:
    """Say whether a text is an amount, or was one before extraction damaged it (`271 660100`, `00 000000`)."""
    text = text.strip()
    return bool(text) and (is_amount(text) or _AMOUNT_LIKE.fullmatch(text) is not None)


def _read_part(line: RawRow, position: int, run: int, fresh: bool, previous: LinePart | None) -> LinePart | None:
    if _is_paragraph(line):
        return _read_paragraph(line, position, run, fresh, previous)
    before, part_indicators = read_indicators(line, position)
    part = LinePart(position, run, line, part_indicators, first_in_run=fresh)
    part.is_packed = any(map(_is_packed, line.filled))
    _read_project_cells(part, before)
    return part


def read_indicators(line: RawRow, position: int = 0) -> tuple[list[str], list[PlacedIndicator]]:
    """Read a line's indicators, and give the cells before them.

    A cell in which levels stand glued to a name, or which packs a whole indicator, is taken apart first.
    """
    cells = _unpack(line.cells)
    start = next((index for index, cell in enumerate(cells) if as_level1(cell) or as_level2(cell)), len(cells))
    return cells[:start], _read_indicators(line, position, cells[start:])


def _is_paragraph(line: RawRow) -> bool:
    return len(line.cells) == 1 and not split_levels(line.cells[0]).level1


def _read_paragraph(line: RawRow, position: int, run: int, fresh: bool, previous: LinePart | None) -> LinePart | None:
    """Read a line of text without cells; it joins the paragraph before it in the same run."""
    text = line.cells[0]
    if looks_like_amount(text) and re.search(r"[. ]", text) and not (previous and previous.loose and not fresh):
        return LinePart(position, run, line, amounts={0: text}, first_in_run=fresh)
    if previous and previous.loose and not fresh:
        previous.loose.append(text)
        return None
    return LinePart(position, run, line, loose=[text], first_in_run=fresh)


def _unpack(cells: Sequence[str]) -> list[str]:
    """Take apart cells that hold a whole indicator: paragraphs that markup packed, or levels glued to a name."""
    unpacked: list[str] = []
    for cell in cells:
        levels = split_levels(cell)
        if levels.level1 and levels.rest.strip():
            unpacked.extend([levels.level1, levels.level2 or "", *_cut_rest(levels.rest.strip())])
        else:
            unpacked.append(cell)
    return unpacked


def _is_packed(cell: str) -> bool:
    rest = split_levels(cell).rest.strip()
    return _PACKED.search(cell) is not None or (rest != cell.strip() and len(_cut_rest(rest)) > 1)


def _cut_rest(rest: str) -> list[str]:
    """Cut what follows the levels in a packed cell: at wide gaps, else around an operator that stands by itself."""
    words = re.split(r"\s{2,}", rest)
    found = _AROUND_OPERATOR.fullmatch(rest) if len(words) == 1 else None
    return [word or "" for word in found.groups()] if found else words


def _read_project_cells(part: LinePart, cells: Sequence[str]) -> None:
    for column, cell in enumerate(cells):
        if not cell or is_empty_mark(cell):
            continue
        if column and (looks_like_amount(cell) or (column < _GOAL_COLUMN and is_number(squeeze(cell)))):
            part.amounts[column] = cell
        elif column >= _GOAL_COLUMN:
            part.goal += cell
        else:
            part.name += cell


def _read_indicators(line: RawRow, position: int, cells: Sequence[str]) -> list[PlacedIndicator]:
    starts = [index for index, cell in enumerate(cells) if as_level1(cell)]
    if not starts and cells:
        starts = [0]
    bounds = [*starts, len(cells)]
    found = [_read_indicator(line, position, cells[a:b]) for a, b in pairwise(bounds)]
    return [indicator for indicator in found if indicator]


def _read_indicator(line: RawRow, position: int, cells: Sequence[str]) -> PlacedIndicator:
    """Read an indicator's cells; empty cells between level and level, or name and operator, are lost columns."""
    level1 = as_level1(cells[0])
    rest = list(cells[1:] if level1 else cells)
    while rest and not rest[0]:
        rest.pop(0)
    level2 = as_level2(rest[0]) if rest else None
    rest = rest[1:] if level2 else rest
    at = next((index for index, cell in enumerate(rest) if as_operator(cell)), None)
    if at is None:
        name, operator, tail = next((cell for cell in rest if cell), ""), "", []
    else:
        name, operator = " ".join(cell for cell in rest[:at] if cell), as_operator(rest[at]) or ""
        tail = rest[at + 1 :]
    value, unit = next(iter(tail), ""), next((cell for cell in tail[1:] if cell), "")
    level1 = level1 or LEVEL1_OF.get(level2 or "", "")
    return PlacedIndicator(line, level1, level2 or "", name, operator, value, unit, part=position)
