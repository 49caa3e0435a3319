"""“三公”经费: its parts, of one or two budgets, and their change over the years, within one document and across two."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import DECIMALS, part_of, share_of, source_lines
from budgetkit.compare.result import Result, missing_result
from budgetkit.numbers import known
from budgetkit.schema import load_schemas

PARTS = ("total", "overseas", "reception", "vehicle_subtotal", "vehicle_purchase", "vehicle_operation")
_OF_VEHICLES = ("vehicle_purchase", "vehicle_operation")
_BASE = "财政拨款"


def compare_three_public(budgets: Sequence[Budget]) -> Result:
    """Set the “三公” parts of budgets side by side, each of its own year.

    Gives key, label, amount_1, share_1 (of the total, percent), amount_2, … and sources.
    """
    rows = [_row(budget) for budget in budgets]
    if all(row is None for row in rows):
        return missing_result("文件中没有“三公”经费支出表。", _BASE)
    table = pd.DataFrame({"key": PARTS, "label": [_row_label(part) for part in PARTS]})
    for position, row in enumerate(rows, start=1):
        amounts = [None if row is None else row[part].iloc[0] for part in PARTS]
        table[f"amount_{position}"] = pd.array(amounts, dtype="float64")
        table[f"share_{position}"] = [part_of(amount, amounts[0]) for amount in amounts]
    lines = tuple(line for row in rows if row is not None for line in source_lines(row))
    table["sources"] = [lines] * len(table)
    return Result(table, _BASE, years=tuple(budget.year for budget in budgets))


def compare_three_public_years(budget: Budget, earlier: Budget | None = None) -> Result:
    """Compare a budget's “三公”经费 with the earlier budget's year, or with the earlier year that it prints itself.

    The base is what the budget itself prints of the earlier budget's year, else the earlier budget's own row; without
    an earlier budget, the last year that the budget prints before its own. Gives key, label, earlier, later, change
    (万元), growth (percent; from zero missing), restated (what the earlier budget prints where that differs from the
    base) and sources. Missing result where there is no earlier year.
    """
    frame = budget.table("three_public").dropna(subset=["budget_year"]).sort_values("budget_year")
    own = _of_year(frame, budget.year)
    before = None if earlier is None else _of_year(earlier.table("three_public"), earlier.year)
    past = frame[frame["budget_year"] < budget.year]
    printed = past if earlier is None or before is None else _of_year(frame, earlier.year)
    printed = None if printed is None or printed.empty else printed.tail(1)
    base = before if printed is None else printed
    if own is None:
        return missing_result(f"{budget.year}年文件没有列出本年度的“三公”经费，无法同比。", _BASE)
    if base is None:
        return missing_result("“三公”经费支出表只列一个年度，也没有以前年度的“三公”经费，无法同比。", _BASE)
    table = _changes(base, own, before)
    year = int(base["budget_year"].iloc[0])
    scope = f"{budget.year}年文件所列两个年度" if printed is not None else "两个年度各自的预算文件所列"
    caveats = _restated(table, year, budget.year)
    return Result(table, f"{_BASE}，{scope}", years=(year, budget.year), caveats=caveats)


def _of_year(frame: pd.DataFrame, year: int) -> pd.DataFrame | None:
    own = frame[frame["budget_year"] == year]
    return own.head(1) if len(own) else None


def _changes(base: pd.DataFrame, own: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """Give the change of every part, and what the earlier document prints where it is another amount than the base."""
    lines = source_lines(pd.concat([base, own]))
    rows = [_change(part, base[part].iloc[0], own[part].iloc[0], lines) for part in PARTS]
    table = pd.DataFrame(rows)
    told = [None if before is None else before[part].iloc[0] for part in PARTS]
    pairs = zip(told, table["earlier"], strict=True)
    table["restated"] = pd.array([_if_other(other, value) for other, value in pairs], dtype="float64")
    if table["restated"].notna().any():
        table["sources"] = [source_lines(pd.concat([base, own, before]))] * len(table)
    return table


def _if_other(other: float | None, value: float) -> float | None:
    """Give another document's amount where it differs by more than the two decimals that some documents print."""
    return other if known(other) and known(value) and abs(round(other - value, DECIMALS)) >= 0.01 else None


def _restated(table: pd.DataFrame, year: int, later: int) -> tuple[str, ...]:
    """Say both numbers where two documents print different ones of one year."""
    rows = table[table["restated"].notna()]
    pairs = [f"{part_label(row.key)} {row.earlier:,.2f} 万元与 {row.restated:,.2f} 万元" for row in rows.itertuples()]
    if not pairs:
        return ()
    return (
        f"{year}年数{later}年文件与{year}年文件所列不同，依次为：{'；'.join(pairs)}。增减额以{later}年文件所列为基数。",
    )


def _row(budget: Budget) -> pd.DataFrame | None:
    return _of_year(budget.table("three_public"), budget.year)


def part_label(part: str) -> str:
    """Name a part of “三公” in Chinese."""
    return "“三公”经费合计" if part == "total" else load_schemas()["three_public"].column(part).label


def _row_label(part: str) -> str:
    """Name a part as a table's row: what vehicles cost to buy and to run are parts of the row above."""
    return f"其中：{part_label(part)}" if part in _OF_VEHICLES else part_label(part)


def _change(part: str, earlier: float, later: float, lines: tuple) -> dict:
    change = round(later - earlier, DECIMALS) if pd.notna(earlier) and pd.notna(later) else None
    growth = share_of(change, earlier)
    row = {"key": part, "label": _row_label(part), "earlier": earlier, "later": later}
    return {**row, "change": change, "growth": growth, "sources": lines}
