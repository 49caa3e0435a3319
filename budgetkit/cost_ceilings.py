"""Cost ceilings against the money that they are to stay within: the one place where the two are judged.

Tidying asks it for evidence, checks for their verdicts, comparisons for what they show.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Literal

from budgetkit.money_units import money_factor
from budgetkit.parse import half_unit, squeeze

Verdict = Literal["equal", "rounded", "below", "above", "absurd", "other_unit", "near_miss"]
ABOVE: tuple[Verdict, ...] = ("above", "absurd")
_QUANTITY = re.compile(r"(?:[≤<＜=]|\\leq?)?(?P<number>[\d,]*\d(?:\.\d+)?)(?P<unit>[^\d,.]*)")
_COST = "成本"
_SWAPPED = ("万元", "元")  # the units that are printed for each other
_ABSURD = 1000  # times its whole, no cost is meant as printed
_TELLING_DIGITS = 5  # of a number that may have one digit wrong
_UNIT_DIGITS = 3  # of a number whose unit is none of money, or that lost its last decimals; fewer meet by chance


@dataclass(frozen=True)
class Ceiling:
    """A printed cost: the number and its unit, which need not be one of money."""

    number: Decimal
    unit: str

    @cached_property
    def amount(self) -> Decimal | None:
        """The cost in 万元, taken as printed; None in a unit that is none of money."""
        return self._in(self.unit)

    @property
    def slack(self) -> Decimal:
        """Half a unit of the last printed digit, in 万元; a whole number is exact."""
        return self._slack_in(self.unit)

    def other_unit(self, whole: Decimal) -> str | None:
        """Give the unit of money in which the cost would meet an amount (万元), if another than the printed one."""
        return next((unit for unit in _SWAPPED if unit != self.unit and self._meets(whole, unit)), None)

    def is_rounded(self, whole: Decimal) -> bool:
        """Say whether the cost is an amount (万元) but for decimals that either rounds, or that the cost leaves out."""
        if self._meets(whole, self.unit):
            return True
        factor, amount = money_factor(self.unit), self.amount
        exponent = self.number.as_tuple().exponent
        if factor is None or amount is None or not isinstance(exponent, int):
            return False
        step = Decimal(1).scaleb(exponent) * factor
        return -step / 2 <= whole - amount < step and _digits(self.number) >= _UNIT_DIGITS

    def _in(self, unit: str) -> Decimal | None:
        factor = money_factor(unit)
        return None if factor is None else self.number * factor

    def _slack_in(self, unit: str) -> Decimal:
        return self._half * (money_factor(unit) or 0)

    @cached_property
    def _half(self) -> Decimal:
        return half_unit(self.number) if self.number % 1 else Decimal(0)

    def _meets(self, whole: Decimal, unit: str) -> bool:
        amount = self._in(unit)
        return amount is not None and abs(amount - whole) <= half_unit(whole) + self._slack_in(unit)


def is_cost(level1: str | None, level2: str | None) -> bool:
    """Say whether an indicator is about cost, on its first or its second level."""
    return _COST in f"{level1 or ''}{level2 or ''}"


@lru_cache(1 << 12)  # an indicator's cost is asked of every project that it may belong to
def parse_ceiling(text: str | None, unit: str | None = None, *, in_any_unit: bool = False) -> Ceiling | None:
    """Read a cost such as `≤365.291万元`, or a number with its unit apart; None for rates (元/人), zero and texts.

    `in_any_unit` also reads a number whose unit is none of money, or missing: it may be a slip.
    """
    match = _QUANTITY.fullmatch(squeeze(f"{text or ''}{unit or ''}"))
    number = Decimal(match["number"].replace(",", "")) if match else None
    if match is None or not number or (money_factor(match["unit"]) is None and not in_any_unit):
        return None
    if "/" in match["unit"] or (match["unit"] and not unit and money_factor(match["unit"]) is None):
        return None
    return Ceiling(number, match["unit"])


def judge_ceiling(ceiling: Ceiling, whole: Decimal) -> Verdict | None:
    """Judge a cost against the amount that it is to stay within (万元), to the digits that are printed.

    `equal`: to the last digit. `rounded`: but for rounding. `other_unit`: in another unit of money than
    printed. `near_miss`: but for one digit of many. `absurd`: a thousand times the amount and more, so that its unit or
    number must be wrong. `above`, `below`: all else; None where the unit is none of money and the number says nothing.
    """
    if ceiling.amount is None:
        telling = _digits(ceiling.number) >= _UNIT_DIGITS
        return "other_unit" if telling and ceiling.other_unit(whole) else None
    if ceiling.amount == whole:
        return "equal"
    if ceiling.is_rounded(whole):
        return "rounded"
    if ceiling.other_unit(whole):
        return "other_unit"
    if is_near_miss(ceiling.amount, whole):
        return "near_miss"
    if ceiling.amount > whole * _ABSURD:
        return "absurd"
    return "above" if ceiling.amount - whole > ceiling.slack + half_unit(whole) else "below"


def judge_sum(ceilings: Sequence[Ceiling], whole: Decimal) -> Verdict | None:
    """Judge a project's costs of money together: one in a wrong unit decides, otherwise their sum."""
    verdicts = [judge_ceiling(ceiling, whole) for ceiling in ceilings]
    wrong = next((verdict for verdict in verdicts if verdict in ("other_unit", "absurd")), None)
    amounts = [ceiling.amount for ceiling in ceilings if ceiling.amount is not None]
    if wrong or not amounts:
        return wrong
    total = sum(amounts, Decimal(0))
    if total != whole and abs(total - whole) <= sum((ceiling.slack for ceiling in ceilings), half_unit(whole)):
        return "rounded"
    verdict = judge_ceiling(Ceiling(total, "万元"), whole)
    return verdict if verdict in ("equal", "rounded") else "above" if total > whole else "below"


