"""Projects put together from the tables that name them, and the ids that prove each other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from budgetkit.tidy.completion import _spread_concluded_ids
from budgetkit.tidy.project_ids import parse_printed_project, repair_ids
from budgetkit.tidy.projects import tidy_projects_without_table

FISCAL = ("general_public", "gov_fund", "state_capital", "carryover_general", "carryover_gov_fund")


def spent(seq: int, name: str, total: str, line: int = 10) -> dict:
    amounts = {**dict.fromkeys(FISCAL), "general_public": Decimal(total)}
    return {
        "project_seq": seq, "project_name": name, "total": Decimal(total), **amounts, "source_line": line,
        "source_page": None,
    }  # fmt: skip


def listed(number: int, name: str, total: str, project_id: str | None = None) -> dict:
    return {
        "project_id": project_id or f"11010524T{number:012}", "project_name": name, "total": Decimal(total),
        "fiscal_funds": Decimal(total), "other_funds": None, "source_line": 100 + number, "source_page": None,
        "certainty": "printed",
    }  # fmt: skip


def projects(**known) -> list[dict]:
    return tidy_projects_without_table(known).tables["projects"]


def test_rows_of_one_project_are_added_up_and_take_the_lists_id():
    (row,) = projects(
        project_expenditure=[spent(1, "河道清淤", "300"), spent(1, "河道清淤", "45.25")],
        project_list=[listed(1, "河道清淤", "345.25")],
    )
    assert (row["project_id"], row["total"], row["fiscal_funds"]) == (
        "11010524T000000000001", Decimal("345.25"), Decimal("345.25"),
    )  # fmt: skip
    assert (row["setup_year"], row["project_kind"], row["source_line"]) == (2024, "T", 101)


def test_a_project_that_no_list_names_has_its_sum_and_no_id():
    (row,) = projects(project_expenditure=[spent(1, "协管经费", "20"), spent(1, "协管经费", "5")])
    assert (row["project_id"], row["total"], row["fiscal_funds"], row["source_line"]) == (
        None, Decimal(25), Decimal(25), 10,
    )  # fmt: skip


def test_projects_stand_in_the_order_of_the_expenditure_table():
    expenditure = [spent(1, "防火培训", "9"), spent(2, "林场巡护", "12")]
    rows = projects(
        project_expenditure=expenditure, project_list=[listed(1, "林场巡护", "12"), listed(2, "防火培训", "9")]
    )
    assert [(row["project_seq"], row["project_name"]) for row in rows] == [(1, "防火培训"), (2, "林场巡护")]


def test_another_table_with_the_same_id_brings_two_names_together():
    known = {
        "project_expenditure": [spent(1, "救援保障经费", "20")],
        "project_list": [listed(7, "救灾保障经费", "20")],
        "purchased_services": [{"project_id": "11010524T000000000007", "project_name": "救援保障经费"}],
    }
    tidied = tidy_projects_without_table(known)
    (row,) = tidied.tables["projects"]
    assert (row["project_name"], row["project_id"], row["certainty"]) == (
        "救援保障经费", "11010524T000000000007", "joined",
    )  # fmt: skip
    assert "编码相同" in tidied.findings[0].note


THREE = [spent(1, "林场巡护", "12"), spent(2, "应急救援经费", "60"), spent(3, "防火培训", "9")]


def test_the_only_one_left_with_its_total_a_like_name_and_its_place_is_the_same_and_inferred():
    known = {
        "project_expenditure": THREE,
        "project_list": [listed(1, "林场巡护", "12"), listed(2, "应急救灾经费", "60"), listed(3, "防火培训", "9")],
    }
    row = projects(**known)[1]
    assert (row["project_id"], row["certainty"]) == ("11010524T000000000002", "inferred")


@pytest.mark.parametrize(
    "entries",
    [
        [listed(1, "林场巡护", "12"), listed(2, "应急救灾经费", "61"), listed(3, "防火培训", "9")],
        [listed(1, "林场巡护", "12"), listed(2, "河道清淤", "60"), listed(3, "防火培训", "9")],
        [listed(1, "林场巡护", "12"), listed(3, "防火培训", "9"), listed(4, "应急救灾经费", "60")],
        [listed(1, "林场巡护", "12"), listed(2, "应急救灾经费", "60"), listed(4, "应急救护经费", "60"),
         listed(3, "防火培训", "9")],
    ],
    ids=["another total", "another name", "another place", "two candidates"],
)  # fmt: skip
def test_one_piece_of_evidence_less_and_the_id_stays_unknown(entries):
    rows = projects(project_expenditure=THREE, project_list=entries)
    assert next(row for row in rows if row["project_seq"] == 2)["project_id"] is None


def test_a_total_that_differs_between_the_tables_is_reported():
    tidied = tidy_projects_without_table(
        {"project_expenditure": [spent(1, "防火培训", "9")], "project_list": [listed(1, "防火培训", "9.5")]}
    )
    assert [(f.kind, f.action) for f in tidied.findings] == [("inconsistent_total", "kept")]


def test_a_project_that_only_the_list_names_follows_and_is_reported():
    tidied = tidy_projects_without_table(
        {"project_expenditure": [spent(1, "防火培训", "9")], "project_list": [listed(5, "古树名木", "2")]}
    )
    assert [row["project_name"] for row in tidied.tables["projects"]] == ["防火培训", "古树名木"]
    assert [f.kind for f in tidied.findings] == ["missing_rows"]


def test_without_other_tables_the_purchases_name_the_projects_each_once():
    bought = {"project_id": "11010524T000000000007", "project_name": "救援", "source_line": 3, "certainty": "printed"}
    rows = projects(purchased_services=[bought, {**bought, "source_line": 4}, {**bought, "project_id": None}])
    assert [(row["project_name"], row["total"], row["source_line"]) for row in rows] == [("救援", None, 3)]


def test_a_document_that_names_no_projects_has_none():
    assert projects() == []


def test_the_goal_of_a_project_is_taken_over():
    goal = {"project_seq": 1, "goal": "保障安全。", "certainty": "joined"}
    (row,) = projects(project_expenditure=[spent(1, "防火培训", "9")], project_goals=[goal])
    assert row["goal"] == "保障安全。"


def bought(project_id: str) -> list[dict]:
    return [{"project_id": project_id, "project_name": "防火培训（首款）", "source_line": 3, "certainty": "printed"}]


@pytest.mark.parametrize("printed", ["11010524T0000000000001", "11010524T00000000001"])
def test_an_id_with_a_digit_too_many_or_too_few_is_repaired_by_the_same_name_in_the_list(printed):
    rows = bought(printed)
    findings = repair_ids("purchased_services", rows, [listed(1, "防火培训(首款)", "9")])
    assert (rows[0]["project_id"], rows[0]["certainty"]) == ("11010524T000000000001", "inferred")
    assert [(f.kind, f.action) for f in findings] == [("ocr_code", "repaired")]


@pytest.mark.parametrize(
    "proof",
    [[], [listed(1, "防火宣传", "9")], [listed(7, "防火培训（首款）", "9")]],
    ids=["no list", "another name", "another id"],
)
def test_a_damaged_id_that_nothing_proves_stays_and_is_reported(proof):
    rows = bought("11010524T0000000000001")
    findings = repair_ids("purchased_services", rows, proof)
    assert (rows[0]["project_id"], rows[0]["certainty"]) == ("11010524T0000000000001", "printed")
    assert [(f.kind, f.action) for f in findings] == [("ocr_code", "flagged")]


def purchases(*ids: str) -> list[dict]:
    return [
        {"project_id": one, "project_name": f"防火培训{line}", "source_line": line, "certainty": "printed"}
        for line, one in enumerate(ids)
    ]


SET_UP_EARLIER = ("11010522T000000450743", "11010522T000000451615", "11010522T000000452405")
SET_UP_LATER = ("11010523T000002051729", "11010524T000002712700")


def test_a_zero_too_many_is_repaired_where_numbers_run_on_over_the_years():
    rows = purchases(*SET_UP_EARLIER, "11010523T0000002051370", *SET_UP_LATER)
    (finding,) = repair_ids("purchased_services", rows, [])
    assert (rows[3]["project_id"], rows[3]["certainty"]) == ("11010523T000002051370", "inferred")
    assert (finding.kind, finding.action, finding.source_line) == ("ocr_code", "repaired", 3)


@pytest.mark.parametrize(
    "ids",
    [
        (*SET_UP_EARLIER[1:], "11010523T0000002051370", *SET_UP_LATER),
        (*reversed(SET_UP_EARLIER), "11010523T0000002051370", *SET_UP_LATER),
        (*SET_UP_EARLIER, *SET_UP_LATER, "11010524T0000002712919"),
        (*SET_UP_EARLIER, "11010523T00000205137", *SET_UP_LATER[1:], "11010524T000002712919"),
    ],
    ids=["too few to show an order", "no order", "no neighbour behind", "several ways"],
)
def test_the_order_of_ids_repairs_nothing_that_it_does_not_prove(ids):
    rows = purchases(*ids)
    (finding,) = repair_ids("purchased_services", rows, [])
    assert finding.action == "flagged"
    assert [row["project_id"] for row in rows] == list(ids)


def test_the_same_project_bought_twice_may_come_to_its_own_id_again():
    rows = purchases(*SET_UP_EARLIER, "11010523T000002051729", "11010523T0000002051729", *SET_UP_LATER[1:])
    rows[4]["project_name"] = rows[3]["project_name"]
    repair_ids("purchased_services", rows, [])
    assert rows[4]["project_id"] == "11010523T000002051729"


def test_an_id_that_only_a_repair_could_tell_reaches_all_rows_of_its_project():
    tables = {
        "purchased_services": [{"project_id": "11010523T000002051370", "certainty": "inferred", "source_line": 9}],
        "project_list": [],
        "projects": [
            {
                "project_seq": 1,
                "project_id": "11010523T000002051370",
                "project_name": "防火",
                "source_line": 5,
                "certainty": "joined",
            }
        ],
        "project_expenditure": [{"project_seq": 1, "project_id": None, "certainty": "joined"}],
        "project_indicators": [{"project_seq": 2, "project_id": None, "certainty": "joined"}],
        "project_goals": [],
    }
    (finding,) = _spread_concluded_ids(tables)
    assert (finding.table, finding.action, finding.source_line) == ("projects", "repaired", 5)
    told = [(row["project_id"], row["certainty"]) for name in list(tables)[2:5] for row in tables[name]]
    assert told == [("11010523T000002051370", "inferred")] * 2 + [(None, "joined")]


def test_a_whole_id_is_left_alone():
    assert repair_ids("purchased_services", bought("11010524T000000000009"), [listed(1, "防火培训（首款）", "9")]) == []


def test_a_cell_is_read_into_id_and_name_over_blanks():
    project = parse_printed_project("11010524T00000000 0011-林场巡 护-一期")
    assert (project.project_id, project.name) == ("11010524T000000000011", "林场巡护-一期")
    assert parse_printed_project("208001-某局") is None
