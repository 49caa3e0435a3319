"""Measures that several reports of a department rest on: taken once, before these are made, and kept."""

from __future__ import annotations

from budgetkit.briefing.observations import find
from budgetkit.briefing.sides import find_sides
from budgetkit.compare.booked_apart import find_booked_apart
from budgetkit.compare.budget import find_budget, find_earlier_budget
from budgetkit.compare.buying import measure_procurement, measure_purchased_services
from budgetkit.compare.comparable import bills_of
from budgetkit.compare.instalments import find_instalments
from budgetkit.compare.project_money import cross_project_money
from budgetkit.compare.projects import list_projects, measure_concentration, measure_coverage
from budgetkit.compare.reclassified import find_reclassified
from budgetkit.compare.size import measure_size
from budgetkit.compare.structure import (
    BY_DEPT_ECON_CLASS,
    BY_DEPT_ECON_ITEM,
    BY_FUNCTION_CLASS,
    compare_structures,
    measure_structure,
)
from budgetkit.compare.targets import compare_cost_ceilings, measure_targets
from budgetkit.dataset.load import Dataset

_OF_EACH_SIDE = (
    measure_size,
    measure_coverage,
    measure_concentration,
    measure_procurement,
    measure_purchased_services,
    measure_targets,
    list_projects,
    find_instalments,
)
_OF_THE_BUDGET = (bills_of, compare_cost_ceilings, cross_project_money)
_STRUCTURES = (BY_FUNCTION_CLASS, BY_DEPT_ECON_CLASS, BY_DEPT_ECON_ITEM)


def measure_ahead(data: Dataset, department: str, year: int) -> None:
    """Take the measures that the reports of a department and year share; raises ParameterError where it has none."""
    budget = find_budget(data, department, year)
    sides = find_sides(data, department, year)
    find(budget, find_earlier_budget(budget))
    for one in sides.budgets:
        for measure in _OF_EACH_SIDE:
            measure(one)
        for by in _STRUCTURES:
            measure_structure(one, by)
    for own in _OF_THE_BUDGET:
        own(budget)
    if sides.is_pair:
        find_reclassified(*sides.budgets)
        find_booked_apart(*sides.budgets)
        for by in _STRUCTURES:
            compare_structures(sides.budgets[0], sides.budgets[1], by)
