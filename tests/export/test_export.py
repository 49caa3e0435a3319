"""The dataset in other formats: the same numbers, and nothing that a spreadsheet would run."""

import ast
import csv
import io
import json
import re
import zipfile
from collections.abc import Collection
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest
from changed_document import ROOT
from hypothesis import given
from hypothesis import strategies as st

from budgetkit.check.rule_names import rule_names
from budgetkit.dataset.dictionary import format_dictionary
from budgetkit.dataset.store import build_table, load_table
from budgetkit.export.csv import starts_formula
from budgetkit.export.people import is_changed_by_spreadsheets, people_columns, say_value
from budgetkit.export.registry import EXPORTERS
from budgetkit.finding import FindingKind
from budgetkit.forms.form import load_forms
from budgetkit.schema import load_schemas
from budgetkit.source_entry import KINDS

KEYS = {"document_id": "d", "department_id": "k", "year": 2025, "source_line": 7, "certainty": "printed"}
AWKWARD = "=HYPERLINK(1)"


@pytest.fixture(scope="module")
def tables():
    rows = {
        "documents": [
            {
                **KEYS,
                "title": "某局2025年部门预算",
                "file": "d.txt",
                "sha256": "0" * 64,
                "department": "某局",
                "level": "city",
            }
        ],
        "income_expenditure": [{**KEYS, "side": "income", "item": "一、拨款", "amount": Decimal(1)}],
        "coverage": [
            {**KEYS, "table": "income_expenditure", "completeness": "complete"},
            {**KEYS, "table": "expenditure", "completeness": "rows_missing"},
        ],
        "procurement": [
            {**KEYS, "category_code": "A", "category": AWKWARD, "amount": Decimal("1234.500000")},
            {**KEYS, "category_code": "01", "category": "@服务", "amount": None},
        ],
        "checks": [{**KEYS, "status": "pass"}, {**KEYS, "status": "fail"}],
    }
    return tables_of(rows)


def tables_of(rows: dict[str, list], names: Collection[str] = ()) -> dict:
    schemas = {name: schema for name, schema in load_schemas().items() if not names or name in names}
    return {name: build_table(schema, rows.get(name, [])) for name, schema in schemas.items()}


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
    EXPORTERS[name](tables_of(rows), tmp_path)
    (path,) = tmp_path.rglob("procurement.csv")
    first = texts[0].replace("\r", "\n")
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.DictReader(file))
    assert [row["category"] for row in read] == [f"'{first}", "-12.5", "+3%", "1-2", "通过", ""]
    assert {row["amount"] for row in read} == {"-1.500000"}


def cells_of(sheet, header: str) -> list:
    at = [cell.value for cell in sheet[1]].index(header) + 1
    return [sheet.cell(row, at) for row in range(2, sheet.max_row + 1)]


@pytest.fixture(scope="module")
def book(tables, tmp_path_factory):
    openpyxl = pytest.importorskip("openpyxl")
    return openpyxl.load_workbook(EXPORTERS["xlsx"](tables, tmp_path_factory.mktemp("book")))


