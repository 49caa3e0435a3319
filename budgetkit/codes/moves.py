"""Codes that stopped and what their money is listed under since: so that two years are compared like with like."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

from budgetkit.codes.reference import ListedCode, load_reference, name_key

_OPEN = 9999
_WITHIN = 2  # years after a code's end in which the same name under another code is taken for its successor


def find_moves(kind: str, earlier: int, later: int) -> Mapping[str, tuple[str, ...]]:
    """Give the codes that stopped between two years, each with the codes that its money is listed under since.

    From the table of moves; where that has none, from the reference, if the name went on under one other code only.
    """
    listed = {
        code: move.to for (own, code), move in _load_moves().items() if own == kind and earlier < move.since <= later
    }
    ended = (entry for entry in _ended(kind, earlier, later) if entry.code not in listed)
    named = {entry.code: successors for entry in ended if len(successors := _successors(kind, entry)) == 1}
    return {**named, **listed}


def find_basis(kind: str, codes: Iterable[str], later: int) -> str:
    """Say on what listed successors of codes rest: the publication, and whether its text was seen; empty where none is.

    Successors that are found by their names need no other basis.
    """
    moves = (_load_moves().get((kind, code)) for code in codes)
    said = (f"据{move.source}，{move.evidence}" for move in moves if move and move.since <= later)
    return "；".join(dict.fromkeys(said))


def find_ended(kind: str, codes: Iterable[str], earlier: int, later: int) -> list[str]:
    """Give the codes of these that stopped between two years without a known successor, in code or in name."""
    moves, wanted = find_moves(kind, earlier, later), set(codes)
    ended = {entry.code for entry in _ended(kind, earlier, later) if not _is_renamed(kind, entry, later)}
    return sorted(code for code in wanted & ended if code not in moves)


def _ended(kind: str, earlier: int, later: int) -> list[ListedCode]:
    """Give the entries, a code with one of its names, that held in the earlier year and not in the later one."""
    entries = (entry for of_code in load_reference(kind).values() for entry in of_code)
    return [entry for entry in entries if entry.since <= earlier <= entry.until < later]


def _is_renamed(kind: str, entry: ListedCode, later: int) -> bool:
    """Say whether a code went on under another name at once."""
    others = load_reference(kind)[entry.code]
    return any(entry.until < other.since <= entry.until + 1 and other.since <= later for other in others)


@cache
def _by_name(kind: str) -> Mapping[str, tuple[ListedCode, ...]]:
    found: dict[str, tuple[ListedCode, ...]] = {}
    for entry in (entry for entries in load_reference(kind).values() for entry in entries):
        found[name_key(entry.name)] = (*found.get(name_key(entry.name), ()), entry)
    return found


def _successors(kind: str, entry: ListedCode) -> tuple[str, ...]:
    same = _by_name(kind)[name_key(entry.name)]
    begun = [other for other in same if entry.until < other.since <= entry.until + _WITHIN]
    return tuple(dict.fromkeys(other.code for other in begun if len(other.code) == len(entry.code)))


class _Move(NamedTuple):
    """Where a code's money went: the codes, since which year, by which publication, and whether its text was seen."""

    to: tuple[str, ...]
    since: int
    source: str
    evidence: str


@cache
def _load_moves() -> Mapping[tuple[str, str], _Move]:
    text = resources.files(__package__).joinpath("moves.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {
        (row["kind"], row["from"]): _Move(tuple(row["to"].split()), int(row["since"]), row["source"], row["evidence"])
        for row in rows
    }
