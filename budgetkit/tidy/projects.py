"""Projects of a document that has no table of their own for them: put together from all that name them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from budgetkit.finding import Finding, Row, Tidied
from budgetkit.parse import parse_project_id, project_kind, project_setup_year
from budgetkit.recognise.kind import Known
from budgetkit.tidy.project_identity import Identity, NamedProject, identify_projects, named_projects
from budgetkit.tidy.project_names import name_key

NAME = "projects"
_FISCAL = ("general_public", "gov_fund", "state_capital", "carryover_general", "carryover_gov_fund")


def tidy_projects_without_table(known: Known) -> Tidied:
    """Put together the projects of a document from project_expenditure, project_list, purchased_services and
    project_goals (each as far as it is there); amounts in 万元.

    Projects stand in the order of 项目支出表; those that only the list names follow, and where neither table exists,
    those of 购买服务明细表 stand alone. The name is that of 项目支出表, total and funds are the list's; where the list
    lacks a project, they are the sums of its rows in 项目支出表, whose columns are fiscal money all.

    Gives no rows for a document that names no projects.
    """
    tidied = Tidied()
    expenditure = known.get("project_expenditure", ())
    goals = {row["project_seq"]: row for row in known.get("project_goals", ())}
    projects = named_projects(expenditure)
    identities = identify_projects(projects, known)
    for project in projects:
        rows = [row for row in expenditure if row["project_seq"] == project.seq]
        identity = identities[project.seq]
        tidied.tables[NAME].append(_put_together(project, rows, identity, goals.get(project.seq)))
        tidied.findings.extend(_compare(project, rows[0], identity))
    named = {id(identity.entry) for identity in identities.values()}
    others = [row for row in known.get("project_list", ()) if id(row) not in named]
    for row in others or ([] if projects else _bought(known)):
        tidied.tables[NAME].append(_only_listed(len(tidied.tables[NAME]) + 1, row))
    if projects:
        tidied.findings.extend(_note_unplaced(row) for row in others)
    return tidied


def _put_together(project: NamedProject, rows: Sequence[Row], identity: Identity, goal: Row | None) -> Row:
    entry = identity.entry or {}
    inferred = identity.evidence == "total" or (goal is not None and goal["certainty"] == "inferred")
    place = {**rows[0], **entry}
    return {
        **_identify(project.seq, identity.project_id, project.name),
        "total": entry["total"] if entry.get("total") is not None else project.total,
        "fiscal_funds": entry["fiscal_funds"] if entry else _add_fiscal(rows),
        "other_funds": entry["other_funds"] if entry else None,
        "goal": goal["goal"] if goal else None,
        "source_line": place["source_line"],
        "certainty": "inferred" if inferred else "joined",
    }


def _identify(seq: int, project_id: str | None, name: str | None) -> Row:
    return {
        "project_seq": seq,
        "project_id": project_id,
        "project_name": name,
        "setup_year": project_setup_year(project_id),
        "project_kind": project_kind(project_id),
    }


def _add_fiscal(rows: Sequence[Row]) -> Decimal | None:
    amounts = [row[key] for row in rows for key in _FISCAL if row[key] is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def _only_listed(seq: int, row: Row) -> Row:
    funds = {key: row.get(key) for key in ("total", "fiscal_funds", "other_funds")}
    place = {"source_line": row["source_line"], "certainty": row["certainty"]}
    return {**_identify(seq, row["project_id"], row["project_name"]), **funds, "goal": None, **place}


def _bought(known: Known) -> list[Row]:
    """Take the projects that 购买服务明细表 names with a whole id, each once; its amounts are only parts of theirs."""
    rows: dict[str, Row] = {}
    for row in known.get("purchased_services", ()):
        if parse_project_id(row["project_id"] or ""):
            rows.setdefault(row["project_id"], row)
    return list(rows.values())


def _compare(project: NamedProject, row: Row, identity: Identity) -> list[Finding]:
    """Report where 项目支出表 and the list speak of one project in two ways."""
    entry = identity.entry
    if entry is None:
        return []
    notes: list[tuple[str, str]] = []
    if name_key(entry["project_name"]) != name_key(project.name):
        how = {"id": "编码相同", "total": "金额、次序相符且名称相近"}.get(identity.evidence, "")
        note = f"项目支出表作“{project.name}”，项目清单作“{entry['project_name']}”；{how}，视为同一项目，名称从前者。"
        notes.append(("ocr_code", note))
    if None not in (entry["total"], project.total) and entry["total"] != project.total:
        note = f"“{project.name}”在项目支出表合计 {project.total}，在项目清单为 {entry['total']}。"
        notes.append(("inconsistent_total", note))
    line, name = entry["source_line"], entry["project_name"] or ""
    return [Finding(NAME, kind, name[:60], note, "kept", line) for kind, note in notes]


def _note_unplaced(row: Row) -> Finding:
    note = "项目清单列有该项目，项目支出表没有。"
    return Finding(NAME, "missing_rows", (row["project_name"] or "")[:60], note, "flagged", row["source_line"])