def test_every_sheet_of_the_workbook_has_a_frozen_header_a_filter_and_columns_that_fit(book):
    assert book.sheetnames[:3] == ["来源与校验", "覆盖情况", "使用说明"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        for column in sheet.iter_cols():
            width = sheet.column_dimensions[column[0].column_letter].width
            longest = max(len(str(cell.value or "").encode("gbk", "replace")) for cell in column)
            assert width >= min(longest, 60), (sheet.title, column[0].value)


def test_the_workbook_names_departments_and_says_values_in_chinese(book):
    sheet = book["政府采购预算明细表"]
    assert [cell.value for cell in cells_of(sheet, "部门")] == ["某局", "某局"]
    assert [cell.value for cell in cells_of(book["文件"], "层级")] == ["市级"]
    assert [cell.value for cell in cells_of(book["收支总表"], "收支方向")] == ["收入"]
    assert [cell.value for cell in cells_of(sheet, "确定性")] == ["原文如此"] * 2
    assert [cell.value for cell in cells_of(book["校验"], "状态")] == ["通过", "差异原因未证明（未定位）"]


def test_codes_and_formulas_stay_text_in_the_workbook(book):
    sheet = book["政府采购预算明细表"]
    assert [(cell.value, cell.data_type, cell.number_format) for cell in cells_of(sheet, "采购类别编码")] == [
        ("A", "s", "@"),
        ("01", "s", "@"),
    ]
    assert cells_of(sheet, "采购类别")[0].data_type == "s"


def test_codes_and_amounts_are_read_whole_by_the_line_for_pandas_in_the_notes(book, tmp_path):
    rows = {"expenditure": [{**KEYS, "function_code": code, "total": Decimal("0.1")} for code in ("0101", "0202")]}
    path = EXPORTERS["xlsx"](tables_of(rows), tmp_path)
    (line,) = [cell.value.split("：")[1] for cell in book["使用说明"]["B"] if "read_excel(" in cell.value]
    read = eval(line.replace('"budgetkit.xlsx"', "path"), {"pandas": pd, "path": path})
    assert read["功能分类科目编码"].tolist() == ["0101", "0202"]
    assert read["合计（万元）"].tolist() == ["0.1", "0.1"]


def test_amounts_of_the_workbook_are_exact_and_an_empty_cell_stays_empty(tables, tmp_path):
    rows = {"procurement": [{**KEYS, "amount": Decimal("98765432.123456")}, {**KEYS, "amount": None}]}
    path = EXPORTERS["xlsx"]({**tables, **tables_of(rows, ["procurement"])}, tmp_path)
    with zipfile.ZipFile(path) as file:
        assert any(b"<v>98765432.123456</v>" in file.read(name) for name in file.namelist() if "sheet" in name)
    sheet = pytest.importorskip("openpyxl").load_workbook(path)["政府采购预算明细表"]
    assert [cell.value for cell in cells_of(sheet, "金额（万元）")] == [98765432.123456, None]


def test_the_workbook_says_which_tables_are_not_whole(book):
    sheet = book["覆盖情况"]
    shown = [(cell.value, cell.fill.fgColor.rgb) for cell in cells_of(sheet, "完整性")]
    assert shown == [("完整：各行之和等于原文合计", "00000000"), ("缺行：原文另有依据", "00FFF8E8")]
    assert [cell.value for cell in cells_of(sheet, "表")] == ["收支总表", "支出总表"]
    assert any("覆盖情况" in cell.value for cell in book["使用说明"]["B"])


def test_the_workbook_counts_checks_by_state(book):
    overview = [cell.value for cell in book["来源与校验"][2]]
    assert overview[:4] == ["d", "某局2025年部门预算", "某局", 2025]
    assert overview[6:] == [1, 0, 0, 1, 0, 0]  # pass, explained, located, fail, insufficient, not applicable


def test_every_value_that_a_table_may_hold_has_a_chinese_word():
    without = {
        (column.name, value)
        for schema in load_schemas().values()
        for column in schema.columns
        for value in column.allowed
        if column.name != "operator" and say_value(column.name, value) == value
    }
    kinds = {kind for kind in (*get_args(FindingKind), *KINDS) if say_value("kind", kind) == kind}
    assert without | kinds == set()
    assert {name for name in load_forms() if say_value("form", name) == name} == set()


MAKERS = {
    "compare",
    "make_row",
    "absent_row",
    "count_row",
    "RowSum",
    "SameFigure",
    "FormPair",
}  # whose first word is one


def rules_in(tree: ast.Module) -> set[str]:
    """Find the rules that a module of checks writes out, in the call that makes the row or as a constant."""
    constants = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                values = node.value.elts if isinstance(target, ast.Tuple) else [node.value]
                constants |= {name.id: value for name, value in zip(names, values, strict=False)}
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    first = (node.args[0] for node in calls if getattr(node.func, "id", "") in MAKERS)
    values = (constants.get(getattr(one, "id", ""), one) for one in first)
    return {value.value for value in values if isinstance(value, ast.Constant)}


def test_every_rule_of_a_check_has_a_name_and_every_name_a_rule(published):
    sources = [path.read_text("utf-8") for path in (ROOT / "budgetkit" / "check").glob("*.py")]
    rules = set().union(*(rules_in(ast.parse(source)) for source in sources))
    assert len(rules) > 60
    rules |= set(load_table("checks", published)["rule"].to_pylist())
    assert {rule for rule in rules if not re.search("[一-鿿]", say_value("rule", rule))} == set()
    assert {rule for rule in rule_names() if not any(f'"{rule}"' in source for source in sources)} == set()


def open_by_double_click(content: bytes) -> list[list[object]]:
    """Read a CSV file as a spreadsheet does: formulas of one text are that text, what looks like a number is one."""

    def see(field: str) -> object:
        if match := re.fullmatch(r'="(.*)"', field, re.S):
            return match[1]
        return float(field) if re.fullmatch(r"\s*[-+]?\d+(\.\d*)?([eE][-+]?\d+)?\s*", field) else field

    return [list(map(see, row)) for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))]


