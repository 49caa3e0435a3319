"""Comparisons: each takes budgets and gives a `Result`, a table with unit, base, years, caveats and sources.

The functions are those of `budgetkit.compare`, named for what they give; a result remembers the dataset that it was
made from, so that `show` can name its sources.

>>> from budgetkit.notebook import compare, find, load
>>> data = load()
>>> sizes = compare.sizes([find.budget(data, "beijing-emergency", 2026)])
>>> sizes.table.columns.tolist(), sizes.unit, sizes.years
(['key', 'label', 'base', 'amount_1', 'share_1', 'sources'], '万元', (2026,))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from typing import Any, ParamSpec

from budgetkit.briefing import across as _across
from budgetkit.briefing import city_district as _city_district
from budgetkit.briefing import data_quality as _data_quality
from budgetkit.briefing import flow as _flow
from budgetkit.briefing import performance as _performance
from budgetkit.briefing import project_composition as _project_composition
from budgetkit.briefing import project_profiles as _project_profiles
from budgetkit.briefing import units as _units
from budgetkit.briefing import year_over_year as _year_over_year
from budgetkit.briefing import year_over_year_accounts as _year_over_year_accounts
from budgetkit.briefing import year_over_year_projects as _year_over_year_projects
from budgetkit.briefing import year_over_year_said as _year_over_year_said
from budgetkit.briefing import year_over_year_tables as _year_over_year_tables
from budgetkit.compare import buying as _buying
from budgetkit.compare import carryover as _carryover
from budgetkit.compare import earlier_bills as _earlier_bills
from budgetkit.compare import item as _item
from budgetkit.compare import project_groups as _project_groups
from budgetkit.compare import projects as _projects
from budgetkit.compare import quality as _quality
from budgetkit.compare import ratios as _ratios
from budgetkit.compare import structure as _structure
from budgetkit.compare import targets as _targets
from budgetkit.compare.structure import (
    BY_DEPT_ECON_CLASS,
    BY_DEPT_ECON_ITEM,
    BY_FUNCTION_CLASS,
    BY_FUNCTION_ITEM,
    BY_FUNCTION_SECTION,
    BY_GOV_ECON_CLASS,
    BY_GOV_ECON_ITEM,
)
from budgetkit.dataset.load import Dataset
from budgetkit.notebook.arguments import checked
from budgetkit.project import default_folders

_Taken = ParamSpec("_Taken")


def _remember(function: Callable[_Taken, Any]) -> Callable[_Taken, Any]:
    """Give a comparison that looks at what it is given, and whose results say which dataset they were made from."""
    check = checked(function, "compare")

    @wraps(function)
    def compare(*args: _Taken.args, **kwargs: _Taken.kwargs) -> Any:
        result = check(*args, **kwargs)
        data = _find_data([*args, *kwargs.values()])
        if isinstance(result, list):
            return [replace(one, data=data) for one in result]
        return replace(result, data=data)

    return compare


def _find_data(values: Iterable[object]) -> Dataset | None:
    """Find the dataset among what a comparison took: itself, or that of budgets, years or peers."""
    for value in values:
        if isinstance(value, list | tuple):
            held = _find_data(value)
        else:
            held = value if isinstance(value, Dataset) else getattr(value, "data", None)
        if isinstance(held, Dataset):
            return held
    return None


sizes = _remember(_city_district.sizes)
size_parts = _remember(_city_district.size_parts)
structure = _remember(_structure.measure_structure)
structures = _remember(_city_district.structures)
reclassified = _remember(_city_district.reclassified)
income = _remember(_carryover.measure_income)
incomes = _remember(_city_district.incomes)
ratios = _remember(_ratios.compare_ratios)
item = _remember(_item.compare_item)
procurement = _remember(_buying.measure_procurement)
purchased_services = _remember(_buying.measure_purchased_services)
side_by_side = _remember(_buying.compare_side_by_side)
three_public = _remember(_city_district.three_public)
flow = _remember(_flow.flow)
units = _remember(_units.units)
growth = _remember(_year_over_year.growth)
function_items = _remember(_year_over_year.function_items)
growth_steps = _remember(_year_over_year.growth_steps)
changes = _remember(_year_over_year_tables.changes)
project_changes = _remember(_year_over_year_projects.shown_changes)
regrouped = _remember(_year_over_year_tables.regrouped)
execution = _remember(_year_over_year.execution)
continued = _remember(_year_over_year.continued)
stated = _remember(_year_over_year_said.stated)
accounts = _remember(_year_over_year_accounts.shown_accounts)
accounts_by_item = _remember(_year_over_year_accounts.accounts_by_item)
running_costs = _remember(_year_over_year.running_costs)
three_public_years = _remember(_year_over_year.three_public)
projects = _remember(_project_composition.projects)
largest_projects = _remember(_project_composition.largest_projects)
project_profiles = _remember(_project_profiles.profiles)
project_purposes = _remember(_project_profiles.purposes)
project_purposes_by_side = _remember(_project_profiles.purposes_by_side)
project_coverage = _remember(_project_composition.coverage)
project_concentration = _remember(_projects.measure_concentration)
project_concentrations = _remember(_city_district.concentrations)
project_sizes = _remember(_project_groups.measure_sizes)
project_setup = _remember(_project_composition.setup)
project_money = _remember(_project_composition.money)
project_money_crossed = _remember(_project_composition.money_crossed)
instalments = _remember(_project_composition.instalments)
earlier_bills = _remember(_earlier_bills.find_earlier_bills)
targets = _remember(_targets.measure_targets)
cost_ceilings = _remember(_targets.compare_cost_ceilings)
higher_ceilings = _remember(_performance.higher_ceilings)
department_targets = _remember(_performance.department_targets)
scores = _remember(_performance.scores)
lost_marks = _remember(_performance.lost_marks)
deviations = _remember(_performance.deviations)
peer_sizes = _remember(_across.sizes)
peer_ratios = _remember(_across.ratios)
peer_ratio = _remember(_across.ratio)
place = _remember(_across.place)
tables = _remember(_quality.measure_tables)
differences = _remember(_data_quality.differences)
unchecked = _remember(_data_quality.unchecked)
findings = _remember(_data_quality.findings)
recognised = _remember(_data_quality.recognised)


def _heads() -> list[dict]:
    """Load the project's numbers of staff and residents (data/reference/heads.csv); empty where there is no file."""
    return _ratios.load_heads(default_folders().reference)


