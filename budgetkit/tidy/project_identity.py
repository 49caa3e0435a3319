"""Which entry of the project list a project of 项目支出表 is, and by which id it is known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Literal

from budgetkit.finding import Row
from budgetkit.parse import parse_project_id
from budgetkit.recognise.kind import Known
from budgetkit.tidy.project_names import ids_by_name, name_key

_ALIKE = 0.7  # similarity of two names that differ by a misread word or two
Evidence = Literal["name", "id", "total"]


@dataclass(frozen=True)
class NamedProject:
    """A project as 项目支出表 names it: its number there, name and total (万元; None where an amount is unread)."""

    seq: int
    name: str
    total: Decimal | None


@dataclass(frozen=True)
class Identity:
    """What is known of a project: its whole id, the list's entry, and by what the two were brought together.

    `total` as evidence: of all that is left, one entry alone has this total, a similar name, and its place in order.
    """

    project_id: str | None
    entry: Row | None = None
    evidence: Evidence | None = None


def named_projects(rows: Iterable[Row]) -> list[NamedProject]:
    """Gather the rows of 项目支出表 into projects, in order of `project_seq`."""
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row["project_seq"] is not None:
            groups[row["project_seq"]].append(row)
    return [NamedProject(seq, group[0]["project_name"], _add(group)) for seq, group in sorted(groups.items())]


def known_projects(known: Known) -> list[NamedProject]:
    """Give the projects of a document in order: those of 项目支出表, or where it has none, those of the project list.

    A total that 项目支出表 leaves open is the list's.
    """
    projects = named_projects(known.get("project_expenditure", ()))
    if not projects:
        listed = known.get("project_list", ())
        return [NamedProject(seq, row["project_name"] or "", row["total"]) for seq, row in enumerate(listed, start=1)]
    identities = identify_projects(projects, known)
    return [_with_total(project, identities[project.seq].entry) for project in projects]


def _with_total(project: NamedProject, entry: Row | None) -> NamedProject:
    return replace(project, total=entry["total"]) if project.total is None and entry else project


def _add(rows: Sequence[Row]) -> Decimal | None:
    totals = [row["total"] for row in rows]
    return None if None in totals else sum(totals, Decimal(0))


def identify_projects(projects: Sequence[NamedProject], known: Known) -> dict[int, Identity]:
    """Identify projects by name, then by the id that another table prints with the name, then by total and place.

    `known` is asked for project_list and purchased_services. A name that is printed with several ids, or that several
    projects bear, identifies only where the totals tell them apart.
    """
    entries = list(known.get("project_list", ()))
    ids = ids_by_name(known)
    matched = _match_names(projects, entries)
    taken = set(matched.values())
    identities: dict[int, Identity] = {}
    for project in projects:
        position = matched.get(project.seq)
        evidence: Evidence | None = None if position is None else "name"
        project_id = ids.get(name_key(project.name)) if _is_single(project, projects) else None
        if position is None and project_id:
            position = next(
                (p for p, e in enumerate(entries) if e["project_id"] == project_id and p not in taken), None
            )
            evidence = None if position is None else "id"
        entry = None if position is None else entries[position]
        taken |= set() if position is None else {position}
        listed_id = parse_project_id(entry["project_id"] or "") if entry else None
        identities[project.seq] = Identity(project_id or listed_id, entry, evidence)
    _match_remaining(projects, entries, identities)
    return identities


def _is_single(project: NamedProject, projects: Sequence[NamedProject]) -> bool:
    return sum(name_key(other.name) == name_key(project.name) for other in projects) == 1


def _match_names(projects: Sequence[NamedProject], entries: Sequence[Row]) -> dict[int, int]:
    """Match projects to list positions of the same name; of several, the one with the same total."""
    matched: dict[int, int] = {}
    for project in projects:
        free = [
            position
            for position, entry in enumerate(entries)
            if name_key(entry["project_name"]) == name_key(project.name) and position not in matched.values()
        ]
        equal = [position for position in free if entries[position]["total"] == project.total]
        if len(free) == 1 or len(equal) == 1:
            matched[project.seq] = equal[0] if equal else free[0]
    return matched


def _match_remaining(projects: Sequence[NamedProject], entries: Sequence[Row], identities: dict[int, Identity]) -> None:
    """Bring together what names left over: one project and one entry with the same total, alike, between the same
    neighbours."""
    used = [entry for identity in identities.values() if (entry := identity.entry) is not None]
    left = [entry for entry in entries if not any(entry is other for other in used)]
    pairs = [
        (project.seq, entry)
        for project in projects
        for entry in left
        if identities[project.seq].project_id is None and _is_same(project, entry, entries, identities)
    ]
    counts = Counter(seq for seq, _ in pairs) + Counter(id(entry) for _, entry in pairs)
    for seq, entry in pairs:
        if counts[seq] == counts[id(entry)] == 1:
            identities[seq] = Identity(entry["project_id"], entry, "total")


def _is_same(project: NamedProject, entry: Row, entries: Sequence[Row], identities: dict[int, Identity]) -> bool:
    if project.total is None or entry["total"] != project.total or not entry["project_name"]:
        return False
    names = name_key(project.name), name_key(entry["project_name"])
    if SequenceMatcher(None, *names, autojunk=False).ratio() < _ALIKE:
        return False
    position = {id(other): number for number, other in enumerate(entries)}
    places = {seq: position[id(identity.entry)] for seq, identity in identities.items() if identity.entry is not None}
    own = position[id(entry)]
    return all((place < own) == (seq < project.seq) for seq, place in places.items())
