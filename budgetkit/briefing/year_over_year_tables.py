"""同比 of income, procurement and purchased services, and of projects that were merged or split."""

from __future__ import annotations

from dataclasses import replace

from budgetkit.briefing.cite import CitedStatement, cite
from budgetkit.briefing.show import amount, points, share, show_table, text
from budgetkit.briefing.year_over_year import Years
from budgetkit.briefing.year_over_year_projects import project_changes
from budgetkit.compare.regrouped import find_regrouped
from budgetkit.compare.result import Result, missing_result
from budgetkit.compare.side_changes import TOTAL, compare_changes
from budgetkit.report.parts import Part
from budgetkit.statements import compose, state_change
from budgetkit.statements.statement import amount as money

NAMES = {"income": "收入来源", "procurement": "政府采购预算", "services": "政府购买服务预算"}
KINDS = {"merged": "疑为合并", "split": "疑为拆分"}


def changes(years: Years, what: str) -> Result:
    """Compare one table of the two budgets; a missing result where there is no earlier one."""
    if years.earlier is None:
        return missing_result(years.nothing_earlier)
    return compare_changes(years.earlier, years.later, what)


def changes_table(years: Years, what: str) -> Part:
    """Show both years, change, growth and contribution of a table's items, the largest change first."""
    result, title = changes(years, what), f"{NAMES[what]}的增减"
    if result.is_missing:
        return show_table(years.later.data, result, [], title)
    table = result.table.astype({"growth": object})
    from_zero = (table["earlier"] == 0) & (table["later"] != 0)
    table["growth"] = table["growth"].mask(from_zero, "上年为零")
    columns = [text("name", "项目"), amount("earlier", f"{result.years[0]}年"), amount("later", f"{result.years[1]}年")]
    columns += [amount("change", "增减额"), share("growth", "增减率"), points("contribution", "贡献（百分点）")]
    shown = replace(result, table=table)
    return show_table(years.later.data, shown, columns, title, total=table["name"] == TOTAL)


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


def regrouped(years: Years) -> Result:
    """Find the projects that may have been merged or split between the two budgets."""
    result = project_changes(years)
    if result.is_missing:
        return result
    table = find_regrouped(result.table)
    if table.empty:
        return missing_result("没有名称相近、金额相当的合并或拆分。")
    return Result(table, result.base, years=result.years)


def regrouped_table(years: Years) -> Part:
    """Show what may have been merged or split, each with its parts and both amounts."""
    result, title = regrouped(years), "疑似合并、拆分的项目（待核对）"
    if result.is_missing:
        return show_table(years.later.data, result, [], title)
    shown = result.table.assign(label=result.table["kind"].map(KINDS), names=result.table["parts"].map("、".join))
    columns = [text("whole", "合并后（拆分前）"), text("label", "情形"), text("names", "合并前（拆分后）")]
    columns += [amount("amount_whole", "金额"), amount("amount_parts", "各部分合计")]
    notes = ["由未匹配的项目中找出：名称互有包含、金额相差不超过一成。没有文件证明，仍分别计入新增和未再列示。"]
    return show_table(years.later.data, replace(result, table=shown), columns, title, notes=notes)


def state_regrouped(years: Years) -> list[CitedStatement]:
    """State which new and ended projects may be a merger or a split, since they count as both until that is known."""
    result = regrouped(years)
    if result.is_missing:
        return []
    figures, parts = {}, []
    for n, row in enumerate(result.table.itertuples()):
        figures |= {f"whole{n}": money(row.amount_whole), f"parts{n}": money(row.amount_parts)}
        names = "、".join(f"“{name}”" for name in row.parts)
        one = f"“{row.whole}”{{whole{n}}}"
        several = f"{names}（合计{{parts{n}}}）"
        parts.append(f"{several}合并为{one}" if row.kind == "merged" else f"{one}拆分为{several}")
    text_ = f"新增与未再列示的项目中，疑为合并或拆分、待核对的：{'；'.join(parts)}。"
    return [cite(compose(text_, **figures), *result.table["sources"])]
