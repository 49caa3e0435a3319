"""A year's budget and the final accounts of the same body: initial, adjusted, final, and what was completed."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.figures import MEASURES, NOTHING, Found, find_printed, find_stated
from budgetkit.compare.last_year import CONCEPTS
from budgetkit.compare.measure import DECIMALS, share_of, source_lines, sum_by
from budgetkit.compare.result import BY_ROW, Result, missing_result
from budgetkit.compare.three_public import PARTS, part_label
from budgetkit.numbers import known

_ITEM_TABLES = ("general_public_expenditure", "expenditure")
_SAME = 0.01  # 万元: what two documents that print two decimals may differ by, and are the same


def compare_accounts(budget: Budget, accounts: Budget) -> Result:
    """Set a year's budget beside its final accounts: totals, 基本 and 项目支出, each fund, and “三公”.

    Gives key, label, base, initial (the budget's own amount), adjusted (全年预算, as the accounts state it in “三公” or
    in their text), final, difference (final less initial), rate (final in per cent of initial; none where that is 0 or
    not printed), stated (年初预算 of the accounts' text where it is another amount than the budget's) and sources, in
    万元. A row that neither document prints is left out. The amounts stand beside each other and are never added.
    Raises ValueError where the two are not of the same department and year.
    """
    _prove_alike(budget, accounts)
    rows = [_measure(budget, accounts, *measure) for measure in MEASURES]
    rows += [_three_public(budget, accounts, *part) for part in zip(PARTS, CONCEPTS, strict=True)]
    return _result(budget, accounts, [row for row in rows if row["initial"] is not None or row["final"] is not None])


def compare_accounts_by_item(budget: Budget, accounts: Budget) -> Result:
    """Set a year's budget beside its final accounts by functional item: code and name, then as compare_accounts.

    Of 一般公共预算支出 where both documents print its items, else of all money. An item that a document doesn't list
    has no amount there. Missing result where one of them prints no items.
    """
    _prove_alike(budget, accounts)
    table = next((name for name in _ITEM_TABLES if all(len(one.table(name)) for one in (budget, accounts))), None)
    if table is None:
        return missing_result(f"{budget.kind_label}与{accounts.kind_label}没有都按功能分类科目列出支出，不能逐项比较。")
    first, second = (_by_item(one.table(table)) for one in (budget, accounts))
    codes = sorted({*first, *second})
    rows = [_item(code, first, second, accounts) for code in codes]
    base = "一般公共预算支出" if table == _ITEM_TABLES[0] else "全部资金"
    return _result(budget, accounts, rows, base)


def _prove_alike(budget: Budget, accounts: Budget) -> None:
    if (budget.department_id, budget.year) != (accounts.department_id, accounts.year):
        raise ValueError("budget and final accounts are not of one department and year")


def _measure(
    budget: Budget, accounts: Budget, key: str, label: str, base: str, table: str, column: str, concept: str
) -> dict:
    initial, final = (find_printed(one, table, column) for one in (budget, accounts))
    adjusted = find_stated(accounts, "adjusted", concept)
    stated = find_stated(accounts, "initial", concept)
    return {"key": key, "label": label, "base": base, **_amounts(initial, adjusted, final, stated)}


def _three_public(budget: Budget, accounts: Budget, part: str, concept: str) -> dict:
    initial = _of_base(budget, "budget", part)
    adjusted, final = (_of_base(accounts, base, part) for base in ("budget", "final"))
    stated = find_stated(accounts, "initial", concept)
    row = {"key": f"three_public_{part}", "label": part_label(part), "base": "财政拨款"}
    return row | _amounts(initial, adjusted, final, stated)


def _item(code: str, first: dict[str, dict], second: dict[str, dict], accounts: Budget) -> dict:
    initial, final = (_amount_of(side.get(code)) for side in (first, second))
    name = (first.get(code) or second[code])["function_name"]
    adjusted, stated = (find_stated(accounts, stage, "function", code) for stage in ("adjusted", "initial"))
    return {"code": code, "name": name, **_amounts(initial, adjusted, final, stated)}


def _amounts(initial: Found, adjusted: Found, final: Found, stated: Found) -> dict:
    """Give the amounts of a row, what follows from them, and all lines behind them."""
    before, after, said = initial[0], final[0], stated[0]
    differs = known(said) and known(before) and known(after) and abs(round(said - before, DECIMALS)) >= _SAME
    return {
        "initial": before, "adjusted": adjusted[0], "final": after,
        "difference": round(after - before, DECIMALS) if known(before) and known(after) else None,
        "rate": share_of(after, before) if known(before) and before > 0 else None,
        "stated": said if differs else None,
        "sources": tuple(dict.fromkeys(line for found in (initial, adjusted, final, stated) for line in found[1])),
    }  # fmt: skip


def _of_base(document: Budget, base: str, part: str) -> Found:
    """Give a part of “三公” of the document's own year, as budgeted or as spent."""
    rows = document.table("three_public")
    rows = rows[(rows["budget_year"] == document.year) & (rows["base_kind"] == base)].dropna(subset=[part]).head(1)
    return (float(rows[part].iloc[0]), source_lines(rows)) if len(rows) else NOTHING


def _by_item(frame: pd.DataFrame) -> dict[str, dict]:
    rows = frame.dropna(subset=["function_code"])
    names = dict(zip(rows["function_code"], rows["function_name"], strict=True))
    summed = sum_by(rows, ["function_code"], ["total"]).to_dict("records")
    return {row["function_code"]: {**row, "function_name": names[row["function_code"]]} for row in summed}


def _amount_of(row: dict | None) -> Found:
    return NOTHING if row is None or pd.isna(row["total"]) else (row["total"], row["sources"])


def _result(budget: Budget, accounts: Budget, rows: Iterable[dict], base: str = BY_ROW) -> Result:
    table = pd.DataFrame(rows)
    if table.empty:
        return missing_result(f"{budget.kind_label}与{accounts.kind_label}没有可以并列的金额。")
    amounts = ["initial", "adjusted", "final", "difference", "rate", "stated"]
    table = table.astype(dict.fromkeys(amounts, "float64"))
    facts = {}
    if "key" in table:
        whole = table[table["key"] == "expenditure"].to_dict("records")
        facts = {name: row[name] for row in whole for name in amounts if pd.notna(row[name])}
    scope = f"{budget.kind_label}（预算数）与{accounts.kind_label}（决算数），{base}"
    return Result(table, scope, years=(budget.year,), caveats=_contradicted(table), facts=facts)


def _contradicted(table: pd.DataFrame) -> tuple[str, ...]:
    """Say where the accounts' text gives another 年初预算 than the budget prints."""
    rows = table[table["stated"].notna()].to_dict("records")
    texts = [
        f"{row.get('label') or row['name']} {row['initial']:,.2f} 万元与 {row['stated']:,.2f} 万元" for row in rows
    ]
    if not texts:
        return ()
    return (f"年初预算，预算文件与决算文字说明所列不同，依次为：{'；'.join(texts)}。完成率以预算文件所列为准。",)
