"""The largest projects side by side, and what the listed projects are for."""

from __future__ import annotations

from dataclasses import replace

from budgetkit.briefing.show import amount, count, share, show_table, text
from budgetkit.briefing.sides import Sides
from budgetkit.compare.budget import Budget
from budgetkit.compare.buying import compare_side_by_side
from budgetkit.compare.choices import check_top
from budgetkit.compare.project_profile import profile_projects
from budgetkit.compare.purposes import UNKNOWN, measure_purposes
from budgetkit.observe.targets import shorten
from budgetkit.report.numbers import format_amount_text, format_percent
from budgetkit.report.parts import Part

_GOAL = 80  # characters of a goal; the whole stands on its line of the document
_INDICATOR = 28


def profiles_table(budget: Budget, top: int = 5) -> Part:
    """Show the largest projects: money, goal, indicators, last year's execution and what each pays, a row each."""
    check_top(top)
    result = profile_projects(budget, top)
    title = f"金额最大的 {top} 个项目"
    if not result.is_missing:
        whole = format_percent(float(result.table["share"].sum()))
        title = f"金额最大的 {len(result.table)} 个项目：合计占所列项目的 {whole}"
        rows = result.table.to_dict("records")
        shown = result.table.assign(
            goal=[shorten(row["goal"], _GOAL) if isinstance(row["goal"], str) else None for row in rows],
            indicators=[_indicators(row) for row in rows],
            remarks=[_remarks(row) for row in rows],
        )
        result = replace(result, table=shown)
    columns = [
        text("project_name", "项目"),
        amount("amount", "金额"),
        text("goal", "绩效目标"),
    ]
    columns += [text("indicators", "主要指标"), text("remarks", "用途、上年执行与支付")]
    return show_table(budget.data, result, columns, title, sortable=False)


def _indicators(row: dict) -> str:
    more = f"（另有 {row['left_out']} 条）" if row["left_out"] else ""
    return "；".join(shorten(one, _INDICATOR) for one in row["indicators"]) + more


def _remarks(row: dict) -> str:
    """Say what a project is for, what was executed of it, and what of it pays earlier or first instalments."""
    words, spent, bill = [row["purpose"]], row["execution"], row["bill"]
    if spent:
        rate = f"（执行率 {spent['rate']:.2f}%）" if spent["rate"] == spent["rate"] else ""
        words.append(f"{spent['year']}年执行 {format_amount_text(spent['executed'])}{rate}")
    words += [f"其中支付以前年度 {format_amount_text(bill.amount)}"] if bill.amount else []
    words += ["含首款"] if bill.first else []
    return "；".join(words)


def purposes_table(budget: Budget, *, words: bool = True) -> Part:
    """Show the listed projects by purpose, with the words that decided unless told otherwise; the rest is said."""
    result = measure_purposes(budget)
    title = "所列项目的用途"
    if not result.is_missing:
        named = result.table[result.table["name"] != UNKNOWN]
        if len(named):
            first = named.iloc[0]
            title += f"：占比最高的是{first['name']}（{format_percent(first['share'])}）"
        unknown = result.table[result.table["name"] == UNKNOWN]
        title += "".join(f"，未归类 {format_amount_text(row.amount)}" for row in unknown.itertuples())
    columns = [text("name", "用途"), count("count", "个数"), amount("amount", "金额"), share("share", "占所列项目")]
    columns += [text("largest", "金额最大的项目"), *([text("words", "据以归类的词")] if words else [])]
    notes = ["一个项目只归一类，由名称中最后出现的用途词决定；没有用途词的列为未归类。"]
    return show_table(budget.data, result, columns, title, notes=notes, sortable=False)


def purposes_compared(sides: Sides) -> Part:
    """Show the purposes of both sides' listed projects, each with its share of the own listed money."""
    result = compare_side_by_side(sides.budgets, measure_purposes)
    columns = [text("name", "用途")]
    for number, label in enumerate(sides.labels, start=1):
        columns += [amount(f"amount_{number}", "金额", label), share(f"share_{number}", "占所列项目", label)]
    if not result.is_missing:
        known = result.table.assign(last=result.table["name"] == UNKNOWN)
        shares = [f"share_{number}" for number in range(1, len(sides.labels) + 1)]
        known["most"] = known[shares].max(axis=1)
        order = known.sort_values(["last", "most"], ascending=[True, False], kind="stable")
        result = replace(result, table=order.reset_index(drop=True))
    return show_table(sides.own.data, result, columns, f"所列项目的用途（{sides.heading}）")
