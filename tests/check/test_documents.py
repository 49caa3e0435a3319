"""The four published documents against what they print themselves."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from drawn import tries

from budgetkit.check.registry import check_document
from budgetkit.check.words import money_columns
from budgetkit.pipeline import clean_document, clean_documents
from budgetkit.sources import load_sources

RAW = Path(__file__).parents[2] / "data" / "raw"
EMERGENCY, DATA = "beijing-emergency-2026-budget", "beijing-data-2026-budget"
DISTRICT, SELF_EVALUATION = "chaoyang-emergency-2024-budget", "beijing-emergency-2024-selfeval"
BUDGETS = (EMERGENCY, DATA, DISTRICT)
NOT_ADDED = ("checks", "findings", "documents", "published_tables", "coverage")


@pytest.fixture(scope="module")
def cleaned():
    result = clean_documents(RAW)
    assert not result.errors
    return {document.source.document_id: document for document in result.documents}


def checks_of(cleaned, document, rule, text=""):
    rows = cleaned[document].tables["checks"]
    return [row for row in rows if row["rule"] == rule and text in row["description"]]


@pytest.mark.parametrize("document", BUDGETS)
def test_what_fails_in_a_budget_is_the_publishers_cost_ceilings_only(cleaned, document):
    failed = {row["rule"] for row in cleaned[document].tables["checks"] if row["status"] == "fail"}
    assert failed <= {"cost_ceiling"}


@pytest.mark.parametrize("document", [*BUDGETS, SELF_EVALUATION])
def test_every_difference_that_is_explained_says_why(cleaned, document):
    rows = cleaned[document].tables["checks"]
    assert all(row["explanation"] for row in rows if row["status"] not in ("pass", "fail"))
    assert Counter(row["status"] for row in rows)["pass"] > 50


def test_function_codes_of_the_city_differ_for_other_money_only(cleaned):
    rows = checks_of(cleaned, EMERGENCY, "expenditure_to_general_public", "“合计”")
    explained = {row["description"].split("：")[-1][:7] for row in rows if row["status"] == "explained"}
    assert explained == {"2050803", "2060602", "2120803"}
    assert {row["status"] for row in rows} == {"pass", "explained"}


def test_what_the_data_bureaus_rows_lack_is_located_by_function_code(cleaned):
    (total,) = checks_of(cleaned, DATA, "rows_to_printed_total", "支出总表：120 行“合计”")
    assert (total["difference"], total["status"]) == (Decimal("-22510.221614"), "located")
    rows = checks_of(cleaned, DATA, "expenditure_to_general_public", "“合计”")
    short = {row["description"].split("：")[-1][:7]: row["difference"] for row in rows if row["difference"] < 0}
    assert short == {
        "2010301": Decimal("-16960.331779"),
        "2010302": Decimal("-5145.484835"),
        "2014102": Decimal("-404.405000"),
    }
    assert sum(short.values()) == total["difference"]


def test_the_same_rows_are_missing_in_the_basic_table_and_nothing_is_filled_in(cleaned):
    rows = checks_of(cleaned, DATA, "rows_to_printed_total", "一般公共预算基本支出表")
    assert {row["difference"] for row in rows if row["difference"]} == {Decimal("-16960.331779")}
    assert {row["status"] for row in rows} == {"pass", "located"}
    missing = [f for f in cleaned[DATA].tables["findings"] if f["kind"] == "missing_rows"]
    tables = Counter(f["table"] for f in missing)
    assert (tables["expenditure"], tables["basic_expenditure"]) == (3, 1)
    assert sum(row["total"] for row in cleaned[DATA].tables["expenditure"]) == Decimal("79094.952189")


def test_money_carried_on_is_in_the_total_and_not_in_expenditure(cleaned):
    (row,) = checks_of(cleaned, DATA, "expenditure_to_summary", "支出总计")
    assert (row["status"], row["difference"]) == ("explained", Decimal("-67.856816"))
    assert "年终结转" in row["explanation"]


def test_a_total_printed_rounded_in_the_district_is_rounding(cleaned):
    rows = [row for row in cleaned[DISTRICT].tables["checks"] if row["tolerance"]]
    rounded = [row for row in rows if row["table"] in ("income_expenditure", "income")]
    assert rounded
    assert {row["status"] for row in rounded} == {"explained"}


def test_the_districts_project_table_is_proved_by_three_tables(cleaned):
    for rule in ("project_table_by_class", "project_table_to_general_public", "project_list_to_project_table"):
        assert {row["status"] for row in checks_of(cleaned, DISTRICT, rule)} == {"pass"}, rule
    (coverage,) = checks_of(cleaned, DISTRICT, "project_coverage")
    assert (coverage["status"], coverage["left"]) == ("pass", Decimal("4497.564820"))


def test_weights_and_scores_add_up_in_all_forms(cleaned):
    for rule in ("weights_to_hundred", "scores_to_total", "score_within_weight"):
        rows = checks_of(cleaned, SELF_EVALUATION, rule, "张自评表")
        assert [row["status"] for row in rows] == ["pass"] * 14, rule


def test_rates_of_the_forms_are_within_rounding_and_slips_are_told(cleaned):
    for rule in ("execution_rate", "fund_score", "fund_parts"):
        assert {row["status"] for row in checks_of(cleaned, SELF_EVALUATION, rule)} <= {"pass", "explained"}, rule
    costs = checks_of(cleaned, SELF_EVALUATION, "cost_ceiling")
    assert any("单位有误" in (row["explanation"] or "") for row in costs)
    assert [row["left"] for row in costs if row["status"] == "fail"] == [Decimal("433.1202")]


@pytest.mark.parametrize("document", BUDGETS)
def test_a_changed_digit_in_any_amount_is_noticed(cleaned, document):
    """Change one digit of a cell, many times: more checks must want attention than before.

    A printed total of a two-sided table repeats a row that is checked itself, and is left out.
    """
    found = cleaned[document]
    tables = {name: [dict(row) for row in rows] for name, rows in found.tables.items() if name not in NOT_ADDED}
    before = _wanting(check_document(tables, found.recognised, found.source))
    dice = random.Random(document)
    for row, column in dice.sample(_cells(tables), tries(15, 200)):
        value = row[column]
        row[column] = _change_digit(dice, value)
        after = _wanting(check_document(tables, found.recognised, found.source))
        assert after - before, (column, row["source_line"], value, row[column])
        row[column] = value


def _cells(tables):
    cells = {}
    for name, rows in tables.items():
        for row in rows:
            for column in money_columns(name):
                if row.get(column) and row.get("table") not in ("income_expenditure", "fiscal_grant"):
                    cells[id(row), column] = row, column
    return list(cells.values())


def _change_digit(dice, value):
    digits = list(str(value))
    place = dice.choice([position for position, digit in enumerate(digits) if digit.isdigit()])
    digits[place] = dice.choice([digit for digit in "0123456789" if digit != digits[place]])
    return Decimal("".join(digits))


def _wanting(checks):
    wanting = [row for row in checks if row["status"] in ("fail", "insufficient")]
    return Counter((row["rule"], row["table"], row["status"]) for row in wanting)


def test_a_printed_total_that_is_lost_stops_no_check_of_a_document_with_missing_rows(tmp_path):
    """The rows that are missing are then told by the columns whose totals are left."""
    (source,) = (one for one in load_sources(RAW) if one.document_id == DATA)
    lines = source.path.read_text("utf-8").split("\n")
    (place,) = {
        row["source_line"] - 1
        for row in clean_document(source, RAW.parent / "corrections").tables["printed_totals"]
        if row["table"] == "expenditure"
    }
    cells = lines[place].split("\t")
    first = next(number for number, cell in enumerate(cells) if cell[:1].isdigit())
    cells[first] = ""
    lines[place] = "\t".join(cells)
    (tmp_path / source.path.name).write_text("\n".join(lines), "utf-8")
    changed = clean_document(replace(source, path=tmp_path / source.path.name), RAW.parent / "corrections")
    missing = [row["note"] for row in changed.tables["findings"] if row["kind"] == "missing_rows"]
    assert any("支出总表各行比一般公共预算支出表少" in note for note in missing)
