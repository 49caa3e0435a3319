"""Blocks to tables: each block belongs to the table whose title, header or rows it shows, or to the one before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from budgetkit.find.blocks import Block
from budgetkit.parse import compact
from budgetkit.read.row import RawRow
from budgetkit.recognise.boundary import LOOKAHEAD, is_note, is_statement, may_be_title, opens_table
from budgetkit.recognise.header import header_word
from budgetkit.recognise.kind import TableKind
from budgetkit.recognise.title import find_title, is_numbered, match_kind, normalise_title

_SHORT = 16  # characters of a title that names a table in a word or two, with its number


@dataclass
class RecognisedTable:
    """The lines of one published table, blank lines left out; `kind` is None for a title that no kind claims.

    `inferred_unit` says in Chinese on what evidence a unit was added to the lines of a table that states none,
    `refused_unit` why the amounts of one were taken out.
    """

    kind: TableKind | None
    title: str | None
    lines: list[RawRow] = field(default_factory=list)
    inferred_unit: str | None = None
    refused_unit: str | None = None


def recognise_tables(blocks: Sequence[Block], kinds: Sequence[TableKind]) -> list[RecognisedTable]:
    """Give each block to its published table, in document order.

    A title begins a table, also one that no kind knows where a table other than the one above opens below it. A header
    that only another kind has begins an untitled one, rows that only an untitled kind has likewise; every other block
    continues the table before it. Parts of one kind become one table.
    """
    tables: list[RecognisedTable] = []
    for part in _split_at_titles(blocks, kinds):
        _place(tables, part, kinds)
    for table in tables:
        table.lines = _without_text_behind(table.lines)
    return _merge(tables)


def _without_text_behind(lines: list[RawRow]) -> list[RawRow]:
    """Leave off the text that follows a drawn table, but for the notes right below it; a title alone stays."""
    last = max((place for place, line in enumerate(lines) if line.table is not None), default=None)
    if last is None:
        return lines
    notes = takewhile(lambda line: is_note(line) or is_statement(line), lines[last + 1 :])
    return [*lines[: last + 1], *notes]


@dataclass
class _RowGroup:
    """Rows that stand together, and those that follow the first of them wherever they stand."""

    below: Sequence[RawRow]
    lines: list[RawRow] = field(default_factory=list)

    def opens_unknown(self, above: Sequence[RawRow]) -> bool:
        return may_be_title(self.lines[0]) and opens_table(self.below, above)

    def opens_short(self, above: Sequence[RawRow], kinds: Sequence[TableKind]) -> bool:
        if _short_kind(self.lines[0], kinds) is None:
            return False
        own = list(takewhile(lambda line: find_title(line) is None, self.below))
        return bool(own) and opens_table(own, above)


def _short_kind(line: RawRow, kinds: Sequence[TableKind]) -> TableKind | None:
    """Give the kind that a line names in a word or two (`收入`, `二、收入`), which is a title only above a header."""
    if len(line.filled) != 1 or len(text := compact(line.filled[0])) > _SHORT:
        return None
    return match_kind(normalise_title(text), kinds)


def _split_at_titles(blocks: Sequence[Block], kinds: Sequence[TableKind]) -> Iterator[_RowGroup]:
    rows = [line for block in blocks for line in block.lines]
    position = 0
    for block in blocks:
        part: _RowGroup | None = None
        for line in block.lines:
            position += 1
            begun = _RowGroup(rows[position : position + LOOKAHEAD], [line])
            if part is None:
                part = begun
            elif (
                find_title(line) is not None or begun.opens_unknown(part.lines) or begun.opens_short(part.lines, kinds)
            ):
                yield part
                part = begun
            else:
                part.lines.append(line)
        if part is not None:
            yield part


def _place(tables: list[RecognisedTable], part: _RowGroup, kinds: Sequence[TableKind]) -> None:
    lines = part.lines
    title = find_title(lines[0])
    current = tables[-1].kind if tables else None
    if title is not None:
        kind = match_kind(title, kinds)
        if kind or not _is_inside(lines[0], current):
            tables.append(RecognisedTable(kind, title, list(lines)))
            return
    if current and part.opens_short(tables[-1].lines, kinds):
        tables.append(RecognisedTable(_short_kind(lines[0], kinds), normalise_title(lines[0].filled[0]), list(lines)))
        return
    if current and part.opens_unknown(tables[-1].lines):
        tables.append(RecognisedTable(None, normalise_title(lines[0].filled[0]), list(lines)))
        return
    kind = _kind_of_header(lines, kinds, current) or _kind_of_rows(lines, kinds)
    if kind and kind is not current:
        tables.append(RecognisedTable(kind, None, list(lines)))
    elif tables:
        tables[-1].lines.extend(lines)


def _is_inside(line: RawRow, current: TableKind | None) -> bool:
    """Say whether an unknown, unnumbered title is only a line of text of the table around it."""
    return current is not None and not is_numbered(line)


def _kind_of_header(lines: list[RawRow], kinds: Sequence[TableKind], current: TableKind | None) -> TableKind | None:
    words = {header_word(cell) for line in lines[:2] for cell in line.filled}
    fitting = [kind for kind in kinds if kind.header and _has_header(words, kind.header)]
    return None if current in fitting or len(fitting) != 1 else fitting[0]


def _has_header(words: set[str], header: Sequence[str]) -> bool:
    """Say whether words hold all of a header, one at least as it is, the others with a single character damaged."""
    whole = words.intersection(header)
    others = words.difference(header)
    return bool(whole) and all(word in whole or any(_is_near(word, other) for other in others) for word in header)


def _is_near(word: str, other: str) -> bool:
    same = sum(one == two for one, two in zip(word, other, strict=False))
    return len(word) == len(other) and same + 1 == len(word)


def _kind_of_rows(lines: list[RawRow], kinds: Sequence[TableKind]) -> TableKind | None:
    return next((kind for kind in kinds if kind.rows and kind.rows(lines)), None)


def _merge(tables: list[RecognisedTable]) -> list[RecognisedTable]:
    merged: dict[str, RecognisedTable] = {}
    for position, table in enumerate(tables):
        key = table.kind.name if table.kind else f"unrecognised {position}"
        if key in merged:
            merged[key].lines.extend(_set_apart(table.lines))
            merged[key].title = merged[key].title or table.title
        else:
            merged[key] = table
    return list(merged.values())


def _set_apart(lines: list[RawRow]) -> list[RawRow]:
    return [replace(lines[0], follows_gap=True), *lines[1:]]
