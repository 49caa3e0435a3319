"""年度项目支出绩效表: whose an indicator is, where no project name is printed."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_split import read
from made_targets import HEADER, NAMES, MadeProject, known_of, owners_of, print_targets

from budgetkit.tidy.annual_targets import tidy_annual_targets

TOTALS = ("12.5", "300", "7.8912", "45.25", "20", "161", "0.8", "96.42")
PROJECTS = [MadeProject(name, Decimal(total)) for name, total in zip(NAMES, TOTALS, strict=True)]
COLUMNS = ("project_seq", "level1", "level2", "name", "operator", "value", "unit")


def tidy(text: str, projects=PROJECTS):
    return tidy_annual_targets(read(text), known_of(projects))


def owners(tidied) -> list[tuple]:
    return [tuple(row[name] for name in COLUMNS) for row in tidied.tables["project_indicators"]]


def goals(tidied) -> dict[int, str]:
    return {row["project_seq"]: row["goal"] for row in tidied.tables["project_goals"]}


def without_row(text: str, part: str) -> str:
    (line,) = [line for line in text.splitlines() if part in line]
    return text.replace(line + "\n", "")


def test_every_row_is_its_projects_and_keeps_its_cells():
    tidied = tidy(print_targets(PROJECTS))
    assert owners(tidied) == owners_of(PROJECTS)
    assert goals(tidied) == {seq: project.goal for seq, project in enumerate(PROJECTS, 1)}
    assert {row["certainty"] for row in tidied.tables["project_indicators"]} == {"joined"}


@st.composite
def made_projects(draw) -> list[MadeProject]:
    """Draw projects whose ends can be told: a kind on both sides of one is printed once on each."""
    orders = [tuple(draw(st.permutations(range(6)))) for _ in PROJECTS]
    once = [{3, order[0], order[-1]} for order in orders]
    return [
        replace(
            project, order=order, counts=tuple(1 if kind in single else draw(st.integers(1, 2)) for kind in range(6))
        )
        for project, order, single in zip(PROJECTS, orders, once, strict=True)
    ]


@settings(max_examples=60, deadline=None)
@given(
    projects=made_projects(),
    breaks=st.sets(st.integers(1, 80), max_size=8),
    goal_behind_break=st.booleans(),
    repeat_header=st.booleans(),
)
def test_page_breaks_anywhere_and_kinds_in_any_order_change_no_owner(
    projects, breaks, goal_behind_break, repeat_header
):
    tidied = tidy(print_targets(projects, sorted(breaks), goal_behind_break, repeat_header), projects)
    assert owners(tidied) == owners_of(projects)
    assert goals(tidied) == {seq: project.goal for seq, project in enumerate(projects, 1)}


def test_rows_before_their_goal_belong_to_it_and_are_inferred():
    tidied = tidy(print_targets(PROJECTS, [8], goal_behind_break=True))
    rows = tidied.tables["project_indicators"]
    assert owners(tidied) == owners_of(PROJECTS)
    assert [row["certainty"] for row in rows[6:12]] == ["inferred"] * 2 + ["joined"] * 4
    assert any("印在绩效目标之前" in finding.note for finding in tidied.findings)


def test_every_concluded_row_lies_within_the_lines_that_a_finding_names():
    tidied = tidy(print_targets(PROJECTS, [8, 20], goal_behind_break=True))
    notes = [finding.note for finding in tidied.findings if "推断" in finding.note]
    spans = [re.match(r"第 (\d+)(?:–(\d+))? 行", note) for note in notes]
    named = {line for span in spans for line in range(int(span[1]), int(span[2] or span[1]) + 1)}
    concluded = {row["source_line"] for row in tidied.tables["project_indicators"] if row["certainty"] == "inferred"}
    assert concluded
    assert concluded <= named


def test_a_goal_that_slipped_into_the_row_before_goes_to_the_project_whose_rows_follow():
    text = print_targets(PROJECTS)
    goal = PROJECTS[2].goal
    text = text.replace(f"{goal}\t", "\t")
    last = "\t" + "\t".join(PROJECTS[1].rows[-1])
    head, _, tail = text.partition(PROJECTS[1].goal)
    slipped = tidy(head + PROJECTS[1].goal + tail.replace(last, goal + last, 1))
    assert owners(slipped) == owners_of(PROJECTS)
    assert goals(slipped)[3] == goal
    assert any("错位一行" in finding.note for finding in slipped.findings)


@pytest.mark.parametrize(("before", "owner"), [("清淤疏浚，消除行洪隐患。", 3), ("清淤疏浚，消除行洪隐患，并", 2)])
def test_a_goal_that_slipped_behind_a_page_break_is_told_from_one_that_goes_on_there(before, owner):
    """It begins anew where the one before is finished; else it goes on with that."""
    goal = "采购苗木三千株，验收后栽植"
    text = print_targets(PROJECTS).replace(f"{PROJECTS[2].goal}\t", "\t")
    last = "\t" + "\t".join(PROJECTS[1].rows[-1])
    head, _, tail = text.partition(PROJECTS[1].goal)
    found = goals(tidy(head + before + tail.replace(last, "\n" + goal + last, 1)))
    assert (goal in found[2], goal in found.get(3, "")) == (owner == 2, owner == 3)


def test_a_row_that_lost_its_leading_cell_is_read():
    text = print_targets(PROJECTS)
    row = "\t".join(PROJECTS[7].rows[-1])
    assert owners(tidy(text.replace("\t" + row, row))) == owners_of(PROJECTS)


def test_rows_in_html_are_the_same():
    text = print_targets(PROJECTS)
    row = "\t" + "\t".join(PROJECTS[4].rows[1])
    packed = "\t" + "\t".join(f"<p>{cell}</p>" if cell else "" for cell in PROJECTS[4].rows[1])
    assert owners(tidy(text.replace(row, packed.replace("≥", "$\\geq$")))) == owners_of(PROJECTS)


def test_a_goal_alone_on_its_line_is_the_next_rows():
    text = print_targets(PROJECTS, [43], goal_behind_break=True)
    text = text.replace(f"{PROJECTS[7].goal}\t", f"{PROJECTS[7].goal}\n\n")
    tidied = tidy(text)
    assert owners(tidied) == owners_of(PROJECTS)
    assert goals(tidied)[8] == PROJECTS[7].goal


def test_lost_rows_are_reported_and_shift_nothing():
    text = print_targets(PROJECTS, [18])
    text = without_row(without_row(text, "苗木采购质量"), "苗木采购数量")
    tidied = tidy(text)
    expected = [row for row in owners_of(PROJECTS) if row[3] not in ("苗木采购质量", "苗木采购数量")]
    assert owners(tidied) == expected
    missing = [finding.note for finding in tidied.findings if finding.kind == "missing_rows"]
    assert missing == ["“苗木采购”缺少数量指标、质量指标，可能随分页丢失或未公布。"]


def test_a_project_lost_with_its_page_has_no_indicators_and_the_others_keep_theirs():
    printed = [*PROJECTS[:3], *PROJECTS[4:]]
    tidied = tidy(print_targets(printed, [18]))
    assert owners(tidied) == [row for row in owners_of(PROJECTS) if row[0] != 4]
    assert "“防火宣传”没有可归属的绩效指标，可能随分页丢失或未公布。" in [f.note for f in tidied.findings]


def unnamed(project: MadeProject, **changes) -> MadeProject:
    """Make a project whose printed rows and goal do not say its name."""
    return replace(project, spoken="本项", **changes)


def test_where_no_words_help_the_ceilings_say_which_project_is_lost():
    silent = [unnamed(project) for project in PROJECTS]
    tidied = tidy(print_targets([*silent[:3], *silent[4:]], [18]))
    assert [row["project_seq"] for row in tidied.tables["project_indicators"][::6]] == [1, 2, 3, 5, 6, 7, 8]


def test_where_no_ceilings_help_the_words_say_which_project_is_lost():
    vague = [replace(project, ceiling="100%") for project in PROJECTS]
    tidied = tidy(print_targets([*vague[:3], *vague[4:]], [18]))
    assert [row["project_seq"] for row in tidied.tables["project_indicators"][::6]] == [1, 2, 3, 5, 6, 7, 8]


def test_a_project_of_which_a_page_left_one_row_takes_none_from_the_complete_one_before():
    projects = [unnamed(project, order=(3, 5, 4, 2, 0, 1) if seq == 2 else (4, 0, 1, 2, 3, 5))
                for seq, project in enumerate(PROJECTS, 1)]  # fmt: skip
    lines = print_targets(projects, [18]).splitlines()
    first = 3 + 12
    text = "\n".join([*lines[:first], "\t" + "\t".join(projects[2].rows[0]), *lines[first + 6 :]])
    rows = tidy(text, projects).tables["project_indicators"]
    assert [row["project_seq"] for row in rows[6:14]] == [2] * 6 + [3, 4]


def test_rows_of_a_project_that_no_table_names_are_nobodys():
    strange = MadeProject("某新增事项", Decimal("77.7"))
    tidied = tidy(print_targets([*PROJECTS[:4], strange, *PROJECTS[4:]]))
    assert [row["project_seq"] for row in tidied.tables["project_indicators"]].count(None) == 6
    assert owners(tidied)[:24] == owners_of(PROJECTS)[:24]
    assert owners(tidied)[30:] == owners_of(PROJECTS)[24:]


def test_without_a_project_table_the_list_names_the_projects():
    listed = {"project_list": known_of(PROJECTS)["project_list"]}
    tidied = tidy_annual_targets(read(print_targets(PROJECTS)), listed)
    assert owners(tidied) == owners_of(PROJECTS)
    assert tidied.tables["project_indicators"][0]["project_id"] == "11010524T000000000001"


def test_without_any_project_the_indicators_are_kept_without_owner():
    tidied = tidy_annual_targets(read(print_targets(PROJECTS)), {})
    assert [row[1:] for row in owners(tidied)] == [row[1:] for row in owners_of(PROJECTS)]
    assert {row["project_seq"] for row in tidied.tables["project_indicators"]} == {None}


def with_ceiling(ceiling: str) -> list[MadeProject]:
    return [*PROJECTS[:2], replace(PROJECTS[2], ceiling=ceiling), *PROJECTS[3:]]


def ceiling_findings(projects) -> list[tuple[str, str]]:
    tidied = tidy(print_targets(projects), projects)
    assert owners(tidied) == owners_of(projects)
    return [(f.kind, f.action) for f in tidied.findings if f.kind in ("unit_error", "inconsistent_total")]


def test_a_ceiling_in_the_wrong_unit_is_kept_and_reported():
    assert ceiling_findings(with_ceiling("7.8912")) == [("unit_error", "kept")]


def test_a_ceiling_that_is_not_the_total_is_kept_reported_and_proves_nothing():
    projects = with_ceiling("99999")
    assert ceiling_findings(projects) == [("inconsistent_total", "kept")]
    rows = tidy(print_targets(projects), projects).tables["project_indicators"]
    assert {row["certainty"] for row in rows[12:18]} == {"inferred"}


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("做好林场巡护", "做好林场巡护各项工作，保障任务。", "做好林场巡护各项工作，保障任务。"),
        ("做好林场巡护。完成七百公顷", "和十处苗圃的管护。", "做好林场巡护。完成七百公顷和十处苗圃的管护。"),
        (
            "组织演练，购买设备。编排脚本。组织相",
            "仕设脚平；编制；组织相关活动等工作。",
            "组织演练，购买设备。编排脚本。组织相关活动等工作。",
        ),
        (
            "做好林场巡护方案明确内容组",
            "做好林地巡护方案，明确内容，组织培训。",
            "做好林地巡护方案，明确内容，组织培训。",
        ),
    ],
    ids=["read again whole", "goes on", "last line read twice", "read again in other words"],
)
def test_a_goal_cut_by_a_page_is_put_together(first, second, whole):
    text = print_targets(PROJECTS, [8]).replace(PROJECTS[1].goal, first)
    lines = text.splitlines()
    row = next(number for number, line in enumerate(lines) if number > 3 and not line) + 1
    lines[row] = second + lines[row]
    tidied = tidy("\n".join(lines))
    assert owners(tidied) == owners_of(PROJECTS)
    assert goals(tidied)[2] == whole
    assert [f.table for f in tidied.findings if f.table == "projects"] == ["projects"]


def test_a_value_that_is_no_number_has_none():
    rows = tidy(print_targets(PROJECTS)).tables["project_indicators"]
    assert [rows[0]["value_number"], rows[1]["value_number"]] == [Decimal(3), None]


def test_columns_in_another_order_are_read_by_their_header():
    header = HEADER.replace("本年绩效指标值\t绩效度量单位", "绩效度量单位\t本年绩效指标值")
    text = "\n".join([header, "目标\t产出指标\t数量指标\t面积\t≥\t亩\t300"])
    (row,) = tidy_annual_targets(read(text), {}).tables["project_indicators"]
    assert (row["value"], row["unit"]) == ("300", "亩")


@pytest.mark.parametrize("row", ["产出指标", "\t产出指标\t数量指标", "数量指标"])
def test_a_row_of_levels_alone_is_no_indicator_and_is_said(row):
    tidied = tidy_annual_targets(read("\n".join([HEADER, row, "目标\t产出指标\t数量指标\t面积\t≥\t300\t亩"])), {})
    assert [one["name"] for one in tidied.tables["project_indicators"]] == ["面积"]
    assert [finding.kind for finding in tidied.findings][:1] == ["ghost_row"]
