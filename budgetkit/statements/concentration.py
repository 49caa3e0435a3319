"""Sentences about concentration: what share the largest things have together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from budgetkit.numbers import Number, format_integer, known
from budgetkit.statements.arithmetic import share_of, total
from budgetkit.statements.share import share_quantity
from budgetkit.statements.statement import AMOUNT, COUNT, NO_VALUE, Quantity, Statement, amount, count


def state_concentration(
    subject: str,
    names: Iterable[object],
    values: Iterable[Number],
    *,
    tops: Iterable[int] = (1, 5, 10),
    hhi: Number = None,
    unit: str = AMOUNT,
    things: str = COUNT,
) -> Statement:
    """State what share the largest 1, 5, 10 things have of all: `35 个项目合计 …，其中最大的 A 占 56.0%，前 5 个占 …。`

    `hhi` (Herfindahl–Hirschman index, 0–10,000) is stated with the number of things. A place beyond the number of
    things is left out. Things without value are counted; without a positive total nothing is computed.
    """
    items = [(str(name), value) for name, value in zip(names, values, strict=True)]
    valued = sorted(((name, value) for name, value in items if known(value)), key=lambda item: -item[1])
    if not valued:
        return Statement(f"{subject}{NO_VALUE}，不计集中度。")
    whole = total([value for _, value in valued])
    figures = {"count": count(len(items), things), "total": amount(whole, unit)}
    text = f"{subject}{figures['count'].spaced}{_state_missing(len(items) - len(valued), things, figures)}"
    if len(items) == 1:
        text = f"{subject}仅{figures['count'].spaced}（{valued[0][0]}），{figures['total'].printed}，不计集中度"
    elif len(valued) == 1:
        text += f"，只有{valued[0][0]}列有金额，{figures['total'].printed}，不计集中度"
    elif min(value for _, value in valued) < 0 or whole <= 0:
        text += f"合计{figures['total'].spaced}，{'含负数' if whole > 0 else '合计不为正'}，不计集中度"
    else:
        text += f"合计{figures['total'].spaced}，{_state_tops(valued, whole, tops, things, figures)}"
        text += _state_index(hhi, len(valued), figures)
    return Statement(f"{text}。", figures)


def _state_missing(missing: int, things: str, figures: dict[str, Quantity]) -> str:
    """Say how many of the things counted have no amount."""
    if not missing:
        return ""
    figures["missing"] = count(missing, things)
    return f"（其中{figures['missing'].spaced}金额缺失，未计入合计）"


def _state_tops(
    valued: list[tuple[str, Any]], whole: Any, tops: Iterable[int], things: str, figures: dict[str, Quantity]
) -> str:
    """Say the share of the first one by name, and of the first several by number."""
    texts = []
    for top in (top for top in tops if top < len(valued)):
        share = share_quantity(share_of(total([value for _, value in valued[:top]]), whole))
        figures[f"top{top}"] = share
        texts.append(f"最大的{valued[0][0]}占{share.spaced}" if top == 1 else f"前 {top} {things}占{share.spaced}")
    return "、".join(texts)


def _state_index(hhi: Number, number: int, figures: dict[str, Quantity]) -> str:
    if not known(hhi):
        return ""
    figures["hhi"] = Quantity(hhi, "", format_integer(hhi))
    return f"，赫芬达尔指数{figures['hhi'].spaced}（N={number}）"
