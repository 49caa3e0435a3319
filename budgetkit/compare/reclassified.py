"""The same money under other functional classes: what makes a comparison by function unlike."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from budgetkit.classes import class_name
from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import source_lines, total_of
from budgetkit.compare.memory import remembered
from budgetkit.compare.result import Result, missing_result

_BASE = "全部资金中的基本支出"
_NOT_CROSSED = "至少一份文件的支出总表没有同时列出功能分类和经济分类，无法比较同一用途的列支科目。"


@remembered
def find_reclassified(left: Budget, right: Budget) -> Result:
    """Find economic classes that two budgets book wholly under different functional classes.

    Gives a row an economic class (5 digits): code, name, classes_1, amount_1, classes_2, amount_2 (万元), sources. Only
    basic expenditure is looked at: its economic classes mean the same for every department (社会保险缴费 among them),
    while projects differ in what they are for.
    """
    first, second = _crossed(left), _crossed(right)
    if first.empty or second.empty:
        return missing_result(_NOT_CROSSED, _BASE)
    by_class_1, by_class_2 = _classes(first), _classes(second)
    rows = [
        _row(code, first, by_class_1[code], second, by_class_2[code])
        for code in sorted(by_class_1.keys() & by_class_2.keys())
        if not by_class_1[code] & by_class_2[code]
    ]
    columns = ["code", "name", "classes_1", "amount_1", "classes_2", "amount_2", "sources"]
    return Result(pd.DataFrame(rows, columns=columns), _BASE, years=(left.year, right.year))


def _crossed(budget: Budget) -> pd.DataFrame:
    return budget.table("expenditure").dropna(subset=["basic", "dept_econ_code5"])


def _classes(rows: pd.DataFrame) -> dict[str, set[str]]:
    """Give the functional classes (3 digits) by economic class, where rows have any."""
    found = defaultdict(set)
    known = rows.dropna(subset=["function_code"])
    for code, function in zip(known["dept_econ_code5"], known["function_code"], strict=True):
        found[code].add(function[:3])
    return found


def _row(code: str, left: pd.DataFrame, classes_1: set[str], right: pd.DataFrame, classes_2: set[str]) -> dict:
    first, second = left[left["dept_econ_code5"] == code], right[right["dept_econ_code5"] == code]
    return {
        "code": code,
        "name": first["dept_econ_name"].iloc[0],
        "classes_1": _name_classes(classes_1),
        "amount_1": total_of(first["basic"]),
        "classes_2": _name_classes(classes_2),
        "amount_2": total_of(second["basic"]),
        "sources": (*source_lines(first), *source_lines(second)),
    }


def _name_classes(codes: set[str]) -> str:
    return "、".join(f"{code} {class_name('function_code', code)}" for code in sorted(codes))
