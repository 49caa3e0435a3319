"""Projects that pay a contract in instalments (首款, 尾款), and whether two of them are halves of one contract."""

from __future__ import annotations

import re

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import total_of
from budgetkit.compare.memory import remembered
from budgetkit.compare.result import Result, missing_result
from budgetkit.compare.words import years_in

SAME, DIFFERENT, OPEN, SINGLE = "same", "different", "open", "single"
_BASE = "所列项目"
_BRACKET = re.compile(r"[（(][^（()）]*(?:首款|首付款|尾款)[^（()）]*[)）]|[-—]?(?:首付款|首款|尾款)$")
_LEADING_YEAR = re.compile(r"^20\d{2}年度?")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*[%％]")
_CLOSE = 0.005  # two contract amounts computed from rounded payments and whole per cents may differ by so much


@remembered
def find_instalments(budget: Budget) -> Result:
    """Find what is paid in instalments, a row a thing: base_name, relation, parts, first, last, amount, contract, left.

    Amounts in 万元, with sources. `relation` says what a first and a last payment for one thing are: `same`, halves of
    one contract; `different`, the last payment of an earlier contract and the first of a new one (their years differ,
    or the contract amounts that the printed per cents give); `open` where the document does not tell; `single` where
    the other one is not listed. `contract` is the first payment's contract by its printed per cent, `left` what of it
    later years must pay. Missing result where no project is an instalment.
    """
    instalments = read_instalments(budget)
    if instalments.empty:
        return missing_result("没有按首款、尾款分列的项目。", _BASE)
    rows = [_summarise(base, own) for base, own in _by_name(instalments).items()]
    return Result(pd.DataFrame(rows), _BASE, years=(budget.year,))


@remembered
def read_instalments(budget: Budget) -> pd.DataFrame:
    """Read the projects that are instalments: project_seq, project_name, base_name, part (`first`, `last`), named_year,
    percent, total, contract (万元, where a per cent is printed), relation, and their place."""
    projects = budget.table("projects").dropna(subset=["project_name"])
    names = projects["project_name"]
    marks = pd.Series(
        [next((match[0] for match in _BRACKET.finditer(name)), None) for name in names], names.index, object
    )
    own = projects[marks.notna()].assign(mark=marks.dropna())
    own["base_name"] = [_LEADING_YEAR.sub("", _BRACKET.sub("", name)).strip() for name in own["project_name"]]
    own["part"] = ["last" if "尾款" in mark else "first" for mark in own["mark"]]
    own["named_year"] = [next(iter(years_in(name)), None) for name in own["project_name"]]
    own["percent"] = [_read_percent(mark) for mark in own["mark"]]
    own["contract"] = (own["total"] / own["percent"].astype(float) * 100).round(6)
    relations = {base: _relate(group) for base, group in _by_name(own).items()}
    return own.assign(relation=own["base_name"].map(relations))


def _by_name(own: pd.DataFrame) -> dict[str, list[dict]]:
    groups: dict[str, list[dict]] = {}
    for row in own.to_dict("records"):
        groups.setdefault(row["base_name"], []).append(row)
    return groups


def _read_percent(mark: str) -> float | None:
    found = _PERCENT.search(mark)
    return float(found[1]) if found and 0 < float(found[1]) <= 100 else None


def _relate(own: list[dict]) -> str:
    if {row["part"] for row in own} != {"first", "last"}:
        return SINGLE
    if len(own) > 2:
        return OPEN
    one, two = sorted(own, key=lambda row: row["part"])
    has_years = pd.notna(one["named_year"]) and pd.notna(two["named_year"])
    if has_years and one["named_year"] != two["named_year"]:
        return DIFFERENT
    if pd.notna(one["contract"]) and pd.notna(two["contract"]):
        is_one = abs(one["contract"] - two["contract"]) <= _CLOSE * max(one["contract"], two["contract"])
        return SAME if is_one and one["percent"] + two["percent"] <= 100 else DIFFERENT
    return SAME if has_years else OPEN


def _summarise(base: str, own: list[dict]) -> dict:
    first, last = ([row for row in own if row["part"] == part] for part in ("first", "last"))
    relation, known = own[0]["relation"], [row for row in first if pd.notna(row["contract"])]
    contract, paid = _total(known, "contract"), _total(known, "total")
    if relation == SAME and paid is not None:
        paid = round(paid + (_total(last, "total") or 0.0), 6)
    return {
        "base_name": base,
        "relation": relation,
        "parts": len(own),
        "first": _total(first, "total"),
        "last": _total(last, "total"),
        "amount": _total(own, "total"),
        "contract": contract,
        "left": None if contract is None or paid is None else round(contract - paid, 6),
        "sources": tuple(dict.fromkeys((row["document_id"], int(row["source_line"])) for row in own)),
    }


def _total(rows: list[dict], amount: str) -> float | None:
    return total_of(row[amount] for row in rows)
