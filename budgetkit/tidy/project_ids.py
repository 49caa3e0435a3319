"""Project ids glued to names, in pieces, or damaged: read, and repaired where another table proves the right one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from budgetkit.finding import Finding, Row
from budgetkit.parse import clean_name, parse_project_id
from budgetkit.tidy.project_names import name_key

_GLUED = re.compile(r"(?P<id>\d{6}\s*\d{2}\s*[TY][\d\s]*)(?:[-－—]\s*(?P<name>.*))?", re.DOTALL)
_MAXIMUM_DAMAGE = 2  # digits that extraction may have added or lost


class PrintedProject(NamedTuple):
    """A project as one cell names it: the id as printed but for its blanks, and the name, either perhaps missing."""

    printed_id: str
    name: str | None

    @property
    def project_id(self) -> str | None:
        """Give the id if it is whole (21 characters)."""
        return parse_project_id(self.printed_id)


def parse_printed_project(text: str) -> PrintedProject | None:
    """Read a cell that begins with a project id, whole or not; None for any other cell."""
    match = _GLUED.fullmatch(text.strip())
    if not match:
        return None
    return PrintedProject(re.sub(r"\s+", "", match["id"]), clean_name(match["name"] or "") or None)


def repair_ids(table: str, rows: Iterable[Row], proof: Sequence[Row]) -> list[Finding]:
    """Repair the damaged ids of a table's rows in place, where `proof` prints the right one with the same name.

    An id is damaged when it is not 21 characters long. It is repaired when exactly one whole id stands with its name
    in `proof` and differs from it only by digits added or lost. A repaired row is `inferred`; a damaged id that
    nothing proves stays, and is a finding.
    """
    findings: list[Finding] = []
    for row in rows:
        printed = row["project_id"]
        if not printed or parse_project_id(printed):
            continue
        proved = {other["project_id"] for other in proof if _proves(other, row)}
        if len(proved) == 1:
            row["project_id"], row["certainty"] = proved.pop(), "inferred"
            note = f"项目编码应为 21 位，印作 {len(printed)} 位；按项目清单同名项目改为 {row['project_id']}。"
            findings.append(Finding(table, "ocr_code", printed, note, "repaired", row["source_line"]))
        else:
            note = f"项目编码应为 21 位，印作 {len(printed)} 位；没有其他表可以证明正确编码，未改。"
            findings.append(Finding(table, "ocr_code", printed, note, "flagged", row["source_line"]))
    return findings


def _proves(other: Row, row: Row) -> bool:
    whole = parse_project_id(other.get("project_id") or "")
    same_name = name_key(other["project_name"]) == name_key(row["project_name"])
    return whole is not None and same_name and is_damaged_form(row["project_id"], whole)


def is_damaged_form(printed: str, whole: str) -> bool:
    """Say whether a printed id is a whole one with one or two digits added or lost."""
    short, long = sorted((printed, whole), key=len)
    return 0 < len(long) - len(short) <= _MAXIMUM_DAMAGE and _is_subsequence(short, long)


def _is_subsequence(short: str, long: str) -> bool:
    characters = iter(long)
    return all(character in characters for character in short)
