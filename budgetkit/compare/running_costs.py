"""机关运行经费 over two years, each beside the 公用经费 of its own document: whether both years mean the same money."""

from __future__ import annotations

import pandas as pd

from budgetkit.classes import PUBLIC_FUNDS_CLASSES
from budgetkit.compare.budget import Budget
from budgetkit.compare.figures import NOTHING, Found, find_printed, find_stated
from budgetkit.compare.measure import DECIMALS, share_of, source_lines, total_of
from budgetkit.compare.result import Result, missing_result
from budgetkit.numbers import known

_BASE = "一般公共预算"
_SAME = 0.01  # 万元: the two decimals that texts and some forms print
_LABELS = {"running_costs": "机关运行经费", "public_funds": "对照：基本支出中的公用经费"}


def compare_running_costs(earlier: Budget, later: Budget) -> Result:
    """Compare 机关运行经费 of two budgets, with 公用经费 (一般公共预算基本支出) as what it is held against.

    It is read from its own table, the table of “三公”, or the text. Gives key, label, earlier, later, change (万元),
    growth (percent; missing from zero) and sources; the row of 公用经费 only where both documents print it. Where one
    year's amount exceeds its 公用经费 and the other's does not, the two are not of one scope, which a caveat says with
    both amounts: no growth then, and the fact `unlike` is 1. Missing result where a year gives no such amount.
    """
    figures = {"running_costs": [_find(one) for one in (earlier, later)]}
    for budget, found in zip((earlier, later), figures["running_costs"], strict=True):
        if found[0] is None:
            return missing_result(f"{budget.year}年文件没有列出机关运行经费，无法同比。", _BASE)
    figures["public_funds"] = [_find_public_funds(one) for one in (earlier, later)]
    pairs = list(zip(*figures.values(), strict=True))
    above = [None if public is None else own - public >= _SAME for (own, _), (public, _) in pairs]
    unlike = set(above) == {True, False}
    rows = [_row(key, *both) for key, both in figures.items() if None not in (both[0][0], both[1][0])]
    table = pd.DataFrame(rows)
    if unlike:
        table["growth"] = table["growth"].astype("float64").mask(table["key"] == "running_costs")
    years = (earlier.year, later.year)
    amounts = [(year, *(value for value, _ in pair)) for year, pair in zip(years, pairs, strict=True)]
    caveats = [_say_above(*amount) for amount, is_above in zip(amounts, above, strict=True) if is_above]
    if unlike:
        like = years[above.index(False)]
        caveats.append(f"{like}年所列不高于公用经费：两年口径疑不相同，增减额不宜当作变化，不计增减率。")
    return Result(table, _BASE, years=years, caveats=tuple(caveats), facts={"unlike": float(unlike)})


def _say_above(year: int, own: float, public: float) -> str:
    amounts = f"{own:,.2f} 万元，比同一文件基本支出中的公用经费 {public:,.2f} 万元多 {own - public:,.2f} 万元"
    return f"{year}年所列机关运行经费 {amounts}：可能含项目支出或其他资金，也可能填列有误，文件没有说明。"


def _find(budget: Budget) -> Found:
    """Find 机关运行经费 of the document's year: of its own table, beside “三公”, or as the text states it."""
    listed = find_printed(budget, "running_costs", "total")
    if listed[0] is not None:
        return listed
    beside = budget.table("three_public").dropna(subset=["running_costs"])
    beside = beside[beside["budget_year"] == budget.year].head(1)
    if len(beside):
        return float(beside["running_costs"].iloc[0]), source_lines(beside)
    stated = (find_stated(budget, stage, "agency_running") for stage in (None, "initial"))
    return next((found for found in stated if found[0] is not None), NOTHING)


def _find_public_funds(budget: Budget) -> Found:
    """Find 公用经费 of 一般公共预算基本支出: as printed, else the economic classes that it consists of."""
    if ("basic_expenditure", "public_funds") in budget.printed_totals:
        return find_printed(budget, "basic_expenditure", "public_funds")
    rows = budget.table("basic_expenditure")
    rows = rows[rows["dept_econ_code5"].fillna("").str[:3].isin(PUBLIC_FUNDS_CLASSES)]
    return total_of(rows["total"]), source_lines(rows)


def _row(key: str, first: Found, second: Found) -> dict:
    before, after = first[0], second[0]
    change = round(after - before, DECIMALS) if known(before) and known(after) else None
    return {
        "key": key, "label": _LABELS[key], "earlier": first[0], "later": second[0], "change": change,
        "growth": share_of(change, first[0]), "sources": tuple(dict.fromkeys((*first[1], *second[1]))),
    }  # fmt: skip
