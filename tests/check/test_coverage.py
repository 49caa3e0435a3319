"""Coverage: what every table of a document has, should have, and is known to lack."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from checked_budget import budget, document
from made import make_department, write_project

from budgetkit.check.coverage import measure_coverage, missing_numbers
from budgetkit.pipeline import clean_documents
from budgetkit.read.place import Place
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import TableKind
from budgetkit.recognise.tables import RecognisedTable

RAW = Path(__file__).parents[2] / "data" / "raw"


def coverage_of(tables):
    return {row["table"]: row for row in measure_coverage(document(tables))}


def numbered(*numbers: int) -> RecognisedTable:
    texts = ["序号\t名称\t金额", *(f"{number}\t项目\t1.00" for number in numbers)]
    lines = [RawRow(Place(n), tuple(text.split("\t"))) for n, text in enumerate(texts, start=1)]
    return RecognisedTable(TableKind("procurement", "采购", gives=("procurement",)), None, lines)


def test_a_table_whose_rows_meet_its_total_is_complete():
    row = coverage_of(budget())["expenditure"]
    assert (row["row_count"], row["printed_total"], row["item_sum"], row["difference"]) == (5, 195, 195, 0)
    assert (row["completeness"], row["missing_rows"]) == ("complete", 0)


def test_rows_located_by_another_table_are_known_to_be_missing_at_least_one_a_code():
    tables = budget()
    tables["expenditure"] = [row for row in tables["expenditure"] if row["source_line"] not in (40, 42)]
    row = coverage_of(tables)["expenditure"]
    assert (row["completeness"], row["missing_rows"], row["difference"]) == ("rows_missing", 2, Decimal(-15))
    assert "2050803" in row["note"]
    assert "2240101" in row["note"]


def test_a_total_that_is_not_met_is_short_or_over_where_nothing_tells_of_rows():
    tables = budget()
    tables["procurement"][0]["amount"] = Decimal(2)
    assert coverage_of(tables)["procurement"]["completeness"] == "short"
    tables["procurement"][0]["amount"] = Decimal(4)
    row = coverage_of(tables)["procurement"]
    assert (row["completeness"], row["missing_rows"]) == ("over", None)


def test_every_project_that_another_list_has_counts_as_a_missing_row():
    tables = budget()
    del tables["project_list"][1]
    row = coverage_of(tables)["project_list"]
    assert (row["completeness"], row["missing_rows"]) == ("rows_missing", 1)
    assert "桥梁加固" in row["note"]
    del tables["project_indicators"][-1]
    tables["project_indicators"] = [row for row in tables["project_indicators"] if row["project_seq"] == 1]
    assert coverage_of(tables)["project_indicators"]["missing_rows"] == 1


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [((1, 2, 3), []), ((1, 2, 5), [3, 4]), ((3, 4), [1, 2]), ((1, 2, 1, 2, 3), []), ((1, 2, 1, 3), [2]), ((), [])],
)
def test_numbers_that_a_numbered_list_leaves_out_are_missing_rows(numbers, missing):
    assert missing_numbers(numbered(*numbers)) == missing


@pytest.mark.parametrize("layout", ["city", "district"])
def test_no_row_of_a_made_document_is_said_to_be_missing(tmp_path, layout):
    raw = write_project(tmp_path, [make_department(71, layout)])
    (cleaned,) = clean_documents(raw).documents
    rows = cleaned.tables["coverage"]
    assert {row["completeness"] for row in rows} <= {"complete", "unknown", "empty"}
    complete = {row["table"] for row in rows if row["completeness"] == "complete"}
    assert complete >= {"expenditure", "general_public_expenditure", "basic_expenditure", "income_expenditure"}
    for row in rows:
        assert row["row_count"] == len(cleaned.tables.get(row["table"], ()))


def test_the_dataset_hands_out_the_coverage_of_every_document(published_data):
    data = published_data
    table = data.coverage().set_index(["document_id", "table"])
    assert set(table.index.get_level_values(0)) == set(data.documents["document_id"])
    bureau = table.loc[("beijing-data-2026-budget", "expenditure")]
    assert (bureau["missing_rows"], bureau["difference"]) == (3, -22510.221614)
    assert table.loc[("chaoyang-emergency-2024-budget", "project_list"), "missing_rows"] == 5
    own = data.for_department("beijing-data").coverage()
    assert set(own["document_id"]) == {"beijing-data-2026-budget"}
