"""How large a budget is: its main amounts, each on the widest base that its document prints."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import part_of, source_lines
from budgetkit.compare.result import Result

_MEASURES = (
    # key, label, base, clean table, column or item pattern
    ("total", "支出总计", "全部资金", "income_expenditure", "支出(?:总计|合计)|总计"),
    ("this_year", "本年支出合计", "全部资金", "income_expenditure", "[本当]年支出(?:合计|小计)"),
    ("carry_in", "上年结转结余", "全部资金", "income_expenditure", "(?:上年|单位)结转(?:结余|资金)?"),
    ("carry_out", "年终结转结余", "全部资金", "income_expenditure", "年终结转(?:结余)?|结转下年资金"),
    ("basic", "基本支出", "全部资金", "expenditure", "basic"),
    ("project", "项目支出", "全部资金", "expenditure", "project"),
    ("reserve", "单位预留机动经费", "全部资金", "expenditure", "reserve"),
    ("fiscal", "财政拨款支出总计", "财政拨款", "fiscal_grant", "支出(?:总计|合计)"),
    ("general_public", "一般公共预算支出", "一般公共预算", "general_public_expenditure", "total"),
    ("personnel", "人员经费", "一般公共预算基本支出", "basic_expenditure", "personnel"),
    ("public_funds", "公用经费", "一般公共预算基本支出", "basic_expenditure", "public_funds"),
)
_ONLY_WHERE_PRINTED = ("reserve",)
_KEYS = tuple(measure[0] for measure in _MEASURES)


def measure_size(budget: Budget, keys: Collection[str] = _KEYS) -> Result:
    """Measure a budget's size: a row a measure with key, label, base, amount (万元), share of 支出总计, sources.

    Amounts are the document's own printed totals; a measure that the document does not print is missing, not zero.
    `keys` chooses among the measures; shares need the total.
    """
    measured = budget.remember("sizes", lambda: [_measure(budget, *measure) for measure in _MEASURES])
    rows = [row for row in measured if row["key"] in keys]
    rows = [row for row in rows if row["key"] not in _ONLY_WHERE_PRINTED or row["amount"] is not None]
    table = pd.DataFrame(rows)
    amounts = dict(zip(table["key"], table["amount"], strict=True))
    table["share"] = [part_of(amount, amounts.get("total")) for amount in table["amount"]]
    facts = {key: amount for key, amount in amounts.items() if pd.notna(amount)}
    return Result(table, "各行所注口径", years=(budget.year,), facts=facts)


def compare_sizes(budgets: Sequence[Budget]) -> Result:
    """Set the sizes of several budgets side by side: amount_1, share_1, amount_2, … and each row's sources.

    Amounts stand beside each other with their year; nothing is subtracted or divided across levels.
    """
    measured = [measure_size(budget).table.set_index("key", drop=False) for budget in budgets]
    keys = [key for key in _KEYS if any(key in result.index for result in measured)]
    results = [_with_all(result, keys) for result in measured]
    table = results[0][["key", "label", "base"]].reset_index(drop=True)
    for position, result in enumerate(results, start=1):
        table[f"amount_{position}"] = result["amount"].to_numpy()
        table[f"share_{position}"] = result["share"].to_numpy()
    per_row = zip(*(result["sources"] for result in results), strict=True)
    table["sources"] = [tuple(line for lines in row for line in lines) for row in per_row]
    return Result(table, "各行所注口径", years=tuple(budget.year for budget in budgets))


def _with_all(table: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Give a row to each measure; one that only the other budgets print has no amount."""
    named = {key: (label, base) for key, label, base, *_ in _MEASURES}
    full = table.reindex(keys).assign(key=keys, label=[named[k][0] for k in keys], base=[named[k][1] for k in keys])
    return full.assign(sources=[lines if isinstance(lines, tuple) else () for lines in full["sources"]])


def _measure(budget: Budget, key: str, label: str, base: str, table: str, which: str) -> dict:
    if table in ("income_expenditure", "fiscal_grant"):
        frame = budget.table(table)
        frame = frame[frame["item_name"].str.fullmatch(which)].dropna(subset=["amount"])
    else:
        frame = budget.table("printed_totals")
        frame = frame[(frame["table"] == table) & (frame["column"] == which)]
    amount = float(frame["amount"].iloc[0]) if len(frame) else None
    return {"key": key, "label": label, "base": base, "amount": amount, "sources": source_lines(frame.head(1))}
