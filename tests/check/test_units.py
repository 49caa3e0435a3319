"""The unit of the amounts: one verdict on all evidence, for a document and table by table, and the near misses."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import product

import pytest
from changed_document import DATA, DISTRICT, EMERGENCY, SELF_EVALUATION, clean_text, new_checks, source_of, untouched
from drawn import some_of
from made import make_department, print_document
from made.folder import file_name, write_entry
from made.style import PLAIN
from made.years import make_years

from budgetkit.check.unit_verdict import AS_READ, DECISIVE, STATED, STRONG, SUPPORTING, FactorEvidence, judge_unit
from budgetkit.pipeline import CleanDocument, clean_documents

AMOUNT = re.compile(r"(?<![\d.,-])(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2,6}(?![\d.]|\t*(?:万元|元))")
COST = re.compile(r"(?<![\d.,])\d+(?:\.\d+)?(?=\t*(?:万元|元)(?!/))")
YUAN = Decimal("0.0001")


def times(text: str, factor: str, decimals: int = 2) -> str:
    """Multiply every amount of a text that does not print a unit of its own."""
    return AMOUNT.sub(lambda found: f"{Decimal(found[0].replace(',', '')) * Decimal(factor):,.{decimals}f}", text)


def table_times(document_id: str, table: str, factor: str, decimals: int = 2) -> str:
    """Multiply every amount of one published table of a document."""
    lines = source_of(document_id).path.read_text("utf-8").split("\n")
    for run in untouched(document_id).tables["published_tables"]:
        if run["table"] == table:
            part = slice(run["first_line"] - 1, run["last_line"])
            lines[part] = [times(line, factor, decimals) for line in lines[part]]
    return "\n".join(lines)


def states(document: CleanDocument) -> dict[str, str]:
    return {row["table"]: row["status"] for row in document.tables["checks"] if row["rule"] == "unit_evidence"}


def amounts(document: CleanDocument, table: str, column: str = "total") -> list[Decimal | None]:
    return [row[column] for row in document.tables[table]]


def check_made(folder, department, text: str) -> CleanDocument:
    content = text.encode()
    (folder / file_name(department)).write_bytes(content)
    (folder / "sources.toml").write_text(write_entry(department, content), "utf-8")
    return clean_documents(folder).documents[0]


@pytest.mark.parametrize(("document_id", "decimals"), some_of(product([EMERGENCY, DATA, DISTRICT], [2, 6]), 3))
def test_yuan_printed_under_ten_thousand_yuan_is_refused_whole(tmp_path, document_id, decimals):
    text = source_of(document_id).path.read_text("utf-8")
    document = clean_text(document_id, times(text, "10000", decimals), tmp_path)
    assert set(states(document).values()) == {"fail"}
    assert set(amounts(document, "expenditure")) == set(amounts(document, "projects")) == {None}
    assert document.tables.get("printed_totals", []) == []
    assert "unread_amounts" not in {row["rule"] for row in document.tables["checks"]}
    notes = [finding for finding in document.tables["findings"] if finding["kind"] == "unit_error"]
    assert all("单位相互矛盾" in finding["note"] for finding in notes)
    assert not any("度量单位有误" in finding["note"] for finding in document.tables["findings"])
    compared = [row for row in document.tables["checks"] if row["rule"] == "rows_to_printed_total"]
    assert not any(row["status"] == "pass" for row in compared)


@pytest.mark.parametrize(("factor", "state"), [("10000", "fail"), ("10", "insufficient")])
def test_costs_speak_for_the_unit_of_their_projects_alone(tmp_path, factor, state):
    """All amounts but those of the lines with indicators, the projects', are of another size."""
    lines = source_of(DATA).path.read_text("utf-8").split("\n")
    text = "\n".join(line if "指标" in line else times(line, factor, 6) for line in lines)
    assert states(clean_text(DATA, text, tmp_path))["projects"] == state


def test_budgets_of_self_evaluations_are_held_against_costs_with_a_unit_of_their_own(tmp_path):
    text = source_of(SELF_EVALUATION).path.read_text("utf-8")
    document = clean_text(SELF_EVALUATION, times(text, "10000"), tmp_path)
    assert states(document) == {"evaluation_funds": "fail"}
    assert set(amounts(document, "evaluation_funds", "full_year_budget")) == {None}


@pytest.mark.parametrize(("document_id", "factor"), some_of(product([EMERGENCY, DISTRICT], ["50", "100", "0.01"]), 3))
def test_a_really_large_or_small_department_is_read(tmp_path, document_id, factor):
    text = times(source_of(document_id).path.read_text("utf-8"), factor, 6)
    document = clean_text(document_id, COST.sub(lambda cost: f"{Decimal(cost[0]) * Decimal(factor):f}", text), tmp_path)
    assert set(states(document).values()) <= {"pass", "not_applicable"}
    assert None not in amounts(document, "expenditure")


