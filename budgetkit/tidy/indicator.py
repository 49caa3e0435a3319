"""An indicator of a performance target as its form prints it: the one model of every family of target tables."""

from __future__ import annotations

from dataclasses import dataclass

from budgetkit.cost_ceilings import Ceiling, is_cost, parse_ceiling
from budgetkit.finding import Row
from budgetkit.parse import clean_name
from budgetkit.read.row import RawRow
from budgetkit.tidy.levels import clean_text, parse_number


@dataclass
class Indicator:
    """An indicator: the row that prints it and its cells; empty or None where nothing is printed."""

    line: RawRow
    level1: str | None
    level2: str | None
    name: str | None
    operator: str | None
    value: str | None
    unit: str | None

    @property
    def group(self) -> tuple[str | None, str | None]:
        """The two levels, under which a project prints its indicators together."""
        return self.level1, self.level2

    @property
    def kind(self) -> str | None:
        """The second level, or the first where that is missing."""
        return self.level2 or self.level1

    @property
    def content(self) -> tuple[str | None, ...]:
        """All that is printed of the indicator."""
        return self.level1, self.level2, self.name, self.operator, self.value, self.unit

    def read_cost(self) -> Ceiling | None:
        """Read the cost that the indicator sets, in whatever unit; None where it is about something else."""
        if not is_cost(self.level1, self.level2):
            return None
        return parse_ceiling(self.value, self.unit, in_any_unit=True)

    def columns(self) -> Row:
        """Give the columns that every clean row of an indicator has, its line among them."""
        return {
            "level1": self.level1 or None,
            "level2": self.level2 or None,
            "name": clean_text(self.name or ""),
            "operator": self.operator or None,
            "value": clean_name(self.value or "") or None,
            "value_number": parse_number(self.value),
            "unit": clean_text(self.unit or ""),
            "source_line": self.line.number,
        }
