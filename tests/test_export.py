"""The dataset in other formats: the same numbers, and nothing that a spreadsheet would run."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from budgetkit.dataset.dictionary import format_dictionary
from budgetkit.dataset.schema import load_schemas
from budgetkit.dataset.store import build_table
from budgetkit.export.registry import EXPORTERS

KEYS = {"document_id": "d", "department_id": "k", "year": 2025, "source_line": 7, "certainty": "printed"}
AWKWARD = "=HYPERLINK(1)"


@pytest.fixture(scope="module")
def tables():
    rows = {
        "documents": [{**KEYS, "title": "某局2025年部门预算", "file": "d.txt", "sha256": "0" * 64}],
        "procurement": [
            {**KEYS, "category_code": "A", "category": AWKWARD, "amount": Decimal("1234.500000")},
            {**KEYS, "category_code": "01", "category": "@服务", "amount": None},
        ],
        "checks": [{**KEYS, "status": "pass"}, {**KEYS, "status": "fail"}],
    }
    return {name: build_table(schema, rows.get(name, [])) for name, schema in load_schemas().items()}


def test_csv_keeps_decimals_codes_and_empty_cells(tables, tmp_path):
    EXPORTERS["csv"](tables, tmp_path)
    content = (tmp_path / "procurement.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert [(row["category_code"], row["amount"]) for row in rows] == [("A", "1234.500000"), ("01", "")]


@pytest.mark.parametrize("name", ["csv", "datapackage"])
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_a_text_that_a_spreadsheet_would_run_has_an_apostrophe_in_front(tmp_path, name, start):
    texts = [f"{start}cmd|'/C calc'!A0", "-12.5", "+3%", "1-2", "通过", None]
    rows = {"procurement": [{**KEYS, "category": text, "amount": Decimal("-1.500000")} for text in texts]}
    tables = {name: build_table(schema, rows.get(name, [])) for name, schema in load_schemas().items()}
    EXPORTERS[name](tables, tmp_path)
    (path,) = tmp_path.rglob("procurement.csv")
    first = texts[0].replace("\r", "\n")
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.DictReader(file))
    assert [row["category"] for row in read] == [f"'{first}", "-12.5", "+3%", "1-2", "通过", ""]
    assert {row["amount"] for row in read} == {"-1.500000"}


def test_the_workbook_has_chinese_headers_frozen_and_text_stays_text(tables, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(EXPORTERS["xlsx"](tables, tmp_path))
    assert book.sheetnames[0] == "来源与校验"
    sheet = book["政府采购预算明细表"]
    assert sheet.freeze_panes == "A2"
    header = [cell.value for cell in sheet[1]]
    amount, category = header.index("金额（万元）"), header.index("采购类别")
    assert sheet[2][category].value == AWKWARD
    assert sheet[2][category].data_type == "s"
    assert sheet[2][amount].value == 1234.5
    assert sheet[2][amount].number_format == "#,##0.000000"
    assert sheet[3][amount].value is None
    overview = [cell.value for cell in book["来源与校验"][2]]
    assert overview[:3] == ["d", "某局2025年部门预算", 2025]
    assert overview[5:] == [1, 0, 0, 1, 0, 0]  # pass, explained, located, fail, insufficient, not applicable


def test_duckdb_sums_exactly(tables, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect(str(EXPORTERS["duckdb"](tables, tmp_path)), read_only=True) as connection:
        assert connection.execute("SELECT sum(amount) FROM procurement").fetchone() == (Decimal("1234.500000"),)


def test_the_data_package_is_valid_and_names_its_columns_types(tables, tmp_path):
    frictionless = pytest.importorskip("frictionless")
    path = EXPORTERS["datapackage"](tables, tmp_path)
    assert frictionless.validate(str(path)).valid
    package = json.loads(path.read_text("utf-8"))
    fields = {f["name"]: f for r in package["resources"] if r["name"] == "expenditure" for f in r["schema"]["fields"]}
    assert fields["function_code"]["type"] == "string"
    assert fields["function_code"]["columnType"].startswith("functional-classification")


def test_the_data_dictionary_in_the_docs_is_the_generated_one():
    path = Path(__file__).parents[1] / "docs" / "data-dictionary.md"
    assert path.read_text("utf-8") == format_dictionary(), "run `budgetkit dictionary --to docs/data-dictionary.md`"


def test_the_dictionary_describes_every_column_of_every_table():
    text = format_dictionary()
    for schema in load_schemas().values():
        section = text.split(f"## {schema.name} ")[1].split("\n## ")[0]
        for column in schema.columns:
            assert f"| `{column.name}` | {column.label} |" in section
