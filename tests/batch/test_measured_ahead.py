"""What a worker measures before it forks a department's reports is what they would have measured themselves."""

from __future__ import annotations

import pandas as pd
import pytest
from made import make_department, write_project

import budgetkit
from budgetkit.batch.slices import Slices
from budgetkit.briefing.ahead import _OF_EACH_SIDE, _OF_THE_BUDGET, measure_ahead
from budgetkit.briefing.observations import find
from budgetkit.briefing.sides import find_sides
from budgetkit.clean_folder import clean_folder
from budgetkit.compare import budget as budgets
from budgetkit.compare.budget import find_budget, find_earlier_budget, share_measures
from budgetkit.compare.memory import remembered
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


def test_what_is_measured_of_a_department_holds_where_the_totals_of_its_peers_are_seen_too(tmp_path):
    """Random departments, each beside its counterpart and five peers: not one measure looks at other documents."""
    made = [make_department(seed, ("city", "district")[seed % 2], year=2026, distinct=True) for seed in range(12)]
    clean_folder(write_project(tmp_path, made), tmp_path / "clean")
    slices = Slices(tmp_path / "clean")
    for number, row in enumerate(slices.documents[:4]):
        whose = tuple(name for name in (row["department_id"], row["counterpart"]) if name)
        peers = tuple(other["department_id"] for other in slices.documents if other["level"] == row["level"])
        own, wide, plain = (
            budgetkit.load(slices.save(whose, tmp_path / f"{number}-{name}", seen))
            for name, seen in (("own", ()), ("wide", peers), ("plain", peers))
        )
        assert len(wide.documents) > len(own.documents)
        for data in (own, plain):
            measure_ahead(data, row["department_id"], row["year"])
        share_measures(own, wide)
        known, taken = budgets._remembered[wide], budgets._remembered[plain]
        assert known.keys() == {key for key in taken if key[0]}
        for key, value in known.items():
            _assert_same(value, taken[key])
        assert find_sides(wide, row["department_id"], row["year"]).budgets[0].data is wide


def _assert_same(one: object, other: object) -> None:
    if isinstance(one, Result):
        pd.testing.assert_frame_equal(one.table, other.table)
        assert (one.base, one.caveats, one.facts, one.missing) == (
            other.base,
            other.caveats,
            other.facts,
            other.missing,
        )
    elif isinstance(one, pd.DataFrame):
        pd.testing.assert_frame_equal(one.reset_index(drop=True), other.reset_index(drop=True))
    else:
        assert repr(one) == repr(other)


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
