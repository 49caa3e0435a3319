"""Which project an indicator belongs to: one test for each piece of evidence."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from made_project_targets import notes, owners, tidy_fixture, tidy_text

from budgetkit.tidy.project_targets import explanation
from budgetkit.tidy.project_targets.affinity import Affinity

RIVER = "31070025T000004100010-河道巡护服务\t30.000000\t30.000000\t\t巡护全市河道，保障行洪安全。"
NURSERY = "31070025T000004100022-苗圃抚育服务\t12.500000\t12.500000\t\t对全市苗圃开展抚育。"
LONE_NURSERY = NURSERY + "\t" * 6
OUTPUT = "产出指标\t数量指标\t{}\t≥\t20\t次"
EFFECT = "效益指标\t社会效益指标\t{}\t≥\t20\t%"
COST = "成本指标\t经济成本指标\t{}\t≤\t{}\t{}"
CONTENT = "满意度指标\t服务对象满意度指标\t{}\t≥\t90\t%"


def indent(row: str) -> str:
    return f"\t\t\t\t\t{row}"


def test_rows_above_a_name_behind_a_page_break_are_its_own_and_the_finding_says_why():
    tidied = tidy_fixture("targets_name_below_its_first_rows")
    assert owners(tidied)["苗圃抚育服务"][:3] == ["苗木抚育面积", "抚育完成时间", "抚育劳务费"]
    slipped = [row for row in tidied.tables["project_indicators"] if row["name"] in ("苗木抚育面积", "抚育完成时间")]
    assert {row["certainty"] for row in slipped} == {"inferred"}
    (first, second) = [finding for finding in tidied.findings if finding.kind == "split_table"]
    assert (first.source_line, second.source_line) == (slipped[0]["source_line"], slipped[1]["source_line"])
    assert "同一项目内各类指标不重复" in first.note
    assert "成本指标合计恰为其总额" in first.note


@pytest.mark.parametrize(("also", "is_quoted"), [("林道养护服务", True), ("林道抚育服务", False)])
def test_words_that_other_projects_have_too_are_no_evidence(also, is_quoted):
    rows = [f"{RIVER}\t{OUTPUT.format('甲')}", indent(EFFECT.format("乙")), indent(OUTPUT.format("抚育面积")), ""]
    rows += [
        f"{NURSERY}\t{CONTENT.format('丁')}",
        "",
        f"31070025T000004100033-{also}\t1\t1\t\t维护。\t{OUTPUT.format('戊')}",
    ]
    tidied = tidy_text(rows)
    assert owners(tidied)["苗圃抚育服务"] == ["抚育面积", "丁"]
    (note,) = [one for one in notes(tidied, "split_table") if "依据：" in one]
    assert ("相同字样“抚育”" in note) == is_quoted
    assert "依据较弱" not in note  # the group that would come again is evidence enough


@pytest.mark.parametrize(("name", "said"), [("抚育面积", "只有常见字样“抚育”"), ("面积", "")])
def test_words_that_are_common_are_said_to_be_weak(name, said):
    near = Affinity(["河道巡护", "苗圃抚育", "林道抚育"])
    assert explanation._common_words([SimpleNamespace(name=name)], near, 1).startswith(said)
    assert bool(explanation._common_words([SimpleNamespace(name=name)], near, 1)) == bool(said)
    assert not near.is_telling("抚育")
    assert near.is_telling("苗圃抚育")


def test_name_in_the_middle_of_a_page_keeps_the_rows_below_it_only():
    rows = [
        f"{RIVER}\t{OUTPUT.format('巡护次数')}",
        indent(OUTPUT.format("苗圃株数")),
        f"{NURSERY}\t{EFFECT.format('成活率')}",
    ]
    tail = [indent(CONTENT.format("满意度"))]
    assert owners(tidy_text(rows + tail)) == {
        "河道巡护服务": ["巡护次数", "苗圃株数"],
        "苗圃抚育服务": ["成活率", "满意度"],
    }


def test_group_that_comes_twice_on_one_page_is_the_publishers_own():
    rows = [f"{RIVER}\t{OUTPUT.format('甲')}", indent(EFFECT.format("乙")), indent(OUTPUT.format("丙"))]
    rows += [f"{NURSERY}\t{CONTENT.format('丁')}", indent(EFFECT.format("戊"))]
    assert owners(tidy_text(rows)) == {"河道巡护服务": ["甲", "乙", "丙"], "苗圃抚育服务": ["丁", "戊"]}


def test_words_divide_a_group_where_the_table_shows_that_names_slip():
    rows = [
        f"{RIVER}\t{OUTPUT.format('巡护次数')}",
        indent(EFFECT.format("行洪通畅")),
        indent(OUTPUT.format("抚育株数")),
        "",
    ]
    rows += [f"{NURSERY}\t{EFFECT.format('苗木成活率')}", indent(CONTENT.format("苗圃用户满意度"))]
    rows += [indent(CONTENT.format("林道养护使用者满意度")), "", _third()]
    assert owners(tidy_text(rows)) == {
        "河道巡护服务": ["巡护次数", "行洪通畅"],
        "苗圃抚育服务": ["抚育株数", "苗木成活率", "苗圃用户满意度"],
        "林道养护服务": ["林道养护使用者满意度", "辛"],
    }


def test_words_alone_move_nothing_in_a_table_whose_names_stand_in_their_first_rows():
    rows = [f"{RIVER}\t{OUTPUT.format('巡护次数')}", indent(CONTENT.format("苗圃抚育使用者满意度")), ""]
    rows += [f"{NURSERY}\t{EFFECT.format('苗木成活率')}"]
    assert owners(tidy_text(rows))["河道巡护服务"] == ["巡护次数", "苗圃抚育使用者满意度"]


def test_row_in_which_a_goal_goes_on_stays_with_it_whatever_it_speaks_of():
    rows = [f"31070025T000004100010-河道巡护服务\t30.000000\t30.000000\t\t巡护全市河道，\t{EFFECT.format('甲')}"]
    rows += [indent(CONTENT.format("乙")), "", f"\t\t\t\t保障行洪安全。\t{OUTPUT.format('苗圃抚育次数')}"]
    rows += [indent(OUTPUT.format("苗圃抚育面积")), LONE_NURSERY, "", indent(EFFECT.format("苗圃苗木成活率"))]
    assert owners(tidy_text(rows))["河道巡护服务"] == ["甲", "乙", "苗圃抚育次数"]


def test_paragraph_that_breaks_off_begins_the_goal_of_the_project_below():
    rows = [f"{RIVER}\t{OUTPUT.format('巡护次数')}", indent(EFFECT.format("行洪通畅率")), OUTPUT.format("抚育株数"), ""]
    rows += [
        "对河道两岸的全市苗圃",
        "",
        f"31070025T000004100022-苗圃抚育服务\t12.500000\t12.500000\t\t开展抚育。\t{CONTENT.format('满意')}",
    ]
    assert tidy_text(rows).tables["projects"][1]["goal"] == "对河道两岸的全市苗圃开展抚育。"


def test_name_behind_a_break_without_further_evidence_keeps_the_rows_below_it_only():
    rows = [
        f"{RIVER}\t{OUTPUT.format('甲')}",
        indent(EFFECT.format("乙")),
        "",
        f"{NURSERY}\t{COST.format('丙', 12, '万元')}",
    ]
    assert owners(tidy_text(rows)) == {"河道巡护服务": ["甲", "乙"], "苗圃抚育服务": ["丙"]}


def test_level_group_that_would_come_twice_begins_the_next_project():
    rows = [f"{RIVER}\t{OUTPUT.format('甲')}", indent(EFFECT.format("乙")), indent(OUTPUT.format("丙")), ""]
    rows += [f"{NURSERY}\t{CONTENT.format('丁')}"]
    assert owners(tidy_text(rows)) == {"河道巡护服务": ["甲", "乙"], "苗圃抚育服务": ["丙", "丁"]}


def test_first_level_that_would_come_twice_begins_the_next_project():
    rows = [
        f"{RIVER}\t{OUTPUT.format('甲')}",
        indent(EFFECT.format("乙")),
        indent("产出指标\t时效指标\t丙\t≤\t9\t月"),
        "",
    ]
    rows += [f"{NURSERY}\t{CONTENT.format('丁')}"]
    assert owners(tidy_text(rows)) == {"河道巡护服务": ["甲", "乙"], "苗圃抚育服务": ["丙", "丁"]}


def test_cost_ceilings_that_add_up_to_both_totals_divide_a_group():
    rows = [
        f"{RIVER}\t{OUTPUT.format('甲')}",
        indent(COST.format("乙", 30, "万元")),
        indent(COST.format("丙", 75000, "元")),
        "",
    ]
    rows += [f"{NURSERY}\t{COST.format('丁', 5, '万元')}", indent(OUTPUT.format("戊"))]
    rows += [indent(EFFECT.format("己")), indent(OUTPUT.format("庚")), "", _third()]
    assert owners(tidy_text(rows))["苗圃抚育服务"][:2] == ["丙", "丁"]


def test_name_at_the_foot_of_a_page_without_an_indicator_has_rows_above_it():
    rows = [
        f"{RIVER}\t{OUTPUT.format('巡护次数')}",
        indent(EFFECT.format("河道行洪")),
        indent(CONTENT.format("使用单位认可")),
    ]
    rows += [LONE_NURSERY, "", indent(OUTPUT.format("抚育面积"))]
    tidied = tidy_text(rows)
    assert owners(tidied)["苗圃抚育服务"] == ["使用单位认可", "抚育面积"]
    assert any("名称所在行没有自己的指标" in note for note in notes(tidied, "split_table"))


def test_goal_that_begins_above_the_name_takes_its_row_along():
    start = "\t\t\t\t对全市苗圃开展抚育，"
    rows = [f"{RIVER}\t{OUTPUT.format('甲')}", f"{start}\t{EFFECT.format('乙')}", ""]
    rows += [f"31070025T000004100022-苗圃抚育服务\t12.500000\t12.500000\t\t保护苗木。\t{CONTENT.format('丙')}"]
    tidied = tidy_text(rows)
    assert owners(tidied) == {"河道巡护服务": ["甲"], "苗圃抚育服务": ["乙", "丙"]}
    assert tidied.tables["projects"][1]["goal"] == "对全市苗圃开展抚育，保护苗木。"
    assert tidied.tables["projects"][1]["certainty"] == "joined"


def test_goal_that_goes_on_behind_a_break_belongs_to_the_project_before_it():
    rows = [
        f"31070025T000004100010-河道巡护服务\t30.000000\t30.000000\t\t巡护全市河道，保障\t{OUTPUT.format('甲')}",
        "",
    ]
    rows += [f"\t\t\t\t行洪安全。\t{EFFECT.format('乙')}", f"{NURSERY}\t{CONTENT.format('丙')}"]
    tidied = tidy_text(rows)
    assert tidied.tables["projects"][0]["goal"] == "巡护全市河道，保障行洪安全。"
    assert owners(tidied)["河道巡护服务"] == ["甲", "乙"]


def test_cells_that_extraction_prints_as_paragraphs_are_one_project():
    rows = [
        f"{RIVER}\t{OUTPUT.format('巡护次数')}",
        indent(CONTENT.format("沿河居民满意度")),
        OUTPUT.format("抚育株数"),
        "",
    ]
    rows += [
        "31070025T000",
        "004100022-苗圃",
        "抚育服务",
        "",
        "12.500000",
        "",
        "12.500000",
        "",
        "对全市苗圃",
        "开展抚育。",
        "",
    ]
    rows += [EFFECT.format("苗木成活率")]
    tidied = tidy_text(rows)
    project = tidied.tables["projects"][1]
    assert (project["project_id"], project["total"], project["fiscal_funds"]) == ("31070025T000004100022", 12.5, 12.5)
    assert (project["project_name"], project["goal"]) == ("苗圃抚育服务", "对全市苗圃开展抚育。")
    assert owners(tidied)["苗圃抚育服务"] == ["抚育株数", "苗木成活率"]


def test_name_that_goes_on_behind_a_break_is_joined():
    rows = [f"31070025T000004100010-河道\t30.000000\t30.000000\t\t巡护全市\t{OUTPUT.format('甲')}", ""]
    rows += [f"巡护服务\t\t\t\t河道。\t{EFFECT.format('乙')}"]
    (project,) = tidy_text(rows).tables["projects"]
    assert (project["project_name"], project["goal"], project["certainty"]) == (
        "河道巡护服务",
        "巡护全市河道。",
        "joined",
    )


def test_rows_of_a_project_that_was_lost_with_its_page_stand_under_a_project_without_name():
    tidied = tidy_fixture("targets_project_lost_with_its_page")
    lost = [row for row in tidied.tables["projects"] if row["project_name"] is None]
    assert [(row["project_id"], row["total"], row["certainty"]) for row in lost] == [(None, None, "inferred")] * 2
    assert owners(tidied)["(2)"] == ["科普短片部数", "短片播出时间"]
    assert owners(tidied)["(4)"] == ["项目验收评价"]
    assert len(notes(tidied, "missing_rows")) == 5


def test_rows_below_their_name_over_a_break_are_joined():
    rows = [f"{RIVER}\t{OUTPUT.format('甲')}", "", indent(EFFECT.format("乙"))]
    assert [row["certainty"] for row in tidy_text(rows).tables["project_indicators"]] == ["printed", "joined"]


def _third() -> str:
    return f"31070025T000004100035-林道养护服务\t9.000000\t9.000000\t\t养护林道。\t{CONTENT.format('辛')}"


def test_unfinished_goal_behind_a_break_begins_the_next_project_where_the_one_before_is_finished():
    rows = [f"{RIVER}\t{OUTPUT.format('甲')}", "", "\t\t\t\t对全市苗圃开展抚育，" + "\t" * 6, ""]
    rows += [f"31070025T000004100022-苗圃抚育服务\t12.500000\t12.500000\t\t保护苗木。\t{CONTENT.format('丙')}"]
    tidied = tidy_text(rows)
    assert [row["goal"] for row in tidied.tables["projects"]] == [
        "巡护全市河道，保障行洪安全。",
        "对全市苗圃开展抚育，保护苗木。",
    ]


def test_finished_piece_behind_a_break_stays_with_the_finished_goal_before_it():
    rows = [f"{RIVER}\t{OUTPUT.format('甲')}", "", "\t\t\t\t保障供水安全。" + "\t" * 6]
    rows += [f"{NURSERY}\t{CONTENT.format('丙')}"]
    goals = [row["goal"] for row in tidy_text(rows).tables["projects"]]
    assert goals == ["巡护全市河道，保障行洪安全。保障供水安全。", "对全市苗圃开展抚育。"]
