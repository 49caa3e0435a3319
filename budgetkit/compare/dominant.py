"""One thing that decides a comparison: a project, or a line of 支出总表, that holds a large part of project money."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import part_of, sum_by
from budgetkit.compare.projects import list_projects
from budgetkit.compare.result import SourceLine

DOMINANT = 30.0  # percent of project money: from here on one thing alone decides what the whole is spent on
_LINE = ["function_code", "function_name", "dept_econ_code5", "dept_econ_name"]


@dataclass(frozen=True)
class Dominant:
    """What dominates: its name, its money (万元), and the lines that it stands on."""

    name: str
    amount: float
    sources: tuple[SourceLine, ...]


def largest_line(budget: Budget) -> pd.Series | None:
    """Find the function item and economic class (款) with the most project money in 支出总表; None without any."""
    rows = budget.table("expenditure").dropna(subset=["project"])
    if rows.empty:
        return None
    lines = sum_by(rows, _LINE, ["project"])
    return lines.loc[lines["project"].idxmax()]


def find_dominant(budget: Budget, least: float = DOMINANT) -> Dominant | None:
    """Find the listed project, else the line of 支出总表, that holds `least` per cent of project money or more."""
    whole = budget.printed_totals.get(("expenditure", "project"))
    listed = list_projects(budget)
    if not listed.is_missing:
        first = listed.table.iloc[0]
        if (part_of(first["amount"], whole) or 0.0) >= least and isinstance(first["project_name"], str):
            return Dominant(first["project_name"], float(first["amount"]), first["sources"])
    line = largest_line(budget)
    if line is None or (part_of(line["project"], whole) or 0.0) < least:
        return None
    named = line["dept_econ_name"]  # a form may list functions alone
    use = f"的{named}" if isinstance(named, str) else ""
    return Dominant(f"{line['function_name']}{use}一行", float(line["project"]), line["sources"])
