"""Findings of 年度项目支出绩效表: how owners were concluded, what is lost, and which figures do not meet."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Finding
from budgetkit.tidy.annual_targets.evidence import ShareEvidence
from budgetkit.tidy.annual_targets.goals import JoinedGoal, Seam
from budgetkit.tidy.annual_targets.owners import Share
from budgetkit.tidy.annual_targets.target_rows import NAME, AnnualIndicator
from budgetkit.tidy.project_identity import NamedProject

_SEAMS: dict[Seam, str] = {
    "whole": "分页后重新印出全文，取全文",
    "on": "分页处断开，前后相接",
    "overlap": "分页处一行重复识别，自前页末字后相接",
    "again": "分页前后两次识别的文字不同，取后一次较完整的文字",
}


def note_project(
    share: Share, indicators: Sequence[AnnualIndicator], goal: JoinedGoal | None, evidence: ShareEvidence
) -> list[Finding]:
    """Note how the owner of one share was concluded, and what is odd about it."""
    first = indicators[share.start]
    if share.project is None:
        note = f"{first.line.place}起 {share.end - share.start} 项指标与项目支出表中任何项目都不能对应，未归属。"
        return [_finding(first, "missing_cell", note, "flagged")]
    findings = []
    if not evidence.is_proved or evidence.rows_before_goal or (goal and goal.slipped):
        rows = first.line.place.to(indicators[share.end - 1].line.place)
        note = f"{rows}归属“{share.project.name}”（推断）：{'；'.join(_reasons(share, evidence, goal))}。"
        findings.append(_finding(first, "split_table", note, "joined" if evidence.is_proved else "flagged"))
    if evidence.missing:
        note = f"“{share.project.name}”缺少{'、'.join(evidence.missing)}，可能随分页丢失或未公布。"
        findings.append(_finding(first, "missing_rows", note, "flagged"))
    if goal is None:
        note = f"“{share.project.name}”的绩效目标未印出或随分页丢失。"
        findings.append(_finding(first, "missing_cell", note, "flagged"))
    return [*findings, *_note_goal(share, goal), *_note_ceiling(share, indicators, evidence)]


def note_table(
    indicators: Sequence[AnnualIndicator],
    shares: Sequence[Share],
    weighed: Sequence[ShareEvidence],
    projects: Sequence[NamedProject],
) -> list[Finding]:
    """Note once how the owners of the whole table were concluded, and which projects have no indicators."""
    owners = {share.project.seq for share in shares if share.project}
    proved = sum(evidence.is_proved for evidence in weighed)
    note = (
        f"该表未印项目名称。{len(indicators)} 项指标按项目支出表的项目次序、指标种类在一个项目内不重复、绩效目标的"
        f"位置，归属到 {len(owners)} 个项目，其中 {proved} 个由成本指标与项目合计相等证明。"
    )
    findings = [_finding(indicators[0], "split_table", note, "joined")]
    for project in projects:
        if project.seq not in owners:
            note = f"“{project.name}”没有可归属的绩效指标，可能随分页丢失或未公布。"
            findings.append(_finding(indicators[0], "missing_rows", note, "flagged"))
    return findings


def _reasons(share: Share, evidence: ShareEvidence, goal: JoinedGoal | None) -> list[str]:
    reasons = ["居于前后项目之间"]
    if evidence.is_proved:
        reasons.append(
            f"成本指标 {evidence.ceiling.value}{evidence.ceiling.unit or ''} 与项目合计 {share.project.total} 万元相等"
        )
    elif evidence.fit == "rounded":
        reasons.append(
            f"成本指标 {evidence.ceiling.value}{evidence.ceiling.unit} 为项目合计 {share.project.total} 万元略去尾数"
        )
    else:
        reasons.append("成本指标不能印证")
    if evidence.rows_before_goal:
        reasons.append(f"前 {evidence.rows_before_goal} 行印在绩效目标之前，其种类在前一项目中已有")
    if goal and goal.slipped:
        reasons.append(f"绩效目标错位一行，印在{goal.cells[0].line.place}")
    if not evidence.missing:
        reasons.append("各类指标齐全")
    return reasons


def _note_goal(share: Share, goal: JoinedGoal | None) -> list[Finding]:
    findings = []
    for cell, seam in zip(goal.cells[1:] if goal else (), goal.seams if goal else (), strict=True):
        note = f"“{share.project.name}”的绩效目标{_SEAMS[seam]}；分页前为“{_end(goal.cells[0].text)}”。"
        action = "joined" if seam in ("on", "whole") else "flagged" if seam == "again" else "repaired"
        line = cell.line
        findings.append(Finding("projects", "split_table", cell.text[:60], note, action, line.number))
    return findings


def _note_ceiling(share: Share, indicators: Sequence[AnnualIndicator], evidence: ShareEvidence) -> list[Finding]:
    """Note a ceiling that meets the total only in another unit, and one that does not meet it at all."""
    total = share.project.total
    if evidence.fit == "other_unit":
        ceiling = evidence.ceiling
        note = f"成本指标印作 {ceiling.value}{ceiling.unit or ''}，项目合计为 {total} 万元：度量单位有误，按原文保留。"
        return [_finding(ceiling, "unit_error", note, "kept")]
    if evidence.fit or total is None:
        return []
    costs = [(row, row.read_cost()) for row in indicators[share.start : share.end]]
    return [
        _finding(
            row,
            "inconsistent_total",
            f"成本指标 {row.value}{row.unit} 与项目合计 {total} 万元不符，按原文保留。",
            "kept",
        )
        for row, cost in costs
        if cost and cost.amount is not None
    ]


def _end(text: str) -> str:
    return text if len(text) <= 20 else f"……{text[-20:]}"


def _finding(indicator: AnnualIndicator, kind: str, note: str, action: str) -> Finding:
    line = indicator.line
    return Finding(NAME, kind, (indicator.name or "")[:60], note, action, line.number)
