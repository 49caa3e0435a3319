"""Projects and their indicators to clean rows, each with its certainty."""

from __future__ import annotations

from budgetkit.finding import Row, Tidied
from budgetkit.tidy.project_targets.cells import LinePart, PlacedIndicator
from budgetkit.tidy.project_targets.ids import kind, setup_year
from budgetkit.tidy.project_targets.model import Project, TargetTable


def build_rows(table: TargetTable) -> Tidied:
    """Build the clean tables projects and project_indicators (amounts in 万元), and hand over the findings."""
    tidied = Tidied()
    for number, project in enumerate(table.projects, start=1):
        tidied.tables["projects"].append(_project_row(project, number))
        for row in project.indicators:
            tidied.tables["project_indicators"].append(_indicator_row(table, project, row, number))
            _note_repairs(table, row)
        if project.lost:
            _note_lost(table, project)
    tidied.findings = sorted(table.findings, key=lambda finding: finding.source_line)
    return tidied


def _project_row(project: Project, number: int) -> Row:
    return {
        "project_seq": number,
        "project_id": project.project_id,
        "project_name": project.name or None,
        "setup_year": setup_year(project),
        "project_kind": kind(project),
        "total": project.amount(0),
        "fiscal_funds": project.amount(1),
        "other_funds": project.amount(2),
        "goal": project.goal or None,
        "source_line": project.line.number,
        "certainty": _project_certainty(project),
    }


def _indicator_row(table: TargetTable, project: Project, row: PlacedIndicator, number: int) -> Row:
    return {
        "project_seq": number,
        "project_id": project.project_id,
        **row.columns(),
        "certainty": _indicator_certainty(table.parts, project, row),
    }


def _project_certainty(project: Project) -> str:
    positions = {*project.parts, *(goal.position for goal in project.goals)}
    if project.lost or project.certainty == "inferred":
        return "inferred"
    return "joined" if len(positions) > 1 else "printed"


def _indicator_certainty(parts: list[LinePart], project: Project, row: PlacedIndicator) -> str:
    if row.owner_note or row.notes or row.is_doubtful or row.line.correction or project.lost:
        return "inferred"
    return "printed" if parts[row.part].run == parts[project.anchor].run else "joined"


def _note_repairs(table: TargetTable, row: PlacedIndicator) -> None:
    text = row.name or row.line.text
    if row.owner_note:
        table.note("project_indicators", "split_table", row.line, text, row.owner_note, "joined")
    if row.is_doubtful:
        note = "该行在两个项目的分界处，归属的依据不足以排除另一种可能。"
        table.note("project_indicators", "split_table", row.line, text, note, "flagged")
    for note in row.notes:
        table.note("project_indicators", "missing_cell", row.line, text, f"{note}。", "repaired")
    missing = [label for label, cell in _cells(row) if not cell]
    if missing:
        note = f"该指标未印出{'、'.join(missing)}，留空。"
        table.note("project_indicators", "missing_cell", row.line, text, note, "flagged")


def _cells(row: PlacedIndicator) -> list[tuple[str, str | None]]:
    return [("一级指标", row.level1), ("二级指标", row.level2), ("名称", row.name), ("指标性质", row.operator),
            ("指标值", row.value)]  # fmt: skip


def _note_lost(table: TargetTable, project: Project) -> None:
    rows = project.indicators
    note = (
        f"{rows[0].line.place.to(rows[-1].line.place)}的 {len(rows)} 项指标与上下两个项目都不相容"
        "（指标类别重复，或绩效目标与下一项目无关），其项目名称、编号和金额随缺页遗失，留空。"
    )
    for table_name in ("projects", "project_indicators"):
        for row in rows if table_name == "project_indicators" else rows[:1]:
            table.note(table_name, "missing_rows", row.line, row.name, note, "flagged")
