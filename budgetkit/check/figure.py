"""Figures: amounts that remember the raw lines they stand on and how far their print may be rounded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from budgetkit.finding import Row
from budgetkit.parse import half_unit
from budgetkit.read.place import Place

_TELLING_DIGITS = 4
ZERO = Decimal(0)


@dataclass(frozen=True)
class Figure:
    """A number with its raw lines and its slack, the sum of half a unit of each addend's last printed digit.

    `value` is None where the number cannot be had; `reason` then says why in Chinese, and `due` whether a document of
    this kind should have it (status insufficient) or need not (not_applicable).
    """

    value: Decimal | None
    lines: tuple[int, ...] = ()
    slack: Decimal = ZERO
    reason: str | None = None
    due: bool = True

    def __add__(self, other: Figure) -> Figure:
        return self._join(other, 1)

    def __sub__(self, other: Figure) -> Figure:
        return self._join(other, -1)

    def _join(self, other: Figure, sign: int) -> Figure:
        absent = next((figure for figure in (self, other) if figure.value is None), None)
        if absent:
            return absent
        return Figure(self.value + sign * other.value, self.lines + other.lines, self.slack + other.slack)

    def or_zero(self) -> Figure:
        """Take an absent figure as nothing: for sums over complete lists, where no row means no money."""
        return Figure(ZERO, self.lines) if self.value is None else self


def is_telling(amount: Decimal, digits: int = _TELLING_DIGITS) -> bool:
    """Say whether an amount has so many digits that two places hardly print it by chance."""
    return len(amount.normalize().as_tuple().digits) >= digits


def read_figure(row: Row, column: str) -> Figure:
    """Read one cell of a clean row; an empty one has no value."""
    value = row.get(column)
    if value is None:
        return Figure(None, _lines(row), reason=f"原文{Place.of(row)}该格为空")
    return Figure(value, _lines(row), half_unit(value))


def sum_column(rows: Iterable[Row], column: str) -> Figure:
    """Add up a column; empty cells are no addends, and a column without any amount has no value."""
    figures = [read_figure(row, column) for row in rows if row.get(column) is not None]
    return sum_figures(figures) if figures else Figure(None, reason="各行该列均为空")


def sum_figures(figures: Iterable[Figure]) -> Figure:
    """Add up figures that all have a value; of none the sum is zero. A printed zero is no money, to any decimals."""
    figures = list(figures)
    total = sum((figure.value for figure in figures), ZERO)
    lines = tuple(line for figure in figures for line in figure.lines)
    return Figure(total, lines, sum((figure.slack for figure in figures if figure.value), ZERO))


def _lines(row: Row) -> tuple[int, ...]:
    places = (row["source_line"], row.get("amount_source_line"))
    return tuple(dict.fromkeys(line for line in places if line))
