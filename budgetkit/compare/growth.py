"""Change between two budgets of one department: by component, with contributions that add up to the total's growth."""

from __future__ import annotations

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import DECIMALS, share_of
from budgetkit.compare.result import Result, missing_result
from budgetkit.compare.structure import Classification, measure_structure


def compare_growth(earlier: Budget, later: Budget, by: Classification, amount: str = "total") -> Result:
    """Compare a department's expenditure of two years by class.

    Gives code, name, earlier, later, change (万元), growth (percent; missing from zero), contribution (percentage
    points of the earlier total) and sources. A class that one year does not have counts as zero there, since the
    tables list every class that has money; contributions add up to the total's growth. Facts: earlier, later, change,
    growth.

    Missing result where the departments differ: amounts of two levels are never subtracted.
    """
    if earlier.department_id != later.department_id:
        return missing_result("两份预算不是同一部门，金额不作增减比较。")
    first, second = measure_structure(earlier, by, amount), measure_structure(later, by, amount)
    if not first.table["amount"].sum():
        return missing_result(f"{earlier.year}年为零，无法计算增长率。", first.base)
    table = _changes(first.table, second.table)
    totals = {
        "earlier": float(table["earlier"].sum().round(DECIMALS)),
        "later": float(table["later"].sum().round(DECIMALS)),
    }
    change = round(totals["later"] - totals["earlier"], DECIMALS)
    table["contribution"] = table["change"] / totals["earlier"] * 100
    facts = {**totals, "change": change, "growth": share_of(change, totals["earlier"]) or 0.0}
    caveats = tuple(dict.fromkeys((*first.caveats, *second.caveats)))
    return Result(table, first.base, years=(earlier.year, later.year), caveats=caveats, facts=facts)


def _changes(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    keys = ["code", "name"]
    merged = first.merge(second, on=keys, how="outer", suffixes=("_1", "_2"))
    table = merged[keys].copy()
    table["earlier"], table["later"] = merged["amount_1"].fillna(0.0), merged["amount_2"].fillna(0.0)
    table["change"] = (table["later"] - table["earlier"]).round(DECIMALS)
    table["growth"] = [share_of(c, e) for c, e in zip(table["change"], table["earlier"], strict=True)]
    lines = zip(merged["sources_1"], merged["sources_2"], strict=True)
    table["sources"] = [tuple(x for cell in pair if isinstance(cell, tuple) for x in cell) for pair in lines]
    order = table["change"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)
