"""Codes with names as the tables of a document print them, and which of them the whole document has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from budgetkit.check.document import CheckedDocument
from budgetkit.codes.reference import KINDS, name_key
from budgetkit.finding import Row

LABELS = {"function": "功能分类科目", "gov_econ": "政府经济分类科目", "dept_econ": "部门经济分类科目"}
_NATIONAL_DIGITS = {"function": 7, "gov_econ": 5, "dept_econ": 5}


@dataclass(frozen=True)
class Use:
    """A code with a name of one kind as a table prints them, and the lines where they stand together."""

    kind: str
    table: str
    code: str | None
    name: str | None
    lines: tuple[int, ...]

    @property
    def national(self) -> str:
        """The national code: the first 5 digits of a local economic code."""
        return (self.code or "")[: _NATIONAL_DIGITS[self.kind]]

    @property
    def is_local(self) -> bool:
        """Say whether the code extends a national one."""
        return self.national != (self.code or "")

    def __str__(self) -> str:
        return f"{self.code or '（无编码）'}-{self.name or '（无名称）'}"


class Uses:
    """All uses of a document; asks for those of a code, or of a name, in all its tables."""

    def __init__(self, document: CheckedDocument) -> None:
        """Gather the uses of every table that has codes with names."""
        self.all = [use for table in document.tables for use in _uses_of(table, document.rows(table))]
        self._by_code: dict[tuple[str, str | None], list[Use]] = {}
        self._by_name: dict[tuple[str, str], list[Use]] = {}
        for use in self.all:
            self._by_code.setdefault((use.kind, use.code), []).append(use)
            self._by_name.setdefault((use.kind, name_key(use.name or "")), []).append(use)

    def of_code(self, use: Use) -> list[Use]:
        """Give the uses of the same code, in all tables."""
        return self._by_code[use.kind, use.code]

    def of_name(self, use: Use) -> list[Use]:
        """Give the uses of the same name, in all tables."""
        return self._by_name[use.kind, name_key(use.name or "")]

    def tables(self, use: Use) -> set[str]:
        """Give the tables that print this code with this name."""
        return {other.table for other in self.of_name(use) if other.code == use.code}


def _uses_of(table: str, rows: Sequence[Row]) -> Iterator[Use]:
    for kind in KINDS:
        places: dict[tuple[str | None, str | None], list[int]] = {}
        for row in rows:
            pair = row.get(f"{kind}_code"), row.get(f"{kind}_name")
            if any(pair) and f"{kind}_name" in row:  # a table that prints no names has no uses
                places.setdefault(pair, []).append(row["source_line"])
        for (code, name), lines in places.items():
            yield Use(kind, table, code, name, tuple(lines))
