"""Measures of a budget that are taken once a dataset, however many tables, sentences and observations rest on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.result import Result

_Taken = ParamSpec("_Taken")
Made = TypeVar("Made", bound=Result | pd.DataFrame | dict | None)


def remembered(
    measure: Callable[Concatenate[Budget, _Taken], Made],
) -> Callable[Concatenate[Budget, _Taken], Made]:
    """Let a measure of a budget be taken once a dataset; what each caller gets he may change.

    What else the measure takes must say in its repr all that it is.
    """

    @wraps(measure)
    def remember(budget: Budget, *args: _Taken.args, **kwargs: _Taken.kwargs) -> Made:
        what = f"{measure.__module__}.{measure.__name__}{args}{sorted(kwargs.items())}"
        return _own(budget.remember(what, lambda: measure(budget, *args, **kwargs)))

    return remember


def _own(made: Made) -> Made:
    if isinstance(made, Result):
        return cast(Made, replace(made, table=made.table.copy(deep=False), facts=dict(made.facts)))
    if isinstance(made, pd.DataFrame):
        return cast(Made, made.copy(deep=False))
    return cast(Made, dict(made)) if isinstance(made, dict) else made
