"""Change of other tables between two budgets of a department: income by source, procurement, purchased services."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.buying import measure_procurement, measure_purchased_services
from budgetkit.compare.carryover import measure_income
from budgetkit.compare.measure import DECIMALS, share_of
from budgetkit.compare.result import Result, missing_result

TOTAL = "合计"
MISSING = {"income": "收入总表", "procurement": "政府采购预算明细表", "services": "政府购买服务明细表"}


def compare_changes(earlier: Budget, later: Budget, what: str) -> Result:
    """Compare one table of two budgets: name, earlier, later, change (万元), growth (percent), contribution, sources.

    `what` is `income` (this year's and carried-over money by source), `procurement` or `services`. An item that a year
    does not list is 0 there, as its table lists whatever there is; contributions add up to the growth of the total, the
    last row. Missing result where a year has no such table: nothing is compared with a table that is not there.
    """
    results = [_MEASURES[what](budget) for budget in (earlier, later)]
    for budget, found in zip((earlier, later), results, strict=True):
        if found.is_missing:
            return missing_result(f"{budget.year}年预算文件没有{MISSING[what]}的金额，无法同比。")
    first, second = (found.table[["name", "amount", "sources"]] for found in results)
    merged = first.merge(second, on="name", how="outer", suffixes=("_1", "_2"), sort=False)
    table = pd.DataFrame({"name": merged["name"]})
    for column, key in (("earlier", "amount_1"), ("later", "amount_2")):
        table[column] = merged[key].fillna(0.0).round(DECIMALS)
    table["sources"] = [_lines(*pair) for pair in zip(merged["sources_1"], merged["sources_2"], strict=True)]
    facts = {key: round(float(table[key].sum()), DECIMALS) for key in ("earlier", "later")}
    lines = tuple(dict.fromkeys(line for own in table["sources"] for line in own))
    order = (table["later"] - table["earlier"]).abs().sort_values(ascending=False, kind="stable").index
    table = pd.concat([table.loc[order], pd.DataFrame([{"name": TOTAL, **facts, "sources": lines}])], ignore_index=True)
    table["change"] = (table["later"] - table["earlier"]).round(DECIMALS)
    table["growth"] = _shares(table["change"], table["earlier"])
    table["contribution"] = _shares(table["change"], [facts["earlier"]] * len(table))
    years = (earlier.year, later.year)
    return Result(table, results[1].base, years=years, facts=facts)


def _income(budget: Budget) -> Result:
    """Measure where all money comes from: this year's sources and what was carried over, each by its name."""
    parts = [(measure_income(budget, key), word) for key, word in (("this_year", "本年"), ("carryover", "上年结转"))]
    known = [found.table.assign(name=word + found.table["label"]) for found, word in parts if not found.is_missing]
    if not known:
        return parts[0][0]
    table = pd.concat(known, ignore_index=True)
    return Result(table[table["amount"] != 0], "全部资金（收入总表）", years=(budget.year,))


_MEASURES: dict[str, Callable[[Budget], Result]] = {
    "income": _income,
    "procurement": measure_procurement,
    "services": measure_purchased_services,
}


def _shares(parts, wholes) -> pd.Series:
    found = [share_of(part, whole) if whole > 0 else None for part, whole in zip(parts, wholes, strict=True)]
    return pd.Series(found, dtype="float64")


def _lines(*cells: object) -> tuple:
    return tuple(dict.fromkeys(line for cell in cells if isinstance(cell, tuple) for line in cell))