@pytest.mark.parametrize(
    ("document_id", "factor", "decimals"),
    [(EMERGENCY, "100", 6), (EMERGENCY, "0.01", 6), (DATA, "0.0001", 2), (DATA, "10", 6), (DISTRICT, "0.001", 6)],
)
def test_costs_that_print_their_own_unit_contradict_any_power_of_ten(tmp_path, document_id, factor, decimals):
    text = source_of(document_id).path.read_text("utf-8")
    document = clean_text(document_id, times(text, factor, decimals), tmp_path)
    assert set(states(document).values()) == {"fail"}
    assert set(amounts(document, "expenditure")) == set(amounts(document, "projects")) == {None}


def test_hundreds_of_ten_thousands_stated_for_ten_thousands_are_refused(tmp_path):
    text = re.sub(r"单位([：:])万元", r"单位\1百万元", source_of(EMERGENCY).path.read_text("utf-8"))
    document = clean_text(EMERGENCY, text, tmp_path)
    assert set(amounts(document, "expenditure")) == set(amounts(document, "projects")) == {None}


@pytest.mark.parametrize("document_id", [DATA, DISTRICT])
def test_a_document_in_yuan_is_read_exactly_and_its_unstated_tables_are_inferred(tmp_path, document_id):
    text = times(source_of(document_id).path.read_text("utf-8"), "10000")
    text = re.sub(r"单位([：:])万元", r"单位\1元", text).replace("（万元）", "（元）").replace("(万元)", "(元)")
    before, document = untouched(document_id), clean_text(document_id, text, tmp_path)
    assert "fail" not in states(document).values()
    for table in ("expenditure", "project_list"):
        assert amounts(document, table) == amounts(before, table) if table in before.tables else True
    inferred = [table for table, state in states(document).items() if state == "located"]
    for table in inferred:
        assert {row["certainty"] for row in document.tables[table]} == {"inferred"}
        (finding,) = [
            finding
            for finding in document.tables["findings"]
            if finding["kind"] == "unit_error" and finding["table"] == table and finding["action"] == "repaired"
        ]
        assert "按“元”读取" in finding["note"]
    if document_id == DISTRICT:
        assert "project_list" in inferred


@pytest.mark.parametrize(
    ("document_id", "table", "clean"),
    some_of(
        [
            (EMERGENCY, "income_expenditure", "income_expenditure"),
            (EMERGENCY, "expenditure", "expenditure"),
            (EMERGENCY, "procurement", "procurement"),
            (EMERGENCY, "purchased_services", "purchased_services"),
            (EMERGENCY, "three_public", "three_public"),
            (EMERGENCY, "transfer_targets", "transfer_indicators"),
            (EMERGENCY, "department_targets", "department_funds"),
            (DATA, "project_targets", "projects"),
            (DATA, "basic_expenditure", "basic_expenditure"),
            (DISTRICT, "general_public_expenditure", "general_public_expenditure"),
            (DISTRICT, "three_public", "three_public"),
        ],
        5,
    ),
)
def test_one_table_in_another_unit_is_refused_alone(tmp_path, document_id, table, clean):
    document = clean_text(document_id, table_times(document_id, table, "10000"), tmp_path)
    assert [name for name, state in states(document).items() if state == "fail"] == [clean]
    money = {row.get(name) for row in document.tables[clean] for name in ("total", "amount", "annual_amount")}
    assert money == {None}


@pytest.mark.parametrize(
    ("document_id", "table", "factor", "told"),
    some_of(
        [
            (EMERGENCY, "procurement", "0.0001", "fail"),
            (DATA, "procurement", "0.0001", "fail"),
            (EMERGENCY, "transfer_targets", "0.0001", "fail"),
            (EMERGENCY, "transfer_targets", "0.01", "pass"),
            (DATA, "procurement", "0.01", "pass"),
        ],
        3,
    ),
)
def test_money_that_stands_once_is_refused_where_it_is_next_to_nothing(tmp_path, document_id, table, factor, told):
    document = clean_text(document_id, table_times(document_id, table, factor, 6), tmp_path)
    clean = "transfer_indicators" if table == "transfer_targets" else table
    assert states(document)[clean] == told
    assert {row["status"] for row in untouched(document_id).tables["checks"] if row["table"] == clean} <= {"pass"}


