"""Shares that a text states, against the whole that its words name, or that its sentence begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import ZERO
from budgetkit.check.statement_figures import find_figures
from budgetkit.check.statement_rows import judge_percent, name_statement, numbers_row, percent_bounds
from budgetkit.finding import Row
from budgetkit.narrative.concepts import Concept, find_concept
from budgetkit.parse import half_unit

SHARE = "text_share"
PARTS_OF = {
    "procurement": ("procurement_goods", "procurement_works", "procurement_services"),
    "three_public": ("overseas", "vehicle_subtotal", "reception"),
    "vehicle_subtotal": ("vehicle_purchase", "vehicle_operation"),
}
_NAMED = r"占(?P<whole>[^，。；、占\d]{{2,30}}?)(?:的)?(?:比重|比例)?(?:为|约|达)*{share}[%％]"
_PRONOUN = re.compile(r"^(?:其|总额|总量|总数|合计|比重?|比例|全部|总计)的?$")


class _Whole(NamedTuple):
    """What a share is of: its name, its amount (万元), and half a unit of its last digit."""

    name: str
    amount: Decimal
    slack: Decimal


def check_shares(document: CheckedDocument, rows: Sequence[Row]) -> Iterator[Row]:
    """Hold each share against its whole: the one named (`占本年支出合计的…`), else the first amount of its sentence.

    A whole that is named, but neither stated nor printed, leaves nothing to check.
    """
    for position, row in enumerate(rows):
        if row["share_percent"] is None or row["amount"] is None:
            continue
        whole = _find_whole(document, row, rows, position)
        if whole and whole.amount:
            yield _judge(row, whole)


def _judge(row: Row, whole: _Whole) -> Row:
    low, high = percent_bounds(row["amount"], half_unit(row["amount"]), whole.amount, whole.slack)
    share = row["share_percent"]
    computed = round(row["amount"] / whole.amount * 100, 6)
    status, said = judge_percent(share, low, high)
    what = f"说明文字“{name_statement(row)}”占比＝占“{whole.name}”的比重"
    return numbers_row(SHARE, what, status, said, row, share, computed, half_unit(share))


def _find_whole(document: CheckedDocument, row: Row, rows: Sequence[Row], position: int) -> _Whole | None:
    same = [one for one in rows if (one["paragraph"], one["text"]) == (row["paragraph"], row["text"])]
    words = _named_whole(row)
    if words is None:
        first = same[0]
        return None if first is row or first["amount"] is None else _stated(first)
    concept = find_concept(words)
    if concept is None or concept.name == row["concept"]:
        return None
    return _of_concept(document, concept, row, [*same, *reversed(rows[:position]), *rows[position:]])


def _named_whole(row: Row) -> str | None:
    """Give the words that name the whole of a share; None where they name none, or only `其`."""
    share = re.escape(f"{row['share_percent'].normalize():f}")
    found = re.search(_NAMED.format(share=rf"{share}(?:\.?0*)"), row["text"] or "")
    return None if found is None or _PRONOUN.match(found["whole"]) else found["whole"]


def _of_concept(document: CheckedDocument, concept: Concept, row: Row, rows: Sequence[Row]) -> _Whole | None:
    """Find the amount of a concept: as stated nearest, as its parts of the sentence add up, or as a table prints it."""
    alike = (row["budget_year"], row["stage"])
    stated = next(
        (
            one for one in rows
            if one["concept"] == concept.name and one["amount"] is not None
            and (one["budget_year"], one["stage"]) == alike
        ),
        None,
    )  # fmt: skip
    if stated:
        return _stated(stated)
    parts = [one for one in rows if one["text"] == row["text"] and one["concept"] in PARTS_OF.get(concept.name, ())]
    if parts and len({one["concept"] for one in parts}) == len(PARTS_OF[concept.name]):
        own = {one["concept"]: one["amount"] or ZERO for one in parts}.values()
        return _Whole(concept.label, sum(own, ZERO), sum(map(half_unit, own), ZERO))
    return _printed(document, concept)


def _stated(row: Row) -> _Whole:
    return _Whole(name_statement(row), row["amount"], half_unit(row["amount"]))


def _printed(document: CheckedDocument, concept: Concept) -> _Whole | None:
    for name in concept.figures:
        for _, figure in find_figures(document, name):
            if figure.value is not None:
                return _Whole(concept.label, figure.value, figure.slack)
    return None
