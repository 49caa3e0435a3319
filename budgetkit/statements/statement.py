"""What a sentence is: its text, and the exact values that its numbers were formatted from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from budgetkit.numbers import (
    Number,
    format_amount,
    format_amount_text,
    format_integer,
    format_number,
    format_percent,
    format_points_text,
    known,
    vanishes,
)

AMOUNT = "万元"
PERCENT = "%"
POINTS = "个百分点"
COUNT = "项"
NO_VALUE = "无数据"


@dataclass(frozen=True)
class Quantity:
    """A value of a sentence: exact, with its unit, and as the sentence prints it."""

    value: Number
    unit: str
    printed: str

    @property
    def spaced(self) -> str:
        """What is printed, as it follows a Chinese word: a blank stands before digits, none before 不足."""
        return f" {self.printed}" if self.printed[:1].isascii() else self.printed


@dataclass(frozen=True)
class Statement:
    """A sentence made by rule, and the values behind its numbers by name.

    Every `printed` of `figures` stands in `text`; the values are those that a table or figure shows.
    """

    text: str
    figures: Mapping[str, Quantity] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return self.text


def amount(value: Number, unit: str = AMOUNT) -> Quantity:
    """Return a quantity of money or of things, as running text prints it (亿元 from 1 亿元 on, counts whole)."""
    return Quantity(value, unit, _print_amount(value, unit))


def percent(value: Number) -> Quantity:
    """Return a quantity in per cent; one that is not zero but would print as 0.0% prints as 不足 0.1%."""
    return Quantity(value, PERCENT, "不足 0.1%" if vanishes(value, 1) else format_percent(value))


def points(value: Number) -> Quantity:
    """Return a difference in percentage points, printed by its size alone."""
    return Quantity(value, POINTS, format_points_text(value))


def count(value: int, unit: str = COUNT) -> Quantity:
    """Return a number of things."""
    return Quantity(value, unit, f"{format_integer(value)} {unit}")


def marks(value: float) -> Quantity:
    """Return marks of a self-evaluation."""
    return Quantity(value, "分", f"{value:g} 分")


def _print_amount(value: Number, unit: str) -> str:
    if not known(value):
        return NO_VALUE
    if unit == AMOUNT:
        return format_amount_text(value)
    if float(value).is_integer() and not unit.endswith("元"):
        return f"{format_integer(value)} {unit}"
    return f"{format_amount(value) if unit.endswith('元') else format_number(value, 1)} {unit}"
