"""预算与决算: what became of a year's budget, where its final accounts are there too."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from budgetkit.briefing.cite import CitedStatement, cite
from budgetkit.briefing.show import amount, code, share, show_table, text
from budgetkit.briefing.year_over_year import Years
from budgetkit.compare.accounts import compare_accounts, compare_accounts_by_item
from budgetkit.compare.result import Result, missing_result
from budgetkit.report.numbers import format_percent
from budgetkit.report.parts import Part
from budgetkit.statements import compose
from budgetkit.statements.statement import amount as money
from budgetkit.statements.statement import percent

_NOTE = "决算数不是预算数：两者并列，只计完成率（决算数÷年初预算数），不相加。年初预算为零或未列的不计。"


def accounts(years: Years) -> Result:
    """Compare the latest budget that has final accounts with them; a missing result where there is none."""
    if years.accounted is None:
        name = years.later.department
        return missing_result(f"没有{name}同一年度、同一范围的预算与决算两份文件，未作预算与决算的比较。")
    return compare_accounts(*years.accounted)


def accounts_table(years: Years) -> Part:
    """Show initial, adjusted and final amounts of totals, funds and “三公”, with what was completed."""
    result = accounts(years)
    heads = [text("label", "项目"), text("base", "口径")]
    return _show(years, result, heads, _title(years, result))


def accounts_items_table(years: Years) -> Part | None:
    """Show the same by functional item, largest final amount first; nothing where there are no final accounts."""
    if years.accounted is None:
        return None
    result = compare_accounts_by_item(*years.accounted)
    if not result.is_missing:
        result = replace(result, table=result.table.sort_values("final", ascending=False, kind="stable"))
    title = f"{_kinds(years)}：按功能分类（项）"
    return _show(years, result, [code("code", "编码"), text("name", "科目")], title)


def _show(years: Years, result: Result, heads: list, title: str) -> Part:
    if result.is_missing:
        return show_table(years.later.data, result, [], title)
    table = result.table
    shown = table.assign(rate=[_rate(row) for row in table.to_dict("records")]).astype({"rate": object})
    for column in ("initial", "final"):
        shown[column] = shown[column].astype(object).where(table[column].notna(), "未列")
    columns = [*heads, amount("initial", "年初预算")]
    columns += [amount("adjusted", "全年预算")] if table["adjusted"].notna().any() else []
    columns += [amount("final", "决算"), amount("difference", "决算减年初预算"), share("rate", "完成率")]
    return show_table(years.later.data, replace(result, table=shown), columns, title, notes=[_NOTE])


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
    budget, final = years.accounted
    return f"{budget.kind_label}与{final.kind_label}"


def state_accounts(years: Years) -> list[CitedStatement]:
    """State what was budgeted and what was spent, of which kinds of document; nothing without final accounts."""
    result = accounts(years)
    if result.is_missing:
        return []
    rows = result.table[result.table["key"].isin(("expenditure", "three_public_total"))]
    return [cite(_state(years, row), row["sources"]) for row in rows.to_dict("records") if pd.notna(row["final"])]


def _state(years: Years, row: dict):
    budget, final = years.accounted
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
