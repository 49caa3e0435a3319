"""Projects and indicators of 项目支出绩效目标表: each read once, whole, whatever extraction made of its cells."""

from __future__ import annotations

from decimal import Decimal

import pytest
from made_project_targets import HEADER, notes, owners, tidy_fixture, tidy_text

OWN = "31070025T000004100010-河道巡护服务\t30.000000\t25.000000\t5.000000\t巡护河道。"


def indicator(tidied, position=0):
    row = tidied.tables["project_indicators"][position]
    return tuple(row[key] for key in ("level1", "level2", "name", "operator", "value", "unit"))


def test_project_has_id_name_funds_goal_and_what_its_id_says():
    (project,) = tidy_text([f"{OWN}\t产出指标\t数量指标\t巡护里程\t≥\t200\t公里"]).tables["projects"]
    assert project["project_id"] == "31070025T000004100010"
    assert (project["project_name"], project["goal"]) == ("河道巡护服务", "巡护河道。")
    assert (project["setup_year"], project["project_kind"]) == (2025, "T")
    assert [project[key] for key in ("total", "fiscal_funds", "other_funds")] == [30, 25, 5]
    assert project["certainty"] == "printed"


def test_empty_funds_are_missing_not_zero():
    row = "31070025T000004100010-河道巡护\t30.000000\t\t\t巡护河道。\t产出指标\t数量指标\t巡护里程\t≥\t200\t公里"
    (project,) = tidy_text([row]).tables["projects"]
    assert (project["fiscal_funds"], project["other_funds"]) == (None, None)


def test_blanks_inside_ids_and_names_come_from_wrapping():
    project = "31070025T000 004100010-河 道巡护(一 期)\t30.000000\t30.000000\t\t巡护 河道。"
    tidied = tidy_text([f"{project}\t产出指标\t数量 指标\t巡 护里程\t≥\t2\t次"])
    assert tidied.tables["projects"][0]["project_name"] == "河道巡护（一期）"
    assert tidied.tables["projects"][0]["project_id"] == "31070025T000004100010"
    assert indicator(tidied) == ("产出指标", "数量指标", "巡护里程", "≥", "2", "次")


@pytest.mark.parametrize(
    "row",
    [
        "\t\t\t\t\t产出指标\t质量指标\t准确率\t≥\t95\t%",
        "产出指标\t质量指标\t准确率\t≥\t95\t%",
        "产出指标\t质量指标\t准确率\t≥\t95\t%\t\t\t\t\t",
        "\t\t\t\t产出指标\t质量指标\t准确率\t≥\t95\t%\t",
        "\t\t\t产出指标\t\t质量指标\t准确率\t≥\t95\t%\t",
        "产出指标\t质量指标\t准确率\t\t≥\t95\t%",
        "\t\t\t\t\t产出指标\t质量指标\t准确率\t$\\geq$\t95\t%",
        "\t\t\t\t<p>产出指标</p> <p>质量指标</p> <p>准确率</p> <p>≥</p> <p>95</p> <p>%</p>",
        "\t\t\t\t\t产出指标质量指标准确率\t≥\t95\t\t%",
    ],
)
def test_indicator_reads_the_same_wherever_its_cells_stand(row):
    tidied = tidy_text([f"{OWN}\t产出指标\t数量指标\t巡护里程\t≥\t200\t公里", row])
    assert indicator(tidied, 1) == ("产出指标", "质量指标", "准确率", "≥", "95", "%")


def test_value_is_a_number_only_where_it_is_nothing_else():
    rows = [
        "\t\t\t\t\t产出指标\t时效指标\t完成时间\t定性\t11月底前\t",
        "\t\t\t\t\t产出指标\t时效指标\t响应时间\t≤\t0.5\t小时",
    ]
    tidied = tidy_text([f"{OWN}\t产出指标\t数量指标\t巡护里程\t≥\t1,200\t公里", *rows])
    assert [row["value_number"] for row in tidied.tables["project_indicators"]] == [1200, None, Decimal("0.5")]


def test_absurd_published_values_stay_as_printed_and_are_reported():
    rows = [
        "\t\t\t\t\t成本指标\t经济成本指标\t巡护费\t≥\t300000\t万元",
        "\t\t\t\t\t产出指标\t时效指标\t完成\t≤\t20261130\t日",
    ]
    tidied = tidy_text([f"{OWN}\t效益指标\t社会效益指标\t行洪通畅\t定性\t100\t%", *rows])
    assert [row["value"] for row in tidied.tables["project_indicators"]] == ["100", "300000", "20261130"]
    assert len(notes(tidied, "unit_error")) == 3
    assert "疑将元作万元" in notes(tidied, "unit_error")[1]


def test_missing_value_is_null_and_a_finding():
    tidied = tidy_text([f"{OWN}\t效益指标\t社会效益指标\t行洪通畅\t定性\t\t"])
    assert tidied.tables["project_indicators"][0]["value"] is None
    assert notes(tidied, "missing_cell") == ["该指标未印出指标值，留空。"]


