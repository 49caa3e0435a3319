"""Sentences about what is missing."""

from __future__ import annotations

from budgetkit.statements.statement import Statement


def state_missing(what: str, *, reason: str) -> Statement:
    """State that a part of a report can't be made, and why: `未作市区对比：缺区级同领域（应急管理）部门的预算。`"""
    return Statement(f"未作{what}：{reason.rstrip('。')}。")
