"""Codes of budget units that stand glued to the name and are too short to be told from a name with digits."""

from __future__ import annotations

import re

from budgetkit.finding import Finding, Row, Tidied
from budgetkit.tidy.project_names import name_key

_GLUED = re.compile(r"(?P<code>\d{3,5})(?P<name>\D.+)")
_NUMBERED = re.compile(r"(?:1(?:1[0-9]|2[02])|1[02]\d{3}|9[56]\d{3})\D|(?:19|20)\d{2}(?:年|届|级)")  # hotlines, years


def settle_unit_codes(tidied: Tidied) -> None:
    """Take digits before a unit's name as its code where other rows prove them, in place; else say that it is open.

    Other rows print the name with that code apart, or codes of units below it (101001 below 101). A name that begins
    with a public number or a year (`119指挥中心`) keeps it.
    """
    rows = [(table, row) for table, own in tidied.tables.items() for row in own if row.get("unit_name")]
    known = {(row["unit_code"], name_key(row["unit_name"])) for _, row in rows if row.get("unit_code")}
    for table, row in rows:
        match = None if row.get("unit_code") else _GLUED.fullmatch(row["unit_name"])
        if match is None or "unit_code" not in row:
            continue
        code, name = match["code"], match["name"]
        is_above = any(other.startswith(code) and len(other) > len(code) for other, _ in known)
        if (code, name_key(name)) in known or is_above:
            row.update(unit_code=code, unit_name=name)
            if table == "income" and is_above:
                row["role"] = "subtotal"
        elif not _NUMBERED.match(row["unit_name"]):
            tidied.findings.append(_leave_open(table, row, code))


def _leave_open(table: str, row: Row, code: str) -> Finding:
    note = f"单位名称以数字 {code} 开头，是连印的单位代码还是名称的一部分，无法判定，按名称保留。"
    return Finding(table, "missing_cell", row["unit_name"][:60], note, "flagged", row["source_line"])
