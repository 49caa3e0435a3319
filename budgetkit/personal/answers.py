"""Contact headers that are answered: beside, in their own row, or by what stands alone in a row below."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from budgetkit.personal.contacts import is_other, looks_like
from budgetkit.personal.names import KIND as NAME
from budgetkit.personal.names import begins_like_word, is_person
from budgetkit.personal.numbers import is_phone, is_public_number
from budgetkit.personal.search import find_personal


def answers_alone(cell: str, kind: str, at_once: bool) -> bool:
    """Say whether a row's only cell answers a header that stood alone before it."""
    if at_once:
        return looks_like(cell, kind) and not is_public_number(cell) and not begins_like_word(cell)
    if kind == NAME:
        return is_person(cell)
    return is_phone(cell) or [span[:2] for span in find_personal(cell)] == [(0, len(cell))]


def unnamed_columns(seen: Sequence[str], headers: dict[int, str]) -> set[int]:
    """Give the columns without a header of their own right of a contact header: it may span them."""
    unnamed: set[int] = set()
    under = False
    for place, cell in enumerate(seen):
        under = place in headers if cell else under
        if under and not cell:
            unnamed.add(place)
    return unnamed


def find_answers(seen: Sequence[str], headers: dict[int, str]) -> dict[int, bool]:
    """Say for each contact header whether what stands right of it is surely its answer, not the next header."""
    right = dict(pairwise(place for place, cell in enumerate(seen) if cell))
    return {place: _is_answer(seen, right.get(place), headers) for place in headers}


def _is_answer(seen: Sequence[str], place: int | None, headers: dict[int, str]) -> bool:
    if place is None or place in headers or is_other(seen[place]):
        return False
    cell = seen[place]
    filled = [p for p, shown in enumerate(seen) if shown]
    is_pair = all(p in headers or left in headers for left, p in pairwise([-1, *filled]))
    return is_person(cell) or is_phone(cell) or bool(find_personal(cell)) or is_pair


def answered_cells(seen: Sequence[str], headers: dict[int, str]) -> dict[int, str]:
    """Mark the cells that answer contact headers in their own row (联系人 ⇥ … ⇥ 联系电话 ⇥ …), one or several each."""
    marks: dict[int, str] = {}
    kind: str | None = None
    for place, cell in enumerate(seen):
        if place in headers:
            kind = headers[place]
        elif cell and kind:
            is_answer = looks_like(cell, kind) or is_person(cell) or is_phone(cell)
            kind = kind if is_answer and not is_other(cell) else None
            marks |= {place: kind} if kind else {}
    return marks
