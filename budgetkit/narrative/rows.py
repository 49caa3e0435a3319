"""Statements as rows of the clean table `statements`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from budgetkit.finding import Finding, Row, Tidied
from budgetkit.narrative.concepts import ITEM, PROJECT, find_concept
from budgetkit.narrative.counts import TABLE as COUNTS
from budgetkit.narrative.counts import read_counted_cells, read_counts
from budgetkit.narrative.items import find_class, find_code, find_coded, printed_codes, read_item, spellings
from budgetkit.narrative.sentences import find_sentences
from budgetkit.narrative.statement import StatedAmount, find_statements, without_stage
from budgetkit.narrative.wording import find_wording
from budgetkit.read.row import RawRow

_KINDS = {"货物": "goods", "工程": "works", "服务": "services"}
_PURCHASES = re.compile(r"(?:采购)?(货物|工程|服务)类?(?:项目|采购|支出|预算|金额)*")
_WITH_CODES = ("expenditure", "general_public_expenditure", "gov_fund", "state_capital")


def read_narrative(
    rows: Sequence[RawRow],
    year: int,
    tables: Mapping[str, Sequence[Row]],
    printed_rows: Sequence[RawRow] = (),
    kind: str | None = None,
) -> Tidied:
    """Read what the text of a document of a year and kind states: `statements` (万元), `stated_counts`, odd wording.

    `tables` are the document's clean tables, whose codes and names tell which item a text speaks of; `printed_rows` the
    rows of its published tables, which may print counts, too.
    """
    printed = printed_codes(row for name in _WITH_CODES for row in tables.get(name, ()))
    sentences = find_sentences(rows)
    found = [_row(statement, printed) for statement in find_statements(sentences, year)]
    _name_purchases(found)
    tidied = Tidied(findings=[*find_wording(sentences, found, year, kind), *_find_other_names(found, printed)])
    tidied.tables["statements"].extend(found)
    tidied.tables[COUNTS].extend([*read_counts(sentences, year), *read_counted_cells(printed_rows, year)])
    return tidied


def _find_other_names(rows: Sequence[Row], printed: Mapping[str, set[str]]) -> Iterator[Finding]:
    """Find items that the text calls otherwise than the document's own tables do."""
    keys: dict[str, set[str]] = {}
    for key, codes in printed.items():
        for code in codes:
            keys.setdefault(code, set()).add(key)
    for row in rows:
        item = read_item(row["context"] or row["subject"]) if row["function_code"] in keys else None
        name = item and item.names[(item.digits - 3) // 2]
        if name and not keys[row["function_code"]] & spellings(name):
            note = f"该科目（{row['function_code']}）在本文件的表中不是这个名称。"
            yield Finding("statements", "wording", name[:60], note, "flagged", row["source_line"])


def _name_purchases(rows: Sequence[Row]) -> None:
    """Give goods, works and services behind a sentence's 政府采购 their concept, in place (`其中：货物类20万元`)."""
    bought: tuple | None = None
    for row in rows:
        sentence = row["paragraph"], row["text"]
        if row["concept"] == "procurement":
            bought = sentence
        elif row["concept"] is None and sentence == bought and (kind := _PURCHASES.fullmatch(row["subject"])):
            row["concept"] = f"procurement_{_KINDS[kind[1]]}"


def count_known(tidied: Tidied) -> int:
    """Count the amounts of a text that are about something that budgets and final accounts print."""
    return sum(row["concept"] is not None and row["amount"] is not None for row in tidied.tables["statements"])


def _row(statement: StatedAmount, printed: Mapping[str, set[str]]) -> Row:
    named = statement.context or without_stage(statement.subject)
    item = read_item(named)
    concept = None if item else find_concept(named)
    if statement.project and not item:  # what a project is to pay is no money of the whole body
        concept = concept if concept and concept.name == PROJECT else None
    code = find_code(item, printed) if item else find_coded(named, printed)
    if not (item or code or concept or statement.project):
        code = find_class(named, printed)
    base = statement.base
    return {
        "subject": statement.subject,
        "context": (statement.context if statement.context != statement.subject else None) or statement.project or None,
        "concept": ITEM if item or code else concept.name if concept else None,
        "function_code": code,
        "stage": statement.stage,
        "amount": statement.amount,
        "unit": statement.unit or None,
        "budget_year": statement.year,
        "base_year": base.year if base else None,
        "base_kind": base.kind if base else None,
        "base_amount": statement.base_amount,
        "change": statement.change,
        "change_percent": statement.change_percent,
        "direction": statement.direction,
        "share_percent": statement.share,
        "reason": statement.reason,
        "paragraph": statement.paragraph,
        "text": statement.text[:500],
        "source_line": statement.line,
        "certainty": "printed",
    }