@pytest.mark.parametrize("table", ["income", "expenditure", "project_expenditure", "project_list"])
def test_one_table_without_a_statement_is_read_in_the_unit_that_the_others_prove(tmp_path, table):
    before = untouched(DISTRICT)
    document = clean_text(DISTRICT, table_times(DISTRICT, table, "10000"), tmp_path)
    assert states(document)[table] == "located"
    assert amounts(document, table) == amounts(before, table)
    assert amounts(document, "projects") == amounts(before, "projects")
    assert [row["rule"] for row in new_checks(before, document, "fail", "located")] == ["unit_evidence"]


@pytest.mark.parametrize("layout", ["city", "district"])
@pytest.mark.parametrize("seed", [81, 82, 83])
def test_a_made_document_is_read_and_refused_when_it_prints_yuan(tmp_path, layout, seed):
    department = make_department(seed, layout)
    text = print_document(department)
    assert set(states(check_made(tmp_path, department, text)).values()) <= {"pass", "not_applicable"}
    document = check_made(tmp_path, department, times(text, "10000"))
    assert set(states(document).values()) == {"fail"}
    assert set(amounts(document, "expenditure")) == {None}


def test_the_departments_other_documents_are_evidence(tmp_path):
    text = times(source_of(DATA).path.read_text("utf-8"), "10000")
    text = re.sub(r"“三公”.*", "", text)
    document = clean_text(DATA, text, tmp_path, budgets=[Decimal("98000")])
    row = next(row for row in document.tables["checks"] if row["rule"] == "unit_evidence")
    assert row["status"] == "fail"
    assert "是本部门其他文件总额的" in row["explanation"]


FOR = FactorEvidence(AS_READ, STRONG, "三个金额与其他表相同")
AGAINST = FactorEvidence(YUAN, STRONG, "两个金额只与其他表的万分之一相同")
STATEMENT = FactorEvidence(AS_READ, STATED, "原文注明“万元”")


@pytest.mark.parametrize(
    ("evidence", "is_stated", "state"),
    [
        ([], False, "alone"),
        ([STATEMENT], True, "alone"),
        ([STATEMENT, FOR], True, "agreed"),
        ([STATEMENT, AGAINST], True, "refused"),
        ([AGAINST], False, "reread"),
        ([FOR, AGAINST], False, "alone"),
        ([FactorEvidence(None, DECISIVE, "超过全省支出")], False, "refused"),
        ([FactorEvidence(None, SUPPORTING, "没有小额支出")], True, "alone"),
        ([AGAINST, FactorEvidence(Decimal(10000), DECISIVE, "一万倍")], False, "refused"),
        ([STATEMENT, FOR, FOR, FactorEvidence(Decimal(10), DECISIVE, "五个金额的十倍")], True, "doubted"),
    ],
)
def test_the_verdict_weighs_evidence_and_never_overrules_a_statement(evidence, is_stated, state):
    assert judge_unit(evidence, is_stated=is_stated).state == state


def test_a_contradiction_within_the_statement_is_refused_whatever_else_there_is():
    verdict = judge_unit([FOR], is_stated=True, conflict="表内同时注明万元和元")
    assert (verdict.state, verdict.text) == ("refused", "表内同时注明万元和元")


def test_an_inferred_unit_says_its_factor():
    assert judge_unit([AGAINST], is_stated=False).factor == YUAN


@pytest.mark.parametrize("marks", [" ,", ".,", " ·", "’。"])
def test_amounts_written_in_another_way_are_never_a_table_without_amounts(tmp_path, marks):
    thousands, point = marks
    text = AMOUNT.sub(
        lambda found: found[0].replace(".", "#").replace(",", thousands).replace("#", point),
        source_of(DATA).path.read_text("utf-8"),
    )
    document = clean_text(DATA, text, tmp_path)
    failed = {row["table"] for row in document.tables["checks"] if row["rule"] == "unread_amounts"}
    assert {"income_expenditure", "income", "expenditure", "basic_expenditure"} <= failed


@pytest.mark.parametrize("odd", [0, 1, 2])
def test_a_budget_of_another_order_is_told_wherever_it_stands_in_the_manifest(tmp_path, odd):
    """Of a department's three years one is in another unit than it states; the order must not decide who is doubted."""
    entries = []
    for number, department in enumerate(make_years(5).departments):
        text = print_document(department, PLAIN)
        content = (times(text, "10000") if number == odd else text).encode()
        (tmp_path / file_name(department)).write_bytes(content)
        entries.append(write_entry(department, content, None))
    (tmp_path / "sources.toml").write_text("\n".join(entries), "utf-8")
    told = ["fail" in states(document).values() for document in clean_documents(tmp_path).documents]
    assert told == [number == odd for number in range(3)]
