"""Sentences about order: what is largest, and which place a thing takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from budgetkit.numbers import AMOUNT_DECIMALS, Number, known, round_half_up
from budgetkit.statements.statement import AMOUNT, NO_VALUE, Quantity, Statement, amount, count

_NAMED = 3
Item = tuple[str, Number]


def state_order(
    subject: str, names: Iterable[object], values: Iterable[Number], *, top: int = 3, unit: str = AMOUNT
) -> Statement:
    """State the largest things in order, to the place `top`; things whose amounts print alike are 并列.

    `项目支出中，A 居首位，1,234.00 万元；B、C 并列第 2 位，均为 500.00 万元。` A thing alone and a field of equals have
    sentences of their own. Things without a value are counted and take no place.
    """
    items = [(str(name), value) for name, value in zip(names, values, strict=True)]
    valued = [item for item in items if known(item[1])]
    figures: dict[str, Quantity] = {}
    if not valued:
        return Statement(f"{subject}{NO_VALUE}，不作排序。")
    places = _places(valued)
    if len(valued) == 1:
        text = f"{subject}仅有{_name_item(valued[0], figures, unit)}一项，{amount(valued[0][1], unit).printed}"
    elif len(places) == 1:
        figures |= {"count": count(len(valued)), "each": amount(valued[0][1], unit)}
        text = f"{subject}{figures['count'].spaced}均为{figures['each'].spaced}"
    else:
        shown = [(place, group) for place, group in places if place <= top]
        text = f"{subject}中，" + "；".join(_state_place(place, group, figures, unit) for place, group in shown)
    return Statement(f"{text}。{_left_out(len(items) - len(valued), figures)}", figures)


def state_rank(name: str, names: Iterable[object], values: Iterable[Number], *, subject: str) -> Statement:
    """State which place a thing takes among all: `A 在项目支出 12 项中列第 3 位。`

    Raises KeyError when the thing isn't among the names.
    """
    items = {str(other): value for other, value in zip(names, values, strict=True)}
    if not known(items[name]):
        return Statement(f"{name}{NO_VALUE}，不作排序。")
    valued = [item for item in items.items() if known(item[1])]
    place, group = next(found for found in _places(valued) if name in [other for other, _ in found[1]])
    figures = {"count": count(len(valued)), "rank": Quantity(place, "位", f"第 {place} 位")}
    tied = "并" if len(group) > 1 else ""
    text = f"{name}在{subject}{figures['count'].spaced}中{tied}列{figures['rank'].printed}。"
    return Statement(text + _left_out(len(items) - len(valued), figures), figures)


def join_names(names: Sequence[str], most: int = _NAMED) -> str:
    """Join names with 、; of more than `most` the first ones, followed by their number."""
    listed = "、".join(names[:most])
    return listed if len(names) <= most else f"{listed}等 {len(names)} 项"


def _places(items: Sequence[Item]) -> list[tuple[int, list[Item]]]:
    """Group things whose values print alike, largest first, each group with its place (1, 2, 2, 4 …)."""

    def printed(item: Item):
        return round_half_up(item[1], AMOUNT_DECIMALS)

    ordered = sorted(items, key=lambda item: -printed(item))
    places, place = [], 1
    for _, group in groupby(ordered, key=printed):
        members = list(group)
        places.append((place, members))
        place += len(members)
    return places


def _state_place(place: int, group: Sequence[Item], figures: dict[str, Quantity], unit: str) -> str:
    names = join_names([_name_item(item, figures, unit) for item in group])
    rank = "首位" if place == 1 else f"第 {place} 位"
    value = amount(group[0][1], unit).printed
    return f"{names}并列{rank}，均为 {value}" if len(group) > 1 else f"{names}居{rank}，{value}"


def _name_item(item: Item, figures: dict[str, Quantity], unit: str) -> str:
    """Note a thing's value among the figures and return its name."""
    name, value = item
    key = name if name not in figures else f"{name}（{len(figures) + 1}）"
    figures[key] = amount(value, unit)
    return name


def _left_out(missing: int, figures: dict[str, Quantity]) -> str:
    if not missing:
        return ""
    figures["missing"] = count(missing)
    return f"另有{figures['missing'].spaced}{NO_VALUE}，未参加排序。"
