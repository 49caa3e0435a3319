"""Codes of two years brought together: renamed, renumbered or merged ones compared as one line, and what can't be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from budgetkit.classes import class_name
from budgetkit.codes.moves import find_basis, find_ended, find_moves
from budgetkit.codes.reference import load_reference
from budgetkit.compare.measure import total_of

Years = tuple[int, int]
_KINDS = {"function_code": "function", "dept_econ_code5": "dept_econ", "gov_econ_code": "gov_econ"}


def carry_codes(
    first: pd.DataFrame, second: pd.DataFrame, column: str, years: Years
) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Bring the codes of two years' tables (code, name, amount, sources) together, the later year's names for both.

    Codes that stopped and those that their money went to are one line, with the amounts added up; the notes say which
    were brought together, and which stopped without a known successor.
    """
    kind = _KINDS[column]
    moves = find_moves(kind, *years)
    groups = _group(moves, set(first["code"]), set(second["code"]))
    merged_first = _merge(
        first, {code: g for g in groups for code in (*g.old, *(set(g.new) - moves.keys()))}, kind, years[1]
    )
    merged_second = _merge(second, {code: group for group in groups for code in group.new}, kind, years[1])
    names = dict(zip(merged_second["code"], merged_second["name"], strict=True))
    pairs = zip(merged_first["code"], merged_first["name"], strict=True)
    merged_first = merged_first.assign(name=[names.get(code, name) for code, name in pairs])
    notes = [_say_group(kind, group, years) for group in groups]
    lost = find_ended(kind, first["code"], *years)
    if lost:
        named = "、".join(f"{code} {_name(kind, code, years[0])}" for code in lost)
        notes.append(f"{years[0]}年的 {named}到{years[1]}年已停用，不知改列何处，未作对应，增减额不可比。")
    return merged_first, merged_second, notes


class _Group(NamedTuple):
    """Codes of the earlier year that stopped, and those of the later one that their money went to."""

    old: tuple[str, ...]
    new: tuple[str, ...]


def _group(moves: Mapping[str, tuple[str, ...]], before: set[str], after: set[str]) -> list[_Group]:
    """Group the codes that stopped with those they went to; those that share a successor are one group.

    Of several successors those count that the later year prints, or all where it prints none.
    """
    groups: list[_Group] = []
    for code, to in moves.items():
        if code not in before:
            continue
        new = tuple(other for other in to if other in after) or to
        tied = [group for group in groups if set(group.new) & set(new)]
        groups = [group for group in groups if group not in tied]
        old = sorted({code, *(own for group in tied for own in group.old)})
        groups.append(_Group(tuple(old), tuple(sorted({*new, *(own for group in tied for own in group.new)}))))
    return groups


def _merge(table: pd.DataFrame, groups: Mapping[str, _Group], kind: str, year: int) -> pd.DataFrame:
    """Add up the rows of each group, at the place of its first."""
    if table.empty or not groups:
        return table
    rows: dict[object, dict] = {}
    for row in table.to_dict("records"):
        group = groups.get(row["code"])
        key = group or (row["code"], row["name"])
        if key not in rows:
            rows[key] = row if group is None else {**row, **_label(kind, group, year)}
        else:
            kept = rows[key]
            kept["amount"] = total_of(pd.Series([kept["amount"], row["amount"]]))
            kept["sources"] = (*kept["sources"], *row["sources"])
    return pd.DataFrame(list(rows.values()), columns=table.columns)


def _label(kind: str, group: _Group, year: int) -> dict[str, str]:
    return {"code": "、".join(group.new), "name": "、".join(_name(kind, code, year) for code in group.new)}


def _say_group(kind: str, group: _Group, years: Years) -> str:
    before = "、".join(f"{code} {_name(kind, code, years[0])}" for code in group.old)
    label = _label(kind, group, years[1])
    basis = find_basis(kind, group.old, years[1])
    on = f"（{basis}）" if basis else ""
    return f"{years[0]}年的 {before}，此后改列 {label['code']}（{label['name']}）{on}，两年合并为一行比较。"


def _name(kind: str, code: str, year: int) -> str:
    """Name a code as it was called in a year."""
    entries = load_reference(kind).get(code, ())
    held = [entry.name for entry in entries if entry.since <= year <= entry.until]
    return held[-1] if held else class_name(f"{kind}_code", code)
