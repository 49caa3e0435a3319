"""Tables that go on to the right on a page of their own: their rows put beside those that they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.parse import is_amount, is_empty_mark
from budgetkit.read.pdf_layout import TablePart

_SAME = 1.5  # points by which the edges of the same row may differ on two pages
_ENOUGH = 3  # rows that prove it
_APART = 40  # pages between a table and what goes on to the right: a program prints down before it prints across


def find_left(tables: Sequence[tuple[int, TablePart]], page: int, table: TablePart) -> tuple[int, TablePart] | None:
    """Find the table, among those of earlier pages (with their numbers), that one at the top of a page goes on.

    Proof is that both have the same rows, at the same heights, and that this one does not say what they are: below its
    header stand amounts alone, or it shows the first columns of the other again, and beside them a header and amounts.
    """
    for number, other in tables:
        if number < page <= number + _APART and _same_heights(other, table):
            repeated = _repeated(other, table)
            if (repeated and _adds_amounts(table, repeated)) or (_says_nothing(table) and not _says_nothing(other)):
                return number, other
    return None


def put_beside(left: TablePart, right: TablePart) -> None:
    """Put the columns of a table to the right of another's, without those that it repeats."""
    repeated = _repeated(left, right)
    left.rows = [(row + other[repeated:], box) for (row, box), (other, _) in zip(left.rows, right.rows, strict=True)]
    left.xs = [*left.xs, *(left.xs[-1] + x - right.xs[0] for x in right.xs[repeated + 1 :])]
    left.notes.extend(right.notes)


def _same_heights(left: TablePart, right: TablePart) -> bool:
    return len(left.rows) == len(right.rows) >= _ENOUGH and all(
        abs(box[1] - other[1]) <= _SAME and abs(box[3] - other[3]) <= _SAME
        for (_, box), (_, other) in zip(left.rows, right.rows, strict=True)
    )


def _repeated(left: TablePart, right: TablePart) -> int:
    """Count the first columns that a table repeats of another, words among them; none where it repeats it whole."""
    columns = list(zip(*(row for row, _ in left.rows), strict=True))
    others = list(zip(*(row for row, _ in right.rows), strict=True))
    count = 0
    while count < min(len(columns), len(others)) and columns[count] == others[count]:
        count += 1
    return count if count < len(others) and any(map(_is_word, (c for column in columns[:count] for c in column))) else 0


def _adds_amounts(table: TablePart, repeated: int) -> bool:
    """Say whether a table has a header and amounts in three rows at least beside the columns that it repeats."""
    added = [row[repeated:] for row, _ in table.rows]
    return any(map(_is_word, added[0])) and sum(any(map(is_amount, row)) for row in added) >= _ENOUGH


def _says_nothing(table: TablePart) -> bool:
    """Say whether a table has amounts alone below its header."""
    rows = [row for row, _ in table.rows]
    first = next((place for place, row in enumerate(rows) if any(map(is_amount, row))), len(rows))
    body = [cell for row in rows[first:] for cell in row]
    return len(rows) - first >= _ENOUGH and not any(map(_is_word, body))


def _is_word(cell: str) -> bool:
    return bool(cell) and not is_amount(cell) and not is_empty_mark(cell)
