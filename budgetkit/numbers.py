"""Numbers as the reports print them: one rounding rule, one set of decimals, half-width digits.

Tables, sentences and figures all ask here, so that a figure reads the same wherever it stands. Rounding is half up on
the decimal value as written (1.005 gives 1.01), the way published tables are rounded. An unknown value is "—", never 0.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, SupportsFloat, TypeGuard, overload

import pandas as pd

Number = Decimal | float | int | None

UNKNOWN = "—"
AMOUNT_DECIMALS = 2  # of 万元, so down to 100 元
RATIO_DECIMALS = 1  # shares, changes and percentage points
_NOTHING = Decimal("1e-9")  # of 万元, per cent: far less than any document prints, more than computing in floats leaves
WAN_IN_A_YI = 10_000  # 1 亿元 = 10,000 万元


def is_unknown(value: Number) -> bool:
    """Say whether a value is missing: None, NaN or pandas' NA."""
    return value is None or bool(pd.isna(value))


def known(value: Number) -> TypeGuard[Any]:
    """Say whether a value is there, and may be reckoned with: a decimal or a float, which don't meet in one sum."""
    return not is_unknown(value)


@overload
def round_half_up(value: Decimal, decimals: int) -> Decimal: ...
@overload
def round_half_up(value: Number, decimals: int) -> Decimal | None: ...
def round_half_up(value: Number, decimals: int) -> Decimal | None:
    """Round a number half up to a number of decimals; a missing value stays missing, and -0 becomes 0.

    A float is taken as the shortest decimal that stands for it (its `repr`), not as its binary expansion.
    Raises ValueError when the value is infinite: a ratio to zero is not a number that a report may print.
    """
    if value is None or is_unknown(value):
        return None
    exact = _exact(value)
    if not exact.is_finite():
        raise ValueError(f"not a finite number: {value!r}")
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) + 0


def _exact(value: Decimal | float | int | SupportsFloat) -> Decimal:
    if isinstance(value, Decimal | int):
        return Decimal(value)
    return Decimal(repr(float(value)))


def format_number(value: Number, decimals: int) -> str:
    """Format a number with thousands separators and fixed decimals (`92,430.00`)."""
    rounded = round_half_up(value, decimals)
    return UNKNOWN if rounded is None else f"{rounded:,f}"


def vanishes(value: Number, decimals: int) -> bool:
    """Say whether a value is known and not zero (but for what computing leaves), but rounds to zero."""
    if value is None or is_unknown(value):
        return False
    return abs(_exact(value)) > _NOTHING and not round_half_up(value, decimals)


def _format_seen(value: Number, decimals: int) -> str:
    """Format a number that is something: one that would be printed as nothing is less than the smallest printed."""
    if value is not None and vanishes(value, decimals):
        least = f"{Decimal(1).scaleb(-decimals):f}"
        return f"<{least}" if value > 0 else f">-{least}"
    return format_number(value, decimals)


def format_amount(value: Number) -> str:
    """Format an amount in 万元 without its unit, for a table's cell: `92,430.00`, `<0.01` for less than is printed."""
    return _format_seen(value, AMOUNT_DECIMALS)


def format_amount_text(value: Number) -> str:
    """Format an amount in 万元 with its unit, for running text: `9,751.39 万元`, from 1 亿元 on `9.24 亿元`.

    One that would be printed as nothing is `不足 0.01 万元`.
    """
    if value is None or is_unknown(value):
        return UNKNOWN
    if abs(_exact(value)) >= WAN_IN_A_YI:
        return f"{format_number(_exact(value) / WAN_IN_A_YI, AMOUNT_DECIMALS)} 亿元"
    if vanishes(value, AMOUNT_DECIMALS) and value > 0:
        return "不足 0.01 万元"
    return f"{format_amount(value)} 万元"


def format_share(value: Number, decimals: int = RATIO_DECIMALS) -> str:
    """Format a ratio of 1 (0.642) as per cent: `64.2%`. For shares, rates and changes that were computed here."""
    return UNKNOWN if value is None or is_unknown(value) else format_percent(_exact(value) * 100, decimals)


def format_percent(value: Number, decimals: int = RATIO_DECIMALS) -> str:
    """Format a value that already is in per cent (64.2, as an execution rate is printed): `64.2%`, `<0.1%`."""
    return UNKNOWN if is_unknown(value) else f"{_format_seen(value, decimals)}%"


def format_points(value: Number, decimals: int = RATIO_DECIMALS) -> str:
    """Format percentage points (3.1, already in points) with their sign, for a table's cell: `+3.1`, `<0.1`, `0.0`."""
    return UNKNOWN if is_unknown(value) else add_sign(value, _format_seen(value, decimals))


def format_growth(value: Number, decimals: int = RATIO_DECIMALS) -> str:
    """Format growth that already is in per cent with its sign, for a table's cell: `+194.7%`, `-24.6%`, `<0.1%`."""
    return UNKNOWN if is_unknown(value) else add_sign(value, format_percent(value, decimals))


def add_sign(value: Number, text: str) -> str:
    """Write a plus before what grew, where its number is printed."""
    grew = value is not None and _exact(value) > _NOTHING
    return f"+{text}" if grew and not text.startswith("<") else text


def format_points_text(value: Number, decimals: int = RATIO_DECIMALS) -> str:
    """Format the size of a difference in percentage points for running text, without its sign: `3.1 个百分点`."""
    rounded = round_half_up(value, decimals)
    return UNKNOWN if rounded is None else f"{abs(rounded):,f} 个百分点"


def format_integer(value: Number) -> str:
    """Format a count with thousands separators: `1,204`."""
    return format_number(value, 0)
