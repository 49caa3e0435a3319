"""Where a made department's money comes from: this year's income and carry-over, fund by fund."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from made.amounts import add, draw_amount, draw_part
from made.ledger import Ledger, Unit, total

OWN_INCOME = ("business_income", "other_income", "superior_subsidy", "operating_income", "affiliate_remittance")


@dataclass
class Income:
    """A unit's or department's income in 万元: this year's by source, carry-over by fund, and what is left."""

    this_year: dict[str, Decimal] = field(default_factory=dict)
    carryover: dict[str, Decimal] = field(default_factory=dict)
    year_end: Decimal | None = None

    @property
    def this_year_total(self) -> Decimal | None:
        """This year's income."""
        return add(self.this_year.values())

    @property
    def carryover_total(self) -> Decimal | None:
        """What was carried over from last year."""
        return add(self.carryover.values())

    @property
    def total(self) -> Decimal | None:
        """All income."""
        return add((self.this_year_total, self.carryover_total))


def draw_income(random: Random, ledger: Ledger) -> dict[Unit, Income]:
    """Draw each unit's income so that it covers exactly what the unit spends, and at times a little is left.

    Carry-over and own funds occur only where some expenditure is paid from own funds, as in cities.
    """
    has_own = any(not entry.is_fiscal for entry in ledger)
    return {
        unit: _unit_income(random, [entry for entry in ledger if entry.unit == unit], has_own)
        for unit in dict.fromkeys(entry.unit for entry in ledger)
    }


def _unit_income(random: Random, ledger: Ledger, has_own: bool) -> Income:
    income = Income()
    for fund in ("general_public", "gov_fund", "state_capital"):
        spent = total(ledger, lambda entry, fund=fund: entry.fund == fund)
        if spent is not None:
            _split(random, income, fund, spent, has_own)
    own = total(ledger, lambda entry: not entry.is_fiscal)
    if own is not None:
        _draw_own(random, income, own)
    return income


def _split(random: Random, income: Income, fund: str, spent: Decimal, has_own: bool) -> None:
    carried = draw_part(random, spent) if has_own and random.random() < 0.5 else None
    if carried is not None:
        income.carryover[fund] = carried
    income.this_year[fund] = spent - (carried or 0)


def _draw_own(random: Random, income: Income, own: Decimal) -> None:
    earned = draw_part(random, own)
    income.this_year[random.choice(OWN_INCOME)] = earned
    if random.random() < 0.3:
        income.year_end = draw_amount(random, 1, 80)
    income.carryover["unit_funds"] = own - earned + (income.year_end or 0)


def merge_income(incomes: list[Income]) -> Income:
    """Add the incomes of several units."""
    merged = Income(year_end=add(income.year_end for income in incomes))
    for side in ("this_year", "carryover"):
        for key in dict.fromkeys(key for income in incomes for key in getattr(income, side)):
            getattr(merged, side)[key] = add(getattr(income, side).get(key) for income in incomes)
    return merged
