"""The clean dataset: schema, exact storage, and the way back."""

import hashlib
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

import budgetkit
from budgetkit.clean_folder import clean_folder
from budgetkit.dataset.store import build_table, load_table
from budgetkit.errors import DatasetError, ParameterError
from budgetkit.read.place import Place
from budgetkit.schema import MONEY, load_schemas

RAW = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture(scope="module")
def clean(published):
    return published


def test_every_table_begins_with_its_keys_and_ends_with_its_place():
    for schema in load_schemas().values():
        names = [column.name for column in schema.columns]
        assert names[:3] == ["document_id", "department_id", "year"]
        assert names[-7:] == [*Place(1).columns(), "certainty"]
        assert len(set(names)) == len(names)


def test_money_is_stored_exactly(clean):
    table = load_table("expenditure", clean)
    assert table.schema.field("total").type == MONEY
    assert max(table["total"].to_pylist()).as_tuple().exponent == -6


def test_the_same_documents_give_the_same_bytes(clean, tmp_path):
    clean_folder(RAW, tmp_path)
    digests = [
        {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.parquet"))}
        for folder in (clean, tmp_path)
    ]
    assert digests[0] == digests[1]
    assert set(digests[0]) == {f"{name}.parquet" for name in load_schemas()}


def test_notebooks_get_floats_and_the_exact_type_on_request(clean):
    data = budgetkit.load(clean)
    assert data.expenditure["total"].dtype == "float64"
    assert pa.types.is_decimal(data.exact("expenditure").schema.field("total").type)
    assert data.label("expenditure", "project") == "项目支出"


def test_floats_are_the_nearest_to_the_stored_decimals(clean):
    data = budgetkit.load(clean)
    for name, column in (("expenditure", "total"), ("project_indicators", "value_number")):
        exact = data.exact(name)[column].to_pylist()
        shown = getattr(data, name)[column].tolist()
        assert [float(value) for value in exact if value is not None] == [value for value in shown if value == value]


def test_one_department_and_year_is_a_slice_of_every_table(clean):
    data = budgetkit.load(clean).for_department("beijing-emergency", 2026)
    assert set(data.expenditure["document_id"]) == {"beijing-emergency-2026-budget"}
    assert len(data.expenditure) == 100


@pytest.mark.parametrize(("department", "year"), [("beijing-emergncy", None), ("beijing-emergency", 2031)])
def test_a_department_or_year_that_is_not_there_is_refused(clean, department, year):
    with pytest.raises(ParameterError, match="beijing-emergency"):
        budgetkit.load(clean).for_department(department, year)


def test_a_missing_table_says_what_to_run(tmp_path):
    with pytest.raises(DatasetError, match="budgetkit clean"):
        _ = budgetkit.load(tmp_path).expenditure


def test_a_name_that_is_no_table_lists_those_that_are(clean):
    with pytest.raises(AttributeError, match="expenditure"):
        _ = budgetkit.load(clean).expenses


@pytest.mark.parametrize(
    ("row", "found"),
    [({"amont": Decimal(1)}, "amont"), ({"role": "sum"}, "sum"), ({"amount": "1.5"}, "amount")],
)
def test_a_row_that_does_not_obey_the_schema_is_refused(row, found):
    with pytest.raises(DatasetError, match=found):
        build_table(load_schemas()["fiscal_grant"], [row])


def test_a_document_whose_rows_do_not_obey_the_schema_stops_alone(monkeypatch):
    from budgetkit import pipeline

    def spoil(source, *rest):
        document = clean_one(source, *rest)
        if source.document_id == "beijing-data-2026-budget":
            document.tables["income"][0]["role"] = "sum"
        return document

    clean_one = pipeline.clean_document
    monkeypatch.setattr(pipeline, "clean_document", spoil)
    result = pipeline.clean_documents(RAW)
    assert len(result.documents) == 3
    assert "sum" in str(result.errors[0])


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="needs /proc")
def test_reading_tables_leaves_no_thread_behind(published):
    """One that lets go of Python's memory while the interpreter ends would abort it, and hide its exit code."""
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from budgetkit.dataset.store import load_tables\n"
        "before = len(os.listdir('/proc/self/task'))\n"
        "load_tables(Path(sys.argv[1]))\n"
        "print(len(os.listdir('/proc/self/task')) - before)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(published)], capture_output=True, text=True, check=True)
    assert int(ran.stdout) == 0
