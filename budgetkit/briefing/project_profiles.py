"""The largest projects side by side, and what the listed projects are for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.buying import compare_side_by_side
from budgetkit.compare.choices import check_top
from budgetkit.compare.doubtful import AS_PRINTED, mark_slips
from budgetkit.compare.project_profile import profile_projects
from budgetkit.compare.projects import lists_a_part, measure_coverage
from budgetkit.compare.purposes import SYSTEMS, UNKNOWN, UPKEEP, measure_purposes, measure_upkeep
from budgetkit.compare.result import Result
from budgetkit.numbers import format_amount, format_amount_text, format_percent
from budgetkit.observe.targets import shorten

_GOAL = 80  # characters of a goal; the whole stands on its line of the document
_INDICATOR = 28
_TARGET = re.compile(r"[≤≥＝=<>＜＞：][^≤≥＝=<>＜＞：]{1,16}$")
_THREE_PUBLIC = "(出国|公务接待|公务用车)"


def profiles(budget: Budget, top: int = 5) -> Result:
    """Profile the largest projects, a row each: what `profile_projects` gives, goal and indicators cut to what a table
    holds, and remarks (purpose, last year's execution, what each pays)."""
    check_top(top)
    result = profile_projects(budget, top)
    if result.is_missing:
        return replace(result, title=f"金额最大的 {top} 个项目")
    table = result.table
    rows = table.to_dict("records")
    table = table.assign(
        project_name=table["project_name"].map(mark_slips, na_action="ignore"),
        goal=table["goal"].map(lambda goal: _quote(goal, _GOAL), na_action="ignore"),
        indicators=[_indicators(row) for row in rows],
        remarks=[_remarks(row) for row in rows],
    )
    whole = format_percent(float(table["share"].sum()))
    return replace(result, table=table, title=f"金额最大的 {len(table)} 个项目：合计占所列项目的 {whole}")


def _indicators(row: dict) -> str:
    more = f"（另有 {row['left_out']} 条）" if row["left_out"] else ""
    told = zip(row["indicators"], row["doubtful"], strict=True)
    return "；".join(_quote_indicator(one) + (AS_PRINTED if doubted else "") for one, doubted in told) + more


def _quote_indicator(text: str) -> str:
    """Quote an indicator, its name cut where it is long, its target never."""
    target = _TARGET.search(text)
    end = target.start() if target else len(text)
    return _quote(text[:end], _INDICATOR) + text[end:]


def _quote(text: str, most: int) -> str:
    return mark_slips(shorten(text, most))


def _remarks(row: dict) -> str:
    """Say what a project is for, what was executed of it, and what of it pays earlier or first instalments."""
    words, spent, bill = [row["purpose"]], row["execution"], row["bill"]
    if spent:
        rate = f"（执行率 {spent['rate']:.2f}%）" if spent["rate"] == spent["rate"] else ""
        words.append(f"{spent['year']}年执行 {format_amount_text(spent['executed'])}{rate}")
    doubt = "（存疑）" if bill.doubtful else ""
    words += [f"本年预算中 {format_amount_text(bill.amount)}支付以前年度款项{doubt}"] if bill.amount else []
    words += ["含首款"] if bill.first else []
    return "；".join(words)


def purposes(budget: Budget) -> Result:
    """Measure the listed projects by purpose (see `measure_purposes`); the title says the largest and the rest."""
    result, title = measure_purposes(budget), "所列项目的用途"
    if result.is_missing:
        return replace(result, title=title)
    named = result.table[result.table["name"] != UNKNOWN]
    if len(named):
        first = named.iloc[0]
        title += f"：占比最高的是{first['name']}（{format_percent(first['share'])}）"
    unknown = result.table[result.table["name"] == UNKNOWN]
    title += "".join(f"，未归类 {format_amount_text(row.amount)}" for row in unknown.itertuples())
    upkeep = measure_upkeep(budget)
    if upkeep and SYSTEMS in set(result.table["name"]):
        title += f"；信息化及其运维合计 {format_percent(_share_of_systems(result, upkeep))}"
    caveats = (*result.caveats, *_say_upkeep([budget]), *_say_three_public(budget))
    return replace(result, title=title, caveats=caveats)


def _share_of_systems(result: Result, upkeep: float) -> float:
    """Give the share (per cent) of the listed money that is for information systems: 信息化 and their upkeep."""
    own = result.table[result.table["name"] == SYSTEMS]["amount"].sum()
    return float(own + upkeep) / result.facts["total"] * 100 if result.facts["total"] else 0.0


def purposes_by_side(budgets: Sequence[Budget]) -> Result:
    """Set the purposes of several budgets' listed projects side by side, the largest share first, 未归类 last."""
    result = compare_side_by_side(budgets, measure_purposes)
    if result.is_missing:
        return result
    table = result.table
    largest = table[[f"share_{number}" for number in range(1, len(budgets) + 1)]].max(axis=1)
    order = largest.mask(table["name"] == UNKNOWN, -1.0).sort_values(ascending=False, kind="stable").index
    table = table.loc[order].reset_index(drop=True)
    caveats = (*result.caveats, *_say_words(table, budgets), *_say_upkeep(budgets), *_say_coverage(budgets))
    return replace(result, table=table, caveats=caveats, dash="该方没有项目归入该类")


def _say_words(table: pd.DataFrame, budgets: Sequence[Budget]) -> list[str]:
    """Say for each purpose which word decided most often beyond its own name: on the city's side, where that has it, so
    that both departments' reports say the same.
    """
    columns = [column for column in table if column.startswith("words")]
    cities = [budget.level == "city" for budget in budgets]
    if cities == [False, True]:
        columns.reverse()
    words = table[columns].bfill(axis=1).iloc[:, 0]
    known = table["name"] != UNKNOWN
    pairs = zip(table["name"][known], words[known].str.split("、").str[0], strict=True)
    said = [f"{name}“{word}”" for name, word in pairs if word not in name]
    return [f"类名之外的主要用途词：{'、'.join(said)}。"] if said else []


def _say_three_public(budget: Budget) -> list[str]:
    """Say of projects that are named like a part of the “三公” that these are counted otherwise."""
    named = budget.table("projects")["project_name"].dropna().str.extract(_THREE_PUBLIC)[0].dropna()
    if named.empty or budget.table("three_public").empty:
        return []
    words = "、".join(dict.fromkeys(named))
    return [f"名称写有{words}的项目与“三公”经费的范围不同：后者按经济科目统计全部财政拨款。"]


def _say_upkeep(budgets: Sequence[Budget]) -> list[str]:
    """Say how much of the upkeep is of information systems: with 信息化 it is what is spent on them."""
    told = [
        f"{budget.side if len(budgets) > 1 else '共'} {format_amount(money)} 万元，与{SYSTEMS}合计占所列项目 "
        f"{format_percent(_share_of_systems(measure_purposes(budget), money))}"
        for budget in budgets
        if (money := measure_upkeep(budget))
    ]
    return [f"{UPKEEP}中名称另有{SYSTEMS}用途词的（信息系统运维）：{'；'.join(told)}。"] if told else []


def _say_coverage(budgets: Sequence[Budget]) -> list[str]:
    """Say how much of each side's project money has a project; what the rest is for is not known."""
    if not any(map(lists_a_part, budgets)):
        return []
    shares = [(budget.side, measure_coverage(budget).facts.get("coverage")) for budget in budgets]
    told = [f"{side} {format_percent(share)}" for side, share in shares if share is not None]
    beside = "，两方占比不宜直接比较" if len(budgets) > 1 else ""
    return [f"所列项目占项目支出：{'，'.join(told)}；其余项目支出的用途不详{beside}。"]
