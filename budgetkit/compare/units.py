"""By budget unit: who spends the money, where a document prints its units."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import add_shares, source_lines, total_of
from budgetkit.compare.result import Result, missing_result

_FEWEST = 2  # units: one alone is the department itself


def measure_units(budget: Budget) -> Result:
    """Measure a budget by its units: name, total, basic, project (万元), share of the units' total in percent, sources.

    The widest table that tells units apart is taken: 收入总表 by unit (income, no basic or project), else the blocks
    of 一般公共预算支出表, which lists its units one after another, with a name only where one is printed; else
    项目支出表 (project money alone). Fact: inferred, 1 where no name tells where a unit begins. Missing result where
    the document prints a single unit or none.
    """
    for read in (_by_income, _by_block, _by_project_table):
        rows, base, caveats = read(budget)
        if len(rows) >= _FEWEST:
            columns = ["name", "total", "basic", "project", "sources"]
            table = add_shares(pd.DataFrame(rows).reindex(columns=columns), "total")
            table = table.sort_values("total", ascending=False, kind="stable", ignore_index=True)
            facts = {"inferred": float(bool(caveats))}
            return Result(table, base, years=(budget.year,), caveats=caveats, facts=facts)
    return missing_result("文件没有分单位列出，或只有一个单位。")


Read = tuple[list[dict], str, tuple[str, ...]]


def _by_income(budget: Budget) -> Read:
    rows = budget.table("income")
    rows = rows[(rows["role"] == "line") & rows["unit_name"].notna()]
    found = list(_group(rows, "unit_name", str, ("total",)))
    return found, "全部资金（收入总表，本年收入与上年结转）", ()


def _by_block(budget: Budget) -> Read:
    rows = budget.table("general_public_expenditure")
    has_names = rows["unit_name"].notna().any()

    def name(block: Any) -> str:
        own = rows[rows["unit_block"] == block]["unit_name"].dropna()
        return own.iloc[0] if len(own) else f"第 {int(block)} 个单位"

    found = list(_group(rows, "unit_block", name, ("total", "basic", "project")))
    unnamed = "原表各单位依次排列而未印单位名称，单位的起止由各行排列推断，按顺序编号；单位名称可向部门索取。"
    return found, "一般公共预算（一般公共预算支出表）", () if has_names else (unnamed,)


def _by_project_table(budget: Budget) -> Read:
    rows = budget.table("project_expenditure")
    rows = rows[rows["unit_name"].notna()].assign(project=rows["total"])
    return list(_group(rows, "unit_name", str, ("total", "project"))), "项目支出（项目支出表）", ()


def _group(rows: pd.DataFrame, by: str, name: Callable[[Any], str], columns: tuple[str, ...]) -> Iterator[dict]:
    for key, own in rows.groupby(by, sort=False):
        sums = {column: total_of(own[column]) for column in columns}
        yield {"name": name(key), **sums, "sources": source_lines(own)}
