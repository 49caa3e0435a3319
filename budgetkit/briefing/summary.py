"""The documents that the joint briefing rests on."""

from __future__ import annotations

from budgetkit.briefing import year_over_year
from budgetkit.briefing.sides import Sides
from budgetkit.briefing.year_over_year import Years


def unused_terms(years: Years) -> tuple[str, ...]:
    """Give the terms of the definitions that the briefing does not use: contributions need an earlier budget."""
    return ("HHI",) if years.earlier else ("HHI", "贡献（百分点）")


def documents_of(sides: Sides, years: Years) -> list[str]:
    """Give every document that the briefing rests on, the department's own first."""
    others = [budget.document_id for budget in sides.budgets]
    return list(dict.fromkeys([sides.own.document_id, *others, *year_over_year.documents_of(years)]))
