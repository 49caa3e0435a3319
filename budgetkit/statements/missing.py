"""Sentences about what is missing, and which file would supply it."""

from __future__ import annotations

from budgetkit.statements.statement import Statement


def state_missing(what: str, *, reason: str, supply: str = "") -> Statement:
    """State that a part of a report can't be made, why, and what would make it possible.

    `未作市区对比：没有区级部门的预算文件。补充《…2026年部门预算》后可以生成。`
    """
    text = f"未作{what}：{reason.rstrip('。')}。"
    return Statement(text + (f"补充{supply}后可以生成。" if supply else ""))
