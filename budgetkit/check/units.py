"""The unit of each table's amounts, from several pieces of evidence; a table whose evidence disagrees is refused.

The unit that a table states, the decimals that it prints, and amounts that it shares with other tables must speak for
the same unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import is_telling
from budgetkit.check.result import make_row
from budgetkit.check.words import money_columns
from budgetkit.cost_ceilings import judge_ceiling, parse_ceiling
from budgetkit.finding import Finding, Row
from budgetkit.parse import printed_decimals
from budgetkit.recognise.tables import RecognisedTable
from budgetkit.recognise.unit import amount_cells, recognise_unit

RULE = "unit_evidence"
_MANY = 2  # amounts that are ten thousand times another table's before the unit itself is doubted


@dataclass
class Evidence:
    """What speaks for and against a table's unit, in Chinese, and its lines; `conflict` says why it is refused."""

    label: str
    tables: tuple[str, ...]
    lines: list[int]
    reasons: list[str] = field(default_factory=list)
    conflict: str | None = None
    has_amounts: bool = False


def check_units(document: CheckedDocument) -> Iterator[Row]:
    """Check the unit of every table that holds money: pass on two pieces of evidence, fail where they disagree."""
    for evidence in find_unit_evidence(document):
        description = f"{evidence.label}：金额单位有一处以上的证据"
        if evidence.conflict:
            status, text = "fail", f"{evidence.conflict}，该表金额未采用"
        elif not evidence.has_amounts:
            status, text = "not_applicable", "该表没有金额"
        elif len(evidence.reasons) > 1:
            status, text = "pass", "；".join(evidence.reasons) + "。"
        else:
            reason = evidence.reasons[0] if evidence.reasons else "原文未注明单位，金额也不见于其他表"
            status, text = "insufficient", f"{reason}，没有其他证据可以印证"
        yield make_row(RULE, evidence.tables[0], description, status, text, lines=(evidence.lines,))


def find_unit_evidence(document: CheckedDocument) -> list[Evidence]:
    """Gather the evidence on the unit of each recognised table that can hold money."""
    with_money = [table for table in document.tables if money_columns(table) and table != "printed_totals"]
    amounts = {table: _telling_amounts(document, table) for table in with_money}
    return [
        _gather(document, found, tables, amounts)
        for found in document.recognised
        if found.kind and (tables := tuple(table for table in found.kind.gives if money_columns(table)))
    ]


def _gather(
    document: CheckedDocument, found: RecognisedTable, tables: tuple[str, ...], amounts: dict[str, set[Decimal]]
) -> Evidence:
    unit = recognise_unit(found.lines)
    own = set().union(*(amounts.get(table, set()) for table in tables))
    others = set().union(*(values for table, values in amounts.items() if table not in tables))
    forms_differ = "evaluation_funds" in tables and unit.stated is None  # each form states a unit of its own
    conflict = None if forms_differ else unit.conflict
    evidence = Evidence(found.kind.label, tables, [line.number for line in found.lines], conflict=conflict)
    cells = [cell for line in found.lines for cell in amount_cells(line)]
    if unit.stated:
        evidence.reasons.append(f"原文注明“{unit.stated}”")
    evidence.has_amounts = any(row.get(c) for t in tables for row in document.rows(t) for c in money_columns(t))
    if max(map(printed_decimals, cells), default=0) > 2:
        evidence.reasons.append("印有两位以上小数，不会是元")
    if own & others:
        evidence.reasons.append(f"{len(own & others)} 个金额与其他表相同")
    elif "evaluation_funds" in tables:
        evidence.reasons.extend(_compare_costs(document))
    elif not evidence.conflict:
        evidence.conflict = _find_shift(own, others)
    return evidence


def _compare_costs(document: CheckedDocument) -> Iterator[str]:
    """Compare the budgets of self-evaluation forms with their cost targets, which print a unit of their own."""
    totals = [row for row in document.rows("evaluation_funds") if row["fund"] == "total"]
    budgets = {row["evaluation_seq"]: row["full_year_budget"] for row in totals}
    meeting = 0
    for row in document.rows("evaluation_indicators"):
        ceiling, budget = parse_ceiling(row["target"]), budgets.get(row["evaluation_seq"])
        meeting += bool(ceiling and budget and judge_ceiling(ceiling, budget) in ("equal", "rounded"))
    if meeting:
        yield f"{meeting} 项成本指标自带单位，与预算数相符"


def _find_shift(own: set[Decimal], others: set[Decimal]) -> str | None:
    for factor, words in ((Decimal(10000), "万分之一"), (Decimal("0.0001"), "一万倍")):
        shifted = {amount for amount in own if amount * factor in others}
        if len(shifted) >= _MANY:
            return f"没有一个金额与其他表相同，却有 {len(shifted)} 个恰为其他表的{words}，单位相互矛盾"
    return None


def _telling_amounts(document: CheckedDocument, table: str) -> set[Decimal]:
    values = {row.get(column) for row in document.rows(table) for column in money_columns(table)}
    values |= {row["amount"] for row in document.rows("printed_totals") if row["table"] == table}
    return {value for value in values if value and is_telling(value)}


def refuse_conflicting_units(document: CheckedDocument) -> list[Finding]:
    """Take the amounts out of tables whose unit evidence disagrees, in place, and report each as a finding."""
    findings = []
    for evidence in find_unit_evidence(document):
        if evidence.conflict and evidence.has_amounts:
            for table in evidence.tables:
                totals = [row for row in document.rows("printed_totals") if row["table"] == table]
                for row in [*document.rows(table), *totals]:
                    row.update(dict.fromkeys(column for column in (*money_columns(table), "amount") if column in row))
            note = f"{evidence.conflict}，该表金额未采用。"
            findings.append(Finding(evidence.tables[0], "unit_error", "", note, "flagged", evidence.lines[0]))
    return findings
