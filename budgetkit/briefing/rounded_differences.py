"""The notes of tables in which printed numbers don't add up to, or subtract to, the printed ones beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

import pandas as pd
from pandas.api.types import is_numeric_dtype

from budgetkit.compare.measure import DECIMALS
from budgetkit.numbers import AMOUNT_DECIMALS, RATIO_DECIMALS, round_half_up
from budgetkit.report.parts import Column

ROUNDED = "因四舍五入，部分金额相加与合计略有出入。"
_OPERANDS = {"amount": ("amount", AMOUNT_DECIMALS), "points": ("percent", RATIO_DECIMALS)}
"""What a difference of each kind is taken of, and the decimals that both are printed with."""


def note_rounding(table: pd.DataFrame, columns: Sequence[Column]) -> tuple[str, ...]:
    """Give the note where a column is the difference of two others exactly, but in some row not as printed."""
    is_seen = any(is_odd for column in columns for is_odd in _differs_as_printed(table, column, columns))
    return ("因四舍五入，个别数按表中所列直接相加减略有出入。",) if is_seen else ()


def _differs_as_printed(table: pd.DataFrame, difference: Column, columns: Sequence[Column]) -> Iterator[bool]:
    operand, decimals = _OPERANDS.get(difference.kind, ("", 0))
    keys = [one.key for one in columns if one.kind == operand and one is not difference]
    values = {key: table[key].tolist() for key in [*keys, difference.key] if is_numeric_dtype(table[key])}
    if difference.key not in values:
        return
    for pair in permutations([key for key in keys if key in values], 2):
        read = zip(*(values[key] for key in (*pair, difference.key)), strict=True)
        rows = [row for row in read if not any(map(pd.isna, row))]
        if rows and all(abs(minuend - subtrahend - value) < 10**-DECIMALS for minuend, subtrahend, value in rows):
            yield any(
                round_half_up(minuend, decimals) - round_half_up(subtrahend, decimals) != round_half_up(value, decimals)
                for minuend, subtrahend, value in rows
            )
