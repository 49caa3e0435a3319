"""Columns whose header word is damaged or unknown, known by what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from budgetkit.parse import is_amount, is_code, parse_amount, parse_code_name
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import PublishedColumn

_LEAST = 3  # rows, of which at least so many must tell the same
_MOST = 8  # columns of amounts of which sets are tried
Mapped = dict[int, PublishedColumn]


def prove_columns(mapping: Mapped, rows: Sequence[RawRow], columns: Sequence[PublishedColumn]) -> Mapped:
    """Find which columns stand at positions that no header word claims, from the rows below the header.

    Codes, with their names or beside them, are of one classification by their first digit; the only amounts without a
    word, before all others, are the total where in each row they are the sum of the same others. What is not proved so
    is left out.
    """
    taken = {column.key for column in mapping.values()} | {column.part_of for column in mapping.values()}
    once = {column.key: column for column in columns if column.key not in taken and not column.part_of}
    free = list(once.values())
    found: dict[int, PublishedColumn] = {}
    for position in _unclaimed(mapping, rows):
        cells = [row.cells[position] for row in rows if position < len(row.cells) and row.cells[position]]
        before = (mapping | found).get(position - 1)
        fitting = [column for column in free if _holds_all(column, cells) or _names(before, column, cells)]
        if len(fitting) == 1 and fitting[0] not in found.values():
            found[position] = fitting[0]
    return found | _prove_total(mapping, rows, free)


def _unclaimed(mapping: Mapped, rows: Sequence[RawRow]) -> Iterator[int]:
    """Give the positions that hold data and no column, or one of codes with names that none of the cells is."""
    width = max((len(row.cells) for row in rows), default=0)
    for place in (place for place in range(width) if _count(rows, place) >= _LEAST):
        column = mapping.get(place)
        is_empty = column is not None and column.type == "code_name"
        if column is None or (is_empty and not any(column.holds(_cell(row, place)) for row in rows)):
            yield place


def _count(rows: Sequence[RawRow], position: int) -> int:
    return sum(1 for row in rows if position < len(row.cells) and row.cells[position])


def _holds_all(column: PublishedColumn, cells: Sequence[str]) -> bool:
    if not column.family or column.type not in ("code", "code_name"):
        return False
    is_named = column.type == "code_name"
    codes = [parse_code_name(cell).code if is_named else cell.strip() if is_code(cell) else None for cell in cells]
    told = [code for code in codes if code and len(code) in (5, 7)]  # units have six digits
    is_coded = len(told) >= _LEAST and len(told) * 10 >= len(cells) * 9
    return is_coded and all(code.startswith(column.family) for code in told)


def _names(before: PublishedColumn | None, column: PublishedColumn, cells: Sequence[str]) -> bool:
    """Say whether a column of words stands right behind its codes."""
    is_pair = before is not None and before.type == "code" and column.key == before.key.replace("_code", "_name")
    return is_pair and column.type == "text" and not any(map(is_amount, cells))


def _prove_total(mapping: Mapped, rows: Sequence[RawRow], free: Sequence[PublishedColumn]) -> Mapped:
    amounts = [place for place, column in mapping.items() if column.type == "amount"]
    total = next((column for column in free if column.key == "total"), None)
    unknown = [place for place in _unclaimed(mapping, rows) if any(is_amount(_cell(row, place)) for row in rows)]
    if total is None or len(unknown) != 1 or not amounts or unknown[0] > min(amounts):
        return {}
    told = [row for row in rows if is_amount(_cell(row, unknown[0]))]
    several = len({_read(row, unknown[0]) for row in told}) >= _LEAST
    sets = [amounts, *(some for size in range(2, len(amounts)) for some in combinations(amounts[:_MOST], size))]
    is_sum = several and any(
        all(_read(row, unknown[0]) == sum(_read(row, place) for place in some) for row in told) for some in sets
    )
    return {unknown[0]: total} if is_sum else {}


def _cell(row: RawRow, position: int) -> str:
    return row.cells[position] if position < len(row.cells) else ""


def _read(row: RawRow, position: int) -> Decimal:
    cell = _cell(row, position)
    return (parse_amount(cell) if is_amount(cell) else None) or Decimal(0)
