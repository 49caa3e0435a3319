"""Sentences about what must not be compared, and what is compared instead."""

from __future__ import annotations

from budgetkit.statements.statement import Statement


def state_not_comparable(subject: str, *, reason: str, instead: str = "") -> Statement:
    """State that figures stand side by side without being compared: `支出总额不作增减比较：…。只比较占比。`"""
    text = f"{subject}不作增减比较：{reason.rstrip('。')}。"
    return Statement(text + (f"只比较{instead}。" if instead else ""))
