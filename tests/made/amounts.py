"""Amounts in 万元, exact to the fen, as budgets have them: round ones, computed ones, and parts of a whole."""

from __future__ import annotations

from decimal import Decimal
from random import Random

FEN = Decimal("0.000001")


def draw_amount(random: Random, low: float, high: float) -> Decimal:
    """Draw an amount of 万元 between two bounds; some are round, some go down to the fen."""
    digits = random.choice((0, 1, 2, 4, 6, 6))
    step = Decimal(1).scaleb(-digits)
    amount = Decimal(repr(random.uniform(low, high))).quantize(step)
    return max(amount, step).quantize(FEN)


def draw_part(random: Random, whole: Decimal) -> Decimal:
    """Draw a part of an amount, at least a tenth of it and less than all."""
    return (whole * random.randint(10, 90) / 100).quantize(FEN)


def draw_near(random: Random, amount: Decimal) -> Decimal:
    """Draw an amount of the same magnitude, as another year has it."""
    return (amount * random.randint(70, 130) / 100).quantize(FEN)


def add(amounts) -> Decimal | None:
    """Add the amounts that are there; None when there is none, as a table leaves such a cell empty."""
    present = [amount for amount in amounts if amount is not None]
    return sum(present, Decimal(0)).quantize(FEN) if present else None


def format_amount(amount: Decimal | None, decimals: int = 6) -> str:
    """Write an amount as budgets print it, with thousands separators; a missing one is empty."""
    return "" if amount is None else f"{amount:,.{decimals}f}"


def plain_number(amount: Decimal) -> str:
    """Write a number without separators and trailing zeros, as indicator values have it."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
