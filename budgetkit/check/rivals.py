"""Rival readings of a difference: how a row that is there could be the wrong one, before rows are called missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from budgetkit.check.words import money
from budgetkit.finding import Row
from budgetkit.line_runs import format_lines
from budgetkit.read.place import Place

_MOST = 3
_POWERS = tuple(Decimal(10) ** power for power in (*range(-6, 0), *range(1, 7)))


def name_slip(printed: Decimal, meant: Decimal) -> str | None:
    """Name the slip by which one amount would be printed as another, in Chinese; None where no single one does it."""
    if printed == -meant:
        return "正负号"
    if printed * meant > 0 and any(printed * power == meant for power in _POWERS):
        return "小数点或单位"
    return _name_digit_slip(f"{printed:f}", f"{meant:f}") if meant > 0 else None


def _name_digit_slip(printed: str, meant: str) -> str | None:
    printed, meant = _align(printed, meant)
    if len(printed) != len(meant):
        longer, shorter = sorted((printed, meant), key=len, reverse=True)
        is_one = len(longer) == len(shorter) + 1 and _misses_one(longer, shorter)
        return ("多一位数字" if longer == printed else "少一位数字") if is_one else None
    differing = [place for place, pair in enumerate(zip(printed, meant, strict=True)) if pair[0] != pair[1]]
    if len(differing) == 1:
        return "一位数字"
    swapped = [printed[place] for place in reversed(differing)] == [meant[place] for place in differing]
    return "两位数字颠倒" if len(differing) == 2 and swapped else None


def _align(printed: str, meant: str) -> tuple[str, str]:
    """Give both numbers the same decimals."""
    decimals = max(len(text.partition(".")[2]) for text in (printed, meant))
    return f"{Decimal(printed):.{decimals}f}", f"{Decimal(meant):.{decimals}f}"


def _misses_one(longer: str, shorter: str) -> bool:
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))


def describe_rivals(rows: Sequence[Row], column: str, lack: Decimal) -> Iterator[str]:
    """Describe how the rows that are there, which all have an amount, would account for a lack (万元)."""
    slips = [(row, slip) for row in rows if (slip := name_slip(row[column], row[column] + lack))]
    named = [
        f"{Place.of(row)}的 {money(row[column])} 若为 {money(row[column] + lack)} 则相符（{slip}）"
        for row, slip in slips[:_MOST]
    ]
    if len(slips) > _MOST:
        where = format_lines(row["source_line"] for row, _ in slips)
        yield f"第 {where} 行共 {len(slips)} 行，任一行有一处误印即相符，如{named[0]}"
    elif named:
        yield "、".join(named)
    elif rows:
        where = format_lines(row["source_line"] for row in rows)
        yield f"若已列的 {len(rows)} 行（第 {where} 行）中有一行有误，也会出现这一差额"
