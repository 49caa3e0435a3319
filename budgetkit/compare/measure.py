"""Sums and shares over clean rows that keep the raw lines behind them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from budgetkit.compare.result import SourceLine
from budgetkit.numbers import Number, known

DECIMALS = 6  # 万元 with six decimals are 0.01 元: what the documents print


def source_lines(frame: pd.DataFrame) -> tuple[SourceLine, ...]:
    """Give the raw lines of clean rows, in order, each once."""
    return tuple(dict.fromkeys(_lines(frame)))


def _lines(frame: pd.DataFrame) -> list[SourceLine]:
    return list(zip(frame["document_id"].tolist(), map(int, frame["source_line"].tolist()), strict=True))


def total_of(values: Iterable[float | None]) -> float | None:
    """Add amounts up to the published six decimals; None when nothing is there to add."""
    present = [value for value in values if value is not None and value == value]
    return round(math.fsum(present), DECIMALS) if present else None


def sum_by(frame: pd.DataFrame, keys: Sequence[str], amounts: Sequence[str]) -> pd.DataFrame:
    """Add amounts up by keys, in the order in which the keys first appear.

    Gives a row a key with the sums (万元; missing where every addend is) and `sources`, the raw lines added.
    """
    columns = [[None if pd.isna(value) else value for value in frame[key].tolist()] for key in keys]
    groups: dict[tuple, list[int]] = {}
    for place, values in enumerate(zip(*columns, strict=True)):
        groups.setdefault(values, []).append(place)
    numbers = {amount: frame[amount].tolist() for amount in amounts}
    lines = _lines(frame)
    rows = [
        {
            **dict(zip(keys, values, strict=True)),
            **{amount: total_of([own[place] for place in places]) for amount, own in numbers.items()},
            "sources": tuple(dict.fromkeys(lines[place] for place in places)),
        }
        for values, places in groups.items()
    ]
    return pd.DataFrame(rows, columns=[*keys, *amounts, "sources"]).astype(dict.fromkeys(amounts, "float64"))


def share_of(part: Number, whole: Number) -> Any:
    """Give a part's share of a whole in percent; None where either is missing or the whole is zero."""
    return part / whole * 100 if known(part) and known(whole) and whole else None


def part_of(part: Number, whole: Number) -> Any:
    """Give the share in percent of a part that its whole holds; None too where it is negative or larger than the whole.

    More than the whole is no share: one of the two amounts is wrong or of another scope.
    """
    share = share_of(part, whole)
    return share if known(part) and known(whole) and share is not None and share >= 0 and part <= whole else None


def add_shares(frame: pd.DataFrame, amount: str, whole: float | None = None, share: str = "share") -> pd.DataFrame:
    """Add a column of shares in percent of a whole, by default of the amounts' own sum.

    There are none where a part is negative or larger than the whole: then one of the two can't be right.
    """
    whole = total_of(frame[amount]) if whole is None else whole
    known = frame[amount].dropna()
    if whole is not None and not known.empty and (known.min() < 0 or known.max() > whole):
        whole = None
    shares = pd.Series([share_of(value, whole) for value in frame[amount]], index=frame.index, dtype="float64")
    return frame.assign(**{share: shares})


def ratio_of(numerator: float | None, denominator: float | None) -> float | None:
    """Divide two amounts; None where either is missing or the denominator is zero."""
    share = share_of(numerator, denominator)
    return None if share is None else share / 100
