"""The listed projects: how many, how large, how concentrated, and how much of 项目支出 they explain."""

from __future__ import annotations

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import add_shares, part_of, source_lines, total_of
from budgetkit.compare.memory import remembered
from budgetkit.compare.result import Result, missing_result

_BASE = "所列项目"
_WHOLE = 99.95  # per cent that print as 100.0%


@remembered
def list_projects(budget: Budget) -> Result:
    """List a budget's projects by amount: name, id, set-up year, kind, amount (万元), share, cumulative share, sources.

    `share` is of the listed projects' sum. Projects whose amount could not be read stand last, without one. Missing
    result where the document lists no project.
    """
    projects = budget.table("projects")
    if projects.empty:
        return missing_result("文件没有列出项目。", _BASE)
    table = projects.rename(columns={"total": "amount"}).sort_values(
        "amount", ascending=False, kind="stable", na_position="last", ignore_index=True
    )
    table["sources"] = [(line,) for line in zip(table["document_id"], map(int, table["source_line"]), strict=True)]
    table = add_shares(table, "amount")
    table["cumulative"] = table["share"].cumsum()
    keep = ["project_seq", "project_id", "project_name", "setup_year", "project_kind", "amount", "share", "cumulative"]
    return Result(table[[*keep, "fiscal_funds", "other_funds", "certainty", "sources"]], _BASE, years=(budget.year,))


def lists_a_part(budget: Budget) -> bool:
    """Say whether the listed projects, as far as known, are less than all project expenditure (100.0 % as printed)."""
    share = measure_coverage(budget).facts.get("coverage")
    return share is not None and share < _WHOLE


@remembered
def measure_coverage(budget: Budget) -> Result:
    """Measure how much of 项目支出 (支出总表, all money) the listed projects explain.

    Facts: listed, total (万元), coverage (percent; none where more is listed than there is), count, unread
    (projects without an amount).
    """
    projects = budget.table("projects")
    total = budget.printed_totals.get(("expenditure", "project"))
    if projects.empty:
        return missing_result("文件没有列出项目，无法说明项目支出由哪些项目构成。", _BASE)
    listed = total_of(projects["total"])
    facts = {
        "listed": listed,
        "total": total,
        "coverage": part_of(listed, total),
        "count": float(len(projects)),
        "unread": float(projects["total"].isna().sum()),
    }
    table = pd.DataFrame([{"sources": source_lines(projects)}])
    known = {key: value for key, value in facts.items() if value is not None}
    return Result(table, "全部资金（支出总表项目支出）", years=(budget.year,), facts=known)


@remembered
def measure_concentration(budget: Budget) -> Result:
    """Measure how concentrated the listed projects are, with and without the largest one.

    Gives two rows (`all`, `without_largest`): count, amount (万元), mean, median, top1, top5, top10 (percent of the
    row's amount) and hhi (Herfindahl–Hirschman index, 0–10,000, to be read with the count), both missing where an
    amount is negative.
    """
    amounts = budget.table("projects").dropna(subset=["total"]).sort_values("total", ascending=False)
    if amounts.empty:
        return missing_result("没有可用的项目金额，无法计算集中度。", _BASE)
    lines = source_lines(amounts)
    rows = [{"key": "all", "label": "全部列出的项目", **_concentration(amounts["total"]), "sources": lines}]
    if len(amounts) > 1:
        rest = _concentration(amounts["total"].iloc[1:])
        rows.append({"key": "without_largest", "label": "扣除最大一项", **rest, "sources": lines[1:]})
    return Result(pd.DataFrame(rows), _BASE, years=(budget.year,))


def _concentration(amounts: pd.Series) -> dict:
    total = float(amounts.sum())
    shares = amounts / total * 100 if total > 0 and amounts.min() >= 0 else amounts * float("nan")
    top = {f"top{n}": float(shares.iloc[:n].sum(skipna=False)) for n in (1, 5, 10)}
    middle = {"mean": float(amounts.mean()), "median": float(amounts.median())}
    return {
        "count": len(amounts),
        "amount": round(total, 6),
        **middle,
        **top,
        "hhi": float((shares**2).sum(skipna=False)),
    }
