"""同比 of projects: renamed, new, ended, unchanged and nameless ones are told apart, in the table and in sentences."""

from __future__ import annotations

import pytest
from made_case import DEPARTMENT, YEAR, make_case, project

from budgetkit.briefing.year_over_year import find_years
from budgetkit.briefing.year_over_year_projects import project_changes, shown_changes, state_projects

IDS = [f"29000030T{number:012d}" for number in range(9)]
EARLIER = [
    project(1, "甲系统运维", 30, project_id=IDS[1]),
    project(2, "乙修缮工程", 20, project_id=IDS[2]),
    project(3, "丙课题", 7, project_id=IDS[3]),
    project(4, "丁宣传", 5.5),
    project(5, None, 90),
    project(6, " ", 4),
    project(7, "戊装备购置", 0),
]
LATER = [
    project(1, "数字底座服务", 30, project_id=IDS[1]),
    project(2, "丙课题", 7, project_id=IDS[3]),
    project(3, "丁 宣传", 5.5),
    project(4, "己新建讲堂", 12),
    project(5, None, 61, project_id=IDS[8]),
    project(6, "戊装备购置", 2),
]


def years_of(earlier, later):
    data = make_case({"projects": later}, earlier={"projects": earlier}).budget.data
    return find_years(data, DEPARTMENT, YEAR)


@pytest.fixture
def years():
    return years_of(EARLIER, LATER)


def rows_of(years):
    return shown_changes(years).table


def test_rows_stand_by_change_unchanged_ones_in_one_line_nameless_ones_last(years):
    names = [
        "乙修缮工程",
        "己新建讲堂",
        "戊装备购置",
        "更名：甲系统运维 → 数字底座服务",
        "另有 2 项未变，合计 12.50 万元",
        "（名称缺失）",
        "（名称缺失）",
        "（名称缺失）",
    ]
    assert list(rows_of(years)["name"]) == names


def test_change_and_per_cent_are_of_the_two_amounts_or_say_why_there_is_none(years):
    table = rows_of(years).set_index("name")
    assert table.loc["乙修缮工程", ["change", "rate"]].tolist() == [-20, "本年未列"]
    assert table.loc["己新建讲堂", ["change", "rate"]].tolist() == [12, "上年未列"]
    assert table.loc["戊装备购置", ["change", "rate"]].tolist() == [2, "上年为零"]
    assert set(table.loc["（名称缺失）", "rate"]) == {"无法匹配"}
    assert table.loc["（名称缺失）", "change"].isna().all()
    (changed,) = rows_of(years_of([project(1, "甲", 40)], [project(1, "甲", 30)])).to_dict("records")
    assert (changed["change"], changed["rate"]) == (-10, "-25.0%")


def test_nameless_projects_are_neither_new_nor_ended_in_counts_and_sentences(years):
    counts = project_changes(years).table["status"].value_counts().to_dict()
    assert counts == {"continued": 4, "unmatched": 3, "new": 1, "ended": 1}
    first, second, _ = map(str, state_projects(years))
    assert first == (
        f"{YEAR}年与{YEAR - 1}年所列项目相比：延续 4 项（其中更名 1 项），新增 1 项、12.00 万元，"
        f"未再列示 1 项、{YEAR - 1}年金额 20.00 万元。"
    )
    assert f"{YEAR - 1}年 2 项、94.00 万元，{YEAR}年 1 项、61.00 万元，不计入新增和未再列示" in second
    assert "无法匹配 3 项" in shown_changes(years).title


def test_a_nameless_project_whose_id_the_other_year_has_goes_on():
    years = years_of([project(1, "甲", 10, project_id=IDS[1])], [project(1, None, 10, project_id=IDS[1])])
    row = project_changes(years).table.iloc[0]
    assert (row["status"], row["renamed"]) == ("continued", False)


def test_a_renamed_project_has_no_similarity_and_a_similar_one_is_not_called_renamed():
    earlier = [project(1, "甲系统运维", 30, project_id=IDS[1]), project(2, "应急数据接入线路租用项目", 3)]
    later = [project(1, "数字底座", 30, project_id=IDS[1]), project(2, "应急数据接入线路租赁项目", 4)]
    years = years_of(earlier, later)
    table = project_changes(years).table.set_index("status")
    assert table["similarity"].isna().tolist() == [False, True]
    assert table["renamed"].tolist() == [False, True]
    assert "另有 1 对名称相近、是否同一项目待核对" in str(state_projects(years)[0])


def test_largest_changes_are_named_with_their_direction(years):
    sentence = state_projects(years)[-1]
    assert str(sentence).startswith("项目中增减额最大的：乙修缮工程（未再列示）减少 20.00 万元；己新建讲堂（新增）增加")
    assert len(sentence.sources) == 4


def test_a_missing_amount_is_said_and_not_taken_for_nothing():
    years = years_of([project(1, "甲", 10)], [project(1, "甲", None), project(2, "乙", None), project(3, "丙", 2)])
    table = rows_of(years).set_index("name")
    assert table["rate"].to_dict() == {"丙": "上年未列", "甲": "金额缺失", "乙": "上年未列"}
    assert "新增 2 项、2.00 万元（1 项金额缺失，未计）" in str(state_projects(years)[0])


def test_all_unchanged_is_one_line():
    assert list(rows_of(years_of([project(1, "甲", 10)], [project(1, "甲", 10)]))["name"]) == [
        "另有 1 项未变，合计 10.00 万元"
    ]
