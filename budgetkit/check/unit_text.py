"""What the explanatory text, whose amounts bear a unit of their own, tells of the unit of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from decimal import Decimal

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import is_telling
from budgetkit.check.statement_figures import figures_of
from budgetkit.check.unit_costs import POWERS, in_words
from budgetkit.check.unit_verdict import AS_READ, DECISIVE, FactorEvidence
from budgetkit.finding import Row
from budgetkit.parse import half_unit

_TELLING = 3  # digits: two amounts that the text names with their table don't meet a power of ten by chance
_MANY = 2


def of_text(document: CheckedDocument, tables: Collection[str]) -> Iterator[FactorEvidence]:
    """Compare the amounts that the text states with those that a published table prints of the same thing.

    `tables` are the clean tables that it fills. One amount speaks for the unit; two at one power of ten against it.
    """
    meeting: Counter[Decimal] = Counter()
    for row in document.rows("statements"):
        if row["amount"] and is_telling(row["amount"], _TELLING) and row["budget_year"] == document.source.year:
            meeting.update(set(_factors(document, row, tables)))
    if agreeing := meeting.pop(AS_READ, 0):
        yield FactorEvidence(AS_READ, min(agreeing, DECISIVE), f"说明文字中 {agreeing} 个自带单位的金额与该表相符")
    for factor, count in meeting.items():
        if count >= _MANY and count > agreeing:
            text = f"说明文字中 {count} 个自带单位的金额只与该表金额的{in_words(factor)}相符"
            yield FactorEvidence(factor, min(count, DECISIVE), text)


def _factors(document: CheckedDocument, row: Row, tables: Collection[str]) -> Iterator[Decimal]:
    """Give the powers of ten at which a stated amount meets what the tables print of the same thing."""
    for table, figure in figures_of(document, row):
        if table in tables and figure.value:
            for factor in (AS_READ, *POWERS):
                if abs(figure.value * factor - row["amount"]) <= half_unit(row["amount"]) + figure.slack * factor:
                    yield factor