def say_relation(verdict: Verdict, amount: Decimal | None, whole: Decimal, name: str) -> str:
    """Say in Chinese what a cost (万元) is held to: not above its whole, or its unit where only that is at odds."""
    is_within = verdict == "other_unit" and amount is not None and amount <= whole
    return f"与{name}的计量单位一致" if is_within else f"不高于{name}"


def say_readings(verdict: Verdict, amount: Decimal, whole: Decimal, name: str) -> str:
    """Say in Chinese which readings of a cost above its whole (万元) were tried, and which are left.

    A cost in the other unit is a verdict of its own, so it is ruled out here; one digit may still be what parts two
    numbers that are too short for that to tell.
    """
    if verdict == "near_miss":
        return f"与{name}只差一位数字，可能有一处误印，无法判定是哪一处。"
    if verdict == "absurd":
        return f"是{name}的 {_ABSURD} 倍以上，单位或数字必有一误，文件不能证明是哪一个。"
    rest = "也可能成本包括其他资金或其他年度，文件不能证明。"
    if _wrong_digits(amount, whole) == 1:
        return f"与{name}只差一位数字，可能误印，{rest}"
    return f"按元或万元计、改其中一位数字，都不与{name}相符：可能有一处印错，{rest}"


def is_near_miss(amount: Decimal, whole: Decimal) -> bool:
    """Say whether an amount is another (万元) but for one digit, of numbers long enough to be told apart."""
    return _digits(whole) >= _TELLING_DIGITS and _wrong_digits(amount, whole) == 1


def _wrong_digits(amount: Decimal, whole: Decimal) -> int | None:
    """Count the digits in which two amounts differ; None where one has more of them."""
    one, other = f"{amount:.6f}", f"{whole:.6f}"
    return sum(a != b for a, b in zip(one, other, strict=True)) if len(one) == len(other) else None


def _digits(number: Decimal) -> int:
    return len(number.normalize().as_tuple().digits)


def is_unit_proved(meeting: int, slips: int) -> bool:
    """Say whether a slip of unit is the cost's and not the budgets', by how many costs meet theirs, how many slip.

    One slip among amounts of a stated unit is the cost's; several, more than meet, speak against the amounts.
    """
    return slips <= max(meeting, 1)