LOOK_LIKE_SOMETHING = (
    "01", "2240101", "1E5", "3-5", "1/2", "2026-01-05", "2026年3月", "12:30", "1,234", "(5)", "50%", "TRUE", "MAR1",
    "5 May", "￥12", "110000000000000000000",
)  # fmt: skip
STAY = ("通过", "3个", "第1次", "≥90", "110101T24T000000000001", "A01", "甲-1", "", "may be")


@pytest.mark.parametrize("text", LOOK_LIKE_SOMETHING)
def test_a_text_that_a_spreadsheet_would_change_is_kept_from_it(text, tmp_path):
    rows = {"procurement": [{**KEYS, "category_code": text, "amount": Decimal("1.5")}]}
    EXPORTERS["csv"](tables_of(rows), tmp_path)
    content = (tmp_path / "双击打开" / "政府采购预算明细表.csv").read_bytes()
    assert f'=""{text}""'.encode() in content
    head, row = open_by_double_click(content)
    assert row[head.index("采购类别编码")] == text
    assert row[head.index("金额（万元）")] == 1.5


@pytest.mark.parametrize("text", STAY)
def test_a_text_that_no_spreadsheet_changes_is_written_as_it_is(text):
    assert not is_changed_by_spreadsheets(text)


@given(st.text(alphabet="0123456789.,:/-+eE年月日 ()%", max_size=12).filter(lambda text: any(map(str.isdigit, text))))
def test_whatever_is_made_of_digits_and_marks_stays_text(text):
    assert is_changed_by_spreadsheets(text)


def test_the_programs_files_are_read_by_the_lines_of_the_notes(tables, tmp_path):
    folder = EXPORTERS["csv"](tables, tmp_path)
    notes = (folder / "说明.txt").read_text("utf-8-sig")
    lines = [line.strip() for line in notes.splitlines() if line.startswith("       ")]
    assert len(lines) == 3
    code = "\n".join(lines).replace("expenditure", "procurement").replace('("', f'("{folder}/')
    names: dict = {}
    exec(code, names)
    assert names["table"]["category_code"].tolist() == ["A", "01"]
    assert names["table"]["amount"].iloc[0] == 1234.5
    assert "覆盖情况.csv" in notes
    assert (folder / "双击打开" / "覆盖情况.csv").is_file()


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
    path = Path(__file__).parents[2] / "docs" / "data-dictionary.md"
    assert path.read_text("utf-8") == format_dictionary(), "run `budgetkit dictionary --to docs/data-dictionary.md`"


def test_the_dictionary_describes_every_column_of_every_table():
    text = format_dictionary()
    for schema in load_schemas().values():
        section = text.split(f"## {schema.name} ")[1].split("\n## ")[0]
        for column in schema.columns:
            assert f"| `{column.name}` | {column.label} |" in section


@pytest.mark.parametrize("blank", ["", " ", "\u00a0", "\u3000", "\ufeff", "\u200b "])
@pytest.mark.parametrize("formula", ["=1+1", "@SUM(A1)", "＝1", "+cmd|x", "-1+2"])
def test_a_formula_behind_what_nobody_sees_is_one_and_other_text_is_none(blank, formula):
    assert starts_formula(blank + formula)
    assert not starts_formula(f"{blank}办公费{formula}")


def test_the_departments_name_stands_beside_its_id_in_every_table():
    for name, schema in load_schemas().items():
        headers = [column.header for column in people_columns(schema, build_table(schema, []), {})]
        assert headers.count("部门") == 1, name
        assert headers.index("部门") == headers.index("部门编号") + 1, name
