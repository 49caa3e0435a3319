"""Sentences about the change of an amount from one year to another."""

from __future__ import annotations

from typing import Any

from budgetkit.numbers import AMOUNT_DECIMALS, Number, known, round_half_up
from budgetkit.statements.arithmetic import adds_up, share_of, subtract
from budgetkit.statements.share import share_words
from budgetkit.statements.statement import AMOUNT, NO_VALUE, Quantity, Statement, amount, percent

ROUNDING = "（因四舍五入，与两年数直接相减略有出入）"


def state_change(
    subject: str,
    before: Number,
    after: Number,
    *,
    before_name: str,
    after_name: str,
    unit: str = AMOUNT,
    whole: Number = None,
    whole_name: str = "",
) -> Statement:
    """State an amount, its change, the change in per cent, and (with `whole`) its share, in this order.

    持平 only when the difference prints as zero. No growth is computed from zero, from a negative amount, or over zero;
    no change where a year is missing. When the printed difference is not that of the printed amounts, this is said.
    """
    if not (known(before) and known(after)):
        return _state_missing_year(subject, before, after, before_name, after_name, unit)
    new, change = amount(after, unit), amount(abs(subtract(after, before)), unit)
    figures = {"after": new}
    text = f"{after_name}{subject}{new.spaced}，"
    if not round_half_up(change.value, AMOUNT_DECIMALS):
        text += f"与{before_name}持平"
        figures["change"] = Quantity(subtract(after, before), unit, "持平")
    else:
        words, more = _change_words(before, after, before_name, change)
        text, figures = text + words, figures | more
    share = share_of(after, whole) if known(whole) and whole_name else None
    if share is not None and 0 <= share <= 100:
        figures["share"] = percent(share)
        text += f"，{share_words(whole_name, figures['share'])}"
    return Statement(f"{text}。", figures)


def _change_words(before: Any, after: Any, before_name: str, change: Quantity) -> tuple[str, dict[str, Quantity]]:
    """Say by how much an amount changed, and by how many per cent or why not."""
    rises = after > before
    figures = {"change": Quantity(subtract(after, before), change.unit, change.printed)}
    text = f"比{before_name}{'增加' if rises else '减少'}{change.spaced}"
    if not adds_up(max(before, after), [min(before, after), change.value]):
        text += ROUNDING
    if before == 0:
        return f"{before_name}为零，{'增加' if rises else '减少'}{change.spaced}，不计增长率", figures
    if before < 0 or after < 0:
        return f"{text}，{_negative_years(before, after, before_name)}，不计增长率", figures
    growth = share_of(subtract(after, before), before)
    figures["growth"] = Quantity(growth, "%", percent(abs(growth)).printed)
    return f"{text}，{_growth_words(figures['growth'], growth > 0)}", figures


def _growth_words(growth: Quantity, rises: bool) -> str:
    if not growth.printed[:1].isdigit():
        return f"{'增' if rises else '降'}幅{growth.printed}"
    return f"{'增长' if rises else '下降'} {growth.printed}"


def _negative_years(before: Any, after: Any, before_name: str) -> str:
    if before < 0 and after < 0:
        return "两年均为负数"
    return f"{before_name}为负数" if before < 0 else "由正转负"


def _state_missing_year(
    subject: str, before: Number, after: Number, before_name: str, after_name: str, unit: str
) -> Statement:
    if not known(before) and not known(after):
        return Statement(f"{subject}{before_name}、{after_name}均{NO_VALUE}，不作增减比较。")
    if known(after):
        new = amount(after, unit)
        text = f"{after_name}{subject}{new.spaced}，{before_name}{NO_VALUE}，不作增减比较。"
        return Statement(text, {"after": new})
    old = amount(before, unit)
    return Statement(f"{after_name}{subject}{NO_VALUE}（{before_name}{old.spaced}），不作增减比较。", {"before": old})
