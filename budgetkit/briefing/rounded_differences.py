"""The notes of tables in which printed numbers don't add up to, or subtract to, the printed ones beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

import pandas as pd

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
    others = [one.key for one in columns if one.kind == operand and one is not difference]
    for pair in permutations([key for key in others if pd.api.types.is_numeric_dtype(table[key])], 2):
        rows = table[[*pair, difference.key]].dropna()
        if pd.api.types.is_numeric_dtype(rows[difference.key]) and _is_difference(rows):
            yield any(
                round_half_up(minuend, decimals) - round_half_up(subtrahend, decimals) != round_half_up(value, decimals)
                for minuend, subtrahend, value in rows.itertuples(index=False)
            )


def _is_difference(rows: pd.DataFrame) -> bool:
    """Say whether the last of three columns is the first less the second in every row."""
    minuend, subtrahend, difference = (rows.iloc[:, place] for place in range(3))
    return len(rows) > 0 and bool(((minuend - subtrahend - difference).abs() < 10**-DECIMALS).all())
