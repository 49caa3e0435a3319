"""What a worker measures before it forks a department's reports is what they would have measured themselves."""

from __future__ import annotations

import pandas as pd
import pytest

import budgetkit
from budgetkit.briefing.ahead import _OF_EACH_SIDE, _OF_THE_BUDGET, measure_ahead
from budgetkit.briefing.observations import find
from budgetkit.compare import budget as budgets
from budgetkit.compare.budget import find_budget, find_earlier_budget
from budgetkit.compare.remember import remembered
from budgetkit.compare.result import Result
from budgetkit.dataset.load import Dataset
from budgetkit.errors import ParameterError


def _measured(data: Dataset, department: str, year: int) -> list:
    budget = find_budget(data, department, year)
    results = [measure(budget) for measure in (*_OF_EACH_SIDE, *_OF_THE_BUDGET)]
    return [find(budget, find_earlier_budget(budget)), *results]


def test_what_is_measured_ahead_is_the_same_and_not_measured_again(published, published_data):
    for row in published_data.documents.query("kind == 'budget'").itertuples():
        ahead, plain = budgetkit.load(published), budgetkit.load(published)
        measure_ahead(ahead, row.department_id, row.year)
        known = set(budgets._remembered[ahead])
        for one, other in zip(*(_measured(data, row.department_id, row.year) for data in (ahead, plain)), strict=True):
            if isinstance(one, Result):
                pd.testing.assert_frame_equal(one.table, other.table)
                assert one.facts == other.facts
            else:
                assert one == other
        assert set(budgets._remembered[ahead]) == known


def test_a_department_that_is_not_there_is_said_as_a_notebook_would(published):
    with pytest.raises(ParameterError, match="nobody"):
        measure_ahead(budgetkit.load(published), "nobody", 2026)


def test_text_is_str_however_many_rows_a_table_has(published_data):
    assert {str(published_data.frame(name)["document_id"].dtype) for name in ("expenditure", "findings")} == {"str"}


def test_a_measure_that_finds_nothing_gives_nothing_each_time(published_data):
    @remembered
    def find_none(budget: budgets.Budget) -> Result | None:
        return None

    row = published_data.documents.query("kind == 'budget'").iloc[0]
    budget = find_budget(published_data, row.department_id, row.year)
    assert [find_none(budget), find_none(budget)] == [None, None]
