"""项目支出构成: what project money buys, coverage before everything that rests on the listed projects."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from budgetkit.briefing.show import amount, code, count, share, show_facts, show_figure, show_table, text
from budgetkit.classes import class_name
from budgetkit.compare.budget import Budget
from budgetkit.compare.buying import measure_procurement, measure_purchased_services
from budgetkit.compare.choices import check_top
from budgetkit.compare.class_gaps import UNLISTED
from budgetkit.compare.instalments import DIFFERENT, OPEN, SAME, SINGLE, find_instalments
from budgetkit.compare.project_groups import measure_setup, measure_sizes
from budgetkit.compare.project_money import cross_project_money, measure_project_money
from budgetkit.compare.projects import list_projects, measure_concentration, measure_coverage
from budgetkit.draw import draw_bars, draw_pareto, draw_size_histogram, draw_small_multiples, draw_treemap
from budgetkit.report.numbers import format_amount_text, format_percent
from budgetkit.report.parts import Part

RELATIONS = {DIFFERENT: "两份合同", SAME: "同一合同", OPEN: "未印年度，无法判断", SINGLE: "只列其一"}
KINDS = {"T": "特定目标类（T）", "Y": "其他运转类（Y）"}


def coverage_table(budget: Budget) -> Part:
    """Show how much of 项目支出 the listed projects explain."""
    result = measure_coverage(budget)
    title = "所列项目对项目支出的覆盖"
    if result.is_missing:
        return show_table(budget.data, result, [], title)
    facts = result.facts
    rows = [
        {"label": "项目支出（支出总表）", "kind": "amount", "side_1": facts.get("total")},
        {"label": "所列项目合计", "kind": "amount", "side_1": facts.get("listed")},
        {"label": "覆盖率", "kind": "percent", "side_1": facts.get("coverage")},
        {"label": "所列项目个数", "kind": "integer", "side_1": facts["count"]},
        {"label": "其中金额未能读出", "kind": "integer", "side_1": facts["unread"]},
    ]
    title = f"{title}：{format_percent(facts.get('coverage'))}"
    return show_facts(budget.data, rows, ["数值（金额单位：万元）"], title, result)


def money_table(budget: Budget) -> Part:
    """Show project money by function item and government economic item, complete."""
    result = measure_project_money(budget)
    if result.is_missing:
        return show_table(budget.data, result, [], "项目支出的用途：功能分类 × 经济分类")
    columns = [code("function_code", "功能科目"), text("function_name", "名称"), code("gov_econ_code", "经济科目")]
    columns += [text("gov_econ_name", "名称"), amount("amount", "金额"), share("share", "占项目支出")]
    total = format_amount_text(result.facts["total"])
    return show_table(budget.data, result, columns, f"项目支出 {total} 的用途：功能分类 × 经济分类")


def money_crossed_table(budget: Budget, widest: int = 5) -> Part:
    """Show project money, a row a function class and a column an economic class; beyond `widest` they are 其他."""
    result = cross_project_money(budget)
    title = "项目支出：功能分类 × 政府经济分类"
    if result.is_missing:
        return show_table(budget.data, result, [], title)
    table = result.table.copy()
    codes = [column for column in table if column not in ("code", "name", "total", "sources", "unlisted")]
    codes = sorted(codes, key=lambda one: -table[one].sum())
    kept = codes if len(codes) <= widest else codes[: widest - 1]
    columns = [text("name", "功能分类（类）"), *(amount(one, class_name("gov_econ_code", one)) for one in kept)]
    if folded := codes[len(kept) :]:
        table["others"] = table[folded].sum(axis=1, min_count=1).round(6)
        columns.append(amount("others", f"其他 {len(folded)} 类"))
    columns += [amount("unlisted", UNLISTED)] if table["unlisted"].notna().any() else []
    first, whole = table.iloc[0], float(table["total"].sum())
    title += f"，占比最高的是{first['name']}（{format_percent(first['total'] / whole * 100)}）" if whole > 0 else ""
    return show_table(budget.data, replace(result, table=table), [*columns, amount("total", "合计")], title)


def money_figure(budget: Budget) -> Part:
    """Draw project money a function class, a bar an economic class: small multiples."""
    result = cross_project_money(budget)
    title = "各功能分类（类）项目支出的经济构成"
    if result.is_missing:
        return show_table(budget.data, result, [], title)
    codes = [column for column in result.table if column not in ("code", "name", "total", "sources")]
    table = result.table.set_index("name")[codes].dropna(axis="columns", how="all")
    table.columns = [UNLISTED if code == "unlisted" else class_name("gov_econ_code", code) for code in table]
    drawing = draw_small_multiples(table, columns=2, own_scales=True, limit=6, missing=None)
    return show_figure(budget.data, result, drawing, title)


def projects_table(budget: Budget, top: int = 20) -> Part:
    """Show the largest projects with id, amount, share and cumulative share."""
    check_top(top)
    result = list_projects(budget)
    columns = [text("project_name", "项目"), code("project_id", "项目编号"), amount("amount", "金额")]
    columns += [share("share", "占所列项目"), share("cumulative", "累计")]
    title = f"金额最大的 {top} 个项目"
    if not result.is_missing:
        shown = result.table.head(top)
        largest = shown.iloc[0]
        largest_share = format_percent(largest["share"])
        title = f"金额最大的 {len(shown)} 个项目：首位{largest['project_name']}占所列项目 {largest_share}"
        result = replace(result, table=shown)
    return show_table(budget.data, result, columns, title)


def all_projects_table(budget: Budget) -> Part:
    """Show every listed project, largest first."""
    result = list_projects(budget)
    columns = [text("project_name", "项目"), code("project_id", "项目编号"), amount("amount", "总额")]
    columns += [amount("fiscal_funds", "财政资金"), amount("other_funds", "其他资金")]
    return show_table(budget.data, result, columns, "全部所列项目")


def treemap_figure(budget: Budget) -> Part:
    """Draw the listed projects as tiles: an overview."""
    result = list_projects(budget)
    title = "所列项目一览"
    if result.is_missing:
        return show_table(budget.data, result, [], title)
    kinds = result.table["project_kind"].map(KINDS).fillna("未印编号")
    drawing = draw_treemap(result.table["project_name"], result.table["amount"], groups=kinds)
    return show_figure(budget.data, result, drawing, title)


def pareto_figure(budget: Budget) -> Part:
    """Draw how few projects make up most of the money."""
    result = list_projects(budget)
    title = "项目金额与累计占比"
    if result.is_missing:
        return show_table(budget.data, result, [], title)
    drawing = draw_pareto(result.table["project_name"], result.table["amount"])
    return show_figure(budget.data, result, drawing, title)


def sizes_figure(budget: Budget) -> Part:
    """Draw the distribution of projects by size."""
    result = list_projects(budget)
    title = "项目按金额大小的分布"
    if result.is_missing:
        return show_table(budget.data, result, [], title)
    return show_figure(budget.data, result, draw_size_histogram(result.table["amount"]), title)


def sizes_table(budget: Budget) -> Part:
    """Show number and amount of projects by size."""
    columns = [text("label", "规模"), count("count", "个数"), amount("amount", "金额"), share("share", "占比")]
    return show_table(budget.data, measure_sizes(budget), columns, "项目按金额大小的分布", sortable=False)


def concentration_table(budget: Budget) -> Part:
    """Show the concentration with and without the largest project."""
    columns = [
        text("label", "范围"),
        count("count", "有金额的项目"),
        amount("amount", "金额"),
        share("top1", "最大一项"),
    ]
    columns += [share("top5", "前5项"), share("top10", "前10项"), count("hhi", "HHI")]
    notes = ["HHI 为各项目占比（%）平方之和，0—10000，须与个数同看：个数少则天然偏高。"]
    return show_table(budget.data, measure_concentration(budget), columns, "所列项目的集中度", notes=notes)


def setup_table(budget: Budget) -> Part:
    """Show projects by set-up year and kind, both read from the id."""
    result = measure_setup(budget)
    columns = [text("label", "编号年度"), text("kind", "类型"), count("count", "个数")]
    columns += [amount("amount", "金额"), amount("earlier", "其中支付以前年度"), share("share", "占比")]
    title = "项目的编号年度与类型"
    if not result.is_missing:
        result.table["label"] = [_setup_label(year, budget.year) for year in result.table["setup_year"]]
        result.table["kind"] = result.table["project_kind"].map(KINDS).fillna("—")
        new = result.table[result.table["setup_year"] == budget.year]
        number, money = int(new["count"].sum()), format_amount_text(float(new["amount"].sum()))
        title += f"：编号年度为{budget.year}年的 {number} 项、{money}"
    notes = [
        "编号年度是项目编号中的年份，不等于新设：支付以前年度合同的项目也会编入当年的号。",
        "“其中支付以前年度”只计项目名称或成本指标写明尾款、上年或以前年度的部分。",
    ]
    return show_table(budget.data, result, columns, title, notes=notes, sortable=False)


def instalments_table(budget: Budget) -> Part:
    """Show projects that are instalments, and whether a first and a last payment are of one contract."""
    result = find_instalments(budget)
    title = "首款、尾款分列的项目"
    if not result.is_missing:
        result.table["label"] = result.table["relation"].map(RELATIONS)
        counts = result.table["relation"].value_counts()
        title += f"：{int(counts.get(DIFFERENT, 0))} 组为两份合同，{int(counts.get(SAME, 0))} 组为同一合同"
    columns = [text("base_name", "事项"), text("label", "首款与尾款"), amount("first", "首款"), amount("last", "尾款")]
    columns += [amount("contract", "推算的合同总额"), amount("left", "留待以后年度")]
    notes = [
        "年度不同，或按所印比例推算的合同总额不同，即为两份合同：尾款付上年的，首款付本年的。",
        "合同总额按首款所印比例推算，未印比例的不推算。",
    ]
    return show_table(budget.data, result, columns, title, notes=notes)


def procurement_table(budget: Budget) -> Part:
    """Show 政府采购 by category, beside project money and never added to it."""
    columns = [code("code", "编码"), text("name", "采购类别"), amount("amount", "金额"), share("share", "占比")]
    notes = ["政府采购与项目支出口径不同、互有交叉，不相加。"]
    return show_table(budget.data, measure_procurement(budget), columns, "政府采购预算", notes=notes)


def purchased_services_figure(budget: Budget) -> Part:
    """Draw 购买服务 by the guiding catalogue's second level."""
    result = measure_purchased_services(budget)
    title = "政府购买服务：按指导性目录二级"
    if result.is_missing:
        return show_table(budget.data, result, [], title)
    drawing = draw_bars(result.table["name"], result.table["amount"])
    notes = ["购买服务与项目支出口径不同、互有交叉，不相加。"]
    return show_figure(budget.data, result, drawing, title, notes=notes)


def _setup_label(year: float, budget_year: int) -> str:
    if pd.isna(year):
        return "未印编号"
    return f"{int(year)}年（预算年度）" if int(year) == budget_year else f"{int(year)}年"