def test_same_indicators_packed_flattened_and_as_rows_are_stored_once_with_their_own_lines():
    tidied = tidy_fixture("targets_same_indicators_three_times")
    rows = tidied.tables["project_indicators"]
    assert [(row["name"], row["source_line"]) for row in rows] == [
        ("租用机柜", 8),
        ("机柜可用率", 9),
        ("系统用户数", 10),
    ]
    assert notes(tidied, "html_fragment") == ["同一组 2 项指标在文中重复出现 3 次，只收录一次（第 8–9 行）。"]


@pytest.mark.parametrize(
    ("packed", "expected"),
    [
        ("成本指标 经济成本指标 巡护船租费 ≤ 4.55 万元", ("巡护船租费", "≤", "4.55", "万元")),
        ("成本指标   经济成本指标   巡护船 租费   ≤   4.55   万元", ("巡护船租费", "≤", "4.55", "万元")),
        ("效益指标 社会效益指标 河道 整洁 定性 良好", ("河道整洁", "定性", "良好", None)),
        ("产出指标 数量指标 A≥B 的 河段", ("A≥B的河段", None, None, None)),
    ],
)
def test_indicator_packed_in_one_cell_is_cut_at_wide_gaps_or_around_its_operator(packed, expected):
    tidied = tidy_text([f"{OWN}\t产出指标\t数量指标\t巡护里程\t≥\t200\t公里", f"\t\t\t\t{packed}"])
    assert indicator(tidied, 1)[2:] == expected
    assert bool(notes(tidied, "html_fragment")) == (expected[1] is not None)


def test_row_without_name_and_value_is_a_ghost():
    tidied = tidy_text([f"{OWN}\t产出指标\t数量指标\t巡护里程\t≥\t200\t公里", "\t\t\t\t\t产出指标\t数量指标\t\t=\t\t"])
    assert len(tidied.tables["project_indicators"]) == 1
    assert len(notes(tidied, "ghost_row")) == 1


def test_header_unit_and_title_are_no_rows_wherever_they_come_again():
    rows = ["", "预算表12 项目支出绩效目标表", "金额单位：万元", *HEADER]
    tidied = tidy_text(
        [f"{OWN}\t产出指标\t数量指标\t巡护里程\t≥\t200\t公里", *rows, "产出指标\t数量指标\t巡护次数\t≥\t9\t次"]
    )
    assert owners(tidied) == {"河道巡护服务": ["巡护里程", "巡护次数"]}


def test_row_without_a_name_stays_so_where_nothing_says_which_name_is_glued():
    rows = [f"{OWN}\t产出指标\t数量指标\t巡护里程\t≥\t200\t公里", "\t\t\t\t\t产出指标\t质量指标\t\t≥\t95\t%"]
    tidied = tidy_text(rows)
    assert owners(tidied)["河道巡护服务"] == ["巡护里程", None]
    assert notes(tidied, "missing_cell") == ["该指标未印出名称，留空。"]


def test_text_that_is_the_next_rows_whole_name_is_cut_from_a_names_end():
    tidied = tidy_fixture("targets_names_slipped")
    row = tidied.tables["project_indicators"][3]
    assert row["name"] == "通过巡护掌握河道变化，减少沿河居民的财产损失"
    assert row["certainty"] == "inferred"
    assert any("重复了下一行的名称" in note for note in notes(tidied, "missing_cell"))


def test_name_whose_sentence_runs_on_into_the_next_rows_name_stays_whole():
    shared = "建立全市河道台账，台账正确率达到要求"
    rows = [f"\t\t\t\t\t产出指标\t质量指标\t组织河道专家评审并通过验收，{shared}\t≥\t95\t%"]
    rows += [f"\t\t\t\t\t产出指标\t质量指标\t{shared}\t≥\t95\t%"]
    names = owners(tidy_text([f"{OWN}\t产出指标\t数量指标\t巡护里程\t≥\t200\t公里", *rows]))["河道巡护服务"]
    assert names[1].endswith(shared)


def test_amounts_in_yuan_become_ten_thousands():
    own = "31070025T000004100010-河道巡护\t300000.00\t300000.00\t\t巡护河道。"
    rows = ["金额单位：元", f"{own}\t产出指标\t数量指标\t巡护里程\t≥\t0.375\t公里"]
    (project,) = tidy_text(rows).tables["projects"]
    assert (project["total"], project["fiscal_funds"]) == (30, 30)


def test_unit_that_its_decimals_contradict_is_refused():
    row = "31070025T000004100010-河道巡护\t30.000001\t30.000001\t\t巡护河道。\t产出指标\t数量指标\t巡护里程\t≥\t3\t公里"
    tidied = tidy_text(["金额单位：元", row])
    assert tidied.tables["projects"][0]["total"] is None
    assert len(notes(tidied, "unit_error")) == 1


def test_table_without_rows_gives_empty_tables():
    tidied = tidy_text([])
    assert tidied.tables["projects"] == []
    assert tidied.tables["project_indicators"] == []


def test_indicators_without_any_project_are_told_not_guessed():
    tidied = tidy_text(["产出指标\t数量指标\t巡护里程\t≥\t200\t公里"])
    assert tidied.tables["project_indicators"] == []
    assert len(notes(tidied, "missing_rows")) == 1
