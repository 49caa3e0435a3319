"""Money carried over from the year before: how much, and of what it is made."""

from __future__ import annotations

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import add_shares, source_lines
from budgetkit.compare.memory import remembered
from budgetkit.compare.result import Result, missing_result
from budgetkit.compare.size import measure_size
from budgetkit.schema import load_schemas

_BASE = "全部资金（收入总表）"


@remembered
def measure_income(budget: Budget, part: str) -> Result:
    """Measure where money comes from: key, label, amount (万元), share of the part in percent, sources.

    `part` is `this_year` or `carryover`. The row read is the table's total, the widest one that it prints; sources of
    income without an amount are left out.
    """
    income = budget.table("income")
    totals = income[income["role"] == "total"]
    if totals.empty and part == "this_year" and len(listed := _by_function(budget)):
        return Result(
            add_shares(listed, "amount"), _BASE, years=(budget.year,), facts={"total": float(listed["amount"].sum())}
        )
    if totals.empty and part == "carryover" and len(_by_function(budget)):
        return missing_result("收入总表没有列出上年结转结余。", _BASE)
    if totals.empty:
        return missing_result("文件中没有收入总表，无法说明资金来源。", _BASE)
    row = totals.iloc[0]
    keys = [name for name in income.columns if name.startswith(f"{part}_") and not name.endswith("_subtotal")]
    rows = [_source(row, key, totals.head(1)) for key in keys if pd.notna(row[key])]
    if not rows:
        return missing_result("上年结转结余未列金额。" if part == "carryover" else "本年收入未列金额。", _BASE)
    table = add_shares(pd.DataFrame(rows), "amount")
    return Result(table, _BASE, years=(budget.year,), facts={"total": float(table["amount"].sum())})


def measure_carried_for_projects(budget: Budget) -> float:
    """Measure what of the carry-over is project money for certain (万元).

    A fund's money goes to the items of its table. What of it exceeds their basic money in 支出总表, and what is carried
    on to the next year, is project money. Nothing is certain where 支出总表 lists less of these items than was carried.
    Nor can money of other sources than 一般公共预算 be basic money beyond what 支出总表 has of it more than
    一般公共预算支出表, by the totals of both.
    """
    carried = measure_income(budget, "carryover")
    if carried.is_missing:
        return 0.0
    amounts = dict(zip(carried.table["key"], carried.table["amount"], strict=True))
    return round(max(_left_by_items(budget, amounts), _left_by_totals(budget, amounts)), 6)


def _left_by_items(budget: Budget, amounts: dict[str, float]) -> float:
    """Add up what each fund carried over beyond the basic money of its items (万元)."""
    left = measure_size(budget, ("carry_out",)).facts.get("carry_out", 0.0)
    spent, found = budget.table("expenditure"), 0.0
    for fund in ("gov_fund", "state_capital"):
        codes = budget.table(fund)["function_code"].dropna()
        rows = spent[spent["function_code"].isin(codes)]
        own, basic = amounts.get(f"carryover_{fund}", 0.0), float(rows["basic"].sum())
        if own <= round(basic + float(rows["project"].sum()), 6):
            found += max(0.0, own - basic - left)
    return found


def _left_by_totals(budget: Budget, amounts: dict[str, float]) -> float:
    """Give what sources other than 一般公共预算 carried over beyond all their money that isn't project money (万元)."""
    facts, totals = measure_size(budget, ("total", "project")).facts, budget.printed_totals
    if len(facts) < 2 or (basic := totals.get(("general_public_expenditure", "basic"))) is None:
        return 0.0
    carried = sum(amount for key, amount in amounts.items() if key != "carryover_general_public")
    return max(0.0, carried - (facts["total"] - facts["project"] - basic))


def _by_function(budget: Budget) -> pd.DataFrame:
    """Read the sources of income that a table prints in its total, where it lists income by function."""
    printed = budget.table("printed_totals")
    printed = printed[(printed["table"] == "income_by_function") & (printed["column"] != "total")]
    schema = load_schemas()["income_by_function"]
    rows = [
        {
            "key": column,
            "label": schema.column(column).label,
            "amount": float(own["amount"].iloc[0]),
            "sources": source_lines(own),
        }
        for column, own in printed.groupby("column", sort=False)
    ]
    return pd.DataFrame(rows)


def _source(row: pd.Series, key: str, frame: pd.DataFrame) -> dict:
    label = load_schemas()["income"].column(key).label
    short = label.removeprefix("本年").removeprefix("上年结转")
    return {"key": key, "label": short, "amount": float(row[key]), "sources": source_lines(frame)}
