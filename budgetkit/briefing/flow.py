"""Where a budget's money comes from and what it goes to, in exact sums."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from budgetkit.briefing.rounded_differences import ROUNDED
from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import share_of, source_lines
from budgetkit.compare.projects import list_projects
from budgetkit.compare.result import Result, SourceLine, missing_result
from budgetkit.compare.size import measure_size
from budgetkit.numbers import format_percent
from budgetkit.statements.arithmetic import adds_up
from budgetkit.statements.coverage import no_detail

Stage = list[tuple[str, float]]

_PROJECT = "项目支出"
_KEYS = ("total", "carry_out", "basic", "project")
_ROUNDED_SHARES = "因四舍五入，部分占比相加与合计略有出入。"
_ROUNDING = 0.01  # 万元


def flow(budget: Budget) -> Result:
    """Follow the money: carry-over and income, basic and project money, and what of the project money is listed.

    Gives a row an amount: stage (0, 1, 2), name, amount (万元), of (the amount of the stage before that it divides,
    empty where all of them), is_untold (what no project is listed for)
    and sources. Missing where the document does not print sums that add up to its total.
    """
    size = measure_size(budget, _KEYS if _prints_income(budget) else (*_KEYS, "carry_in", "reserve"))
    total, project = size.facts.get("total"), size.facts.get("project")
    stages = [_sources(budget, size.facts), _uses(size.facts), _projects(budget, project)]
    if total is None or any(abs(sum(v for _, v in stage) - total) > _ROUNDING for stage in stages[:2]):
        return replace(missing_result("收入、支出各部分之和不等于支出总计，不画资金流向。"), title="资金流向")
    if total <= 0 or any(value < 0 for stage in stages for _, value in stage):
        return replace(missing_result("支出总计为零，或有一部分为负数，不画资金流向。"), title="资金流向")
    stages = [[(name, value) for name, value in stage if value > 0] for stage in stages]
    is_divided = _PROJECT in dict(stages[1]) and len(stages[2]) > 1
    lacking = _unlisted(budget)
    rows = [
        _row(number, name, value, is_untold=number == 2 and name == lacking)
        for number, stage in enumerate(stages if is_divided else stages[:2])
        for name, value in stage
    ]
    title = f"资金流向：项目支出占支出总计的 {format_percent(share_of(project or 0.0, total))}"
    unlisted = dict(stages[2]).get(lacking)
    title += f"；项目支出的 {format_percent(share_of(unlisted, project))} {lacking}" if unlisted else ""
    rows[0]["sources"] = _lines(budget, size)
    caveats = _rounding(stages if is_divided else stages[:2], total, project)
    return Result(pd.DataFrame(rows), "", years=(budget.year,), caveats=caveats, title=title)


def _row(stage: int, name: str, value: float, *, is_untold: bool) -> dict:
    of = _PROJECT if stage == 2 else ""
    return {"stage": stage, "name": name, "amount": value, "of": of, "is_untold": is_untold, "sources": ()}


def _rounding(stages: list[Stage], total: float, project: float | None) -> tuple[str, ...]:
    """Say where the parts that a stage shows, as printed, don't add up to the whole that they divide."""
    wholes = (total, total, project or 0.0)
    parts = [[value for _, value in stage] for stage in stages]
    if not all(adds_up(whole, own) for whole, own in zip(wholes, parts, strict=False)):
        return (ROUNDED,)
    shares = [[value / total * 100 for value in (whole, *own)] for whole, own in zip(wholes, parts, strict=False)]
    return () if all(adds_up(whole, own, 1) for whole, *own in shares) else (_ROUNDED_SHARES,)


def _lines(budget: Budget, size: Result) -> tuple[SourceLine, ...]:
    """Give the lines of every sum that is drawn: the totals, the income, and the listed projects."""
    totals = budget.table("printed_totals")
    income = totals[(totals["table"] == "income") & totals["column"].isin(("carryover_subtotal", "this_year_subtotal"))]
    listed = list_projects(budget)
    return (*size.sources, *source_lines(income), *(() if listed.is_missing else listed.sources))


def _prints_income(budget: Budget) -> bool:
    """Say whether 收入总表 tells this year's income from what is carried over."""
    return ("income", "this_year_subtotal") in budget.printed_totals


def _sources(budget: Budget, facts: dict[str, float]) -> Stage:
    """Give this year's income and the money carried over; by 收支总表 where 收入总表 does not tell them apart."""
    printed = budget.printed_totals
    if not _prints_income(budget):
        total = printed.get(("income_expenditure", "income_total"), 0.0)
        carried = facts.get("carry_in", 0.0)
        return [("本年收入", round(total - carried, 6)), ("上年结转", carried)]
    this_year, carried = (printed.get(("income", f"{key}_subtotal"), 0.0) for key in ("this_year", "carryover"))
    return [("本年收入", this_year), ("上年结转", carried)]


def _uses(facts: dict[str, float]) -> Stage:
    return [
        ("基本支出", facts.get("basic", 0.0)),
        (_PROJECT, facts.get("project", 0.0)),
        ("单位预留机动经费", facts.get("reserve", 0.0)),
        ("年终结转结余", facts.get("carry_out", 0.0)),
    ]


def _unlisted(budget: Budget) -> str:
    """Call what no project is listed for; it may as well be the money of listed ones that lack their amount."""
    return no_detail(int(budget.table("projects")["total"].isna().sum()))


def _projects(budget: Budget, project: float | None) -> Stage:
    """Divide project money into the largest listed project, the others, and what no project is listed for."""
    listed = list_projects(budget)
    if listed.is_missing or project is None:
        return []
    known = listed.table.dropna(subset=["amount"])
    if known.empty or known["amount"].sum() > project + _ROUNDING:
        return []
    first, rest = known.iloc[0], round(float(known["amount"].iloc[1:].sum()), 6)
    left = round(project - float(first["amount"]) - rest, 6)
    names = [str(first["project_name"] or "最大的项目"), f"其余 {len(known) - 1} 个所列项目", _unlisted(budget)]
    stage = list(zip(names, (float(first["amount"]), rest, left), strict=True))
    return [(name, value) for name, value in stage if value > _ROUNDING]
