"""Change between two budgets of one department: by component, with contributions that add up to the total's growth."""

from __future__ import annotations

import pandas as pd

from budgetkit.classes import class_name
from budgetkit.compare.budget import Budget
from budgetkit.compare.carried_codes import carry_codes
from budgetkit.compare.class_gaps import find_class_gaps
from budgetkit.compare.measure import DECIMALS, share_of
from budgetkit.compare.result import Result, missing_result
from budgetkit.compare.structure import UNLISTED, Classification, measure_structure

Lacks = dict[str, float]


def compare_growth(earlier: Budget, later: Budget, by: Classification, amount: str = "total") -> Result:
    """Compare a department's expenditure of two years by class.

    Gives code, name, earlier, later, change (万元), growth (percent; missing from zero and where incomplete),
    contribution (percentage points of the earlier total), lack_1 and lack_2 (万元 that each document's rows lack of the
    class, where another table proves it), incomplete (rows are lacking in either year) and sources, largest change
    first. A class that one year does not have counts as zero there, since the tables list every class that has money;
    contributions add up to the total's growth. Facts: earlier, later, change, and growth except from zero.

    Missing result where the departments differ (amounts of two levels are never subtracted), a year has no rows, or the
    two years list different money (全部资金 in one, 财政拨款 in the other).
    """
    if earlier.department_id != later.department_id:
        return missing_result("两份预算不是同一部门，金额不作增减比较。")
    first, second = measure_structure(earlier, by, amount), measure_structure(later, by, amount)
    for year, found in ((earlier.year, first), (later.year, second)):
        if found.is_missing or found.table.empty:
            return missing_result(f"{year}年预算文件没有可用的支出总表，无法按{by.label}比较增减。", first.base)
    if first.scope != second.scope:
        why = f"{earlier.year}年为{first.base}，{later.year}年为{second.base}，口径不同"
        return missing_result(f"按{by.label}列出支出的，{why}，金额不作增减比较。")
    lacks = [_find_lacks(budget, found, amount) for budget, found in ((earlier, first), (later, second))]
    before, after, carried = carry_codes(first.table, second.table, by.code, (earlier.year, later.year))
    table = _changes(before, after)
    _mark_incomplete(table, by, lacks)
    totals = {
        "earlier": float(table["earlier"].sum().round(DECIMALS)),
        "later": float(table["later"].sum().round(DECIMALS)),
    }
    change = round(totals["later"] - totals["earlier"], DECIMALS)
    table["contribution"] = [share_of(value, totals["earlier"]) for value in table["change"]]
    facts = {**totals, "change": change, "growth": share_of(change, totals["earlier"])}
    known = {key: value for key, value in facts.items() if value is not None}
    pairs = zip((earlier, later), (first, second), lacks, strict=True)
    caveats = (*(text for budget, found, lack in pairs for text in _caveats(budget, found, lack)), *carried)
    base = first.base
    if base != second.base:
        base = f"{first.scope}（{earlier.year}年据{_table_of(first)}、{later.year}年据{_table_of(second)}）"
    return Result(table, base, years=(earlier.year, later.year), caveats=caveats, facts=known)


def _table_of(found: Result) -> str:
    return found.base.partition("（")[2].removesuffix("）")


def _is_short(found: Result) -> bool:
    return bool((found.table["name"] == UNLISTED).any())


def _find_lacks(budget: Budget, found: Result, amount: str) -> Lacks:
    """Find what the rows lack by function class; empty where the classes are whole or nothing proves which are not."""
    return {code: lack for code, (lack, _) in find_class_gaps(budget, amount).items()} if _is_short(found) else {}


def _mark_incomplete(table: pd.DataFrame, by: Classification, lacks: list[Lacks]) -> None:
    """Mark the classes whose rows are lacking in a year, and give them no growth."""
    by_function = by.code == "function_code"
    for number, lack in enumerate(lacks, start=1):
        found = [lack.get(code[:3]) if by_function else None for code in table["code"]]
        table[f"lack_{number}"] = pd.array(found, dtype="float64")
    table["incomplete"] = table[["lack_1", "lack_2"]].notna().any(axis=1) | (table["name"] == UNLISTED)
    table["growth"] = table["growth"].astype("float64").mask(table["incomplete"])


def _caveats(budget: Budget, found: Result, lacks: Lacks) -> list[str]:
    """Say which year's document lacks rows, of which classes as far as another table proves it, and how many."""
    texts = [f"{budget.year}年：{text}" for text in found.caveats]
    if not _is_short(found):
        return texts
    if missing := _count_missing(budget):
        texts.append(f"{budget.year}年支出总表至少缺 {missing} 行。")
    if not lacks:
        return [*texts, f"{budget.year}年缺行属于哪些功能分类不能确定，各类增减额可能不完整。"]
    names = "、".join(f"{class_name('function_code', code)} {lack:,.2f} 万元" for code, lack in lacks.items())
    return [*texts, f"{budget.year}年支出总表缺行的功能分类：{names}；其增减额不完整，不计增减率。"]


def _count_missing(budget: Budget) -> int:
    """Count the rows that 支出总表 is known to lack, at least."""
    coverage = budget.table("coverage")
    known = coverage[coverage["table"] == "expenditure"]["missing_rows"].dropna()
    return int(known.max()) if len(known) else 0


def _changes(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    keys = ["code", "name"]
    merged = first.merge(second, on=keys, how="outer", suffixes=("_1", "_2"))
    table = merged[keys].copy()
    table["earlier"], table["later"] = merged["amount_1"].fillna(0.0), merged["amount_2"].fillna(0.0)
    table["change"] = (table["later"] - table["earlier"]).round(DECIMALS)
    table["growth"] = [share_of(c, e) for c, e in zip(table["change"], table["earlier"], strict=True)]
    lines = zip(merged["sources_1"], merged["sources_2"], strict=True)
    table["sources"] = [tuple(x for cell in pair if isinstance(cell, tuple) for x in cell) for pair in lines]
    order = table["change"].abs().mask(table["name"] == UNLISTED, -1.0)
    order = order.sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)
