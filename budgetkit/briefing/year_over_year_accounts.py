"""预算与决算: what became of a year's budget, where its final accounts are there too."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pandas as pd

from budgetkit.briefing.citations import CitedStatement, cite
from budgetkit.briefing.year_over_year import Years
from budgetkit.compare.accounts import compare_accounts, compare_accounts_by_item
from budgetkit.compare.budget import Budget
from budgetkit.compare.result import Result, missing_result
from budgetkit.numbers import format_percent
from budgetkit.statements import compose
from budgetkit.statements.statement import amount as money
from budgetkit.statements.statement import percent


def accounts(years: Years) -> Result:
    """Compare the latest budget that has final accounts with them; a missing result where there is none."""
    if years.accounted is None:
        name = years.later.department
        return missing_result(f"未收集到{name}同一年度、同一范围的预算与决算两份文件，未作预算与决算的比较。")
    return compare_accounts(*years.accounted)


def shown_accounts(years: Years) -> Result:
    """Give what became of a budget as a table shows it: initial_said, adjusted, final_said, difference, rate_said."""
    result = accounts(years)
    return _in_words(result, _title(years, result))


def accounts_by_item(years: Years) -> Result:
    """Give the same by functional item, largest final amount first; missing where there are no final accounts."""
    if years.accounted is None:
        return accounts(years)
    result = compare_accounts_by_item(*years.accounted)
    if not result.is_missing:
        table = result.table.sort_values("final", ascending=False, kind="stable", ignore_index=True)
        result = replace(result, table=table)
    return _in_words(result, f"{_kinds(years)}：按功能分类（项）")


def _in_words(result: Result, title: str) -> Result:
    """Add what is said where there is no number: 未列, 年初为零."""
    if result.is_missing:
        return replace(result, title=title)
    table = result.table.assign(
        rate_said=pd.Series([_rate(row) for row in result.table.to_dict("records")], dtype=object)
    )
    for column in ("initial", "final"):
        table[f"{column}_said"] = table[column].astype(object).where(table[column].notna(), "未列")
    return replace(result, table=table, title=title)


def _rate(row: dict) -> float | str | None:
    if pd.notna(row["rate"]):
        return row["rate"]
    return "年初为零" if row["initial"] == 0 else None


def _title(years: Years, result: Result) -> str:
    if result.is_missing:
        return "预算与决算"
    rate = result.facts.get("rate")
    return _kinds(years) + (f"：支出完成年初预算的 {format_percent(rate)}" if rate is not None else "")


def _kinds(years: Years) -> str:
    budget, final = cast(tuple[Budget, Budget], years.accounted)  # `accounts` is missing without them
    return f"{budget.kind_label}与{final.kind_label}"


def state_accounts(years: Years) -> list[CitedStatement]:
    """State what was budgeted and what was spent, of which kinds of document; nothing without final accounts."""
    result = accounts(years)
    if result.is_missing:
        return []
    rows = result.table[result.table["key"].isin(("expenditure", "three_public_total"))]
    return [cite(_state(years, row), row["sources"]) for row in rows.to_dict("records") if pd.notna(row["final"])]


def _state(years: Years, row: dict):
    budget, final = cast(tuple[Budget, Budget], years.accounted)  # `accounts` is missing without them
    figures = {"final": money(row["final"])}
    told = f"{final.kind_label}：{row['label']}{{final}}"
    if pd.isna(row["initial"]):
        return compose(f"{told}，{budget.kind_label}未列，不计完成率。", **figures)
    figures["initial"] = money(row["initial"])
    told += f"，{budget.kind_label}为{{initial}}"
    if pd.notna(row["adjusted"]):
        figures["adjusted"] = money(row["adjusted"])
        told += "，调整后的全年预算为{adjusted}"
    if pd.isna(row["rate"]):
        return compose(f"{told}，年初预算不是正数，不计完成率。", **figures)
    return compose(f"{told}，完成年初预算的{{rate}}。", rate=percent(row["rate"]), **figures)
