"""Damaged ids and amounts: repaired where the document proves the value, and null where it does not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from made_project_targets import notes, owners, read, tidy_fixture, tidy_text

from budgetkit.finding import Tidied
from budgetkit.tidy.project_targets import tidy_project_targets
from budgetkit.tidy.project_targets.amounts import allows

BOUGHT = {
    "purchased_services": [
        {"amount": Decimal(30), "source_line": 3},
        {"amount": Decimal(21), "source_line": 5},
        {"amount": Decimal("61.5"), "source_line": 6},
    ]
}


def test_id_that_lost_a_digit_is_completed_where_its_neighbours_allow_one_only():
    projects = tidy_fixture("targets_ids_damaged").tables["projects"]
    assert projects[1]["project_id"] == "31070025T000004100022"
    assert projects[1]["certainty"] == "inferred"


def test_id_that_its_neighbours_do_not_prove_stays_null_and_its_print_is_told():
    tidied = tidy_fixture("targets_ids_damaged")
    last = tidied.tables["projects"][-1]
    assert (last["project_id"], last["project_name"]) == (None, "库区清淤")
    assert (last["setup_year"], last["project_kind"]) == (2026, "T")
    assert "31070026T00009100060" in notes(tidied, "ocr_code")[-1]


def test_id_that_another_table_prints_with_the_name_is_proved():
    listed = {
        "purchased_services": [{"project_id": "31070026T000009100060", "project_name": "库区清淤", "amount": None}]
    }
    tidied = tidy_fixture("targets_ids_damaged", listed)
    assert tidied.tables["projects"][-1]["project_id"] == "31070026T000009100060"
    assert "另有表格" in notes(tidied, "ocr_code")[-1]


def test_id_that_a_page_break_cut_in_two_is_joined():
    projects = tidy_fixture("targets_ids_damaged").tables["projects"]
    assert (projects[3]["project_id"], projects[3]["project_name"]) == ("31070025T000004100041", "气象观测")
    assert projects[3]["certainty"] == "joined"


def test_previous_id_that_is_printed_again_before_the_next_gives_way_to_it():
    tidied = tidy_fixture("targets_ids_damaged")
    project = tidied.tables["projects"][4]
    assert (project["project_id"], project["project_name"]) == ("31070025T000004100053", "泵站检修")
    assert (project["total"], project["goal"], project["certainty"]) == (6, "检修泵站。", "inferred")
    assert owners(tidied)["泵站检修"] == ["检修泵站"]


def test_amount_that_a_page_break_cut_is_proved_by_the_cost_ceilings():
    tidied = tidy_fixture("targets_amounts_cut_by_page", BOUGHT)
    project = tidied.tables["projects"][1]
    assert (project["total"], project["fiscal_funds"]) == (Decimal("18.64"), Decimal("18.64"))
    assert (project["project_name"], project["certainty"]) == ("苗圃抚育服务", "inferred")
    assert "成本指标合计 18.64" in notes(tidied, "ocr_amount")[0]


def test_amount_that_a_page_break_cut_is_proved_by_the_purchased_services():
    tidied = tidy_fixture("targets_amounts_cut_by_page", BOUGHT)
    assert tidied.tables["projects"][2]["total"] == 21
    assert "购买服务明细表第 5 行" in notes(tidied, "ocr_amount")[1]


def test_amount_that_a_page_break_cut_is_proved_by_the_project_table():
    stated = {"project_expenditure": [{"project_name": "气象观测服务", "total": Decimal(amount)} for amount in (4, 6)]}
    tidied = tidy_fixture("targets_amounts_cut_by_page", stated)
    assert tidied.tables["projects"][3]["total"] == 10


def test_name_whose_cost_ceilings_add_up_to_its_own_amount_stays():
    lines = [
        "31070025T000004100010-系统云租用\t50.000000\t50.000000\t\t运行。\t成本指标\t经济成本指标\t系统云租用\t≤\t50\t万元"
    ]
    lines += ["\t50.000000\t50.000000\t\t为业务系统提供云资源。\t产出指标\t数量指标\t租用带宽\t=\t35\tMB"]
    assert [row["project_name"] for row in tidy_text(lines).tables["projects"]] == ["系统云租用", None]


def test_sound_looking_half_of_a_cut_amount_is_not_taken_without_proof():
    tidied = tidy_fixture("targets_amounts_cut_by_page", BOUGHT)
    assert tidied.tables["projects"][3]["total"] is None
    assert "留空" in notes(tidied, "ocr_amount")[2]
    assert tidy_fixture("targets_amounts_cut_by_page").tables["projects"][2]["total"] is None


@pytest.mark.parametrize(
    ("reading", "possible"),
    [("18 640000", True), ("10.040100", True), ("19 640000", False), ("8.640000", False), ("00 000000", True)],
)
def test_damaged_reading_proves_every_digit_but_nought_and_one(reading, possible):
    assert allows(reading, Decimal("18.64")) is possible


def test_name_beside_another_projects_amount_goes_where_its_cost_ceilings_add_up():
    tidied = tidy_fixture("targets_name_beside_another_amount")
    first, second, _ = tidied.tables["projects"]
    assert (first["project_id"], first["project_name"], first["total"]) == (None, None, Decimal("5.5"))
    assert (second["project_name"], second["total"]) == ("系统云租用", 50)
    assert {first["certainty"], second["certainty"]} == {"inferred"}
    assert owners(tidied)["系统云租用"] == ["系统云租用（首款）", "系统云租用（尾款）", "业务系统用户满意度"]


def test_names_glued_by_extraction_flow_back_to_the_rows_below():
    own = "31070025T000004100010-河道巡护服务\t30.000000\t30.000000\t\t巡护河道。"
    lines = [f"{own}\t产出指标\t数量指标\t甲次数乙次数\t≥\t1\t次", "\t\t\t\t\t产出指标\t质量指标\t丙比率\t≥\t2\t%"]
    lines += [
        "\t\t\t\t\t效益指标\t社会效益指标\t\t定性\t优\t",
        "\t\t\t\t\t满意度指标\t服务对象满意度指标\t丁\t≥\t90\t%",
    ]
    assert owners(tidy_text(lines))["河道巡护服务"] == ["甲次数乙次数", "丙比率", None, "丁"]
    assert owners(_tidy_glued(lines))["河道巡护服务"] == ["甲次数", "乙次数", "丙比率", "丁"]


def _tidy_glued(lines: list[str]) -> Tidied:
    glued = [
        replace(line, cells=tuple(cell.replace("甲次数乙", "甲次数\n乙") for cell in line.cells))
        for line in read(lines)
    ]
    return tidy_project_targets(glued, {})


@pytest.mark.parametrize("spoilt", ["1.5e3", "NaN", "1,23,456.00", "#####", "6.100000元"])
def test_a_part_beyond_reading_is_left_out_and_said_and_stays_out_of_the_name(spoilt):
    row = f"31070026T000009100060-库区清淤\t6.100000\t{spoilt}\t\t清淤。\t产出指标\t数量指标\t清淤处数\t=\t3\t处"
    tidied = tidy_text([row])
    project = tidied.tables["projects"][0]
    assert (project["project_name"], str(project["total"]), project["fiscal_funds"]) == ("库区清淤", "6.100000", None)
    assert [(one.text, one.action) for one in tidied.findings if one.kind == "ocr_amount"] == [(spoilt, "flagged")]


@pytest.mark.parametrize("spoilt", ["1.5e3", "NaN", "1,23,456.00", "#####"])
def test_a_total_beyond_reading_is_said_and_stays_out_of_the_name(spoilt):
    row = f"31070026T000009100060-库区清淤\t{spoilt}\t6.100000\t\t清淤。\t产出指标\t数量指标\t清淤处数\t=\t3\t处"
    tidied = tidy_text([row])
    project = tidied.tables["projects"][0]
    assert (project["project_name"], project["total"]) == ("库区清淤", None)
    assert [(one.text, one.action) for one in tidied.findings if one.kind == "ocr_amount"] == [(spoilt, "flagged")]


@pytest.mark.parametrize(("unit", "spoilt"), [("元", "612 216.00"), ("万元", "61.221 600"), ("千元", "612.216 0")])
def test_an_amount_that_another_table_proves_is_the_same_in_every_unit(unit, spoilt):
    row = f"31070026T000009100060-库区清淤\t{spoilt}\t{spoilt}\t\t清淤。\t产出指标\t数量指标\t清淤处数\t=\t3\t处"
    stated = {"project_expenditure": [{"project_name": "库区清淤", "total": Decimal("61.2216"), "source_line": 3}]}
    tidied = tidy_project_targets([*read([f"金额单位：{unit}"]), *read([row])], stated)
    project = tidied.tables["projects"][0]
    assert (project["total"], project["fiscal_funds"]) in [(Decimal("61.2216"),) * 2, (None, None)]
    assert (project["total"] is not None) == (unit != "千元")  # a digit fewer proves nothing
