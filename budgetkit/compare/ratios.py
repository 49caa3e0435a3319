"""Normalised ratios: what makes budgets of different size comparable, per 100 yuan and, where supplied, per head."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.buying import measure_procurement, measure_purchased_services
from budgetkit.compare.measure import ratio_of
from budgetkit.compare.projects import measure_concentration
from budgetkit.compare.result import Result
from budgetkit.compare.size import measure_size
from budgetkit.errors import DatasetError

HEADS = "heads.csv"
MEASURES = {"staff": "在职人员", "residents": "常住人口"}
_COLUMNS = ("department_id", "year", "measure", "value", "source")


def load_heads(folder: Path) -> list[dict]:
    """Load the optional reference table of staff and residents; no file gives no rows.

    Columns: department_id, year, measure (staff or residents), value (persons), source (where the number stands).
    Raises DatasetError when the file lacks a column or holds a value that is no positive number.
    """
    path = folder / HEADS
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, start=2):
        missing = [column for column in _COLUMNS if not row.get(column)]
        if missing or row["measure"] not in MEASURES or not row["value"].isdigit() or not row["year"].isdigit():
            raise DatasetError(
                f"{path} 第 {number} 行",
                f"列 {'、'.join(_COLUMNS)} 齐全，measure 为 staff 或 residents，value 为正整数",
                str(row),
                "请改正该行。",
            )
    return rows


def compare_ratios(budgets: Sequence[Budget], heads: Sequence[dict] = ()) -> Result:
    """Set the ratios of budgets side by side: key, label, unit, base, value_1, value_2, …, sources.

    Each ratio divides two amounts of one document and year, so that levels and years may stand beside each other. Per
    head rows exist only where the reference table has the department and year of at least one side.
    """
    columns = [_ratios(budget, heads) for budget in budgets]
    keys = dict.fromkeys(key for column in columns for key in column)
    rows = []
    for key in keys:
        label, unit, base = next(column[key][:3] for column in columns if key in column)
        values = {f"value_{n}": column[key][3] if key in column else None for n, column in enumerate(columns, start=1)}
        rows.append({"key": key, "label": label, "unit": unit, "base": base, **values})
    table = pd.DataFrame(rows)
    lines = tuple(line for budget in budgets for line in measure_size(budget).sources[:6])
    table["sources"] = [lines] * len(table)
    return Result(table, "各行所注口径", "见各行", tuple(budget.year for budget in budgets))


def _ratios(budget: Budget, heads: Sequence[dict]) -> dict[str, tuple]:
    facts = measure_size(budget).facts
    concentration = measure_concentration(budget)
    mean = None if concentration.is_missing else float(concentration.table["mean"].iloc[0])
    for key, measure in (("services", measure_purchased_services), ("procured", measure_procurement)):
        facts = {**facts, **({key: found["total"]} if "total" in (found := measure(budget).facts) else {})}
    return {
        "project_per_basic": _per_100("每百元基本支出对应的项目支出", "全部资金", facts, "project", "basic"),
        "public_per_personnel": _per_100(
            "每百元人员经费对应的公用经费", "基本支出", facts, "public_funds", "personnel"
        ),
        "services_per_fiscal": _per_100("每百元财政拨款中的购买服务", "财政拨款", facts, "services", "fiscal"),
        "procured_per_total": _per_100("每百元支出中的政府采购", "全部资金", facts, "procured", "total"),
        "mean_project": ("所列项目平均每项", "万元", "已公布的项目", mean),
        **_per_head(budget, facts, heads),
    }


def _per_100(label: str, base: str, facts: dict[str, float], part: str, whole: str) -> tuple:
    ratio = ratio_of(facts.get(part), facts.get(whole))
    return label, "元", base, None if ratio is None else ratio * 100


def _per_head(budget: Budget, facts: dict[str, float], heads: Sequence[dict]) -> dict[str, tuple]:
    found = {}
    for row in heads:
        if row["department_id"] == budget.department_id and int(row["year"]) == budget.year:
            part = "basic" if row["measure"] == "staff" else "total"
            label = f"人均{'基本支出' if part == 'basic' else '支出'}（按{MEASURES[row['measure']]} {row['value']} 人）"
            value = ratio_of(facts.get(part), float(row["value"]))
            found[f"per_{row['measure']}"] = (label, "元/人", row["source"], None if value is None else value * 10000)
    return found
