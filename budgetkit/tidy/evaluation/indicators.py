"""The indicators of a form: from its lines to clean rows, proved by the form's own totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from budgetkit.finding import Finding, Row, Tidied
from budgetkit.parse import clean_name
from budgetkit.read.row import RawRow
from budgetkit.tidy.evaluation.blocks import Habits
from budgetkit.tidy.evaluation.data_cells import DataCells, ProvedCells, find_data_cells, prove
from budgetkit.tidy.evaluation.drafts import Draft, DraftedRows, draft_rows
from budgetkit.tidy.evaluation.events import Event, Label, find_vocabulary, read_events
from budgetkit.tidy.evaluation.levels import RowLevels, assign_levels
from budgetkit.tidy.evaluation.tokens import EMPTY_MARKS, join_text, quote, width
from budgetkit.tidy.evaluation.values import completes_unit, split_values
from budgetkit.tidy.evaluation.words import CHILDREN, COST, SATISFACTION, stem

TABLE = "evaluation_indicators"


@dataclass
class IndicatorPart:
    """One form's indicators on the way: events, the reading of its weights and scores, and the drafted rows."""

    events: list[Event]
    proof: ProvedCells
    rows: DraftedRows


def read_parts(
    sections: Sequence[Sequence[RawRow]], totals: Sequence[tuple[Decimal | None, Decimal | None]]
) -> list[IndicatorPart]:
    """Read the indicator lines of all forms of a document; the forms are each other's evidence.

    `totals` are the weight and score that each form's indicators must add up to, None where unknown.
    """
    vocabulary = find_vocabulary([line for section in sections for line in section])
    streams = [read_events(section, vocabulary) for section in sections]
    proofs = [prove(find_data_cells(events), *total) for events, total in zip(streams, totals, strict=True)]
    habits = _find_habits(streams)
    rows = [_draft(events, proof, habits) for events, proof in zip(streams, proofs, strict=True)]
    habits = replace(habits, reason_width=_find_reason_width(rows))
    rows = [_draft(events, proof, habits) for events, proof in zip(streams, proofs, strict=True)]
    return [IndicatorPart(*part) for part in zip(streams, proofs, rows, strict=True)]


def _draft(events: Sequence[Event], proof: ProvedCells, habits: Habits) -> DraftedRows:
    rows = draft_rows(events, proof.chosen, habits)
    sources = {events[position].source.number for position in proof.changed}
    for draft in rows.drafts:
        if draft.source.number in sources:
            draft.doubts.append("分值与得分的位置依分值合计与总分判定")
    return rows


def _find_habits(streams: Sequence[Sequence[Event]]) -> Habits:
    labels = [[stem(event.text) for event in events if isinstance(event, Label)] for events in streams]
    cost = any(label in CHILDREN[COST] for form in labels for label in form)
    twice = any(
        isinstance(left, Label) and isinstance(right, Label) and stem(left.text) == stem(right.text) == SATISFACTION
        for events in streams
        for left, right in pairwise(events)
    )
    return Habits(cost_is_level1=cost, satisfaction_is_level2=twice)


def _find_reason_width(forms: Sequence[DraftedRows]) -> int | None:
    """Measure the widest line of reasons that labels set apart."""
    certain = (above.reason for rows in forms for above, below in pairwise(rows.drafts) if not below.doubts)
    return max((width(token.text) for reason in certain for token in reason), default=None)


def tidy_indicators(seq: int, part: IndicatorPart, labels_below: bool) -> Tidied:
    """Tidy one form's indicators into evaluation_indicators; what was concluded is a finding."""
    tidied = Tidied()
    levels = assign_levels(part.rows, labels_below)
    for draft, own in zip(part.rows.drafts, levels, strict=True):
        row, doubts = _make_row(seq, draft, own)
        tidied.tables[TABLE].append(row)
        tidied.findings += _row_findings(row, draft, own, doubts)
    return tidied


def _make_row(seq: int, draft: Draft, levels: RowLevels) -> tuple[Row, list[str]]:
    doubts = list(draft.doubts)
    name, target, actual = _read_values(draft, doubts)
    reason = list(draft.reason)
    if actual and target and reason and completes_unit(actual, target, reason[0].text):
        actual += reason.pop(0).text
    if levels.doubt:
        doubts.append(levels.doubt)
    row = {
        "evaluation_seq": seq,
        "level1": levels.level1,
        "level2": levels.level2,
        "name": name,
        "target": target,
        "actual": actual,
        "weight": draft.weight,
        "score": draft.score,
        "deviation_reason": join_text(reason),
        "source_line": draft.source.number,
        "certainty": "inferred" if doubts else ("joined" if draft.crosses_page else "printed"),
    }
    return row, doubts


def _read_values(draft: Draft, doubts: list[str]) -> tuple[str | None, str | None, str | None]:
    if draft.cells is not None:
        return join_text(draft.body), _value(draft.cells.target), _value(draft.cells.actual)
    if not draft.has_data:
        return join_text(draft.body), None, None
    split = split_values(draft.body, draft.source.number)
    if not split.is_certain:
        doubts.append("名称、指标值与实际完成值之间无明确界线，依数值与单位划分")
    return join_text(split.name), join_text(split.target), join_text(split.actual)


def _value(text: str | None) -> str | None:
    """Give a value's cell; a blank after its operator is no part of it."""
    if text is None or text in EMPTY_MARKS:
        return None
    return clean_name(re.sub(r"(?<=[≥≤＞＜><=＝])\s+", "", text))


def _row_findings(row: Row, draft: Draft, levels: RowLevels, doubts: Sequence[str]) -> list[Finding]:
    text = quote(row["name"])
    found: list[Finding] = []
    if doubts:
        lacks_cell = levels.doubt or not draft.has_data
        left_empty = lacks_cell and (levels.level2 is None or not draft.has_data)
        kind, action = "missing_cell" if lacks_cell else "split_table", "kept" if left_empty else "repaired"
        found.append(Finding(TABLE, kind, text, "；".join(doubts) + "。", action, row["source_line"]))
    if draft.crosses_page:
        note = "本行单元格被分页断开，依重复的指标层级与版面续接。"
        found.append(Finding(TABLE, "split_table", text, note, "joined", row["source_line"]))
    if draft.was_glued:
        note = "上一行偏差原因的句末与本行二级指标粘连，已拆开。"
        found.append(Finding(TABLE, "split_table", text, note, "repaired", row["source_line"]))
    return found


def proof_finding(part: IndicatorPart, weight: Decimal | None, score: Decimal | None, line: RawRow) -> Finding | None:
    """Give a finding when a form's rows do not add up to its printed total, with both figures."""
    if part.proof.holds is not False:
        return None
    found = [_sum(part.proof.chosen, column) for column in ("weight", "score")]
    note = f"指标分值合计 {found[0]}、得分合计 {found[1]}，按总分应为 {weight}、{score}；未作调整。"
    return Finding(TABLE, "inconsistent_total", quote(line.text.strip()), note, "flagged", line.number)


def _sum(readings: Sequence[DataCells], column: str) -> Decimal:
    return sum((value for reading in readings if (value := getattr(reading, column)) is not None), Decimal(0))
