"""Cost ceilings against the money of their project: ceilings above it, and 元 printed for 万元 or the reverse."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from budgetkit.check.figure import ZERO, half_unit
from budgetkit.money_units import money_factor

_TELLING_DIGITS = 5
_QUANTITY = re.compile(r"(?:[≤<＜=]|\\leq?)?\s*([\d,]+(?:\.\d+)?)\s*(万元|元)")


@dataclass(frozen=True)
class Ceiling:
    """A printed cost: the number and its unit (元 or 万元)."""

    number: Decimal
    unit: str

    @property
    def amount(self) -> Decimal:
        """The cost in 万元, taken as printed."""
        return self.number * money_factor(self.unit)

    @property
    def slack(self) -> Decimal:
        """Half a unit of the last printed digit, in 万元; a whole number is exact."""
        return half_unit(self.number) * money_factor(self.unit) if self.number % 1 else ZERO

    def in_other_unit(self) -> Decimal:
        """Give the cost in 万元, had the other unit been printed."""
        return self.number * money_factor(self.other_unit)

    @property
    def other_unit(self) -> str:
        """The unit that is not printed."""
        return "元" if self.unit == "万元" else "万元"


def parse_ceiling(text: str | None, unit: str | None = None) -> Ceiling | None:
    """Read a cost such as `≤365.291万元`, or a number with its unit apart; None for rates and anything else."""
    match = _QUANTITY.fullmatch(f"{text or ''}{unit or ''}".replace(" ", ""))
    return Ceiling(Decimal(match[1].replace(",", "")), match[2]) if match else None


def is_slip(ceiling: Ceiling, budget: Decimal) -> bool:
    """Say whether a cost meets the budget (万元) in the other unit, to the printed digits, and in its own does not."""
    near = half_unit(budget) + half_unit(ceiling.number) * (ceiling.in_other_unit() / ceiling.number)
    return ceiling.amount != budget and abs(ceiling.in_other_unit() - budget) <= near


def is_near_miss(ceiling: Ceiling, budget: Decimal) -> bool:
    """Say whether a cost is the budget (万元) but for one digit, of numbers long enough to be told apart."""
    pairs = list(zip(f"{ceiling.amount:.6f}", f"{budget:.6f}", strict=False))
    same_length = len(f"{ceiling.amount:.6f}") == len(f"{budget:.6f}")
    is_long = len(budget.normalize().as_tuple().digits) >= _TELLING_DIGITS
    return is_long and same_length and sum(one != other for one, other in pairs) == 1


def is_above(ceiling: Ceiling, budget: Decimal) -> bool:
    """Say whether a cost is above the budget (万元), beyond what rounding in print allows."""
    return ceiling.amount - budget > ceiling.slack + half_unit(budget)


def is_unit_proved(meeting: int, slips: int) -> bool:
    """Say whether a slip of unit is the cost's and not the budgets', by how many costs meet theirs, how many slip.

    One slip among amounts of a stated unit is the cost's; several, more than meet, speak against the amounts.
    """
    return slips <= max(meeting, 1)
