"""Sentences about coverage: how much of a total the listed things explain."""

from __future__ import annotations

from typing import Any

from budgetkit.numbers import AMOUNT_DECIMALS, Number, known, round_half_up
from budgetkit.statements.arithmetic import adds_up, share_of, subtract
from budgetkit.statements.share import CONTRADICTION, share_quantity, share_words
from budgetkit.statements.statement import AMOUNT, COUNT, NO_VALUE, PERCENT, Quantity, Statement, amount, count

HALF = 50


def no_detail(unread: int) -> str:
    """Say that money has no listed project; where listed ones lack their amounts, it may as well be theirs."""
    return "无项目明细或金额缺失" if unread else "无项目明细"


def state_coverage(
    subject: str,
    listed: Number,
    whole_name: str,
    whole: Number,
    *,
    number: int | None = None,
    unread: int = 0,
    unit: str = AMOUNT,
    things: str = COUNT,
) -> Statement:
    """State how much of a total the listed things explain, and what is left unlisted.

    `所列项目 12 个合计 3,000.00 万元，占项目支出 9,751.39 万元的 30.8%，其余 6,751.39 万元无项目明细；…` Under one
    half, the sentence warns that what follows speaks for the listed things only. `number` is how many things are
    listed, `unread` how many of them have no amount.
    """
    if not known(listed):
        return Statement(f"{subject}金额{NO_VALUE}，不计覆盖率。")
    if not known(whole) or whole <= 0:
        return Statement(f"{whole_name}{'不为正' if known(whole) else NO_VALUE}，不计覆盖率。")
    figures = {} if number is None else {"count": count(number, things)}
    start = f"{subject}{figures['count'].spaced}" if figures else subject
    figures["listed"] = amount(listed, unit)
    compared = _compare(listed, whole_name, whole, unit, figures, no_detail(unread))
    text = f"{start}合计{figures['listed'].spaced}，{compared}"
    if share_of(listed, whole) < HALF:
        text += "；以下分析只代表所列部分"
    if unread:
        figures["unread"] = count(unread, things)
        text += f"；其中{figures['unread'].spaced}金额缺失，未计入合计"
    return Statement(f"{text}。", figures)


def _compare(listed: Any, whole_name: str, whole: Any, unit: str, figures: dict[str, Quantity], lacking: str) -> str:
    """Say what share of the whole is listed, and by how much it differs from the whole."""
    rest = subtract(whole, listed)
    if not round_half_up(rest, AMOUNT_DECIMALS):
        figures["share"] = Quantity(share_of(listed, whole), PERCENT, "100.0%")
        return f"与{whole_name}一致，覆盖率 100.0%"
    figures |= {
        "whole": amount(whole, unit),
        "share": share_quantity(share_of(listed, whole)),
        "rest": amount(abs(rest), unit),
    }
    if rest < 0:
        del figures["share"]
        return f"比{whole_name}{figures['whole'].spaced}多{figures['rest'].spaced}，{CONTRADICTION}，不计覆盖率"
    text = share_words(whole_name + figures["whole"].spaced, figures["share"])
    remark = "" if adds_up(whole, [listed, rest]) else "（因四舍五入，与两数相减略有出入）"
    return f"{text}，其余{figures['rest'].spaced}{lacking}{remark}"
