"""Projects that were merged or split from one year to the next: no proof, but pairs worth a look, with the evidence."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
from rapidfuzz import fuzz

from budgetkit.compare.match import name_key
from budgetkit.compare.measure import DECIMALS

CLOSE = 10.0  # per cent of the larger amount: what was merged costs about what its parts cost before
ALIKE = 60.0  # of 100: each part's name is found, at least in part, in the name of the whole
_PARTS = (2, 3)
_MOST = 60  # projects of a side: of more, the largest; pairs of the rest are not worth looking at one by one


def find_regrouped(changes: pd.DataFrame, close: float = CLOSE) -> pd.DataFrame:
    """Find among the changes of projects those that may be a merger or a split of each other.

    `changes` has status, name_1, amount_1, name_2, amount_2 and sources, as match_projects gives them. A merger is one
    new project and two or three ended ones: the amounts agree within `close` per cent, and each part's name is at
    least 60 % in the name of the whole; a split is the same the other way. Gives kind (`merged`, `split`), whole, parts
    (names), amount_whole, amount_parts (万元) and sources, the closest amounts first; every project stands in one row
    at most.
    """
    new, ended = (_side(changes, status, side) for status, side in (("new", "2"), ("ended", "1")))
    found = [*_find("merged", new, ended, close), *_find("split", ended, new, close)]
    found = sorted(found, key=lambda row: abs(row["amount_whole"] - row["amount_parts"]))
    kept = []
    used: set[str] = set()
    for row in found:
        members = {("whole", row["kind"], row["whole"]), *(("part", row["kind"], part) for part in row["parts"])}
        names = {name for _, _, name in members}
        if not names & used:
            kept.append(row)
            used |= names
    columns = ["kind", "whole", "parts", "amount_whole", "amount_parts", "sources"]
    return pd.DataFrame(kept, columns=columns)


def _side(changes: pd.DataFrame, status: str, side: str) -> list[dict]:
    rows = changes[(changes["status"] == status) & (changes[f"amount_{side}"] > 0)]
    rows = rows.sort_values(f"amount_{side}", ascending=False, kind="stable").head(_MOST)
    return [
        {"name": row[f"name_{side}"], "amount": row[f"amount_{side}"], "sources": row["sources"]}
        for row in rows.to_dict("records")
        if isinstance(row[f"name_{side}"], str)
    ]


def _find(kind: str, wholes: list[dict], parts: list[dict], close: float) -> list[dict]:
    found = []
    for whole in wholes:
        near = [part for part in parts if is_like(part["name"], whole["name"])]
        for number in _PARTS:
            for own in combinations(near, number):
                total = round(sum(part["amount"] for part in own), DECIMALS)
                if abs(total - whole["amount"]) <= close / 100 * max(total, whole["amount"]):
                    found.append(_row(kind, whole, own, total))
    return found


def is_like(part: str, whole: str) -> bool:
    """Say whether a project's name is found, at least in part, in the name of one that may have taken it in."""
    return fuzz.partial_ratio(name_key(part), name_key(whole)) >= ALIKE


def _row(kind: str, whole: dict, parts: tuple[dict, ...], total: float) -> dict:
    lines = (*whole["sources"], *(line for part in parts for line in part["sources"]))
    names = tuple(part["name"] for part in parts)
    amounts = {"amount_whole": whole["amount"], "amount_parts": total}
    return {"kind": kind, "whole": whole["name"], "parts": names, **amounts, "sources": tuple(dict.fromkeys(lines))}
