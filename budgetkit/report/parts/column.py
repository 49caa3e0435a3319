"""A column of a report's table: what it shows, and how its values are written and sorted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from budgetkit.numbers import (
    UNKNOWN,
    format_amount,
    format_growth,
    format_integer,
    format_percent,
    format_points,
    format_share,
    is_unknown,
)

ColumnKind = Literal["amount", "share", "percent", "growth", "points", "integer", "code", "text"]

_FORMATS: dict[str, Callable[[Any], str]] = {
    "amount": format_amount,
    "share": format_share,
    "percent": format_percent,
    "growth": format_growth,
    "points": format_points,
    "integer": format_integer,
    "code": str,
    "text": str,
}
WORDS = ("code", "text")
"""Kinds that are aligned to the left."""


@dataclass(frozen=True)
class Column:
    """A column: the key in the data, the Chinese label, the kind of value, and a heading that several columns share.

    Kinds: `amount` (万元, two decimals), `share` (a ratio of 1, printed as per cent), `percent` (already in per cent),
    `growth` (per cent, with its sign), `points` (percentage points, with their sign), `integer`, `code`, `text`. A text
    in a numeric column is printed as it stands (上年为零).
    """

    key: str
    label: str
    kind: ColumnKind = "text"
    group: str = ""

    def __post_init__(self) -> None:
        if self.kind not in _FORMATS:
            raise ValueError(f"unknown kind of column {self.key!r}: {self.kind!r}, expected one of {list(_FORMATS)}")

    @property
    def is_number(self) -> bool:
        """Say whether the column's values are aligned to the right and sorted by size."""
        return self.kind not in WORDS

    def cell(self, value: Any) -> dict[str, Any]:
        """Give a cell as JSON values: its text, and for a number the value to sort by."""
        if is_unknown(value):
            return {"text": UNKNOWN}
        if isinstance(value, str) or not self.is_number:
            return {"text": " ".join(str(value).split())}
        return {"text": _FORMATS[self.kind](value), "sort": float(value)}


def label_column(columns: Sequence[Mapping[str, Any]]) -> int:
    """Find the column that names a row: the first of text, else the first."""
    return next((at for at, column in enumerate(columns) if column["kind"] == "text"), 0)
