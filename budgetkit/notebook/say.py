"""Sentences: what a report says in words, each figure with the lines that it comes from, for `show.key_points`."""

from budgetkit.briefing.across import key_points as across
from budgetkit.briefing.city_district import largest_items
from budgetkit.briefing.city_district_limits import comparability, missing_counterpart, not_comparable
from budgetkit.briefing.city_district_words import differences
from budgetkit.briefing.city_district_words import key_points as city_district
from budgetkit.briefing.data_quality import key_points as data_quality
from budgetkit.briefing.page_one import reliability, scope
from budgetkit.briefing.performance import key_points as performance
from budgetkit.briefing.project_composition_words import coverage
from budgetkit.briefing.project_composition_words import key_points as project_composition
from budgetkit.briefing.year_over_year_words import key_points as year_over_year

__all__ = [
    "across",
    "city_district",
    "comparability",
    "coverage",
    "data_quality",
    "differences",
    "largest_items",
    "missing_counterpart",
    "not_comparable",
    "performance",
    "project_composition",
    "reliability",
    "scope",
    "year_over_year",
]


def __dir__() -> list[str]:
    return __all__
