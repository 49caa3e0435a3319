"""Sentences about a part's share of a whole."""

from __future__ import annotations

from typing import Any

from budgetkit.numbers import Number, known, round_half_up
from budgetkit.statements.arithmetic import share_of
from budgetkit.statements.statement import AMOUNT, NO_VALUE, PERCENT, Quantity, Statement, amount, percent

CONTRADICTION = "两者口径不同或其中一个有误"


def state_share(part_name: str, part: Number, whole_name: str, whole: Number, *, unit: str = AMOUNT) -> Statement:
    """State a part and its share: `项目支出 2,000.00 万元，占支出总额的 64.2%。`

    A whole of zero or below, a negative part, a part larger than its whole and a missing value have no share, and the
    sentence says which it is: a part of more than the whole proves that one of the two is wrong or of another scope.
    """
    if not known(part):
        return Statement(f"{part_name}{NO_VALUE}，不计占{whole_name}的比重。")
    quantity = amount(part, unit)
    start, figures = f"{part_name}{quantity.spaced}，", {"part": quantity}
    reason = _no_share(part, whole, whole_name)
    if reason:
        return Statement(f"{start}{reason}，不计占比。", figures)
    figures["share"] = share_quantity(share_of(part, whole))
    return Statement(f"{start}{share_words(whole_name, figures['share'])}。", figures)


def share_quantity(share: Number) -> Quantity:
    """Return a share in per cent; one just below the whole is not printed as 100.0%, nor a small one as 0.0%."""
    if known(share) and share < 100 and round_half_up(share, 1) == 100:
        return Quantity(share, PERCENT, "99.9% 以上")
    return percent(share)


def share_words(whole_name: str, share: Quantity) -> str:
    """Say what share of a whole: 占支出总额的 64.2%, or 占支出总额的比重不足 0.1%."""
    link = "的" if share.printed[:1].isascii() else "的比重"
    return f"占{whole_name}{link}{share.spaced}"


def _no_share(part: Any, whole: Number, whole_name: str) -> str:
    """Return why there is no share, or nothing."""
    if not known(whole):
        return f"{whole_name}{NO_VALUE}"
    if whole <= 0:
        return f"{whole_name}为{'负数' if whole < 0 else '零'}"
    if part > whole:
        return f"大于{whole_name}，{CONTRADICTION}"
    return "金额为负" if part < 0 else ""
