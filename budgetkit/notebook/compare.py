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
from typing import ParamSpec

from budgetkit.briefing import data_quality as _data_quality
from budgetkit.briefing import performance as _performance
from budgetkit.compare import accounts as _accounts
from budgetkit.compare import buying as _buying
from budgetkit.compare import carryover as _carryover
from budgetkit.compare import earlier_bills as _earlier_bills
from budgetkit.compare import execution as _execution
from budgetkit.compare import growth as _growth
from budgetkit.compare import instalments as _instalments
from budgetkit.compare import item as _item
from budgetkit.compare import project_changes as _project_changes
from budgetkit.compare import project_groups as _project_groups
from budgetkit.compare import project_money as _project_money
from budgetkit.compare import projects as _projects
from budgetkit.compare import quality as _quality
from budgetkit.compare import ratios as _ratios
from budgetkit.compare import reclassified as _reclassified
from budgetkit.compare import size as _size
from budgetkit.compare import stated as _stated
from budgetkit.compare import structure as _structure
from budgetkit.compare import targets as _targets
from budgetkit.compare import three_public as _three_public
from budgetkit.compare.result import Result
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
from budgetkit.project import default_folders

_Taken = ParamSpec("_Taken")


def _remember(function: Callable[_Taken, Result]) -> Callable[_Taken, Result]:
    """Give a comparison whose results say which dataset they were made from."""

    @wraps(function)
    def compare(*args: _Taken.args, **kwargs: _Taken.kwargs) -> Result:
        result = function(*args, **kwargs)
        return replace(result, data=_find_data([*args, *kwargs.values()]))

    return compare


def _find_data(values: Iterable[object]) -> Dataset | None:
    """Find the dataset among what a comparison took: itself, or that of the first budget."""
    for value in values:
        held = _find_data(value) if isinstance(value, list | tuple) else getattr(value, "data", value)
        if isinstance(held, Dataset):
            return held
    return None


sizes = _remember(_size.compare_sizes)
structure = _remember(_structure.measure_structure)
structures = _remember(_structure.compare_structures)
growth = _remember(_growth.compare_growth)
item = _remember(_item.compare_item)
ratios = _remember(_ratios.compare_ratios)
reclassified = _remember(_reclassified.find_reclassified)
income = _remember(_carryover.measure_income)
procurement = _remember(_buying.measure_procurement)
purchased_services = _remember(_buying.measure_purchased_services)
three_public = _remember(_three_public.compare_three_public)
three_public_years = _remember(_three_public.compare_three_public_years)
projects = _remember(_projects.list_projects)
project_coverage = _remember(_projects.measure_coverage)
project_concentration = _remember(_projects.measure_concentration)
project_sizes = _remember(_project_groups.measure_sizes)
project_setup = _remember(_project_groups.measure_setup)
project_money = _remember(_project_money.measure_project_money)
project_changes = _remember(_project_changes.compare_projects)
instalments = _remember(_instalments.find_instalments)
earlier_bills = _remember(_earlier_bills.find_earlier_bills)
execution = _remember(_execution.compare_execution)
stated = _remember(_stated.compare_stated)
accounts = _remember(_accounts.compare_accounts)
accounts_by_item = _remember(_accounts.compare_accounts_by_item)
targets = _remember(_targets.measure_targets)
cost_ceilings = _remember(_targets.compare_cost_ceilings)
higher_ceilings = _remember(_performance.higher_ceilings)
department_targets = _remember(_performance.department_targets)
scores = _remember(_performance.scores)
lost_marks = _remember(_performance.lost_marks)
deviations = _remember(_performance.deviations)
tables = _remember(_quality.measure_tables)
differences = _remember(_data_quality.differences)
unchecked = _remember(_data_quality.unchecked)
findings = _remember(_data_quality.findings)
recognised = _remember(_data_quality.recognised)


def heads() -> list[dict]:
    """Load the project's numbers of staff and residents (data/reference/heads.csv); empty where there is no file."""
    return _ratios.load_heads(default_folders().reference)


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
    "cost_ceilings",
    "department_targets",
    "deviations",
    "differences",
    "earlier_bills",
    "execution",
    "findings",
    "growth",
    "heads",
    "higher_ceilings",
    "income",
    "instalments",
    "item",
    "lost_marks",
    "procurement",
    "project_changes",
    "project_concentration",
    "project_coverage",
    "project_money",
    "project_setup",
    "project_sizes",
    "projects",
    "purchased_services",
    "ratios",
    "reclassified",
    "recognised",
    "scores",
    "sizes",
    "stated",
    "structure",
    "structures",
    "tables",
    "targets",
    "three_public",
    "three_public_years",
    "unchecked",
]


def __dir__() -> list[str]:
    return __all__
