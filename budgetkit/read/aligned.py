"""Columns that blanks align: found by the gutters that run through all rows which stand together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

_GUTTER = 2  # columns of blanks between two cells at least
_ENOUGH = 3
_VALUE = re.compile(r"\d[\d,]*\.\d|\d{3}")


def cut_aligned(lines: Sequence[str]) -> list[list[str]] | None:
    """Cut lines at the gutters that they have in common; None where these do not prove the columns.

    A block that shows its header has all of its columns, for their words fill them. One without a header may have lost
    a column that is empty on its page, and is not cut.
    """
    if len(lines) < _ENOUGH or _VALUE.search(lines[0]):
        return None
    printed = [_by_columns(line) for line in lines]
    spans = _find_spans(printed)
    rows = [["".join(row[start:end]).strip() for start, end in spans] for row in printed]
    if len(spans) < 2 or any(re.search(r"\S {2,}\S", cell) for row in rows for cell in row):
        return None
    headed = all(any(row[place] for row in rows[:_ENOUGH]) for place in range(len(spans)))
    return rows if headed else None


def _by_columns(line: str) -> list[str]:
    """Give the text of each column of print: a Chinese character takes two, the second of them empty."""
    return [part for character in line for part in ((character,) if character.isascii() else (character, ""))]


def _find_spans(printed: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Find the spans of columns between gutters that are blank in every line."""
    length = max(map(len, printed), default=0)
    filled = [any(place < len(row) and row[place] != " " for row in printed) for place in range(length)]
    spans: list[tuple[int, int]] = []
    place = 0
    for is_filled, group in groupby(filled):
        size = len(list(group))
        if is_filled:
            spans.append((place, place + size))
        place += size
    return _join_close(spans)


def _join_close(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that less than a gutter sets apart: a blank inside all cells of a column."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start - joined[-1][1] < _GUTTER:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
