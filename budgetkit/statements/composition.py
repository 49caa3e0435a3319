"""Sentences about composition: a whole, its parts and their shares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from budgetkit.numbers import AMOUNT_DECIMALS, Number, format_percent, known, round_half_up
from budgetkit.statements.arithmetic import adds_up, share_of, subtract, total
from budgetkit.statements.share import share_quantity
from budgetkit.statements.statement import AMOUNT, NO_VALUE, Quantity, Statement, amount


def state_composition(
    whole_name: str, whole: Number, names: Iterable[object], parts: Iterable[Number], *, unit: str = AMOUNT
) -> Statement:
    """State a whole, each part with its share, what no part explains, and whether rounding disturbs the sums.

    `支出总额 3,000.00 万元，其中：基本支出 1,000.00 万元，占 33.3%；项目支出 2,000.00 万元，占 66.7%。`

    A missing part is said to be missing; with a whole of zero or below there are no shares.
    """
    items = [(str(name), value) for name, value in zip(names, parts, strict=True)]
    if not known(whole):
        return Statement(f"{whole_name}{NO_VALUE}，不分析构成。")
    figures: dict[str, Quantity] = {"whole": amount(whole, unit)}
    valued = [value for _, value in items if known(value)]
    with_shares = whole > 0 and all(0 <= value <= whole for value in valued)
    texts = [_state_part(name, value, whole, figures, unit, with_shares) for name, value in items]
    rest = subtract(whole, total(valued))
    if round_half_up(rest, AMOUNT_DECIMALS):
        texts.append(_state_part("未列明", rest, whole, figures, unit, with_shares and rest > 0))
    text = f"{whole_name}{figures['whole'].spaced}，其中：{'；'.join(texts)}。"
    if with_shares:
        text += _rounding_remark(whole, [*valued, *([rest] if round_half_up(rest, AMOUNT_DECIMALS) else [])], figures)
    return Statement(text, figures)


def _state_part(name: str, value: Number, whole: Any, figures: dict[str, Quantity], unit: str, with_share: bool) -> str:
    if not known(value):
        return f"{name}{NO_VALUE}"
    figures[name] = amount(value, unit)
    text = f"{name}{figures[name].spaced}"
    if not with_share:
        return text
    figures[f"{name}占比"] = share_quantity(share_of(value, whole))
    share = figures[f"{name}占比"]
    return f"{text}，占{'' if share.printed[:1].isascii() else '比'}{share.spaced}"


def _rounding_remark(whole: Any, parts: list[Any], figures: dict[str, Quantity]) -> str:
    """Say so when printed amounts or printed shares don't add up to the printed whole."""
    shares = [round_half_up(share_of(part, whole), 1) for part in parts]
    remarks = []
    if not adds_up(whole, parts):
        remarks.append("分项金额之和与合计略有出入")
    if sum(shares) != 100 and parts:
        figures["shares_total"] = Quantity(sum(shares), "%", format_percent(sum(shares)))
        remarks.append(f"占比之和为{figures['shares_total'].spaced}")
    return f"因四舍五入，{'，'.join(remarks)}。" if remarks else ""
