"""What the cells of one row are beside each other and below contact headers: which of them are contacts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from budgetkit.personal.headers import contact_kind, is_label
from budgetkit.personal.names import KIND as NAME
from budgetkit.personal.names import is_person, may_be_person
from budgetkit.personal.numbers import is_phone
from budgetkit.personal.persons import may_be_whole_name
from budgetkit.personal.search import find_personal

MONEY = re.compile(r"-?\d[\d,]*\.\d+|-?\d{1,3}(?:,\d{3})+|-?[\d.]+%")
WITHHELD_CELL = re.compile(r"\(?略\)?|\*{2,}|X{2,}")
_PROJECT = re.compile(r"\d{6}\d{2}[TY]\d")
_CODE_NAME = re.compile(r"[A-Z\d][\d ]*-\D.*")
_BARE_NUMBER = re.compile(r"\+?\d{7,15}(?:-\d{1,6})?|\d{3,4} \d{4}|\d{3,4}-\d{7,9}")
_TITLE = re.compile(
    r"(?:预算|附|公开)(?:表?\d+表?|表[一二三四五六七八九十]+)[^,;。]{0,40}|附件\d*|第[一二三四五六七八九十]+[部章节].*|"
    r"[^,;。]{0,40}(?:总|明细|绩效.{0,8}|支出|收入|预算|决算|自评|情况|统计|目标)表"
)
_AGAIN = re.compile(r"\((?:续.{0,3}|第?\d+/?\d*页?)\)|续表?\d*$")
_SENTENCE = re.compile(r"[。;!]|.{25}")


def find_headers(seen: Sequence[str]) -> dict[int, str]:
    """Give the contact headers of a row, each with the kind that it asks for."""
    return {place: kind for place, cell in enumerate(seen) if cell and (kind := contact_kind(cell))}


def is_other(cell: str) -> bool:
    """Say whether a cell can be nothing personal: an amount with decimals, a project, a code with a name, a header."""
    compact = "".join(cell.split())
    return bool(
        not compact
        or MONEY.fullmatch(compact)
        or _PROJECT.match(compact)
        or _CODE_NAME.fullmatch(cell)
        or WITHHELD_CELL.fullmatch(compact)
        or compact in "-/、:—"
        or is_label(cell)
    )


def title_of(seen: Sequence[str]) -> str | None:
    """Give the title of a table that a row prints; the mark of its going on is no part of it."""
    filled = [cell for cell in seen if cell]
    text = _AGAIN.sub("", re.sub(r"\s+", "", filled[0])) if len(filled) == 1 and len(filled[0]) < 80 else ""
    return text if text and _TITLE.fullmatch(text) else None


def is_other_header(seen: Sequence[str], columns: dict[int, str]) -> bool:
    """Say whether a row is a header that has something else where the contacts stood."""
    filled = [cell for cell in seen if cell]
    is_header = sum(map(is_label, filled)) >= max(2, (len(filled) + 1) // 2)
    return is_header and any(place < len(seen) and seen[place] and is_label(seen[place]) for place in columns)


def marks_below(seen: Sequence[str], columns: dict[int, str]) -> dict[int, str]:
    """Mark what stands in contact columns; in a row with nothing else only what looks like a contact."""
    alone = sum(1 for cell in seen if cell) == 1
    marks = {
        place: kind
        for place, kind in columns.items()
        if place < len(seen) and not is_other(seen[place]) and (not alone or looks_like(seen[place], kind))
    }
    return marks | _marks_shifted(seen, columns, marks)


def _marks_shifted(seen: Sequence[str], columns: dict[int, str], marks: dict[int, str]) -> dict[int, str]:
    """Mark names beside a name column that holds none: the row may have lost or won a cell before it."""
    missed = [place for place, kind in columns.items() if kind == NAME and place not in marks]
    beside = {place + step for place in missed for step in (-1, 1)}
    return {place: NAME for place in beside if 0 <= place < len(seen) and is_person(seen[place])}


def marks_by_content(seen: Sequence[str], has_columns: bool, sure: bool = True) -> dict[int, str]:
    """Mark telephone numbers known by their form (unless not `sure`), or by standing in a row of a project list, and
    the names beside them.
    """
    is_listed = any(map(is_project, seen)) and any(map(MONEY.fullmatch, seen))
    expected = is_listed or has_columns
    marks = {
        place: "电话"
        for place, cell in enumerate(seen)
        if (expected and _BARE_NUMBER.fullmatch(cell))
        or (sure and len(seen) > 1 and is_phone(cell) and (_is_long(cell) or _has_person_beside(seen, place)))
    }
    for place, cell in enumerate(seen):
        if cell in ("男", "女"):
            marks |= {beside: NAME for beside in _neighbours(seen, place) if may_be_whole_name(seen[beside])}
    for place in [place for place, kind in marks.items() if kind != NAME]:
        for beside in _neighbours(seen, place):
            if is_person(seen[beside]) or (is_listed and may_be_person(seen[beside]) and not is_other(seen[beside])):
                marks[beside] = NAME
    if is_listed and is_project_list(seen):
        marks |= {place: NAME for place, cell in enumerate(seen) if is_person(cell)}
    return marks


def is_project(cell: str) -> bool:
    return ("T" in cell or "Y" in cell) and bool(_PROJECT.match(re.sub(r"\s+", "", cell)))


def is_project_list(seen: Sequence[str]) -> bool:
    """Say whether a row has the shape of a list of projects: project, kind and amounts, and no classification."""
    codes = [cell for cell in seen if _CODE_NAME.fullmatch(cell) and not is_project(cell)]
    is_kind = any(re.match(r"\d{2}-", code) for code in codes)
    return is_kind and len(codes) <= 2 and sum(1 for cell in seen if MONEY.fullmatch(cell)) >= 2


def _is_long(cell: str) -> bool:
    """Say whether a telephone number is more than seven or eight digits, which might be anything."""
    return re.fullmatch(r"\d{7,8}", cell) is None


def _has_person_beside(seen: Sequence[str], place: int) -> bool:
    return any(is_person(seen[beside]) or WITHHELD_CELL.fullmatch(seen[beside]) for beside in _neighbours(seen, place))


def _neighbours(seen: Sequence[str], place: int) -> list[int]:
    """Give the filled cells on both sides, over empty ones."""
    left = next((p for p in range(place - 1, -1, -1) if seen[p]), None)
    right = next((p for p in range(place + 1, len(seen)) if seen[p]), None)
    return [place for place in (left, right) if place is not None]


def looks_like(cell: str, kind: str) -> bool:
    """Say whether a cell can answer a contact header of a kind."""
    if is_other(cell) or (_SENTENCE.search(cell) and kind != "住址"):
        return False
    if kind == NAME:
        return may_be_person(cell)
    return kind == "住址" or "@" in cell or sum(map(str.isdigit, cell)) >= 5 or bool(find_personal(cell))
