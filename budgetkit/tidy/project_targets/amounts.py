"""Project amounts that a page break cut: read twice, each reading half right; another table proves the right one.

A break through a line of digits leaves their upper and lower halves. Each half is read as if it were whole: digits turn
into 0 and 1, which therefore prove nothing, while any other digit was really there.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from budgetkit.finding import Row
from budgetkit.parse import is_amount
from budgetkit.read.row import RawRow
from budgetkit.recognise.boundary import is_statement
from budgetkit.recognise.kind import Known
from budgetkit.recognise.unit import recognise_unit
from budgetkit.tidy.project_names import name_key, sum_by_name
from budgetkit.tidy.project_targets.costs import cost_ceilings
from budgetkit.tidy.project_targets.model import Project, TargetTable

_WEAK = "01"


class ProvedAmount(NamedTuple):
    """An amount (万元) that the readings allow, and what proves it."""

    amount: Decimal
    evidence: str


def set_unit(table: TargetTable, lines: Sequence[RawRow]) -> None:
    """Recognise the table's unit and tell the projects, in place; where it is contradicted, amounts stay null."""
    printed = [
        replace(part.line, cells=tuple(part.amounts.values()), printed=None) for part in table.parts if part.amounts
    ]
    unit = recognise_unit([*(line for line in lines if len(line.filled) == 1 or is_statement(line)), *printed])
    for project in table.projects:
        project.to_ten_thousand = unit.to_ten_thousand
        if unit.conflict:
            project.amounts = []
    if unit.conflict and table.projects:
        line = table.projects[0].line
        table.note("projects", "unit_error", line, line.text, f"{unit.conflict}，金额单位存疑，未采用。", "flagged")


def repair_amounts(table: TargetTable, known: Known) -> None:
    """Give projects with damaged amounts the one amount that other tables prove, in place; otherwise they stay null."""
    bought = _unclaimed(known.get("purchased_services", ()), table.projects)
    stated = sum_by_name(known.get("project_expenditure", ()), "total")
    for project in table.projects:
        _leave_out_spoilt_parts(table, project)
        if not project.amounts or project.total is not None:
            continue
        readings = [run.get(1, "") for run in project.amounts]
        own = stated.get(name_key(project.name))
        proof = (
            ProvedAmount(own, "项目支出表中同名项目的合计") if own is not None and _all_allow(readings, own) else None
        )
        _settle(table, project, readings, proof or _prove(project, readings, bought))


def _leave_out_spoilt_parts(table: TargetTable, project: Project) -> None:
    """Leave out, in place and said, parts beyond reading beside a sound total that was read once."""
    if len(project.amounts) != 1 or not is_amount(project.amounts[0].get(1, "")):
        return
    for column, text in list(project.amounts[0].items()):
        if not is_amount(text):
            del project.amounts[0][column]
            table.note("projects", "ocr_amount", project.line, text, "该单元格不是完整的金额，未采用。", "flagged")


def allows(reading: str, amount: Decimal) -> bool:
    """Say whether a damaged reading can be an amount: as many digits, and every digit but 0 and 1 the same."""
    read, true = re.sub(r"\D", "", reading), _digits(amount)
    return len(read) == len(true) and all(one in _WEAK or one == other for one, other in zip(read, true, strict=True))


def _all_allow(readings: Sequence[str], amount: Decimal) -> bool:
    return all(allows(reading, amount) for reading in readings)


def _unclaimed(rows: Iterable[Row], projects: Sequence[Project]) -> dict[Decimal, str]:
    """Give the amounts of purchased services that are no other project's sound total, and say where they stand."""
    claimed = Counter(project.total for project in projects if project.total is not None)
    lines: dict[Decimal, list[int]] = defaultdict(list)
    for row in rows:
        if row["amount"] is not None:
            lines[row["amount"]].append(row["source_line"])
    return {
        amount: f"政府购买服务明细表第 {'、'.join(map(str, found))} 行列有 {amount:.6f} 万元"
        + (f"（另有 {claimed[amount]} 个项目总额与此相同）" if claimed[amount] else "")
        for amount, found in lines.items()
        if len(found) > claimed[amount]
    }


def _prove(project: Project, readings: Sequence[str], bought: Mapping[Decimal, str]) -> ProvedAmount | None:
    """Find the amount that the project's own cost ceilings prove, or failing that the nearest purchased service."""
    ceilings = sum(cost_ceilings(project.indicators), Decimal(0))
    if project.to_ten_thousand != 1:
        return None
    if ceilings and _all_allow(readings, ceilings) and _unread(readings, ceilings) <= 1:
        also = f"；{bought[ceilings]}" if ceilings in bought else ""
        return ProvedAmount(ceilings, f"本项目成本指标合计 {ceilings} 万元{also}")
    contradicted = {
        amount: _contradictions(readings, amount)
        for amount in bought
        if _all_allow(readings, amount) and not _unread(readings, amount)
    }
    nearest = [amount for amount, count in contradicted.items() if count == min(contradicted.values())]
    return ProvedAmount(nearest[0], bought[nearest[0]]) if len(nearest) == 1 else None


def _contradictions(readings: Sequence[str], amount: Decimal) -> int:
    true = _digits(amount)
    return sum(one != other for text in readings for one, other in zip(re.sub(r"\D", "", text), true, strict=True))


def _unread(readings: Sequence[str], amount: Decimal) -> int:
    """Count the digits of an amount, zeros left out, that no reading shows."""
    read = [re.sub(r"\D", "", text) for text in readings]
    return sum(digit != "0" and all(one[place] != digit for one in read) for place, digit in enumerate(_digits(amount)))


def _digits(amount: Decimal) -> str:
    return f"{amount:.6f}".replace(".", "")


def _settle(table: TargetTable, project: Project, readings: Sequence[str], proof: ProvedAmount | None) -> None:
    text = " / ".join(readings)
    what = "项目总额在分页处被切断" if len(readings) > 1 else "项目总额印得不完整"
    if proof is None:
        note = f"{what}，读作“{text}”；没有其他表能证明确切金额，留空。"
        table.note("projects", "ocr_amount", project.line, text, note, "flagged")
        return
    same = all(run.get(2) == run.get(1) for run in project.amounts)
    printed = f"{proof.amount / project.to_ten_thousand:.6f}"  # in the table's unit, as its other amounts
    project.amounts = [dict.fromkeys((1, 2) if same else (1,), printed)]
    project.certainty = "inferred"
    note = f"{what}，读作“{text}”；据{proof.evidence}，确定为 {proof.amount:.6f} 万元。"
    table.note("projects", "ocr_amount", project.line, text, note, "repaired")
