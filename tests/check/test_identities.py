"""Units, services and projects by code and name, rows in the order of their codes, ids like the others."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkit.check.code_order import (
    check_code_order,
    check_project_ids,
    check_service_kinds,
    check_service_nesting,
    find_misplaced,
)
from budgetkit.check.document import CheckedDocument
from budgetkit.check.identities import check_identities, find_identity_mismatches
from budgetkit.check.unit_money import check_unit_money
from budgetkit.finding import Row
from budgetkit.pipeline import clean_document
from budgetkit.sources import load_sources

RAW = Path(__file__).parents[2] / "data" / "raw"


def document_of(year: int = 2024, **tables: list[Row]) -> CheckedDocument:
    (source, *_) = load_sources(RAW)
    return CheckedDocument(tables, (), replace(source, year=year))


def odd(rows) -> list[tuple[str, str]]:
    return [(row["status"], row["explanation"]) for row in rows if row["status"] != "pass"]


def unit(code: str, name: str, line: int) -> Row:
    return {"unit_code": code, "unit_name": name, "source_line": line}


def project(project_id: str, name: str, line: int = 1) -> Row:
    return {
        "project_id": project_id,
        "project_name": name,
        "setup_year": 2000 + int(project_id[6:8]),
        "source_line": line,
    }


def make_id(number: int, *, place: str = "123456", year: int = 24) -> str:
    return f"{place}{year}T{number:012d}"


def test_a_unit_code_that_another_table_prints_otherwise_is_found():
    income = [unit("105001", "某局机关", 1), unit("105002", "某局中心", 2)]
    spending = [unit("105001", "某局机关", 3), unit("185002", "某局中心", 4), unit("105002", "某局中心", 5)]
    document = document_of(income=income, general_public_expenditure=spending)
    assert odd(check_identities(document)) == [("fail", "另印作 105002-某局中心（第 2 行），两者不能都对")]
    (finding,) = find_identity_mismatches(document)
    assert (finding.kind, finding.source_line) == ("code_mismatch", 4)


def test_of_two_prints_that_contradict_each_other_neither_is_chosen():
    document = document_of(income=[unit("105001", "某局机关", 1)], project_expenditure=[unit("105007", "某局机关", 2)])
    assert [status for status, _ in odd(check_identities(document))] == ["fail", "fail"]


def test_units_that_agree_are_in_order_and_a_parent_is_no_rival():
    rows = [unit("105", "某局", 1), unit("105001", "某局机关", 2), unit("105001", "某局 机关", 3)]
    assert odd(check_identities(document_of(income=rows))) == []


@pytest.mark.parametrize(("other", "status"), [
    (project(make_id(1234567), "设备更新", 9), None),
    (project(make_id(1234557), "设备更新", 9), "fail"),
    (project(make_id(1234567), "设备更换", 9), "insufficient"),
    (project(make_id(9876543), "设备更新", 9), "insufficient"),
    (project(make_id(9876543), "另一项目", 9), None),
])  # fmt: skip
def test_project_ids_and_names_of_two_tables(other, status):
    document = document_of(projects=[project(make_id(1234567), "设备更新")], project_list=[other])
    found = {status for status, _ in odd(check_identities(document))}
    assert found == ({status} if status else set())


def test_a_category_of_procurement_means_what_it_means():
    rows = [{"category_code": "A", "category": "服务", "source_line": 1}]
    assert odd(check_identities(document_of(procurement=rows))) == [("fail", "A 类是货物")]


def test_second_level_of_services_belongs_to_the_first():
    rows = [
        {"level1_code": first, "level2_code": second, "source_line": line}
        for line, (first, second) in enumerate([("01", "0114"), ("02", "0203"), ("01", "0207")], start=1)
    ]
    assert odd(check_service_nesting(document_of(purchased_services=rows))) == [
        ("fail", "1 行的二级目录不属于其一级目录")
    ]


def unit_row(code: str, amount: int, table: str = "income") -> Row:
    own = {"this_year_general_public": Decimal(amount), "carryover_general_public": None, "role": "line"}
    spent = {"total": Decimal(amount), "function_code": "2240101"}
    return unit(code, f"单位{code}", amount) | (own if table == "income" else spent)


@pytest.mark.parametrize(("received", "found"), [
    ((30, 70), ["pass"]), ((70, 30), ["fail", "fail"]), ((40, 70), []),
])  # fmt: skip
def test_units_receive_what_they_spend_where_all_together_do(received, found):
    spent = [unit_row("105001", 10, "spent"), unit_row("105001", 20, "spent"), unit_row("105002", 70, "spent")]
    income = [unit_row(code, amount) for code, amount in zip(("105001", "105002"), received, strict=True)]
    checks = check_unit_money(document_of(income=income, general_public_expenditure=spent))
    assert [check["status"] for check in checks] == found


def test_a_service_stands_under_one_second_level():
    pairs = [("0114", "灾害救援服务"), ("0203", "审计服务"), ("0203", "会计服务"), ("0114", "审计服务")]
    rows = [
        {"level2_code": two, "level3": three, "source_line": line} for line, (two, three) in enumerate(pairs, start=1)
    ]
    assert odd(check_service_kinds(document_of(purchased_services=rows[:3]))) == []
    ((status, text),) = odd(check_service_kinds(document_of(purchased_services=rows)))
    assert (status, text.startswith("2 行")) == ("insufficient", True)


@pytest.mark.parametrize(("codes", "told"), [("AC", False), ("ABC", False), ("CB", True), ("BAC", True), ("A", False)])
def test_even_a_few_categories_stand_in_order(codes, told):
    rows = [{"category_code": code, "source_line": line} for line, code in enumerate(codes, start=1)]
    assert bool(odd(check_code_order(document_of(procurement=rows)))) is told


def row(function: str, gov: str, dept: str, line: int) -> Row:
    return {"function_code": function, "gov_econ_code": gov, "dept_econ_code": dept, "source_line": line}


ORDERED = [row("2240101", "50201", f"302{n:02d}", n) for n in range(1, 13)]


def test_rows_in_order_pass_and_one_out_of_it_is_told():
    assert odd(check_code_order(document_of(expenditure=ORDERED))) == []
    swapped = [*ORDERED]
    swapped[2], swapped[8] = ({**ORDERED[8], "source_line": 3}, {**ORDERED[2], "source_line": 9})
    ((status, text),) = odd(check_code_order(document_of(expenditure=[*swapped, *late_rows()])))
    assert (status, text.startswith("2 行不在编码的次序上")) == ("insufficient", True)


def late_rows() -> list[Row]:
    return [row("2299999", "50299", f"302{n:02d}", n) for n in range(20, 40)]


def test_a_table_that_is_not_printed_by_code_is_left_alone():
    mixed = [ORDERED[place] for place in Random(1).sample(range(len(ORDERED)), len(ORDERED))]
    assert list(check_code_order(document_of(expenditure=mixed))) == []


def test_a_combination_of_codes_stands_once():
    rows = [*ORDERED, *late_rows(), {**late_rows()[-1], "source_line": 77}]
    ((_, text),) = odd(check_code_order(document_of(expenditure=rows)))
    assert text.startswith("2 行的编码与另一行完全相同")


@given(st.lists(st.integers(0, 9), max_size=12))
def test_without_the_misplaced_rows_the_rest_ascends(numbers):
    keys = [(str(number),) for number in numbers]
    misplaced = find_misplaced(keys)
    rest = [key for place, key in enumerate(keys) if place not in misplaced]
    assert all(one <= other for one, other in pairwise(rest))
    assert (misplaced == []) is (keys == sorted(keys))


def test_an_id_that_differs_where_all_agree_is_worth_a_look():
    rows = [project(make_id(number), f"项目{number}", number) for number in range(1, 9)]
    assert odd(check_project_ids(document_of(projects=rows))) == []
    other_place = project(make_id(9, place="123457"), "项目九", 9)
    ((status, text),) = odd(check_project_ids(document_of(projects=[*rows, other_place])))
    assert (status, text) == ("insufficient", "其余 8 个编号该位相同，可能是误印，宜复核")
    two_places = [*rows, other_place, project(make_id(10, place="123457"), "项目十", 10)]
    assert odd(check_project_ids(document_of(projects=two_places))) == []


def test_a_project_is_not_set_up_after_the_year_of_the_budget():
    rows = [project(make_id(number, year=24 + (number == 3)), f"项目{number}", number) for number in range(1, 7)]
    assert odd(check_project_ids(document_of(projects=rows))) == [("fail", "1 个编号的设立年份晚于预算年度")]


def test_the_published_list_that_spells_two_projects_otherwise_is_told():
    """One word differs in two project names that two tables print with the same ids."""
    (source,) = (one for one in load_sources(RAW) if one.document_id.startswith("chaoyang"))
    tables = clean_document(source, RAW.parent / "corrections").tables
    found = [
        check["source_line"] for check in tables["checks"] if check["rule"] == "identity" and check["status"] != "pass"
    ]
    assert found == [494, 496]
