"""One class of the classification across departments: sums of the rows, shares of the printed total, per head."""

from __future__ import annotations

import pandas as pd
import pyarrow.compute as pc
import pytest
from made import make_department, write_project

from budgetkit.compare.budget import find_budgets
from budgetkit.compare.item import compare_item, find_item
from budgetkit.dataset.load import Dataset
from budgetkit.errors import ParameterError
from budgetkit.pipeline import clean_documents


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """Give the clean tables of two made departments, one of a city and one of a district."""
    made = [make_department(41, "city"), make_department(42, "district")]
    return clean_documents(write_project(tmp_path_factory.mktemp("raw"), made)).tables()


@pytest.fixture
def data(tables: dict) -> Dataset:
    return Dataset(tables.__getitem__)


def codes_of(data: Dataset, column: str, digits: int) -> list[str]:
    return sorted(data.frame("expenditure")[column].dropna().str[:digits].unique())


@pytest.mark.parametrize(
    ("column", "digits"), [("dept_econ_code5", 5), ("dept_econ_code5", 3), ("function_code", 7), ("function_code", 3)]
)
def test_every_class_is_the_sum_of_its_rows_and_a_share_of_the_printed_total(data, column, digits):
    budgets = find_budgets(data)
    for code in codes_of(data, column, digits):
        try:
            result = compare_item(budgets, code)
        except ParameterError:  # a code that is in no catalogue is not a class
            continue
        assert len(result.table) == len(budgets)
        for budget in budgets:
            rows = budget.table("expenditure")
            own = rows[rows[column].str.startswith(code, na=False)]
            row = result.table[result.table["department"] == budget.department].iloc[0]
            assert row["rows"] == len(own)
            if own.empty:
                assert pd.isna(row["amount"])
                assert pd.isna(row["share"])
            else:
                total = budget.printed_totals["expenditure", "total"]
                assert row["amount"] == pytest.approx(own["total"].sum(), abs=1e-6)
                assert row["share"] == pytest.approx(own["total"].sum() / total * 100)
                assert len(row["sources"]) == own["source_line"].nunique()


def test_a_name_and_its_code_are_the_same_class_and_similar_names_are_offered():
    assert find_item("培训费") == find_item("30216")
    assert find_item("302").name == "商品和服务支出"
    with pytest.raises(ParameterError, match="培训费"):
        find_item("培训废")


def test_per_head_says_per_how_many_and_from_where_and_only_for_those_with_a_number(data):
    budgets = find_budgets(data)
    code = codes_of(data, "dept_econ_code5", 3)[0]
    head = {"department_id": budgets[0].department_id, "year": str(budgets[0].year), "measure": "staff"}
    result = compare_item(budgets, code, [{**head, "value": "40", "source": "某年鉴"}])
    own, other = (result.table[result.table["department"] == one.department].iloc[0] for one in budgets)
    assert own["per_staff"] == pytest.approx(own["amount"] / 40 * 10_000)
    assert pd.isna(other["per_staff"])
    assert any("40 人（某年鉴）" in caveat for caveat in result.caveats)
    assert "per_staff" not in compare_item(budgets, code).table


def test_a_department_whose_rows_are_not_all_there_is_marked_and_said(tables):
    rows = tables["expenditure"]
    document = rows["document_id"][0].as_py()
    coverage = tables["coverage"].to_pandas()
    at = coverage[(coverage["document_id"] == document) & (coverage["table"] == "expenditure")].index[0]
    known = tables["coverage"]
    states = known["completeness"].to_pylist()
    states[at] = "short"
    place = known.schema.get_field_index("completeness")
    changed = known.set_column(place, known.schema.field(place), [states])
    data = Dataset(lambda name: changed if name == "coverage" else tables[name])
    result = compare_item(find_budgets(data), "302")
    assert result.table["incomplete"].sum() == 1
    assert any("该部门的金额可能不完整" in caveat for caveat in result.caveats)
    whole = Dataset(lambda name: tables[name])
    assert compare_item(find_budgets(whole), "302").table["incomplete"].sum() == 0
    assert pc.sum(rows["total"]).as_py() > 0
