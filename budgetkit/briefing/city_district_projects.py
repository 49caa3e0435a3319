"""市区对比, the projects' part: number, size, concentration and performance targets of both sides."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from budgetkit.briefing.show import show_facts, show_table
from budgetkit.briefing.sides import Sides
from budgetkit.compare.budget import Budget
from budgetkit.compare.projects import measure_concentration, measure_coverage
from budgetkit.compare.result import Result
from budgetkit.compare.targets import measure_targets
from budgetkit.report.parts import Part

_CONCENTRATION = (
    ("count", "有金额的项目", "integer"),
    ("amount", "合计（万元）", "amount"),
    ("mean", "平均每项（万元）", "amount"),
    ("median", "中位数（万元）", "amount"),
    ("top1", "最大一项占比", "percent"),
    ("top5", "前5项占比", "percent"),
    ("top10", "前10项占比", "percent"),
    ("hhi", "HHI（0—10000）", "integer"),
)
_TARGETS = (
    ("projects", "有指标的项目数", "integer"),
    ("indicators", "指标条数", "integer"),
    ("per_project", "平均每项指标数", "amount"),
    ("quantitative_share", "可量化指标占比", "percent"),
    ("without", "未见指标的项目数", "integer"),
)


def concentration_table(sides: Sides) -> Part:
    """Show number, size and concentration of the listed projects, with and without the largest one."""
    results = [measure_concentration(budget) for budget in sides.budgets]
    title = f"所列项目的规模与集中度（{sides.heading}）"
    if all(result.is_missing for result in results):
        return show_table(sides.own.data, results[0], [], title)
    rows = [{"label": label, "kind": kind, **_side_values(results, key)} for key, label, kind in _CONCENTRATION]
    labels = ["全部", "扣除最大一项"] * len(sides.labels)
    groups = [label for label in sides.labels for _ in range(2)]
    notes = ["HHI 为各项目占比（%）平方之和，须与个数同看。"]
    return show_facts(sides.own.data, rows, labels, title, _joint(results, sides), groups=groups, notes=notes)


def _side_values(results: list[Result], key: str) -> dict:
    values: dict = {}
    for result in results:
        found = {} if result.is_missing else result.table.set_index("key")[key].to_dict()
        for which in ("all", "without_largest"):
            values[f"side_{len(values) + 1}"] = found.get(which)
    return values


def _joint(results: list[Result], sides: Sides) -> Result:
    """Give what the results of both sides have in common: base, years, sources."""
    table = pd.DataFrame({"sources": [tuple(line for result in results for line in result.sources)]})
    return Result(table, next(r.base for r in results if not r.is_missing), "", tuple(b.year for b in sides.budgets))


def targets_table(sides: Sides) -> Part:
    """Show how many performance targets there are, and how many can be measured."""
    return _facts_table(sides, measure_targets, _TARGETS, "项目绩效指标")


def coverage_table(sides: Sides) -> Part:
    """Show how much of 项目支出 the listed projects explain: the measure of all that follows."""
    rows = (
        ("listed", "所列项目合计（万元）", "amount"),
        ("total", "项目支出（万元）", "amount"),
        ("coverage", "覆盖率", "percent"),
        ("count", "项目个数", "integer"),
        ("unread", "金额未能读出的项目", "integer"),
    )
    return _facts_table(sides, measure_coverage, rows, "所列项目对项目支出的覆盖")


def _facts_table(sides: Sides, measure: Callable[[Budget], Result], rows: tuple, what: str) -> Part:
    results = [measure(budget) for budget in sides.budgets]
    title = f"{what}（{sides.heading}）"
    if all(result.is_missing for result in results):
        return show_table(sides.own.data, results[0], [], title)
    facts = [
        {"label": label, "kind": kind}
        | {f"side_{position}": result.facts.get(key) for position, result in enumerate(results, start=1)}
        for key, label, kind in rows
    ]
    return show_facts(sides.own.data, facts, sides.labels, title, _joint(results, sides))
