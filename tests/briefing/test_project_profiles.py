"""The largest projects in full: what stands in a row is that project's, and nothing of another."""

from __future__ import annotations

from random import Random

import pytest
from made_case import YEAR, evaluation, indicator, make_case, project, together

from budgetkit.briefing.project_profiles import _quote_indicator, profiles
from budgetkit.compare.project_profile import profile_projects


def draw(random: Random) -> tuple[list[dict], list[dict]]:
    """Draw projects by amount, largest last, each with indicators that say whose they are."""
    projects = [project(n, f"甲{n}号运维", 10 * n, f"目标{n}") for n in range(1, 9)]
    kinds = ("产出指标", "成本指标", "效益指标", "满意度指标")
    indicators = [
        indicator(n, kind, f"{n}号第{k}条{kind}", "≥", 10 + k, "个")
        for n in range(1, 9)
        for kind in kinds
        for k in range(random.randint(0, 4))
    ]
    random.shuffle(indicators)
    return projects, indicators


@pytest.mark.parametrize("seed", range(10))
def test_a_row_is_of_one_project_and_says_how_much_is_left_out(seed):
    projects, indicators = draw(Random(seed))
    result = profile_projects(make_case({"projects": projects, "project_indicators": indicators}).budget)
    assert list(result.table["amount"]) == [80, 70, 60, 50, 40]
    for number, row in zip(range(8, 3, -1), result.table.to_dict("records"), strict=True):
        own = [one for one in indicators if one["project_seq"] == number]
        shown = [one for kind in ("产出", "成本", "效益") for one in own if one["level1"].startswith(kind)]
        assert row["goal"] == f"目标{number}"
        assert all(text.startswith(f"{number}号") for text in row["indicators"])
        assert len(row["indicators"]) == sum(
            min(most, sum(one["level1"].startswith(kind) for one in shown))
            for kind, most in (("产出", 2), ("成本", 1), ("效益", 1))
        )
        assert len(row["indicators"]) + row["left_out"] == len(own)


def test_last_years_execution_and_what_it_pays_stand_beside_the_project():
    rows = {
        "projects": [project(1, "甲运维", 100), project(2, "乙修缮", 50)],
        "project_indicators": [
            indicator(1, "成本指标", f"{YEAR - 1}年甲运维尾款", "≤", 40, "万元"),
            indicator(1, "成本指标", f"{YEAR}年甲运维首付款", "≤", 60, "万元"),
        ],
    }
    case = make_case(rows, evaluated=together(evaluation(1, "甲运维", 95, 80, 79.97, 99.96)))
    first, second = profiles(case.budget).table["remarks"]
    spent = f"{YEAR - 1}年执行 79.97 万元（执行率 99.96%）"
    assert first == f"运行维护；{spent}；本年预算中 40.00 万元支付以前年度款项；含首款"
    assert second == "物业与场所"


@pytest.mark.parametrize(
    ("operator", "value", "unit", "printed"),
    [
        ("定性", "良好", "个", "：良好"),
        ("定性", "优", None, "：优"),
        ("≥", "5", "个", "≥5个"),
        ("定性", "前3", "名", "：前3名"),
    ],
)
def test_a_grade_in_words_has_no_unit(operator, value, unit, printed):
    rows = {"projects": [project(1, "甲运维", 9)]}
    rows["project_indicators"] = [indicator(1, "效益指标", "保障水平", operator, value, unit)]
    (texts,) = profile_projects(make_case(rows).budget).table["indicators"]
    assert texts == (f"保障水平{printed}",)


def test_no_projects_are_said_and_fewer_than_five_are_counted():
    assert "没有列出项目" in profiles(make_case({}).budget).missing
    part = profiles(make_case({"projects": [project(1, "甲", 3), project(2, "乙", None)]}).budget)
    assert part.title.startswith("金额最大的 1 个项目")


def test_projects_of_which_no_amount_was_read_have_no_profile():
    projects = [project(n, f"甲{n}号运维", 1, f"目标{n}") | {"total": None} for n in range(1, 4)]
    result = profiles(make_case({"projects": projects}).budget)
    assert result.is_missing
    assert "均未能读出" in result.missing


@pytest.mark.parametrize("target", ["≤466.7万元", "=100%", "：优", "≥12份"])
def test_an_indicators_target_is_quoted_whole_however_long_its_name(target):
    name = "某某信息系统政务云资源租用服务项目（2025年预算）尾款支付进度与合同约定的一致程度"
    assert _quote_indicator(f"{name}{target}").endswith(f"……{target}")
    assert _quote_indicator(f"短名{target}") == f"短名{target}"
