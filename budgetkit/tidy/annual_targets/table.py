"""年度项目支出绩效表 to project_indicators and project_goals: every indicator with its project, and the evidence."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Certainty, Row, Tidied
from budgetkit.forms.kinds import make_kind, national_table
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known
from budgetkit.tidy.annual_targets.evidence import ShareEvidence, weigh_evidence
from budgetkit.tidy.annual_targets.goals import JoinedGoal, assign_goals
from budgetkit.tidy.annual_targets.notes import note_project, note_table
from budgetkit.tidy.annual_targets.owners import Share, divide_indicators
from budgetkit.tidy.annual_targets.shapes import usual_kinds
from budgetkit.tidy.annual_targets.target_rows import NAME, AnnualIndicator, read_targets
from budgetkit.tidy.project_identity import identify_projects, known_projects

GOALS = "project_goals"


def tidy_annual_targets(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 年度项目支出绩效表 into project_indicators and project_goals (project_seq, project_id, goal).

    The table prints no project names: project_expenditure in `known` gives the projects, their order and their totals
    (万元), or project_list where there is none; project_list and purchased_services give ids. An indicator is `joined`
    where a cost ceiling proves its project and it stands with its goal, `inferred` where only the rest of the evidence
    speaks; a finding says which. `project_seq` is null where no known project fits.
    """
    tidied = Tidied()
    indicators, goal_cells = read_targets(lines, tidied.findings)
    if not indicators:
        return tidied
    projects = known_projects(known)
    ids = {seq: identity.project_id for seq, identity in identify_projects(projects, known).items()}
    shares = divide_indicators(indicators, goal_cells, projects)
    goals = assign_goals(shares, goal_cells)
    usual = usual_kinds(indicators, goal_cells)
    weighed = [weigh_evidence(share, indicators, goal, usual) for share, goal in zip(shares, goals, strict=True)]
    for share, goal, evidence in zip(shares, goals, weighed, strict=True):
        project_id = ids.get(share.project.seq) if share.project else None
        _add_share(tidied, share, indicators, goal, evidence, project_id)
        tidied.findings.extend(note_project(share, indicators, goal, evidence))
    tidied.findings.extend(note_table(indicators, shares, weighed, projects))
    return tidied


def _add_share(
    tidied: Tidied,
    share: Share,
    indicators: Sequence[AnnualIndicator],
    goal: JoinedGoal | None,
    evidence: ShareEvidence,
    project_id: str | None,
) -> None:
    owner = {"project_seq": share.project.seq if share.project else None, "project_id": project_id}
    for position in range(share.start, share.end):
        certainty = evidence.certainty_of(position)
        tidied.tables[NAME].append({**owner, **_tidy_indicator(indicators[position], certainty)})
    if goal and share.project:
        place = {"source_line": goal.cells[0].line.number}
        certainty = evidence.certainty_of_goal(goal)
        tidied.tables[GOALS].append({**owner, "goal": goal.text, **place, "certainty": certainty})


def _tidy_indicator(indicator: AnnualIndicator, certainty: Certainty) -> Row:
    return {**indicator.columns(), "certainty": "inferred" if indicator.line.correction else certainty}


KIND = make_kind(
    national_table("annual_targets"),
    tidy_annual_targets,
    gives=(NAME, GOALS),
    needs=("project_expenditure", "project_list", "purchased_services"),
)
