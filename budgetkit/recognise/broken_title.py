"""Titles printed in pieces, on lines or in cells that follow each other: the pieces become the one title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from budgetkit.read.row import RawRow
from budgetkit.recognise.boundary import is_statement
from budgetkit.recognise.kind import TableKind
from budgetkit.recognise.title import (
    find_title,
    is_bare_number,
    is_beside_title,
    is_numbered,
    match_kind,
    normalise_title,
)

_MOST_LINES = 3
_MOST_CELLS = 4
_PIECE = re.compile(r"[^。；，]*[\u4e00-\u9fff][^。；，]*|\d{1,2}[.．、]")
_NAMES = re.compile("表|附件")
_LONGEST = 40  # characters of a piece


def join_titles(rows: Sequence[RawRow], kinds: Sequence[TableKind]) -> list[RawRow]:
    """Join the pieces of titles that only together name a kind of table; the row of the first piece holds the title.

    A piece that is a title of another table stays, but for the last one where the whole names a table of its own
    (`财政拨款` above `收支总表`) – unless the document prints that longer title elsewhere, and the piece only here:
    then what stands above it is a heading.
    """
    filled = [row for row in rows if row.filled]
    printed = _Printed(filled, kinds)
    joined: dict[int, RawRow] = {}
    dropped: set[int] = set()
    naming = [len(row.filled) <= _MOST_CELLS and any(map(_NAMES.search, row.filled)) for row in filled]
    for end in range(len(filled)):
        if not any(naming[max(0, end - 1) : end + 1]):
            continue
        for start in range(max(0, end + 1 - _MOST_LINES), end + 1):
            run = filled[start : end + 1]
            if printed.names_together(run, filled[start - 1] if start else None):
                joined[id(run[0])] = _join(run)
                dropped.update(map(id, run[1:]))
                break
    return [joined.get(id(row), row) for row in rows if id(row) not in dropped] if joined else list(rows)


@dataclass
class _Printed:
    """What a document prints: its filled rows, and the kinds of table that it may hold."""

    rows: Sequence[RawRow]
    kinds: Sequence[TableKind]

    @cached_property
    def titled(self) -> list[str]:
        """The names of the kinds that whole titles name, as often as they do."""
        found = (self._name(title) for row in self.rows if (title := find_title(row)))
        return [name for name in found if name]

    def names_together(self, run: Sequence[RawRow], before: RawRow | None) -> bool:
        """Say whether rows hold one title in pieces, each row one at least but for a number above it."""
        pieces = [piece for row in run for piece in _pieces(row)]
        if len(pieces) + len(run) < 3 or not all(map(_may_be_piece, pieces)) or not _are_lines(run):
            return False
        whole = find_title(_join(run))
        name = self._name(whole) if whole else None
        if name is None or normalise_title("".join(pieces[:-1])) == whole:
            return False  # names nothing, or did so without its last piece
        *others, last = (self._name(normalise_title(piece)) for piece in pieces)
        if any(other not in (None, name) for other in others):
            return False
        if len(run) == 1:
            return True
        if last is None and before is not None and len(before.filled) > 1:
            return True
        is_heading = last not in (None, name) and name in self.titled and self.titled.count(last) == 1
        return _is_set_apart(run[0], before) and not is_heading and not is_numbered(run[-1])

    def _name(self, title: str) -> str | None:
        kind = match_kind(title, self.kinds)
        return kind.name if kind else None


def _is_set_apart(row: RawRow, before: RawRow | None) -> bool:
    """Say whether a row may begin a title: it is numbered, opens a block, or stands below what stands above tables."""
    return before is None or row.starts_anew or is_numbered(row) or is_statement(before)


def _are_lines(run: Sequence[RawRow]) -> bool:
    """Say whether each row of several holds one piece, the first perhaps a form's number instead."""
    counts = [len(_pieces(row)) for row in run]
    return len(run) == 1 or (set(counts[1:]) == {1} and (counts[0] == 1 or (counts[0] == 0 and _is_number(run[0]))))


def _is_number(row: RawRow) -> bool:
    return is_bare_number(row) and not is_statement(row)


def _may_be_piece(text: str) -> bool:
    return len(text) <= _LONGEST and _PIECE.fullmatch(text) is not None


def _pieces(row: RawRow) -> list[str]:
    return [cell for cell in row.filled if not is_beside_title(cell)]


def _join(run: Sequence[RawRow]) -> RawRow:
    """Give the row of the first piece with the whole title, and beside it what stands beside the pieces."""
    title = "".join(piece for row in run for piece in _pieces(row))
    beside = [cell for row in run for cell in row.filled if is_beside_title(cell)]
    return replace(run[0], cells=(title, *beside), printed=run[0].text)