heads = checked(_heads, "compare")


__all__ = [
    "BY_DEPT_ECON_CLASS",
    "BY_DEPT_ECON_ITEM",
    "BY_FUNCTION_CLASS",
    "BY_FUNCTION_ITEM",
    "BY_FUNCTION_SECTION",
    "BY_GOV_ECON_CLASS",
    "BY_GOV_ECON_ITEM",
    "accounts",
    "accounts_by_item",
    "changes",
    "continued",
    "cost_ceilings",
    "department_targets",
    "deviations",
    "differences",
    "earlier_bills",
    "execution",
    "findings",
    "flow",
    "function_items",
    "growth",
    "growth_steps",
    "heads",
    "higher_ceilings",
    "income",
    "incomes",
    "instalments",
    "item",
    "largest_projects",
    "lost_marks",
    "peer_ratio",
    "peer_ratios",
    "peer_sizes",
    "place",
    "procurement",
    "project_changes",
    "project_concentration",
    "project_concentrations",
    "project_coverage",
    "project_money",
    "project_money_crossed",
    "project_profiles",
    "project_purposes",
    "project_purposes_by_side",
    "project_setup",
    "project_sizes",
    "projects",
    "purchased_services",
    "ratios",
    "reclassified",
    "recognised",
    "regrouped",
    "running_costs",
    "scores",
    "side_by_side",
    "size_parts",
    "sizes",
    "stated",
    "structure",
    "structures",
    "tables",
    "targets",
    "three_public",
    "three_public_years",
    "unchecked",
    "units",
]


def __dir__() -> list[str]:
    return __all__
