"""The sentences of 项目支出构成: coverage first, then concentration, new projects and what is bought."""

from __future__ import annotations

import pandas as pd

from budgetkit.briefing.citations import cite, cite_rows
from budgetkit.briefing.city_district_words import state_listed
from budgetkit.compare.budget import Budget
from budgetkit.compare.buying import measure_procurement, measure_purchased_services
from budgetkit.compare.comparable import bills_of
from budgetkit.compare.project_groups import measure_setup
from budgetkit.compare.project_money import cross_project_money
from budgetkit.compare.projects import list_projects, measure_coverage
from budgetkit.compare.size import measure_size
from budgetkit.numbers import format_amount_text
from budgetkit.statements import (
    Statement,
    compose,
    state_amount,
    state_concentration,
    state_missing,
    state_order,
    state_share,
)
from budgetkit.statements.statement import amount, count


def key_points(budget: Budget) -> list[Statement]:
    """State the main points of a budget's project expenditure."""
    size = measure_size(budget)
    key, name = ("this_year", "本年支出") if "this_year" in size.facts else ("total", "支出总计")
    share = state_share(f"{budget.label}项目支出", size.facts.get("project"), name, size.facts.get(key))
    points = [
        cite_rows(share, size, "key", "project", key),
        coverage(budget),
        _state_uses(budget),
        *_state_projects(budget),
    ]
    for measure, subject in ((measure_procurement, "政府采购预算"), (measure_purchased_services, "政府购买服务预算")):
        result = measure(budget)
        if not result.is_missing:
            note = "与项目支出口径不同、互有交叉，不相加"
            points.append(cite(state_amount(subject, result.facts["total"], note=note), result))
    return points


def coverage(budget: Budget) -> Statement:
    """State how much of 项目支出 the listed projects explain."""
    result = measure_coverage(budget)
    if result.is_missing:
        return state_missing("项目构成分析", reason=result.reason)
    return cite(state_listed("所列项目", result.facts), result)


def _state_uses(budget: Budget) -> Statement:
    result = cross_project_money(budget)
    if result.is_missing:
        return state_missing("项目支出用途分析", reason=result.reason)
    return cite(
        state_order("项目支出按功能分类", [_marked(row) for row in result.table.itertuples()], result.table["total"]),
        cite_rows(Statement(""), measure_size(budget), "key", "project").sources,
        result,
    )


def _marked(row) -> str:
    """Give a class's name with the mark of what its rows lack: the figure rests on the printed total, not on rows."""
    if pd.isna(row.unlisted):
        return row.name
    return f"{row.name}（其中 {format_amount_text(row.unlisted)}无对应行，由合计推得）"


def _state_projects(budget: Budget) -> list[Statement]:
    listed = list_projects(budget)
    if listed.is_missing:
        return []
    table = listed.table
    points: list[Statement] = [
        cite(state_concentration("所列项目", table["project_name"], table["amount"]), *table["sources"])
    ]
    setup = measure_setup(budget).table
    new = setup[setup["setup_year"] == budget.year]
    if setup["setup_year"].notna().any():
        bills = [bill.sources for bill in bills_of(budget).values() if bill.amount]
        points.append(cite(_state_setup(budget, new), *bills, *new["sources"]))
    return points


def _state_setup(budget: Budget, new: pd.DataFrame) -> Statement:
    """State what the projects with this year's number are, and what of them is an earlier year's bill."""
    total, earlier, doubtful = (round(float(new[key].sum()), 6) for key in ("amount", "earlier", "open"))
    doubt = "（{doubtful}存疑）" if 0 < doubtful < earlier else "（存疑）" if doubtful else ""
    old = f"，其中{{earlier}}支付以前年度款项{doubt}" if earlier else ""
    return compose(
        f"编号年度为{budget.year}年的项目{{count}}、{{total}}{old}。",
        count=count(int(new["count"].sum())),
        total=amount(total),
        earlier=amount(earlier),
        doubtful=amount(doubtful),
    )
