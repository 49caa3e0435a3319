"""Sentences about one amount."""

from __future__ import annotations

from budgetkit.numbers import Number, known
from budgetkit.statements.statement import AMOUNT, NO_VALUE, Statement, amount


def state_amount(subject: str, value: Number, *, unit: str = AMOUNT, note: str = "") -> Statement:
    """State an amount, a ratio or a count: `2026年支出预算 3.21 亿元。`

    `note` is a remark in brackets, such as 含上年结转. A missing value is said to be missing.
    """
    if not known(value):
        return Statement(f"{subject}{NO_VALUE}。")
    quantity = amount(value, unit)
    remark = f"（{note}）" if note else ""
    return Statement(f"{subject}{quantity.spaced}{remark}。", {"amount": quantity})
