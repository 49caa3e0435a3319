"""The joint briefing's 要点: the sentences that matter most of each part."""

from __future__ import annotations

from budgetkit.briefing import city_district_words, project_composition_words, year_over_year, year_over_year_words
from budgetkit.briefing.data_quality import state_checks
from budgetkit.briefing.sides import Sides
from budgetkit.briefing.year_over_year import Years
from budgetkit.statements import Statement

MOST = 8  # a briefing opens with five to eight sentences


def key_points(sides: Sides, years: Years) -> list[Statement]:
    """Choose the briefing's key points: size, what differs, what changed, coverage, what is doubtful."""
    compared = city_district_words.key_points(sides)
    changed = year_over_year_words.key_points(years)[1:]
    coverage = [project_composition_words.coverage(sides.own)] if sides.is_pair else []
    chosen = [*compared[:4], *coverage, *changed[:2]]
    unique = list({str(statement): statement for statement in chosen}.values())
    return [*unique[: MOST - 1], _doubtful(sides)]


def documents_of(sides: Sides, years: Years) -> list[str]:
    """Give every document that the briefing rests on, the department's own first."""
    others = [budget.document_id for budget in sides.budgets]
    return list(dict.fromkeys([sides.own.document_id, *others, *year_over_year.documents_of(years)]))


def _doubtful(sides: Sides) -> Statement:
    checks = sides.own.table("checks")
    return state_checks(f"{sides.own.label}各表", checks)
