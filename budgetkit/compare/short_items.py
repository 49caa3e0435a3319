"""Which functional items 支出总表 lists with less money than the tables of fiscal money do, and what money it lacks."""

from __future__ import annotations

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import source_lines
from budgetkit.compare.memory import remembered

_FISCAL = ("general_public_expenditure", "gov_fund", "state_capital")
_PUBLIC = ("302", "310")
_KINDS = (("basic", "基本支出"), ("project", "项目支出"))


@remembered
def find_short_items(budget: Budget) -> pd.DataFrame:
    """Find the functional items of which 支出总表 has less than the tables of fiscal money, the largest lack first.

    Gives code, name, total (万元 lacking), kind (人员经费, 基本支出 or 项目支出; empty where it is of several)
    and sources, the lines of the fiscal tables.
    """
    own = budget.table("expenditure")
    fiscal = pd.concat([budget.table(table) for table in _FISCAL])
    rows = [
        {"code": code, "name": group["function_name"].iloc[0], **_short(group, own[own["function_code"] == code])}
        for code, group in fiscal.groupby("function_code", sort=True)
    ]
    table = pd.DataFrame(rows, columns=["code", "name", "total", "kind", "sources"])
    return table[table["total"] > 0].sort_values("total", ascending=False, ignore_index=True)


def _short(fiscal: pd.DataFrame, own: pd.DataFrame) -> dict:
    """Say how much one item lacks, and whether it is project or basic money, or just personnel funds."""
    lacks = {key: round(float(fiscal[key].sum()) - float(own[key].sum()), 6) for key in ("total", *dict(_KINDS))}
    kind = next((label for key, label in _KINDS if lacks[key] == lacks["total"]), "")
    if kind == "基本支出" and _has_all_public_funds(fiscal, own):
        kind = "人员经费"
    return {"total": lacks["total"], "kind": kind, "sources": source_lines(fiscal)}


def _has_all_public_funds(fiscal: pd.DataFrame, own: pd.DataFrame) -> bool:
    """Say whether the listed rows of goods and capital (302, 310) are just the public funds printed elsewhere."""
    listed = own[own["dept_econ_code5"].fillna("").str.startswith(_PUBLIC)]["basic"].sum()
    return "public_funds" in fiscal and round(float(listed), 6) == round(float(fiscal["public_funds"].sum()), 6)
