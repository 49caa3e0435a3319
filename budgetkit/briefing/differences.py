"""Differences in words: what a check found, rather than what should hold, with both figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from budgetkit.dataset.states import DIFFERENCES, OPEN
from budgetkit.numbers import format_amount

_OPPOSITES = (("均不高于", "有一项高于"), ("不高于", "高于"), ("≤", "＞"), ("＝", "≠"))


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
    return f"{found}（{format_amount(check.left)} 对 {format_amount(check.right)}）" if has_both else found


def open_checks(checks: pd.DataFrame) -> pd.DataFrame:
    """Give the checks whose difference has no proved cause, those of unknown place first."""
    return in_order(checks[checks["status"].isin(OPEN)])


def in_order(checks: pd.DataFrame) -> pd.DataFrame:
    """Put differences in order: unexplained, located, explained; otherwise as they stand in the document."""
    order = checks["status"].map({state: place for place, state in enumerate(DIFFERENCES)})
    return checks.loc[order.sort_values(kind="stable").index].reset_index(drop=True)


def count_open(counts: Mapping[str, int]) -> str:
    """Say how many differences are open, by state."""
    words: Sequence[str] = [f"{counts[state]} 项差异{DIFFERENCES[state]}" for state in OPEN if counts.get(state)]
    return "，".join(words) or "没有原因未证明的差异"
