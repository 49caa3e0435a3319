"""Which values a report's parameters can take, held against the documents that there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from budgetkit.errors import ParameterError
from budgetkit.injected import check_bounds
from budgetkit.source_entry import BUDGETS

Documents = Sequence[Mapping[str, Any]]
"""Rows of the documents table."""


def list_counterparts(documents: Documents, department: str) -> list[str]:
    """List the other departments of the same field that have a budget, and whom the manifest names as counterpart."""
    own = [row for row in documents if row["department_id"] == department]
    fields, named = {row["field"] for row in own}, {row["counterpart"] for row in own}
    return list(
        dict.fromkeys(
            row["department_id"]
            for row in documents
            if row["kind"] in BUDGETS
            and row["department_id"] != department
            and (row["field"] in fields or row["department_id"] in named)
        )
    )


def list_base_years(documents: Documents, department: str, year: int) -> list[int]:
    """List the years before a budget's that the department has documents of, budgets or self-evaluations."""
    return sorted({int(row["year"]) for row in documents if row["department_id"] == department and row["year"] < year})


def check_counterpart(documents: Documents, department: str, counterpart: str) -> None:
    """Raise ParameterError unless a counterpart is empty or one that the department can be compared with."""
    allowed = list_counterparts(documents, department)
    if counterpart and counterpart not in allowed:
        near = get_close_matches(str(counterpart), allowed, n=1)
        _refuse("counterpart", "同一领域有预算文件的部门编号", counterpart, near or allowed, '""')


def check_base_year(documents: Documents, department: str, year: int, base_year: int) -> None:
    """Raise ParameterError unless a base year is 0 or an earlier one that the department has documents of."""
    allowed = list_base_years(documents, department, year)
    if base_year and base_year not in allowed:
        near = sorted(allowed, key=lambda one: abs(one - base_year))
        _refuse("base_year", f"{department} 在 {year} 年以前有文件的年度", base_year, near, "0")


def check_top(top: int) -> None:
    """Raise ParameterError unless a number of things to list is a whole one from 1 on."""
    check_bounds("top", top)


def _refuse(name: str, expected: str, found: object, near: Sequence[object], default: str) -> None:
    nearest = f"最接近的是 {'、'.join(map(str, near[:3]))}；" if near else "现有文件中没有可用的值；"
    raise ParameterError(f"参数 {name}", expected, repr(found), f"{nearest}也可以写 {default}，由程序选择。")
