"""市区对比: a city department beside its district counterpart, like with like, or alone where there is none."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from budgetkit.briefing.show import amount, code, points, share, show_figure, show_table, text
from budgetkit.briefing.sides import Sides
from budgetkit.compare.budget import Budget
from budgetkit.compare.buying import compare_side_by_side, measure_procurement, measure_purchased_services
from budgetkit.compare.carryover import measure_income
from budgetkit.compare.choices import check_top
from budgetkit.compare.ratios import compare_ratios, load_heads
from budgetkit.compare.reclassified import find_reclassified
from budgetkit.compare.result import Result, missing_result
from budgetkit.compare.size import compare_sizes
from budgetkit.compare.structure import (
    Classification,
    compare_structures,
    measure_structure,
)
from budgetkit.compare.three_public import compare_three_public
from budgetkit.draw import draw_bars, draw_dots, draw_share_bars
from budgetkit.project import default_folders
from budgetkit.report.numbers import format_percent
from budgetkit.report.parts import Part

_AS_CLASS = {"key": "code", "label": "name"}


def size_table(sides: Sides) -> Part:
    """Show the sizes side by side, each with its share of the own total."""
    result = compare_sizes(sides.budgets)
    known = result.table[[f"amount_{n}" for n in range(1, len(sides.labels) + 1)]].notna().any(axis=1)
    result = replace(result, table=result.table[known].reset_index(drop=True))
    title = f"规模与构成：{_finding_of_size(result, sides)}"
    columns = [text("label", "指标"), text("base", "口径"), *_pairs(sides)]
    return show_table(sides.own.data, result, columns, title, total=result.table["key"] == "total")


def _finding_of_size(result: Result, sides: Sides) -> str:
    table = result.table.set_index("key")
    shares = table.loc["project"] if "project" in table.index else {}
    found = [
        f"{label}项目支出占 {format_percent(shares[f'share_{position}'])}"
        for position, label in enumerate(sides.labels, start=1)
        if pd.notna(shares.get(f"share_{position}"))
    ]
    return "，".join(found) or sides.heading


def structure(sides: Sides, by: Classification) -> Result:
    """Compare the structures of both sides, or measure the one there is, in the columns of a comparison."""
    if sides.is_pair:
        return compare_structures(*sides.budgets, by)
    own = measure_structure(sides.own, by)
    table = own.table.rename(columns={"amount": "amount_1", "share": "share_1"})
    return Result(table, own.base, own.unit, own.years, own.caveats)


def structure_table(sides: Sides, by: Classification) -> Part:
    """Show a structure by class: amounts with their year, shares, and the difference of shares."""
    result = structure(sides, by)
    columns = [code("code", "编码"), text("name", by.label), *_pairs(sides)]
    if sides.is_pair:
        columns.append(points("difference", "占比之差"))
    return show_table(sides.own.data, result, columns, f"{by.label}构成：{_largest(result, sides)}")


def structure_figure(sides: Sides, by: Classification, top: int = 12) -> Part:
    """Draw the shares of both sides a class as dots; of one side alone as bars."""
    check_top(top)
    result = structure(sides, by)
    table = result.table
    if not sides.is_pair:
        drawing = draw_bars(table["name"], table["share_1"], unit="%", limit=top)
    else:
        shares = (table[f"share_{side}"] for side in (1, 2))
        drawing = draw_dots(
            table["name"], *shares, left_name=sides.labels[0], right_name=sides.labels[1], missing="未列", limit=top
        )
    return show_figure(sides.own.data, result, drawing, f"各类占本部门支出的比重：{_largest(result, sides)}")


def _largest(result: Result, sides: Sides) -> str:
    found = []
    for position, label in enumerate(sides.labels, start=1):
        shares = result.table.dropna(subset=[f"share_{position}", "code"])  # what has no code is what is unknown
        if len(shares):
            row = shares.loc[shares[f"share_{position}"].idxmax()]
            share_printed = format_percent(row[f"share_{position}"])
            found.append(f"{label}占比最高的是{row['name']}（{share_printed}）")
    return "，".join(found)


def reclassified_table(sides: Sides) -> Part:
    """Show what both sides book wholly under different functional classes."""
    if not sides.is_pair:
        result = missing_result("没有对应部门的预算文件，无法比较列支科目。")
    else:
        result = find_reclassified(*sides.budgets)
        if result.table.empty and not result.is_missing:
            result = missing_result("两级部门的基本支出没有整项列在不同功能分类下的经济科目。")
    columns = [code("code", "编码"), text("name", "部门经济分类（款）")]
    for position, label in enumerate(sides.labels, start=1):
        columns += [text(f"classes_{position}", "列入的功能分类", label), amount(f"amount_{position}", "金额", label)]
    title = f"同一用途、不同功能科目（{sides.heading}）：按功能分类直接对比会失真"
    return show_table(sides.own.data, result, columns, title)


def basic_project_figure(sides: Sides) -> Part:
    """Draw basic against project expenditure, each side as a bar of 100 %."""
    result = compare_sizes(sides.budgets)
    return _share_bars(sides, result, {"basic": "基本支出", "project": "项目支出"}, "基本支出与项目支出")


def personnel_figure(sides: Sides) -> Part:
    """Draw personnel against public funds of basic expenditure, each side as a bar of 100 %."""
    result = compare_sizes(sides.budgets)
    return _share_bars(sides, result, {"personnel": "人员经费", "public_funds": "公用经费"}, "人员经费与公用经费")


def _share_bars(sides: Sides, result: Result, parts: dict[str, str], what: str) -> Part:
    rows = result.table.set_index("key").loc[list(parts)]
    amounts = {label: rows[f"amount_{position}"].to_numpy() for position, label in enumerate(sides.labels, start=1)}
    table = pd.DataFrame(amounts, index=list(parts.values())).T
    return show_figure(sides.own.data, result, draw_share_bars(table), f"{what}之比（{sides.heading}）")


def income_table(sides: Sides) -> Part:
    """Show where this year's money comes from, by source."""
    return _income_table(sides, "this_year", "本年收入的来源", "占本年收入")


