"""Tables that go on to the right on a page of their own: their rows put beside those that they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.parse import is_amount, is_empty_mark
from budgetkit.read.pdf_layout import TablePart
from budgetkit.read.pdf_space import Box

_SAME = 1.5  # points by which the edges of the same row may differ on two pages
_ENOUGH = 3  # rows that prove it where the table needs another to be understood
_MANY = 6  # rows that prove it where it might stand by itself
_HEADER = 3  # rows of a header that one side parts and the other does not


def find_left(
    tables: Sequence[tuple[int, TablePart]], table: TablePart, *, has_label: bool
) -> tuple[int, TablePart] | None:
    """Find the table, among those printed since the last title (with their pages), that one at the top of a page goes
    on to the right.

    Proof is that both have the same rows, at the same heights, and other headers, and that the other says what its rows
    are: three rows at least where this one does not say it (amounts alone, or the first columns of the other again and
    amounts beside them). One that says it may stand by itself: six rows prove it, and a label above (`单位：元`) that
    the print cut from the title.
    """
    for number, other in tables:
        if _same_heights(other, table) and _has_names(other) and table.rows[0][0] != other.rows[0][0]:
            repeated = _repeated(other, table)
            if repeated and not _adds_amounts(table, repeated):
                continue
            if repeated or _says_nothing(table) or (has_label and len(table.rows) >= _MANY):
                return number, other
    return None


def put_beside(left: TablePart, right: TablePart) -> None:
    """Put the columns of a table to the right of another's, without those that it repeats.

    A row of the other that this one does not part gets empty cells.
    """
    repeated = _repeated(left, right)
    added = {place: row[repeated:] for row, box in right.rows for place in (_place_of(left, box),)}
    empty = ("",) * (len(right.xs) - 1 - repeated)
    left.notes.extend((_place_of(left, right.rows[row][1]), note) for row, note in right.notes)
    left.rows = [(row + added.get(place, empty), box) for place, (row, box) in enumerate(left.rows)]
    left.xs = [*left.xs, *(left.xs[-1] + x - right.xs[repeated] for x in right.xs[repeated + 1 :])]


def _place_of(left: TablePart, box: Box) -> int:
    """Give the place of the row that begins at the height of a box."""
    return min(range(len(left.rows)), key=lambda place: abs(left.rows[place][1][1] - box[1]))


def _same_heights(left: TablePart, right: TablePart) -> bool:
    """Say whether each row of a table begins and ends where rows of the other do, and both as a whole."""
    edges = [edge for _, box in left.rows for edge in (box[1], box[3])]
    others = [edge for _, box in right.rows for edge in (box[1], box[3])]
    whole = (min(edges), max(edges)), (min(others), max(others))
    return (
        len(left.rows) >= len(right.rows) >= max(_ENOUGH, len(left.rows) - _HEADER)
        and all(abs(edge - other) <= _SAME for edge, other in zip(*whole, strict=True))
        and all(any(abs(edge - other) <= _SAME for edge in edges) for other in others)
    )


def _has_names(table: TablePart) -> bool:
    """Say whether a table says what its rows are: words in three at least, and in half of them."""
    named = sum(any(map(_is_word, row)) for row, _ in table.rows)
    return named >= max(_ENOUGH, len(table.rows) / 2)


def _repeated(left: TablePart, right: TablePart) -> int:
    """Count the first columns that a table repeats of another, words among them; none where it repeats it whole."""
    if len(left.rows) != len(right.rows):
        return 0
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
