"""The unit of each table's amounts: one verdict on all evidence, and what follows from it for the clean rows.

Amounts whose unit is contradicted are not used. Where no unit is stated and the evidence names one, they are read in it
and marked as inferred.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from budgetkit.check.document import CheckedDocument
from budgetkit.check.result import make_row
from budgetkit.check.unit_evidence import UnitEvidence, UnitTable, is_of_another_order
from budgetkit.check.unit_verdict import AS_READ, DECISIVE, FactorEvidence, Verdict, judge_unit
from budgetkit.check.words import money_columns
from budgetkit.finding import Action, Finding, Row, Tidied
from budgetkit.read.row import RawRow
from budgetkit.recognise.tables import RecognisedTable

RULE = "unit_evidence"
_MANY = 2
_ODD = ("unit_error", "inconsistent_total")  # findings that only the unit made
_COSTS = {"projects": "project_indicators", "evaluation_funds": "evaluation_indicators"}
_GATHERED = {"project_expenditure": "projects"}  # from whose rows another table is gathered that no form prints
_UNITS = {
    Decimal(10) ** power: unit
    for power, unit in enumerate(("元", "十元", "百元", "千元", "万元", "十万元", "百万元", "千万元", "亿元"), start=-4)
}
Judged = tuple[UnitTable, Verdict]


def judge_units(document: CheckedDocument, others: Sequence[Decimal] = ()) -> list[Judged]:
    """Judge the unit of every published table that can hold money, from the whole document's evidence and its own.

    `others` are the whole budgets (万元) of the department's other documents.
    """
    evidence = UnitEvidence(document, others)
    whole = _judge_document(evidence.of_document(), is_stated=any(table.stated for table in evidence.tables))
    return [(table, whole or _judge_table(evidence, table)) for table in evidence.tables]


def _judge_document(evidence: Sequence[FactorEvidence], *, is_stated: bool) -> Verdict | None:
    """Judge all amounts together; None where they are not contradicted.

    What could be one table's own fault (“三公” alone, the projects' costs alone) does not condemn the others.
    """
    against = [piece for piece in evidence if piece.factor != AS_READ]
    is_general = len(against) >= _MANY or any(p.factor is None and p.strength == DECISIVE for p in against)
    verdict = judge_unit(evidence, is_stated=is_stated)
    return verdict if is_general and verdict.state in ("refused", "reread") else None


def _judge_table(evidence: UnitEvidence, table: UnitTable) -> Verdict:
    forms_differ = "evaluation_funds" in table.tables and table.stated is None  # each form states a unit of its own
    conflict = None if forms_differ else table.unit.conflict
    return judge_unit(evidence.of_table(table), is_stated=table.stated is not None, conflict=conflict)


def check_units(document: CheckedDocument) -> Iterator[Row]:
    """Check the unit of every table that holds money: pass on two pieces of evidence, fail where they contradict."""
    for table, verdict in judge_units(document):
        yield _row(document, table, verdict)


def _row(document: CheckedDocument, table: UnitTable, verdict: Verdict) -> Row:
    description = f"{table.found.kind.label}：金额单位有一处以上的证据"
    if verdict.state == "refused":
        status, text = "fail", f"{verdict.text}；单位相互矛盾，该表金额未采用"
    elif not _has_amounts(document, table):
        status, text = "not_applicable", "该表没有金额"
    elif verdict.state == "reread" or table.found.inferred_unit:
        status, text = "located", f"原文未注明单位；{table.found.inferred_unit or verdict.text}"
    elif verdict.state == "doubted":
        status, text = "insufficient", f"{verdict.text}；而该表另有证据支持所注单位，不能判定是哪一处有误，宜复核"
    elif verdict.state == "agreed":
        status, text = "pass", f"{verdict.text}。"
    else:
        reason = verdict.text or "原文未注明单位，金额也不见于其他表"
        status, text = "insufficient", f"{reason}，没有其他证据可以印证"
    lines = ([line.number for line in table.found.lines],)
    return make_row(RULE, table.tables[0], description, status, text, lines=lines)


def _has_amounts(document: CheckedDocument, table: UnitTable) -> bool:
    return any(row.get(c) for name in table.tables for row in document.all_rows(name) for c in money_columns(name))


def infer_units(recognised: Sequence[RecognisedTable], judged: Sequence[Judged]) -> list[RecognisedTable]:
    """Give a document's published tables, with a unit added to those that state none where the evidence names one.

    The tables are to be tidied and judged again then: what joined their rows may have rested on amounts of the wrong
    size.
    """
    inferred = {id(table.found): verdict for table, verdict in judged if verdict.state == "reread"}
    return [_add_unit(found, inferred[id(found)]) if id(found) in inferred else found for found in recognised]


def _add_unit(found: RecognisedTable, verdict: Verdict) -> RecognisedTable:
    unit = _UNITS[verdict.factor]
    line = RawRow(found.lines[0].place, (f"金额单位：{unit}",), follows_gap=True)
    return replace(found, lines=[line, *found.lines], inferred_unit=f"{verdict.text}：按“{unit}”读取，标为推定")


def whole_budget(document: CheckedDocument) -> Decimal | None:
    """Give a department's whole budget (万元) as its document states it; None where it states none to be trusted."""
    return UnitEvidence(document).whole


def is_far(whole: Decimal, others: Sequence[Decimal]) -> bool:
    """Say whether a whole budget is of another order than the department's others, as in another unit."""
    return bool(others) and is_of_another_order(whole, others)


def settle_units(tidied: Tidied, document: CheckedDocument, judged: Sequence[Judged]) -> list[Row]:
    """Settle the unit of every table before anything is computed with its amounts, in place; gives the checks.

    `document` is checked on the tables of `tidied`; refused tables are marked so in it. Contradicted amounts are taken
    out, and with them the findings on costs that only they made odd; rows whose unit was inferred are marked. Each is
    one finding.
    """
    rows = [_row(document, table, verdict) for table, verdict in judged]
    printed = {name for table, _ in judged for name in table.tables}
    for table, verdict in judged:
        gathered = [_GATHERED[name] for name in table.tables if name in _GATHERED and _GATHERED[name] not in printed]
        if verdict.state == "refused" and _has_amounts(document, table):
            table.found.refused_unit = verdict.text
            _refuse(tidied, (*table.tables, *gathered))
            note = f"{verdict.text}；单位相互矛盾，该表金额未采用。"
            tidied.findings.append(_finding(table, note, "flagged"))
        elif table.found.inferred_unit:
            for row in (row for name in (*table.tables, *gathered) for row in tidied.tables.get(name, ())):
                row["certainty"] = "inferred"
            tidied.findings.append(_finding(table, f"原文未注明单位；{table.found.inferred_unit}。", "repaired"))
    return rows


def _refuse(tidied: Tidied, names: Sequence[str]) -> None:
    for name in names:
        for row in tidied.tables.get(name, ()):
            row.update(dict.fromkeys(column for column in money_columns(name) if column in row))
    totals = tidied.tables.get("printed_totals")
    if totals:  # a total without its amount is none
        tidied.tables["printed_totals"] = [row for row in totals if row["table"] not in names]
    odd = {_COSTS[name] for name in names if name in _COSTS} | set(names)
    tidied.findings[:] = [f for f in tidied.findings if not (f.kind in _ODD and f.table in odd)]


def _finding(table: UnitTable, note: str, action: Action) -> Finding:
    return Finding(table.tables[0], "unit_error", table.stated or "", note, action, table.found.lines[0].number)
