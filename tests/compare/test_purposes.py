"""Purposes of projects: made names whose head is known, near misses, and what no word covers."""

from __future__ import annotations

from random import Random

import pytest
from made_case import make_case, project

from budgetkit.briefing import project_profiles
from budgetkit.compare.purposes import UNKNOWN, find_purpose, load_purposes, measure_purposes, measure_upkeep
from budgetkit.errors import DatasetError

PLAIN = {
    "运行维护": "运维",
    "培训考试": "培训",
    "宣传": "宣传",
    "评审咨询": "评估",
    "物资设备": "购置",
    "编外人员": "协管",
}
ENDINGS = ("", "项目", "服务", "经费", "（首款）", "工作（三期）")
SIDES = (
    (("甲系统运维", 30), ("乙系统运维", 5), ("丁宣传", 1)),
    (("甲设备维保", 20), ("丙协管经费", 60), ("丙丁戊", 1)),
)
PLACES = ("青岚", "松泉市", "云河区甲乙丙局")


@pytest.fixture(scope="module")
def purposes(tmp_path_factory):
    return load_purposes(tmp_path_factory.mktemp("none"))


@pytest.mark.parametrize("seed", range(40))
def test_what_is_said_last_is_what_the_money_is_for(seed, purposes):
    random = Random(seed)
    order = random.sample(sorted(PLAIN), random.randint(1, 3))
    name = random.choice(PLACES) + "与".join(PLAIN[purpose] for purpose in order) + random.choice(ENDINGS)
    assert find_purpose(name, purposes) == (order[-1], PLAIN[order[-1]])


@pytest.mark.parametrize(
    ("name", "purpose", "word"),
    [
        ("宣传教育-宣传教育", "宣传", "宣传教育"),
        ("青岚街道警示教育片", "宣传", "警示教育"),
        ("教育培训经费", "培训考试", "培训"),
        ("教育经费", UNKNOWN, ""),  # alone, no training
        ("甲类物资库房租赁及物资综合管理服务", "物业与场所", "物资综合管理"),
        ("甲类软件采购项目", "信息化", "软件采购项目"),
        ("某平台购置", "信息化", "平台购置"),
        ("平台设备采购项目", "物资设备", "采购项目"),  # what it runs on
        ("甲类物资采购", "物资设备", "物资"),  # bought, not kept
        ("某物资储备库改建、运输", "物业与场所", "储备库"),
        ("甲类物资储备", "物资设备", "储备"),
        ("某领域大检查及督查专项", "监督执法", "督查"),
        ("执法终端套餐", "运行维护", "套餐"),  # what those who inspect use
        ("巡查员培训", "培训考试", "培训"),
        ("事故调查处理", "评审咨询", "调查"),  # no 查处
        ("救援总队队伍基础项目", "演练与救援队伍", "队伍"),
        ("队伍通信设备维保", "运行维护", "维保"),
        ("人才队伍建设", UNKNOWN, ""),
        ("公共事务协管经费", "编外人员", "协管"),
        ("某网信息安全应急演练服务", "信息化", "信息安全应急演练"),  # of systems, not in the field
        ("数据安全监测服务", "信息化", "数据安全监测"),
        ("安全生产应急演练", "演练与救援队伍", "演练"),
        ("网络平台安全生产检查", "监督执法", "检查"),
        ("网络安全运维", "运行维护", "运维"),
    ],
)
def test_a_word_decides_as_it_is_meant(name, purpose, word, purposes):
    assert find_purpose(name, purposes) == (purpose, word)


def test_side_by_side_the_dash_and_the_words_that_decided_are_said():
    budgets = [make_case({"projects": [project(n, *one) for n, one in enumerate(rows)]}).budget for rows in SIDES]
    result = project_profiles.purposes_by_side(budgets)
    assert result.dash == "该方没有项目归入该类"
    assert result.caveats[0] == "类名之外的主要用途词：运行维护“运维”、编外人员“协管”。"
    assert len(result.table) == 4


@pytest.mark.parametrize("seed", range(10))
def test_every_project_has_one_purpose_and_the_money_adds_up(seed, purposes):
    random = Random(seed)
    kinds = [random.choice([*PLAIN, UNKNOWN]) for _ in range(12)]
    names = [f"{random.choice(PLACES)}{PLAIN.get(kind, '丙丁戊')}{random.choice(ENDINGS)}" for kind in kinds]
    amounts = [random.randint(1, 900) for _ in kinds]
    rows = [project(n, *pair) for n, pair in enumerate(zip(names, amounts, strict=True), start=1)]
    table = measure_purposes(make_case({"projects": rows}).budget, purposes).table.set_index("name")
    truth = {kind: sum(a for k, a in zip(kinds, amounts, strict=True) if k == kind) for kind in set(kinds)}
    assert table["amount"].to_dict() == truth
    assert table["count"].to_dict() == {kind: kinds.count(kind) for kind in truth}
    assert table["share"].sum() == pytest.approx(100)
    assert UNKNOWN not in truth or table.index[-1] == UNKNOWN


def test_upkeep_of_systems_is_told_apart_from_other_upkeep(purposes):
    rows = [project(1, "某系统运维", 30), project(2, "车辆维修", 12), project(3, "运维系统", 7), project(4, None, 5)]
    budget = make_case({"projects": rows}).budget
    assert measure_upkeep(budget, purposes) == 30
    told = project_profiles.purposes(budget)
    assert told.caveats == (
        "运行维护中名称另有信息化用途词的（信息系统运维）：共 30.00 万元，与信息化合计占所列项目 68.5%。",
    )
    assert "；信息化及其运维合计 68.5%" in told.title  # 30 and the 7 of 运维系统, of 54
    assert measure_upkeep(make_case({"projects": rows[1:]}).budget, purposes) == 0


def test_what_no_word_covers_is_said_with_its_money():
    rows = [project(1, "甲系统运维", 30), project(2, "丙丁戊", 12), project(3, None, None)]
    part = project_profiles.purposes(make_case({"projects": rows}).budget)
    assert part.title == "所列项目的用途：占比最高的是运行维护（71.4%），未归类 12.00 万元"
    assert part.table.set_index("name").loc["运行维护", "words"] == "运维"


def test_a_list_of_ones_own_takes_the_place_of_ours_and_a_broken_one_is_refused(tmp_path):
    (tmp_path / "purposes.toml").write_text('[[purpose]]\nname = "天文"\nwords = ["望远镜", "天文台$"]\n', "utf-8")
    own = load_purposes(tmp_path)
    assert find_purpose("望远镜运维", own) == ("天文", "望远镜")
    assert find_purpose("天文台运维", own) == (UNKNOWN, "")
    for broken in ("[[purpose]]\nname = 1", "purpose = 3", '[[purpose]]\nname = "甲"\nwords = ["("]', "[[x"):
        (tmp_path / "purposes.toml").write_text(broken, "utf-8")
        with pytest.raises(DatasetError, match=r"purposes\.toml"):
            load_purposes(tmp_path)
