"""Published values that cannot be meant so: they are kept as printed, and reported."""

from __future__ import annotations

import re

from budgetkit.cost_ceilings import is_cost
from budgetkit.parse import squeeze
from budgetkit.tidy.levels import QUALITATIVE, parse_number
from budgetkit.tidy.project_targets.cells import PlacedIndicator
from budgetkit.tidy.project_targets.costs import cost_ceiling
from budgetkit.tidy.project_targets.model import Project, TargetTable

_DATE = re.compile(r"20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_HUGE = 100  # times the project's total: no ceiling is that far above, but 元 read as 万元 is


def note_oddities(table: TargetTable) -> None:
    """Report values that evidence speaks against: units, operators and dates that do not fit."""
    for project in table.projects:
        for row in project.indicators:
            note = _unit(project, row) or _operator(row) or _date(row)
            if note:
                text = f"{row.name[:30]} {row.operator}{row.value}{row.unit}"
                table.note("project_indicators", "unit_error", row.line, text, f"{note}，按原文保留。", "flagged")


def _unit(project: Project, row: PlacedIndicator) -> str:
    ceiling = cost_ceiling(row)
    if ceiling is None or not project.total or ceiling < _HUGE * project.total:
        return ""
    return f"成本上限 {ceiling} 万元是项目总额 {project.total} 万元的 {ceiling / project.total:.0f} 倍，疑将元作万元"


def _operator(row: PlacedIndicator) -> str:
    if row.operator == QUALITATIVE and parse_number(row.value) is not None and squeeze(row.unit):
        return f"指标性质为“定性”，指标值却是数字“{row.value}{row.unit}”"
    if is_cost(row.level1, row.level2) and row.operator in ("≥", ">"):
        return f"成本指标的性质应为上限，原文为“{row.operator}”"
    return ""


def _date(row: PlacedIndicator) -> str:
    return f"指标值“{row.value}”是日期，单位却为“{row.unit}”" if _DATE.fullmatch(row.value) else ""
