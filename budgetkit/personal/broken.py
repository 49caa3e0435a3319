"""What is personal and broken over two rows: a name or number whose end stands at the beginning of the next one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from budgetkit.personal.persons import is_lone_surname, may_be_whole_name
from budgetkit.personal.search import MASK, find_personal
from budgetkit.personal.visible import make_visible

_HAN = "\u4e00-\u9fff"
_TAIL, _HEAD = 48, 32
_NAME_BROKEN = re.compile(rf"[人员者师导长任管系为是由:生户][^,。;]{{0,6}}[{_HAN}·]$")
_NUMBER_BROKEN = re.compile(
    r"(?:电\s*话|手机|传真|座机|联系|联络|身份|证件|证号|账|帐|卡号|邮箱|邮件|微信|qq|mail|tel).{0,30}[\dA-Za-z@._+-]$",
    re.IGNORECASE,
)

_OTHER_ROW = re.compile(rf"\d{{3,7}}-[{_HAN}]|\d[\d,]*\.\d{{2}}")  # a code with its name, an amount

Piece = tuple[int, int]
"""A cell, and how many of its characters: from its beginning, or from its end where the number is negative."""


def find_broken(rows: Sequence[Sequence[str]]) -> dict[int, list[Piece]]:
    """Find what is broken between rows of cells that follow each other; gives the pieces of each row by its position.

    Empty rows between do not part them.
    """
    found: dict[int, list[Piece]] = defaultdict(list)
    last = None
    for position, cells in enumerate(rows):
        if not any(map(str.strip, cells)):
            continue
        if last is not None and (pieces := _find_pieces(rows[last], cells)):
            found[last].append(pieces[0])
            found[position].append(pieces[1])
        last = position
    return found


def cut_pieces(cells: Sequence[str], pieces: Sequence[Piece]) -> list[str]:
    """Put the mask in place of pieces of cells."""
    shown = list(cells)
    for place, count in pieces:
        cell = shown[place].strip()
        shown[place] = MASK + cell[count:] if count > 0 else cell[:count] + MASK
    return shown


def _filled(cells: Sequence[str]) -> list[int]:
    return [place for place, cell in enumerate(cells) if cell.strip()]


def _find_pieces(above: Sequence[str], below: Sequence[str]) -> tuple[Piece, Piece] | None:
    first, second = _filled(above), _filled(below)
    if len(first) > 1 and len(second) == 1 and (place := second[0]) in first and _is_name(above[place], below[place]):
        return (place, -len(above[place].strip())), (place, len(below[place].strip()))
    if len(first) > 1 and len(second) > 1:  # what ends one row and what begins the next are in other columns
        return None
    head = below[second[0]].strip()
    parts = _find_parts(above[first[-1]].rstrip()[-_TAIL:], head[:_HEAD], is_alone=len(second) == 1)
    return ((first[-1], -parts[0]), (second[0], parts[1])) if parts else None


def _is_name(above: str, below: str) -> bool:
    """Say whether a surname alone in a cell is continued by the given name in the cell below."""
    name, given = (make_visible(cell).text.strip() for cell in (above, below))
    return is_lone_surname(name) and may_be_whole_name(name + given)


def _find_parts(tail: str, head: str, *, is_alone: bool) -> tuple[int, int] | None:
    """Give how many characters at the end of one text and at the beginning of the next are one personal thing.

    A name is broken behind its surname, or what goes on below is nothing else.
    """
    seen = [make_visible(text).text for text in (tail, head)]
    if list(map(len, seen)) != [len(tail), len(head)]:  # tags among them
        return None
    is_name = bool(_NAME_BROKEN.search(seen[0]) and re.match(rf"[{_HAN}·]", seen[1]))
    is_number = not _OTHER_ROW.match(seen[1]) and _NUMBER_BROKEN.search(seen[0])
    if not is_name and not (is_number and re.match(r"[\dA-Za-z@._+-]", seen[1])):
        return None
    is_whole = not is_name and any(span.end == len(tail) for span in find_personal(seen[0]))
    for span in find_personal("".join(seen)):
        if span.start < len(tail) < span.end:
            rest = span.end - len(tail)
            goes_on = is_lone_surname(tail[span.start :]) if is_name else not is_whole
            return (len(tail) - span.start, rest) if goes_on or (is_alone and rest == len(head)) else None
    return None
