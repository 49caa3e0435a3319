"""The notes of tables in which printed numbers don't add up to, subtract to or divide to the printed beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any

import pandas as pd

from budgetkit.compare.measure import DECIMALS
from budgetkit.numbers import AMOUNT_DECIMALS, RATIO_DECIMALS, known, round_half_up
from budgetkit.report.parts import Column

ROUNDED = "因四舍五入，部分金额相加与合计略有出入。"
_OPERANDS = {"amount": ("amount", AMOUNT_DECIMALS), "points": ("percent", RATIO_DECIMALS)}
"""What a difference of each kind is taken of, and the decimals that both are printed with."""
_EXACT = 10**-DECIMALS
_Values = Mapping[str, Sequence[float]]


def note_rounding(table: pd.DataFrame, columns: Sequence[Column]) -> tuple[str, ...]:
    """Give the note where numbers are differences, parts of a hundred or quotients of others exactly, but in some row
    not as printed.
    """
    found = {
        "个别数按表中所列直接相加减略有出入": any(odd for one in columns for odd in _differs(table, one, columns)),
        "占比相加与 100.0% 略有出入": any(_misses_hundred(own) for own in _read(table, columns, "percent").values()),
        "个别占比、增减率按表中所列相除略有出入": any(_divides_otherwise(table, columns)),
    }
    said = [words for words, is_seen in found.items() if is_seen]
    return (f"因四舍五入，{'，'.join(said)}。",) if said else ()


def _read(table: pd.DataFrame, columns: Sequence[Column], kind: str) -> _Values:
    """Give the numbers of the columns of a kind, by key; words that stand in place of one are none."""
    keys = [column.key for column in columns if column.kind == kind]
    return {key: pd.to_numeric(table[key], errors="coerce").tolist() for key in keys}


def _differs(table: pd.DataFrame, difference: Column, columns: Sequence[Column]) -> Iterator[bool]:
    """Say of every pair of columns of which a column is the difference whether it is another one as printed."""
    operand, decimals = _OPERANDS.get(difference.kind, ("", 0))
    own = _read(table, [difference], difference.kind).get(difference.key)
    values = _read(table, [one for one in columns if one is not difference], operand)
    for pair in permutations(values if own else (), 2):
        rows = _whole(values[pair[0]], values[pair[1]], own or ())
        if rows and all(abs(minuend - subtrahend - value) < _EXACT for minuend, subtrahend, value in rows):
            yield any(
                round_half_up(minuend, decimals) - round_half_up(subtrahend, decimals) != round_half_up(value, decimals)
                for minuend, subtrahend, value in rows
            )


def _misses_hundred(shares: Iterable[float]) -> bool:
    """Say whether shares make up a hundred per cent exactly, but not as printed."""
    there: list[Any] = [share for share in shares if known(share)]
    printed = sum(round_half_up(share, RATIO_DECIMALS) for share in there)
    return len(there) > 1 and abs(sum(there) - 100) < _EXACT and printed != 100


def _divides_otherwise(table: pd.DataFrame, columns: Sequence[Column]) -> Iterator[bool]:
    """Say of every share or growth that amounts beside it give exactly whether they give another one as printed."""
    amounts = _read(table, columns, "amount")
    printed = {key: [_as_printed(one) for one in own] for key, own in amounts.items()}
    ratios = {**_read(table, columns, "percent"), **_read(table, columns, "growth")}
    for shares in ratios.values():
        for exact, read in zip(_quotients(amounts, shares), _quotients(printed, shares), strict=True):
            rows = _whole(exact, read, shares)
            if rows and all(abs(quotient - share) < _EXACT for quotient, _, share in rows):
                yield any(
                    round_half_up(quotient, RATIO_DECIMALS) != round_half_up(share, RATIO_DECIMALS)
                    for _, quotient, share in rows
                )


def _quotients(amounts: _Values, shares: Sequence[float]) -> Iterator[list[float]]:
    """Give amounts divided by one another, their growth, and their parts of a row that is 100 %, in per cent."""
    for own, base in permutations(amounts.values(), 2):
        yield [_percent(part, whole) for part, whole in zip(own, base, strict=True)]
        yield [_percent(part - whole, whole) for part, whole in zip(own, base, strict=True)]
    for own in amounts.values():
        for place, share in enumerate(shares):
            if share == 100:
                yield [_percent(part, own[place]) for part in own]


def _as_printed(amount: float) -> float:
    """Give an amount as a table prints it; a missing one stays missing."""
    return float("nan") if (printed := round_half_up(amount, AMOUNT_DECIMALS)) is None else float(printed)


def _percent(part: float, whole: float) -> float:
    return part / whole * 100 if whole else float("nan")


def _whole(*columns: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Give the rows of columns that have a number in each."""
    return [row for row in zip(*columns, strict=True) if not any(map(pd.isna, row))]
