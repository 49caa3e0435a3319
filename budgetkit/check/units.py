"""The unit of each table's amounts, from several pieces of evidence; a table whose evidence disagrees is refused.

The unit that a table states, the decimals that it prints, and amounts that it shares with other tables must speak for
the same unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from budgetkit.check.document import CheckedDocument
from budgetkit.check.result import make_row
from budgetkit.check.words import money_columns
from budgetkit.finding import Finding, Row
from budgetkit.parse import printed_decimals
from budgetkit.recognise.tables import RecognisedTable
from budgetkit.recognise.unit import amount_cells, recognise_unit

RULE = "unit_evidence"
_TELLING_DIGITS = 4  # a shorter number may stand in two tables by chance
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
    tables = [table for table in document.tables if _holds_money(table) and table != "printed_totals"]
    amounts = {table: _telling_amounts(document, table) for table in tables}
    return [
        _gather(found, tables, amounts)
        for found in document.recognised
        if found.kind and (tables := tuple(table for table in found.kind.gives if _holds_money(table)))
    ]


def _gather(found: RecognisedTable, tables: tuple[str, ...], amounts: dict[str, set[Decimal]]) -> Evidence:
    unit = recognise_unit(found.lines)
    own = set().union(*(amounts.get(table, set()) for table in tables))
    others = set().union(*(values for table, values in amounts.items() if table not in tables))
    evidence = Evidence(found.kind.label, tables, [line.number for line in found.lines], conflict=unit.conflict)
    cells = [cell for line in found.lines for cell in amount_cells(line)]
    evidence.has_amounts = bool(own)
    if unit.stated:
        evidence.reasons.append(f"原文注明“{unit.stated}”")
    if max(map(printed_decimals, cells), default=0) > 2:
        evidence.reasons.append("印有两位以上小数，不会是元")
    if own & others:
        evidence.reasons.append(f"{len(own & others)} 个金额与其他表相同")
    elif not evidence.conflict:
        evidence.conflict = _find_shift(own, others)
    return evidence


def _find_shift(own: set[Decimal], others: set[Decimal]) -> str | None:
    for factor, words in ((Decimal(10000), "万分之一"), (Decimal("0.0001"), "一万倍")):
        shifted = {amount for amount in own if amount * factor in others}
        if len(shifted) >= _MANY:
            return f"没有一个金额与其他表相同，却有 {len(shifted)} 个恰为其他表的{words}，单位相互矛盾"
    return None


def _telling_amounts(document: CheckedDocument, table: str) -> set[Decimal]:
    values = {row.get(column) for row in document.rows(table) for column in money_columns(table)}
    values |= {row["amount"] for row in document.rows("printed_totals") if row["table"] == table}
    return {value for value in values if value and len(value.normalize().as_tuple().digits) >= _TELLING_DIGITS}


def _holds_money(table: str) -> bool:
    return bool(money_columns(table))


def refuse_conflicting_units(document: CheckedDocument) -> list[Finding]:
    """Take the amounts out of tables whose unit evidence disagrees, in place, and report each as a finding."""
    findings = []
    for evidence in find_unit_evidence(document):
        if evidence.conflict and evidence.has_amounts:
            for table in evidence.tables:
                for row in document.rows(table):
                    row.update(dict.fromkeys(money_columns(table)))
            note = f"{evidence.conflict}，该表金额未采用。"
            findings.append(Finding(evidence.tables[0], "unit_error", "", note, "flagged", evidence.lines[0]))
    return findings
