"""“三公”经费: its parts, one or two budgets, and the years that one document prints."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import part_of, share_of, source_lines
from budgetkit.compare.result import Result, missing_result
from budgetkit.dataset.schema import load_schemas

PARTS = ("total", "overseas", "reception", "vehicle_subtotal", "vehicle_purchase", "vehicle_operation")
_BASE = "财政拨款"


def compare_three_public(budgets: Sequence[Budget]) -> Result:
    """Set the “三公” parts of budgets side by side, each of its own year.

    Gives key, label, amount_1, share_1 (of the total, percent), amount_2, … and sources.
    """
    rows = [_row(budget) for budget in budgets]
    if all(row is None for row in rows):
        return missing_result("文件中没有“三公”经费支出表。", _BASE)
    table = pd.DataFrame({"key": PARTS, "label": [_label(part) for part in PARTS]})
    for position, row in enumerate(rows, start=1):
        amounts = [None if row is None else row[part].iloc[0] for part in PARTS]
        table[f"amount_{position}"] = pd.array(amounts, dtype="float64")
        table[f"share_{position}"] = [part_of(amount, amounts[0]) for amount in amounts]
    lines = tuple(line for row in rows if row is not None for line in source_lines(row))
    table["sources"] = [lines] * len(table)
    return Result(table, _BASE, years=tuple(budget.year for budget in budgets))


def compare_three_public_years(budget: Budget) -> Result:
    """Compare the years of “三公”经费 that one document prints: key, label, earlier, later, change, growth, sources.

    `change` is in 万元, `growth` in percent; from zero it is missing. Missing result where only one year is printed.
    """
    frame = budget.table("three_public").sort_values("budget_year")
    if len(frame) < 2:
        return missing_result("“三公”经费支出表只列一个年度，无法同比。", _BASE)
    earlier, later = frame.iloc[-2], frame.iloc[-1]
    lines = source_lines(frame.tail(2))
    rows = [_change(part, earlier[part], later[part], lines) for part in PARTS]
    return Result(pd.DataFrame(rows), _BASE, years=(int(earlier["budget_year"]), int(later["budget_year"])))


def _row(budget: Budget) -> pd.DataFrame | None:
    frame = budget.table("three_public")
    own = frame[frame["budget_year"] == budget.year]
    return own.head(1) if len(own) else None


def _label(part: str) -> str:
    return "“三公”经费合计" if part == "total" else load_schemas()["three_public"].column(part).label


def _change(part: str, earlier: float, later: float, lines: tuple) -> dict:
    change = round(later - earlier, 6) if pd.notna(earlier) and pd.notna(later) else None
    growth = share_of(change, earlier)
    row = {"key": part, "label": _label(part), "earlier": earlier, "later": later}
    return {**row, "change": change, "growth": growth, "sources": lines}
