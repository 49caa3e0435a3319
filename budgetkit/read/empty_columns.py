"""Columns that are empty on every row of a document: no columns, but tabs before each line, or several for one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from budgetkit.finding import Finding
from budgetkit.read.reading import Reading
from budgetkit.read.row import RawRow

Cells = tuple[str, ...]
_ENOUGH = 10  # rows that prove what stands on every one of them
_MOST = 8  # tabs that stand for one


def drop_empty_columns(reading: Reading) -> Reading:
    """Leave out the first columns, or those between every second, third … one, that are empty on all rows of a
    document, and say so.
    """
    wide = [row for row in reading.rows if _is_wide(row) and row.filled]
    if len(wide) < _ENOUGH:
        return reading
    for words, kept in (_leading(wide), _between(wide)):
        wide = [row for row in reading.rows if _is_wide(row) and row.filled]
        if kept and _has_two(wide, kept):
            note = f"全文各行{words}均为空，不是列，已略去。"
            rows = [_keep(row, kept) if _is_wide(row) else row for row in reading.rows]
            finding = Finding("documents", "reading", "", note, "repaired", wide[0].number)
            reading = Reading(rows, [*reading.notes, finding])
            return drop_empty_columns(reading)
    return reading


def _leading(wide: Sequence[RawRow]) -> tuple[str, Callable[[Cells], Cells] | None]:
    """Give how to leave out the first columns that no row fills; None where there are none."""
    count = min(next((place for place, cell in enumerate(row.cells) if _holds(cell)), _MOST) for row in wide)
    words = "第一格" if count == 1 else f"前 {count} 格"
    return words, (lambda cells: cells[count:]) if count else None


def _between(wide: Sequence[RawRow]) -> tuple[str, Callable[[Cells], Cells] | None]:
    """Give how to keep only every second, third … column, where no row fills another; None where that isn't so."""
    for step in range(_MOST, 1, -1):
        if not any(_holds(cell) for row in wide for place, cell in enumerate(row.cells) if place % step):
            words = "每隔一格" if step == 2 else f"每 {step} 格中除第一格外"
            return words, lambda cells, step=step: cells[::step]
    return "", None


def _holds(cell: str) -> bool:
    """Say whether a cell holds anything but a drawn line."""
    return bool(cell) and cell not in "|｜│┃║¦"


def _is_wide(row: RawRow) -> bool:
    """Say whether a row is cut at tabs: markup sets its own columns."""
    return len(row.cells) > 1 and not row.from_markup


def _has_two(rows: Sequence[RawRow], kept: Callable[[Cells], Cells]) -> bool:
    """Say whether what is kept still holds columns: otherwise the empty cells only end their lines."""
    return any(sum(map(bool, kept(row.cells))) > 1 for row in rows)


def _keep(row: RawRow, kept: Callable[[Cells], Cells]) -> RawRow:
    return replace(row, cells=kept(row.cells), printed=row.text)
