"""The evidence in words: why rows belong to the project whose name stands below them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from budgetkit.tidy.project_targets.affinity import Affinity
from budgetkit.tidy.project_targets.cells import PlacedIndicator
from budgetkit.tidy.project_targets.costs import cost_ceilings
from budgetkit.tidy.project_targets.fit import summarise
from budgetkit.tidy.project_targets.model import Project, TargetTable
from budgetkit.tidy.project_targets.zones import Zone


def explain_owners(table: TargetTable, zones: Sequence[Zone], splits: Sequence[int], near: Affinity) -> None:
    """Write down for each row above its project's name why it belongs there, and which rows are doubtful, in place."""
    for index, zone in enumerate(zones[:-1]):
        for row in zone.doubtful:
            row.is_doubtful = True
        slipped = zone.rows[splits[index] :]
        if slipped and index:
            note = _explain(table, index, zone, slipped, near)
            for row in slipped:
                row.owner_note = note


def _explain(table: TargetTable, index: int, zone: Zone, slipped: list[PlacedIndicator], near: Affinity) -> str:
    above, below = table.projects[index - 1], table.projects[index]
    reasons = [
        _repeated_group(above, slipped),
        _goal_begins(table, below, slipped),
        _sum_proves(above, below),
        _exceeds(above, slipped),
        "名称所在行没有自己的指标" if zone.name_stands == "foot" else "",
        _same_words(slipped, near, index),
    ]
    told = "；".join(reason for reason in reasons if reason) or _common_words(slipped, near, index)
    told = told or "分页处名称印在首行之下，上一项目各类指标已齐"
    lines = slipped[0].line.place.to(slipped[-1].line.place)
    name = below.name or below.id_text or "（名称未印出）"
    return f"{lines}印在项目名称（{below.line.place}）之上，归入“{name}”。依据：{told}。"


def _repeated_group(above: Project, slipped: Sequence[PlacedIndicator]) -> str:
    if not summarise([*above.indicators, *slipped]).repeats:
        return ""
    taken = {row.group for row in above.indicators}
    group = next((row.group for row in slipped if row.group in taken), None)
    if group:
        return f"若归入上一项目，“{group[0]}/{group[1]}”将中断后再次出现，而同一项目内各类指标不重复"
    return "若归入上一项目，一级指标将中断后再次出现"


def _goal_begins(table: TargetTable, below: Project, slipped: Sequence[PlacedIndicator]) -> str:
    rows = {row.part for row in slipped}
    part = next((goal.position for goal in below.goals if goal.position in rows), None)
    return f"该项目的绩效目标自{table.parts[part].line.place}开始" if part is not None else ""


def _sum_proves(above: Project, below: Project) -> str:
    for project in (below, above):
        total = sum(cost_ceilings(project.indicators), Decimal(0))
        if total and total == project.total:
            return f"如此划分，“{project.name}”的成本指标合计恰为其总额 {project.total} 万元"
    return ""


def _exceeds(above: Project, slipped: Sequence[PlacedIndicator]) -> str:
    largest = max(cost_ceilings(slipped), default=Decimal(0))
    if above.total is not None and largest > above.total:
        return f"其中成本上限 {largest} 万元超过上一项目总额 {above.total} 万元"
    return ""


def _same_words(slipped: Sequence[PlacedIndicator], near: Affinity, index: int) -> str:
    longest = max(filter(near.is_telling, _shared(slipped, near, index)), key=len, default="")
    return f"与该项目名称、目标有相同字样“{longest[:20]}”" if longest else ""


def _common_words(slipped: Sequence[PlacedIndicator], near: Affinity, index: int) -> str:
    longest = max(_shared(slipped, near, index), key=len, default="")
    return f"只有常见字样“{longest[:20]}”与该项目名称、目标相同，依据较弱" if longest else ""


def _shared(slipped: Sequence[PlacedIndicator], near: Affinity, index: int) -> list[str]:
    return [near.shared_words(row.name, index, index - 1) for row in slipped]
