"""Sentences about what was flagged, and about what could not be judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from budgetkit.statements.statement import COUNT, Quantity, Statement, count

_NAMED = 5


def state_exceptions(
    subject: str,
    condition: str,
    flagged: Iterable[str],
    *,
    checked: int,
    unchecked: int = 0,
    values: Sequence[Quantity] = (),
    unit: str = COUNT,
    see: str = "",
) -> Statement:
    """State which of the things checked meet a condition.

    `自评项目 8 项中，2 项执行率低于 80%：A（45.0%）、B（71.2%）。`

    `checked` counts the things that could be judged, `unchecked` those that lack the data: they are said, and never
    pass for fine. `values` are the flagged things' quantities, to print behind their names. `unit` is the measure word.
    `see` is the title of a table that lists them all: of more than five, the sentence then leads there.
    """
    names = [str(name) for name in flagged]
    figures = {"checked": count(checked, unit)}
    if not checked:
        return _state_unjudged(subject, condition, unchecked, unit)
    if names:
        figures |= {"flagged": count(len(names), unit)} | dict(zip(names[:_NAMED], values, strict=False))
        is_elsewhere = bool(see) and len(names) > _NAMED
        listed = f"（见表“{see}”）" if is_elsewhere else f"：{_list_flagged(names, values)}"
        figures = {key: figures[key] for key in ("checked", "flagged")} if is_elsewhere else figures
        text = f"{subject}{figures['checked'].spaced}中，{figures['flagged'].printed}{condition}{listed}。"
    else:
        text = f"{subject}{figures['checked'].spaced}中，未发现{condition}{_blank(condition)}的情形。"
    if unchecked:
        figures["unchecked"] = count(unchecked, unit)
        text += f"另有{figures['unchecked'].spaced}缺少数据，未作判断。"
    return Statement(text, figures)


def _state_unjudged(subject: str, condition: str, unchecked: int, unit: str) -> Statement:
    if not unchecked:
        return Statement(f"没有{subject}可供判断。")
    figures = {"unchecked": count(unchecked, unit)}
    return Statement(f"{subject}{figures['unchecked'].spaced}均缺少数据，未能就“{condition}”作出判断。", figures)


def _blank(before: str) -> str:
    """Return the blank that separates digits or a per cent sign from the Chinese word that follows."""
    return " " if before[-1:].isascii() else ""


def _list_flagged(names: Sequence[str], values: Sequence[Quantity]) -> str:
    texts = [f"{name}（{value.printed}）" for name, value in zip(names, values, strict=False)] or list(names)
    return "、".join(texts[:_NAMED]) + ("等" if len(names) > _NAMED else "")
