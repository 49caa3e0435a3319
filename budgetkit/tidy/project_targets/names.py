"""Names of indicators that slipped against their values, or were read twice.

Where extraction glues two names in one cell, every name below moves up one row, until a row is left without a name (or
with the name of the row above once more). A line break in a cell — corrections put it there — says where the glue is;
the names then flow down again into the rows left without.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from budgetkit.parse import squeeze
from budgetkit.tidy.levels import as_level2
from budgetkit.tidy.project_targets.cells import PlacedIndicator

GLUE = "\n"
_FLOWS_AT_MOST = 12  # rows: no page of the form holds many more
_SHORTEST_REPEAT = 8
_RUNS_ON = ("，", "、", "；", "：", ",", ";", ":")
_OPENING_BRACKET = re.compile(r"[（(【《]")


def align_names(indicators: Sequence[PlacedIndicator]) -> None:
    """Let glued names flow down to the rows that lost theirs, in place; moved rows are noted."""
    for index, row in enumerate(indicators):
        if GLUE not in row.name:
            continue
        below = indicators[index : index + _FLOWS_AT_MOST]
        names = _flow([item.name for item in below], [item.level2 for item in below])
        for item, name in zip(below, names, strict=False):
            if item.name != name:
                item.notes.append("名称与上一行粘连，已按行归还" if item is not row else "名称与下一行粘连，已分开")
                item.name = name


def cut_repeats(indicators: Sequence[PlacedIndicator]) -> None:
    """Cut text from the end of names that is the next row's whole name, or the name's own beginning again, in place."""
    for row, below in zip(indicators, [*indicators[1:], None], strict=False):
        kept = _without_next(row.name, below.name) if below else row.name
        if kept != row.name:
            row.notes.append(f"名称末尾重复了下一行的名称“{below.name[:20]}”，已去除" if below else "")
        whole, kept = kept, _without_own_start(kept)
        if kept != whole:
            row.notes.append("名称末尾重复了自身的开头，已去除")
        row.name = kept


def _flow(names: list[str], level2: list[str]) -> list[str]:
    """Give back names row by row; where they do not run out by themselves, the first is left in one piece."""
    printed: set[str] = set()
    waiting: list[str] = []
    flowed: list[str] = []
    for name, own_level in zip(names, level2, strict=True):
        lost = waiting and (not name or squeeze(name) in printed or _is_other_level(name, own_level))
        printed.add(squeeze(name))
        pieces = [] if lost else name.split(GLUE)
        if waiting and pieces and _OPENING_BRACKET.match(pieces[0]):
            waiting[-1] += pieces.pop(0)
        waiting += pieces
        flowed.append(waiting.pop(0) if waiting else "")
        if not waiting:
            return flowed
    return [names[0].replace(GLUE, "")]


def _is_other_level(name: str, own_level: str) -> bool:
    """Say whether a name is a level's word that slipped into the name's column."""
    return as_level2(name) is not None and squeeze(name) != own_level


def _without_next(name: str, below: str) -> str:
    own, repeated = squeeze(name), squeeze(below)
    if len(repeated) < _SHORTEST_REPEAT or own == repeated or not own.endswith(repeated):
        return name
    kept = own[: -len(repeated)]
    return name if len(kept) < _SHORTEST_REPEAT or kept.endswith(_RUNS_ON) else kept


def _without_own_start(name: str) -> str:
    own = squeeze(name)
    for start in range(len(own) // 2, len(own) - 2 * _SHORTEST_REPEAT + 1):
        if own.startswith(own[start:]):
            return own[:start]
    return name
