"""A department's budget against the budgets of its own body and its units, as far as these were published and kept."""

from __future__ import annotations

import pandas as pd

from budgetkit.compare.budget import Budget, find_budgets
from budgetkit.compare.figures import MEASURES, find_printed
from budgetkit.compare.measure import DECIMALS
from budgetkit.compare.result import Result, missing_result

_SLACK = 0.005  # 万元: half a unit of two decimals, for each document


def find_unit_budgets(budget: Budget) -> list[Budget]:
    """Find the budgets of a department's own body and of its units, of its year."""
    units = [one for one in find_budgets(budget.data) if one.is_unit and one.year == budget.year]
    return [one for one in units if budget.department_id in (one.department_id, one.part_of)]


def compare_own_units(budget: Budget) -> Result:
    """Set a department's amounts beside the sum of its own body's and its units', where there are budgets of these.

    Gives key, label, base, department, units (万元), difference (department less units), state (`equal` within the
    rounding, `part` where units are less, `more` where they are more) and sources. Equal means that all of them are
    there; less proves nothing, for units may be missing; more can't be. Facts: count. Missing result for a unit's own
    budget, and where there is none of a unit.
    """
    units = [] if budget.is_unit else find_unit_budgets(budget)
    if not units:
        return missing_result(f"未收集到{budget.department}{budget.year}年本级和所属单位的单位预算，未与部门预算核对。")
    rows = [row for measure in MEASURES if (row := _row(budget, units, *measure)) is not None]
    table = pd.DataFrame(rows)
    base = f"{budget.kind_label}与 {len(units)} 份单位预算之和"
    return Result(table, base, years=(budget.year,), facts={"count": float(len(units))})


def _row(budget: Budget, units: list[Budget], key: str, label: str, base: str, table: str, column: str, _: str):
    whole, lines = find_printed(budget, table, column)
    found = [find_printed(unit, table, column) for unit in units]
    known = [amount for amount, _ in found if amount is not None]
    if whole is None or not known:
        return None
    total = round(sum(known), DECIMALS)
    difference, slack = round(whole - total, DECIMALS), _SLACK * (len(known) + 1)
    state = "equal" if abs(difference) <= slack else "part" if difference > 0 else "more"
    sources = tuple(dict.fromkeys([*lines, *(line for _, own in found for line in own)]))
    return {
        "key": key, "label": label, "base": base, "department": whole, "units": total, "difference": difference,
        "state": state, "sources": sources,
    }  # fmt: skip
