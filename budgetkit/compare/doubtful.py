"""Printed text that is doubtful or cannot be right: what a report that quotes it marks 〔原文如此〕."""

from __future__ import annotations

import re

from budgetkit.compare.budget import Budget
from budgetkit.dataset.states import OPEN
from budgetkit.line_runs import parse_lines

AS_PRINTED = "〔原文如此〕"
_DOUBTED = {"unit_error": ("flagged", "kept")}  # findings on a printed value, by what was done
_RULES = {"indicator_value": ("insufficient", *OPEN), "cost_ceiling": OPEN}  # checks of one printed value, and states
_SLIPS = re.compile(
    r"(?<![\d.])\d{3}年(?=[底末初]|\d{1,2}月)"  # no year has three digits
    r"|([\u4e00-\u9fff])\1\1"  # one character three times: 北京市市市级
)


def find_doubtful_lines(budget: Budget) -> frozenset[int]:
    """Find the lines whose indicator has a printed value that a finding or a check doubts, and that was kept."""
    findings, checks = budget.table("findings"), budget.table("checks")
    lines = [
        line
        for kind, actions in _DOUBTED.items()
        for line in findings[(findings["kind"] == kind) & findings["action"].isin(actions)]["source_line"].dropna()
    ]
    lines += [
        line
        for rule, states in _RULES.items()
        for own in checks[(checks["rule"] == rule) & checks["status"].isin(states)].itertuples()
        for line in parse_lines(own.lines) or [own.source_line]
    ]
    return frozenset(int(line) for line in lines)


def mark_slips(text: str) -> str:
    """Mark in a quoted text what no reading makes right: `202年底前` becomes `202年〔原文如此〕底前`."""
    return _SLIPS.sub(lambda match: f"{match[0]}{AS_PRINTED}", text)
