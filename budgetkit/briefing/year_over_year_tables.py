"""同比 of income, procurement and purchased services, and of projects that were merged or split."""

from __future__ import annotations

from dataclasses import replace

from budgetkit.briefing.citations import CitedStatement, cite
from budgetkit.briefing.year_over_year import Years
from budgetkit.briefing.year_over_year_projects import project_changes
from budgetkit.compare.regrouped import CLOSE, find_regrouped
from budgetkit.compare.result import Result, missing_result
from budgetkit.compare.side_changes import TOTAL, compare_changes
from budgetkit.numbers import AMOUNT_DECIMALS
from budgetkit.statements import compose, state_change
from budgetkit.statements.statement import Quantity
from budgetkit.statements.statement import amount as money

NAMES = {"income": "收入来源", "procurement": "政府采购预算", "services": "政府购买服务预算"}
KINDS = {"merged": "疑为合并", "split": "疑为拆分"}


def changes(years: Years, what: str) -> Result:
    """Compare one table of the two budgets (see `compare_changes`), with growth in per cent or words: growth_said.

    A missing result where there is no earlier budget.
    """
    title = f"{NAMES[what]}的增减"
    if years.earlier is None:
        return replace(missing_result(years.nothing_earlier), title=title)
    result = compare_changes(years.earlier, years.later, what)
    if result.is_missing:
        return replace(result, title=title)
    table = result.table
    from_zero = (table["earlier"] == 0) & (table["later"] != 0)
    said = table["growth"].astype(object).mask(from_zero, "上年为零")
    said = said.mask(table["change"].astype("float64").round(AMOUNT_DECIMALS) == 0, "持平")
    return replace(result, table=table.assign(growth_said=said, is_total=table["name"] == TOTAL), title=title)


def state_changes(years: Years) -> list[CitedStatement]:
    """State by how much procurement and purchased services changed; nothing where a year has no such table."""
    found = []
    for what in ("procurement", "services"):
        result = changes(years, what)
        if not result.is_missing:
            first, last = (f"{year}年" for year in result.years)
            totals = (result.facts["earlier"], result.facts["later"])
            found.append(cite(state_change(NAMES[what], *totals, before_name=first, after_name=last), result))
    return found


def regrouped(years: Years, close: float = CLOSE) -> Result:
    """Find the projects that may have been merged or split between the two budgets (see `find_regrouped`).

    `close` is by how many per cent the amounts may differ. Gives the kind and the parts in words, too: label, names.
    """
    result, title = project_changes(years), "疑似合并、拆分的项目（待核对）"
    if result.is_missing:
        return replace(result, title=title)
    table = find_regrouped(result.table, close)
    if table.empty:
        return replace(missing_result("没有名称相近、金额相当的合并或拆分。"), title=title)
    table = table.assign(label=table["kind"].map(KINDS), names=table["parts"].map("、".join))
    return Result(table, result.base, years=result.years, title=title)


def state_regrouped(years: Years) -> list[CitedStatement]:
    """State which new and ended projects may be a merger or a split, since they count as both until that is known."""
    result = regrouped(years)
    if result.is_missing:
        return []
    parts = []
    figures: dict[str, Quantity] = {}
    for n, row in enumerate(result.table.itertuples()):
        figures |= {f"whole{n}": money(row.amount_whole), f"parts{n}": money(row.amount_parts)}
        names = "、".join(f"“{name}”" for name in row.parts)
        one = f"“{row.whole}”{{whole{n}}}"
        several = f"{names}（合计{{parts{n}}}）"
        parts.append(f"{several}合并为{one}" if row.kind == "merged" else f"{one}拆分为{several}")
    text_ = f"新增与未再列示的项目中，疑为合并或拆分、待核对的：{'；'.join(parts)}。"
    return [cite(compose(text_, **figures), *result.table["sources"])]
