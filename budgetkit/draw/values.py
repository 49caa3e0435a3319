"""Values of a figure: exact numbers, missing ones kept missing, a long tail folded into one entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgetkit.numbers import (
    Number,
    add_sign,
    format_amount,
    format_integer,
    format_number,
    format_percent,
    is_unknown,
    known,
)

NO_VALUE = "无数据"
COUNT_UNITS = ("项", "个", "人", "家", "条")
Value = Decimal | None


@dataclass(frozen=True)
class Entry:
    """One named thing with its values, and its group where a figure colours groups.

    `folded` is how many things it stands for: 1, or the length of a tail.
    """

    name: str
    values: tuple[Value, ...]
    folded: int = 1
    group: str = ""

    @property
    def value(self) -> Value:
        """The first value: the only one where a figure has one value a thing."""
        return self.values[0]

    @property
    def amount(self) -> Decimal:
        """The first value of a thing that has one; raises ValueError where it is missing."""
        if self.value is None:
            raise ValueError(f"{self.name} has no value")
        return self.value

    @property
    def is_tail(self) -> bool:
        """Say whether this is 其余 N 项."""
        return self.folded > 1 and self.name.startswith("其余")


def to_value(value: Number) -> Value:
    """Return a number as the decimal that it prints, a missing one (None, NaN, NA) as None."""
    if not known(value):
        return None
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def to_entries(names: Iterable[object], *columns: Iterable[Number]) -> list[Entry]:
    """Put names and one or more columns of values together; raises ValueError when their lengths differ."""
    return [
        Entry(str(name), tuple(to_value(value) for value in values))
        for name, *values in zip(names, *columns, strict=True)
    ]


def sort_entries(entries: Iterable[Entry], column: int = 0) -> list[Entry]:
    """Sort entries by a column, largest first and missing ones last; ties keep their order."""
    return sorted(entries, key=lambda entry: (entry.values[column] is None, -(entry.values[column] or 0)))


def sum_known(values: Iterable[Value]) -> Value:
    """Add up the known values; None when there is none."""
    present = [value for value in values if value is not None]
    return sum(present, Decimal(0)) if present else None


def fold_tail(entries: Sequence[Entry], rows: int) -> list[Entry]:
    """Keep `rows` entries at most: the last becomes 其余 N 项 with the sums of all that have no row of their own.

    Never folds a single entry, because its own name takes no more room.
    """
    if len(entries) <= rows:
        return list(entries)
    kept, tail = list(entries[: max(rows - 1, 0)]), entries[max(rows - 1, 0) :]
    sums = tuple(sum_known(column) for column in zip(*(entry.values for entry in tail), strict=True))
    return [*kept, Entry(f"其余 {len(tail)} 项", sums, len(tail))]


def missing_note(entries: Iterable[Entry], missing: str = NO_VALUE) -> str | None:
    """Say how many folded entries lack a value, because a sum over the others doesn't show it.

    Where the figure calls what is missing otherwise (未列: a side lists no such thing), so does the note.
    """
    number = sum(any(value is None for value in entry.values) for entry in entries)
    if number and missing != NO_VALUE:
        return f"其余各项中 {number} 项只有一方列出。"
    return f"其余各项中 {number} 项数据不全，缺失的数未计入合计。" if number else None


def format_value(value: Number, unit: str, missing: str = NO_VALUE) -> str:
    """Format a value as its unit asks: 万元 with two decimals, % with one, counts whole; else `missing`."""
    if is_unknown(value):
        return missing
    if unit.startswith("%"):
        return format_percent(value)
    if unit in COUNT_UNITS:
        return format_integer(value)
    return format_amount(value) if unit.endswith("元") else format_number(value, 2)


def format_with_unit(value: Number, unit: str, missing: str = NO_VALUE) -> str:
    """Format a value with its unit, for alternative text."""
    text = format_value(value, unit, missing)
    return text if is_unknown(value) or unit.startswith("%") else f"{text} {unit}"


def format_signed(value: Number, unit: str) -> str:
    """Format a change with its sign; zero has none, and what is less than is printed says its own."""
    text = format_value(value, unit)
    return add_sign(value, text)
