"""Projects of one purpose under different functional classes: what makes a comparison by function unlike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.lists import LISTS
from budgetkit.compare.measure import DECIMALS, source_lines
from budgetkit.compare.memory import remembered
from budgetkit.compare.purposes import SYSTEMS, UNKNOWN, UPKEEP, Purposes, find_purpose, load_purposes
from budgetkit.compare.result import Result
from budgetkit.compare.structure import BY_FUNCTION_CLASS, UNLISTED, measure_structure

_BASE = "所列项目，按项目名称中的用途词归类"
_MOST = 0.5  # of a purpose's money stands under the class, or elsewhere
_TELLING = 0.1  # of the class: less does not make its share another one
_COLUMNS = ["purpose", "code", "side", "booked", "other", "listed", "held", "elsewhere", "sources"]


@remembered
def find_booked_apart(left: Budget, right: Budget) -> Result:
    """Find purposes of projects that one budget books mostly under a functional class, the other mostly elsewhere.

    Needs a budget that prints the function of its projects (项目支出表). The other's function may be unknown: what its
    projects of the purpose have more than its whole class is booked elsewhere. Upkeep of systems counts as 信息化.

    Gives a row a purpose and class: purpose, code (3 digits), side (that books it there), booked (万元), other (side),
    listed (its projects of the purpose, 万元), held (its class, 万元; missing where it prints the function of
    projects), elsewhere (万元; the least that it can be where `held` is given), sources.
    """
    known = load_purposes()
    one, two = _read_side(left, known), _read_side(right, known)
    rows = [*_find(one, two), *_find(two, one)]
    return Result(pd.DataFrame(rows, columns=_COLUMNS), _BASE, years=(left.year, right.year))


@dataclass(frozen=True)
class _Side:
    """A budget's projects with purpose and class (where printed), as booked and as listed, and its money by class."""

    name: str
    booked: pd.DataFrame
    listed: pd.DataFrame
    classes: dict[str, float]


def _read_side(budget: Budget, known: Purposes) -> _Side:
    rows = budget.table("project_expenditure").dropna(subset=["project_name", "function_code", "total"])
    booked = rows.assign(code=rows["function_code"].str[: BY_FUNCTION_CLASS.digits])
    listed = budget.table("projects").dropna(subset=["project_name", "total"])
    return _Side(budget.side, _with_purpose(booked, known), _with_purpose(listed, known), _classes(budget))


def _find(home: _Side, other: _Side) -> Iterator[dict]:
    for (purpose, code), own in home.booked.groupby(["purpose", "code"], sort=False):
        money = own["total"].sum()
        whole = home.listed.loc[home.listed["purpose"] == purpose, "total"].sum()
        if money > _MOST * whole and money >= _TELLING * home.classes.get(code, float("inf")):
            found = _elsewhere(other, str(purpose), str(code))
            if found is not None:
                lines = (*source_lines(own), *found.pop("sources"))
                names = {"purpose": purpose, "code": code, "side": home.name, "other": other.name}
                yield {**names, "booked": round(money, DECIMALS), **found, "sources": lines}


def _elsewhere(side: _Side, purpose: str, code: str) -> dict | None:
    """Measure how much of a purpose stands under other classes; None where that is not most of it, or not known."""
    own, held = side.booked[side.booked["purpose"] == purpose], None
    if own.empty:
        own = side.listed[side.listed["purpose"] == purpose]
        held = side.classes.get(code, 0.0) + side.classes.get("", 0.0) if side.classes else float("inf")
    listed = own["total"].sum()
    elsewhere = own.loc[own["code"] != code, "total"].sum() if held is None else listed - held
    if not listed or elsewhere <= _MOST * listed:
        return None
    amounts = {"listed": round(listed, DECIMALS), "held": held, "elsewhere": round(elsewhere, DECIMALS)}
    return {**amounts, "sources": source_lines(own)}


def _with_purpose(rows: pd.DataFrame, known: Purposes) -> pd.DataFrame:
    purposes = pd.Series([_purpose(name, known) for name in rows["project_name"]], index=rows.index, dtype=object)
    return rows.assign(purpose=purposes)[purposes != UNKNOWN]


def _purpose(name: str, known: Purposes) -> str:
    """Find the purpose of a name; upkeep of systems is money for systems."""
    purpose = find_purpose(name, known)[0]
    of_systems = any(word.search(name) for word in known.get(SYSTEMS, ()))
    return SYSTEMS if purpose == UPKEEP and of_systems else purpose


def _classes(budget: Budget) -> dict[str, float]:
    """Give the money by functional class, what has no row under no code; nothing where that is not all the money."""
    result = measure_structure(budget, BY_FUNCTION_CLASS)
    if result.is_missing or not result.base.startswith(LISTS[0][1]):
        return {}
    return dict(
        zip(result.table["code"].mask(result.table["name"] == UNLISTED, ""), result.table["amount"], strict=True)
    )
