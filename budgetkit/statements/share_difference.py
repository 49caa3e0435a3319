"""Sentences about the difference of two shares, in percentage points."""

from __future__ import annotations

from budgetkit.numbers import Number, known, round_half_up
from budgetkit.statements.arithmetic import adds_up
from budgetkit.statements.share import share_quantity
from budgetkit.statements.statement import NO_VALUE, POINTS, Quantity, Statement, points

ROUNDING = "（因四舍五入，与两个占比直接相减略有出入）"


def state_share_difference(subject: str, left: Number, right: Number, *, left_name: str, right_name: str) -> Statement:
    """State two shares (in per cent) and by how many percentage points they differ.

    `人员经费占比，北京市2026年 64.2%，朝阳区2024年 61.1%，前者高 3.1 个百分点。` 持平 only when the difference prints
    as zero; a missing side is said, and nothing is subtracted. A printed difference that is not that of the printed
    shares is explained.
    """
    sides = [(left_name, left), (right_name, right)]
    shares = {name: share_quantity(value) for name, value in sides if known(value)}
    listed = "，".join(f"{name}{shares[name].spaced}" if name in shares else f"{name}{NO_VALUE}" for name, _ in sides)
    figures = {key: shares[name] for key, (name, _) in zip(("left", "right"), sides, strict=True) if name in shares}
    if not (known(left) and known(right)):
        return Statement(f"{subject}，{listed}，不作比较。", figures)
    difference = left - right
    if not round_half_up(difference, 1):
        remark = "" if figures["left"].printed == figures["right"].printed else ROUNDING
        figures["difference"] = Quantity(difference, POINTS, "两者持平")
        return Statement(f"{subject}，{listed}，两者持平{remark}。", figures)
    figures["difference"] = Quantity(difference, POINTS, points(abs(difference)).printed)
    remark = "" if adds_up(max(left, right), [min(left, right), abs(difference)], 1) else ROUNDING
    word = "高" if difference > 0 else "低"
    return Statement(f"{subject}，{listed}，前者{word} {figures['difference'].printed}{remark}。", figures)
