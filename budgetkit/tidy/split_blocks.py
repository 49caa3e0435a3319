"""Tables that a narrow page cut into blocks: left columns on some pages, right columns on others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from budgetkit.parse import compact, is_data
from budgetkit.read.row import RawRow, blank_marks
from budgetkit.recognise.code_parts import join_code_parts
from budgetkit.recognise.header import is_header, map_columns
from budgetkit.recognise.kind import PublishedColumn
from budgetkit.recognise.published_table import PublishedRow, PublishedTable
from budgetkit.recognise.rows import read_rows
from budgetkit.recognise.title import find_title


@dataclass(frozen=True)
class BlockRows:
    """The part of a table that one block of its columns holds: the columns' keys, and the rows in print order."""

    columns: frozenset[str]
    rows: tuple[PublishedRow, ...]


def read_sides(
    name: str, lines: Sequence[RawRow], columns: Sequence[PublishedColumn]
) -> tuple[PublishedTable, list[BlockRows]]:
    """Read the lines of a table into its sides, in the order of `columns`.

    A table printed whole gives one side. A cut table gives one for each block of columns, however its pages follow
    each other: left, left, right, right or left, right, left, right, with headers repeated or not.
    """
    printed = drop_bare_totals(mend_headers([blank_marks(line) for line in lines], columns), columns)
    table = read_rows(name, restore_headers(printed, columns), columns)
    table.rows = join_code_parts(table.rows, columns)
    sides: list[BlockRows] = []
    for row in table.rows:
        keys = frozenset(row.texts)
        same = [side for side in sides if side.columns & keys]
        rows = tuple(other for side in same for other in side.rows)
        sides = [side for side in sides if side not in same]
        sides.append(BlockRows(keys.union(*(side.columns for side in same)), (*rows, row)))
    if _is_mute(table, sides, columns):
        return table, []
    order = [column.key for column in columns]
    return table, sorted(sides, key=lambda side: min(map(order.index, side.columns), default=len(order)))


def _is_mute(table: PublishedTable, sides: Sequence[BlockRows], columns: Sequence[PublishedColumn]) -> bool:
    """Say, and note, whether no side has a column that tells what its amounts are for: its words were not known."""
    told = {column.key for column in columns if column.type != "amount"}
    rows = [row for side in sides for row in side.rows]
    if not rows or any(side.columns & told for side in sides):
        return False
    note = "表头中没有一列说明各行金额的用途，无法判定各列是什么，该表未读取。"
    table.add_finding("unrecognised", rows[0].line, rows[0].line.text.strip(), note, "flagged")
    return True


def mend_headers(lines: Sequence[RawRow], columns: Sequence[PublishedColumn]) -> list[RawRow]:
    """Blank the header words that a page's edge cut (`本年预` of 本年预算数), so that their line is known as a header.

    A line counts as a cut header when it holds words only and at least half of them are words of a header.
    """
    return [_mend_header(line, columns) for line in lines]


def _mend_header(line: RawRow, columns: Sequence[PublishedColumn]) -> RawRow:
    words = line.filled
    if not words or any(map(is_data, words)):
        return line
    known = {word for word in words if is_header(replace(line, cells=(word,)), columns)}
    if len(known) * 2 < len(set(words)) or len(known) == len(set(words)):
        return line
    return replace(line, cells=tuple(cell if cell in known else "" for cell in line.cells))


def drop_bare_totals(lines: Sequence[RawRow], columns: Sequence[PublishedColumn]) -> list[RawRow]:
    """Leave out the 合计 that ends a block without amounts, which would pass for the header of a column 合计."""
    kept: list[RawRow] = []
    after_rows = False
    for line in lines:
        words = {compact(cell) for cell in line.filled}
        if after_rows and words and words <= {"合计", "总计"}:
            continue
        after_rows = after_rows if not words else not is_header(line, columns)
        kept.append(line)
    return kept


def restore_headers(lines: Sequence[RawRow], columns: Sequence[PublishedColumn]) -> list[RawRow]:
    """Repeat a block's header before rows that come back to that block without one.

    A row that misfits the header above it, and fits a single other header of the table, belongs to that one.
    """
    seen: list[list[RawRow]] = []
    header: list[RawRow] = []
    restored: list[RawRow] = []
    in_header = False
    for line in lines:
        if is_header(line, columns):
            header = [*header, line] if in_header else [line]
            in_header = True
        elif line.filled and find_title(line) is None:
            if in_header and header not in seen:
                seen.append(header)
            in_header = False
            other = _find_header(line, header, seen, columns)
            if other:
                header = other
                restored.extend(other)
        restored.append(line)
    return restored


def _find_header(
    line: RawRow, header: list[RawRow], seen: list[list[RawRow]], columns: Sequence[PublishedColumn]
) -> list[RawRow] | None:
    if not header or _fits(line, header, columns):
        return None
    fitting = [other for other in seen if _fits(line, other, columns)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(line: RawRow, header: list[RawRow], columns: Sequence[PublishedColumn]) -> bool:
    mapping = map_columns(header, columns)
    return all(
        position in mapping and mapping[position].holds(cell) for position, cell in enumerate(line.cells) if cell
    )


def join_rows(sides: Sequence[Sequence[PublishedRow]]) -> list[PublishedRow]:
    """Join the rows of several sides by their order; the line is the first side's, the certainty `joined`.

    Raises ValueError when the sides have different numbers of rows.
    """
    return [_join(parts) for parts in zip(*sides, strict=True)]


def _join(parts: Sequence[PublishedRow]) -> PublishedRow:
    texts = {key: text for part in parts for key, text in part.texts.items()}
    certainty = "inferred" if any(part.certainty == "inferred" for part in parts) else "joined"
    return PublishedRow(texts, parts[0].line, certainty)
