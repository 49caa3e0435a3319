"""The same money under other functional classes: what makes a comparison by function unlike."""

from __future__ import annotations

import pandas as pd

from budgetkit.classes import class_name
from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import source_lines, total_of
from budgetkit.compare.remember import remembered
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
    first, second = _by_economic_class(left), _by_economic_class(right)
    rows = []
    for code in [code for code in first if code in second]:
        classes_1, classes_2 = _classes(first[code]), _classes(second[code])
        if classes_1 and classes_2 and not set(classes_1) & set(classes_2):
            rows.append(_row(code, first[code], classes_1, second[code], classes_2))
    if not first or not second:
        return missing_result(_NOT_CROSSED, _BASE)
    columns = ["code", "name", "classes_1", "amount_1", "classes_2", "amount_2", "sources"]
    return Result(pd.DataFrame(rows, columns=columns), _BASE, years=(left.year, right.year))


def _by_economic_class(budget: Budget) -> dict[str, pd.DataFrame]:
    rows = budget.table("expenditure").dropna(subset=["basic", "dept_econ_code5"])
    return dict(list(rows.groupby("dept_econ_code5", sort=True)))


def _classes(rows: pd.DataFrame) -> list[str]:
    return sorted(rows["function_code"].dropna().str[:3].unique())


def _row(code: str, first: pd.DataFrame, classes_1: list[str], second: pd.DataFrame, classes_2: list[str]) -> dict:
    return {
        "code": code,
        "name": first["dept_econ_name"].iloc[0],
        "classes_1": "、".join(f"{c} {class_name('function_code', c)}" for c in classes_1),
        "amount_1": total_of(first["basic"]),
        "classes_2": "、".join(f"{c} {class_name('function_code', c)}" for c in classes_2),
        "amount_2": total_of(second["basic"]),
        "sources": (*source_lines(first), *source_lines(second)),
    }
