"""A budget's rows are chosen once a dataset, and nobody's changes to them reach anybody else."""

from __future__ import annotations

import pandas as pd
import pytest
from made import make_department, write_project

from budgetkit.compare.budget import Budget, find_budget
from budgetkit.compare.projects import list_projects
from budgetkit.compare.size import measure_size
from budgetkit.dataset.load import Dataset
from budgetkit.pipeline import clean_documents


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Give the dataset of one made department."""
    made = make_department(31, "city")
    tables = clean_documents(write_project(tmp_path_factory.mktemp("raw"), [made])).tables()
    return Dataset(tables.__getitem__)


def test_changes_to_a_table_or_a_size_stay_with_whoever_made_them(data: Dataset):
    row = data.documents.iloc[0]
    one, again = (find_budget(data, row["department_id"], row["year"]) for _ in range(2))
    before = one.table("expenditure").copy()
    changed = one.table("expenditure")
    changed["own"] = 1
    changed["total"] = 0.0
    pd.testing.assert_frame_equal(again.table("expenditure"), before)
    sizes = measure_size(one)
    sizes.table["amount"] = 0.0
    sizes.facts.clear()
    assert measure_size(again).facts["total"] == measure_size(again).table["amount"].iloc[0] > 0


def test_a_dataset_of_other_rows_is_not_answered_from_memory(data: Dataset):
    row = data.documents.iloc[0]
    own = find_budget(data, row["department_id"], row["year"])
    assert len(own.table("expenditure"))
    emptied = Dataset(lambda name: data.exact(name).slice(0, 0) if name == "expenditure" else data.exact(name))
    assert len(find_budget(emptied, row["department_id"], row["year"]).table("expenditure")) == 0


def test_a_choice_of_sizes_is_the_same_as_from_all_of_them(data: Dataset):
    row = data.documents.iloc[0]
    own = find_budget(data, row["department_id"], row["year"])
    every, some = measure_size(own), measure_size(own, ("total", "project"))
    assert {key: every.facts[key] for key in ("total", "project")} == some.facts
    assert measure_size(own, ("project",)).table["share"].isna().all()  # a share needs its whole


def test_a_measure_is_taken_once_and_what_one_caller_changes_no_other_sees(
    data: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = data.documents.iloc[0]
    one, again = (find_budget(data, row["department_id"], row["year"]) for _ in range(2))
    first = list_projects(one)
    before = first.table["amount"].tolist()
    first.table["amount"], first.table["more"], first.facts["more"] = 0.0, 1, 1
    monkeypatch.setattr(Budget, "table", lambda *_: pytest.fail("measured again"))
    second = list_projects(again)
    assert second.table["amount"].tolist() == before
    assert "more" not in {*second.table, *second.facts}