def carryover_table(sides: Sides) -> Part:
    """Show what the money carried over from the year before is made of, apart from this year's."""
    return _income_table(sides, "carryover", "上年结转结余的构成", "占结转结余")


def _income_table(sides: Sides, part: str, what: str, share_label: str) -> Part:
    def measure(budget: Budget) -> Result:
        result = measure_income(budget, part)
        return result if result.is_missing else replace(result, table=result.table.rename(columns=_AS_CLASS))

    result = compare_side_by_side(sides.budgets, measure)
    columns = [text("name", "资金来源"), *_pairs(sides, share_label)]
    return show_table(sides.own.data, result, columns, f"{what}（{sides.heading}）")


def ratios_table(sides: Sides) -> Part:
    """Show ratios that do not depend on size; per head where data/reference/heads.csv supplies the numbers."""
    heads = load_heads(default_folders().reference)
    result = compare_ratios(sides.budgets, heads)
    columns = [text("label", "指标"), text("unit", "单位"), text("base", "口径")]
    columns += [amount(f"value_{position}", label) for position, label in enumerate(sides.labels, start=1)]
    notes = () if heads else ("没有在职人员数和常住人口数，不计算人均指标。",)
    return show_table(sides.own.data, replace(result, unit=""), columns, f"比率指标（{sides.heading}）", notes=notes)


def three_public_table(sides: Sides) -> Part:
    """Show “三公”经费 by part, each with its share of the own “三公” total."""
    result = compare_three_public(sides.budgets)
    columns = [text("label", "项目"), *_pairs(sides, "占“三公”合计")]
    title = f"“三公”经费（{sides.heading}）"
    return show_table(sides.own.data, result, columns, title)


def procurement_table(sides: Sides) -> Part:
    """Show 政府采购 by category."""
    result = compare_side_by_side(sides.budgets, measure_procurement)
    columns = [code("code", "编码"), text("name", "采购类别"), *_pairs(sides, "占采购合计")]
    return show_table(sides.own.data, result, columns, f"政府采购预算（{sides.heading}）")


def purchased_services_table(sides: Sides) -> Part:
    """Show 购买服务 by the guiding catalogue's second level."""
    result = compare_side_by_side(sides.budgets, measure_purchased_services)
    columns = [code("code", "编码"), text("name", "指导性目录二级"), *_pairs(sides, "占购买服务合计")]
    return show_table(sides.own.data, result, columns, f"政府购买服务（{sides.heading}）")


def _pairs(sides: Sides, share_label: str = "占比") -> list:
    columns = []
    for position, label in enumerate(sides.labels, start=1):
        columns += [amount(f"amount_{position}", "金额", label), share(f"share_{position}", share_label, label)]
    return columns
