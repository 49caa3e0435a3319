"""Differences in words: what a check found, rather than what should hold, with both figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from budgetkit.dataset.states import DIFFERENCES, OPEN
from budgetkit.numbers import AMOUNT_DECIMALS, format_amount, format_number

_OPPOSITES = (
    ("均不高于", "有一项高于"),
    ("不高于", "高于"),
    ("的计量单位一致", "的计量单位不一致"),
    ("≤", "＞"),
    ("＝", "≠"),
)
_NOT_MONEY = {  # what the rules of self-evaluations compare; all others with two figures compare money or count
    "execution_rate": "%",
    "fund_score": "分",
    "scores_to_total": "分",
    "weights_to_hundred": "分",
}
_LONG = re.compile(r"(?<![\d.,])\d[\d,]*\.\d{3,}(?= 万元)")
_AMOUNT = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?(?= 万元)")
_QUOTED = re.compile(r"(?<!原文)印作")


def describe_difference(check: Any) -> str:
    """Say what a check (a row of the checks table) found, with both figures where it has them.

    `成本指标“总成本”不高于项目总额` that does not hold is told as `成本指标“总成本”高于项目总额（12.00 对 10.00）`.
    """
    found = check.description
    for expected, opposite in _OPPOSITES:
        if expected in found:
            found = found.replace(expected, opposite, 1)
            break
    else:
        found = f"“{found}”不成立"
    has_both = pd.notna(check.left) and pd.notna(check.right)
    unit = unit_of(check)
    return (
        f"{found}（{format_amount(check.left)} 对 {format_amount(check.right)}{unit and f' {unit}'}）"
        if has_both
        else found
    )


def unit_of(check: Any) -> str:
    """Give the unit of a check's two figures, where that is not 万元; empty where it is."""
    return _NOT_MONEY.get(check.rule, "")


def shorten_amounts(text: str | None) -> str | None:
    """Give the explanation of a check with two decimals, as the table beside it has, and say what is quoted as printed.

    All decimals stay where two amounts would else be one, or an amount would be none.
    """
    if not isinstance(text, str):
        return None
    told = _LONG.sub(lambda amount: format_number(float(amount[0].replace(",", "")), AMOUNT_DECIMALS), text)
    before, after = (dict.fromkeys(_AMOUNT.findall(own)) for own in (text, told))
    is_same = len(before) == len(after) and not any(
        not float(one.replace(",", "")) for one in after if one not in before
    )
    return _QUOTED.sub("原文印作", told if is_same else text)


def open_checks(checks: pd.DataFrame) -> pd.DataFrame:
    """Give the checks whose difference has no proved cause, those of unknown place first."""
    return in_order(checks[checks["status"].isin(OPEN)])


def in_order(checks: pd.DataFrame) -> pd.DataFrame:
    """Put differences in order: unexplained, located, explained; otherwise as they stand in the document."""
    order = checks["status"].map({state: place for place, state in enumerate(DIFFERENCES)})
    return checks.loc[order.sort_values(kind="stable").index].reset_index(drop=True)


def count_open(counts: Mapping[str, int]) -> str:
    """Say how many differences have no proved cause, and of how many the place is known."""
    found = sum(counts.get(state, 0) for state in OPEN)
    return f"{found} 项差异的原因未证明{say_located(counts)}" if found else "没有原因未证明的差异"


def say_located(counts: Mapping[str, int]) -> str:
    """Say in brackets of how many differences without a proved cause the place is known; nothing where of none."""
    located = counts.get("located", 0)
    return "" if not located else f"（其中 {located} 项已定位）" if counts.get("fail") else "（均已定位）"
