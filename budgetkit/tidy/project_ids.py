"""Project ids glued to names, in pieces, or damaged: read, and repaired where a table or their order proves them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from budgetkit.finding import Finding, Row
from budgetkit.parse import DASHES, clean_name, parse_project_id, squeeze
from budgetkit.tidy.project_names import name_key

_GLUED = re.compile(rf"(?P<id>\d{{6}}\s*\d{{2}}\s*[TY][\d\s]*)(?:[{DASHES}]+\s*(?P<name>.*))?", re.DOTALL)
_MAXIMUM_DAMAGE = 2  # digits that extraction may have added or lost
_NUMBER_AT = 9  # behind place, set-up year and kind
_SHOWN_BY = 5  # so many ids in ascending order are no chance


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
    return PrintedProject(squeeze(match["id"]), clean_name(match["name"] or "") or None)


def repair_ids(table: str, rows: Sequence[Row], proof: Sequence[Row]) -> list[Finding]:
    """Repair the damaged ids of a table's rows in place, where `proof` or the table's own order shows the right one.

    An id is damaged when it is not 21 characters long. It is repaired when exactly one whole id stands with its name
    in `proof` and differs from it only by digits added or lost; or else when the table's whole ids of its kind (T or Y)
    ascend, and one digit added or lost fits between the neighbours in one way only. A repaired row is `inferred`; a
    damaged id that nothing proves stays, and is a finding.
    """
    damaged = [row for row in rows if row["project_id"] and not parse_project_id(row["project_id"])]
    proved = [_repair(table, row, _by_name(row, proof), "按项目清单同名项目改为 {}") for row in damaged]
    left = [row for row, finding in zip(damaged, proved, strict=True) if finding is None]
    ordered = [
        _repair(table, row, _by_order(row, rows), "编码依次升列，前后编码之间只容得下 {}，据此改") for row in left
    ]
    open_ids = [row for row, finding in zip(left, ordered, strict=True) if finding is None]
    findings = [finding for finding in proved + ordered if finding] + [_unproved(table, row) for row in open_ids]
    return sorted(findings, key=lambda finding: finding.source_line)


def _repair(table: str, row: Row, found: set[str], evidence: str) -> Finding | None:
    if len(found) != 1:
        return None
    printed = row["project_id"]
    row["project_id"], row["certainty"] = found.pop(), "inferred"
    note = f"项目编码应为 21 位，印作 {len(printed)} 位；{evidence.format(row['project_id'])}。"
    return Finding(table, "ocr_code", printed, note, "repaired", row["source_line"])


def _unproved(table: str, row: Row) -> Finding:
    printed = row["project_id"]
    note = f"项目编码应为 21 位，印作 {len(printed)} 位；没有其他表或前后编码可以证明正确编码，未改。"
    return Finding(table, "ocr_code", printed, note, "flagged", row["source_line"])


def _by_name(row: Row, proof: Sequence[Row]) -> set[str]:
    return {other["project_id"] for other in proof if _proves(other, row)}


def _proves(other: Row, row: Row) -> bool:
    whole = parse_project_id(other.get("project_id") or "")
    same_name = name_key(other["project_name"]) == name_key(row["project_name"])
    return whole is not None and same_name and is_damaged_form(row["project_id"], whole)


def _by_order(row: Row, rows: Sequence[Row]) -> set[str]:
    """Find the ids that one digit added or lost makes of a damaged one, and that fit between its neighbours."""
    position = next(number for number, other in enumerate(rows) if other is row)
    before, after = _whole_ids(rows[:position], row), _whole_ids(rows[position + 1 :], row)
    if not before or not after or len({*before, *after}) < _SHOWN_BY or not _ascend([*before, *after]):
        return set()
    others = {other["project_id"] for other in rows if name_key(other["project_name"]) != name_key(row["project_name"])}
    forms = set(_one_digit_off(row["project_id"])) - others
    return {form for form in forms if parse_project_id(form) and _ascend([before[-1], form, after[0]])}


def _whole_ids(rows: Sequence[Row], like: Row) -> list[str]:
    """Give the whole ids of rows whose projects are of the same kind (T or Y) as that of a damaged one."""
    kind = like["project_id"][_NUMBER_AT - 1 : _NUMBER_AT]
    whole = [parse_project_id(row["project_id"] or "") for row in rows]
    return [one for one in whole if one and one[_NUMBER_AT - 1] == kind]


def _ascend(ids: Sequence[str]) -> bool:
    """Say whether ids ascend by place and year, and their numbers too: these run on over the years."""
    return all(one <= next_one and one[_NUMBER_AT:] <= next_one[_NUMBER_AT:] for one, next_one in pairwise(ids))


def _one_digit_off(printed: str) -> Iterator[str]:
    for position in range(_NUMBER_AT, len(printed) + 1):
        yield printed[:position] + printed[position + 1 :]
        yield from (printed[:position] + digit + printed[position:] for digit in "0123456789")


def is_damaged_form(printed: str, whole: str) -> bool:
    """Say whether a printed id is a whole one with one or two digits added or lost."""
    short, long = sorted((printed, whole), key=len)
    return 0 < len(long) - len(short) <= _MAXIMUM_DAMAGE and _is_subsequence(short, long)


def _is_subsequence(short: str, long: str) -> bool:
    characters = iter(long)
    return all(character in characters for character in short)
