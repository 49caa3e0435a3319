"""What the rules find in the documents of data/raw, each figure computed again from the clean tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_case import make_case

import budgetkit
from budgetkit.compare.budget import find_budget
from budgetkit.observe.observation import Case, Certainty
from budgetkit.observe.registry import RULES, observe
from budgetkit.schema import load_schemas

RAW = Path(__file__).parents[2] / "data" / "raw"
BUDGETS = [("beijing-emergency", 2026), ("beijing-data", 2026), ("chaoyang-emergency", 2024)]


@pytest.fixture(scope="module")
def data(published_data):
    return published_data


@pytest.fixture(scope="module")
def observed(data):
    return {key: observe(Case.of(find_budget(data, *key))) for key in BUDGETS}


def of_rule(observed, department, key):
    (notes,) = [notes for (name, _), notes in observed.items() if name == department]
    (observation,) = [noted.observation for noted in notes if noted.rule.key == key]
    return observation


@pytest.mark.parametrize(
    ("department", "rule", "money", "words", "lines"),
    [
        (
            "beijing-emergency",
            "dominant_line",
            24401.0,
            ("41.1%", "65.4%", "仍至少有 6,568.15 万元没有所列金额与之对应"),
            {96},
        ),
        (
            "beijing-emergency",
            "unlisted_projects",
            41535.749922,
            ("105 项（2 项疑因缺页无名称金额，1 项无名称）", "70.0%"),
            {156, 439},
        ),
        ("beijing-emergency", "carryover", 22157.806694, ("4,683.73 万元（全部为结转", "81.49 万元"), {45, 301, 55}),
        (
            "beijing-emergency",
            "earlier_bills",
            990.32856,  # 466.69656 + 70.312 + 172.28 + 195.04 of four projects, and 86 of another
            (
                "904.33 万元无疑问，86.00 万元存疑",
                "：无疑问的以信息系统政务云租用项目（466.70 万元，占该项目 34.7%）最多；",
                "；另有 1 个项目（总额 158.70 万元）提到以前年度尾款，未列金额",
                "；存疑的是应急移动指挥车信息化运维项目，只写尾款、未印年度",
            ),
            {576, 609, 771, 996, 1864},
        ),
        ("beijing-emergency", "unit_price", 2196.0, ("122.00 元", "各付 180,000 次", "以天计"), {1428, 1429, 1430}),
        ("beijing-emergency", "project_under_operation", 246.3876, ("119.97 万元", "126.42 万元"), {84, 135}),
        (
            "beijing-emergency",
            "low_execution",
            98.98,
            ("97.2%", "59.80%", "185.1256万元）的 60%", "12月24日"),
            {336, 728},
        ),
        ("beijing-emergency", "bunched_scores", 3619.24, ("12 个得分在 97.94 分及以上",), {6}),
        (
            "beijing-emergency",
            "unsurveyed_satisfaction",
            3578.77,
            ("共失 45.34 分：预算执行率失 8.34 分，指标失 37 分，其中 23 分", "13 条", "11 条"),
            {109, 1591},
        ),
        ("beijing-emergency", "late_full_marks", 60.0, ("2025年4月",), {765}),
        ("beijing-emergency", "date_as_number", 379.9937, ("7 条指标", "20261130日"), {825, 1641}),
        ("beijing-emergency", "cost_direction", 365.425377, ("≥21.75万元",), {1815}),
        ("beijing-data", "missing_rows", 22510.221614, ("1.70 亿元（人员经费）", "（2014102）404.41"), {182, 230, 242}),
        (
            "beijing-data",
            "earlier_bills",
            337.22,
            ("（277.22 万元，占该项目 98.2%）", "（60.00 万元，占该项目 3.3%）"),
            {946, 1417, 1419},
        ),
        ("beijing-data", "cost_without_money", 2805.990589, ("=100%",), {607}),
        ("beijing-data", "outside_staff", 638.308244, ("317 人", "2 人"), {1095, 1054}),
        (
            "chaoyang-emergency",
            "outside_staff",
            2525.6146,
            ("263 人，按项目总额计人均 9.60 万元", "“工资总额及服务费用”≤2525万元"),
            {86, 588, 589},
        ),
        ("chaoyang-emergency", "project_under_operation", 110.1, ("110.10 万元",), {82, 85}),
        ("chaoyang-emergency", "procurement_excess", 714.303257, ("3,062.19 万元", "2,347.89 万元"), {55, 273}),
        ("chaoyang-emergency", "grants_in_public_funds", 60.0, ("（30306）60.00 万元",), {390}),
        (
            "chaoyang-emergency",
            "later_payments",
            45.368,
            ("6 笔", "226.84 万元", "留待以后年度支付至少"),
            {524, 527, 538},
        ),
        (
            "chaoyang-emergency",
            "earlier_bills",
            108.6147,
            ("39.71 万元无疑问，68.90 万元存疑", "（36.50 万元）最多，同时列有首款、未印年度"),
            {525, 532, 547},
        ),
        ("chaoyang-emergency", "satisfaction_direction", 284.98832, ("3 条",), {850, 856, 876}),
        ("chaoyang-emergency", "cost_direction", 52.0, ("≥200000元",), {758, 761}),
    ],
)
def test_each_finding_with_its_money_its_figures_and_its_lines(observed, department, rule, money, words, lines):
    observation = of_rule(observed, department, rule)
    assert observation.money == pytest.approx(money, abs=1e-6)
    assert [word for word in words if word not in observation.statement.text] == []
    assert lines <= {line for _, line in observation.sources}


def test_what_touches_money_stands_first_and_ranks_by_money_times_certainty(observed):
    for notes in observed.values():
        sums = [round(noted.observation.money, 2) for noted in notes]
        own = [noted.observation for noted in notes]
        last = [one.certainty is Certainty.FORMAL or sums.index(sums[at]) < at for at, one in enumerate(own)]
        assert last == sorted(last)  # what touches money for the first time stands before all else
        for kind in (False, True):
            weights = [one.weight for one, is_last in zip(own, last, strict=True) if is_last == kind]
            assert weights == sorted(weights, reverse=True)
        assert len(set(sums[:5])) == 5  # one sum is one question
    district = [noted.rule.key for noted in observed[BUDGETS[2]]]
    assert district.index("outside_staff") == 0
    assert "dominant_line" not in district  # named in full and told by the rule on outside staff
    assert [noted.rule.key for noted in observed[BUDGETS[0]]][:3] == ["unlisted_projects", "dominant_line", "carryover"]


def lines_of(data):
    """Give every line of a document that a clean row came from."""
    known = {document: set() for document in data.documents["document_id"]}
    for name in load_schemas():
        frame = data.frame(name)
        for document, line in zip(frame["document_id"], frame["source_line"], strict=True):
            known[document].add(line)
    return known


def test_every_sentence_prints_its_figures_asks_a_question_and_leads_to_rows_of_a_document(observed, data):
    known = lines_of(data)
    for one in (noted.observation for notes in observed.values() for noted in notes):
        assert one.statement.figures
        assert all(figure.printed in one.statement.text for figure in one.statement.figures.values())
        assert one.statement.text.endswith("。")
        assert not set("{}") & set(one.statement.text)
        assert one.question.endswith("？")
        assert one.money > 0
        assert one.sources
        assert all(line in known[document] for document, line in one.sources)


def test_every_rule_says_what_it_looks_for_and_where_its_threshold_comes_from():
    keys = [rule.key for rule in RULES]
    assert len(set(keys)) == len(keys)
    for rule in RULES:
        assert all((rule.name, rule.looks_for, rule.basis))


def test_every_rule_module_is_registered():
    folder = Path(budgetkit.__file__).parent / "observe"
    modules = {path.stem for path in folder.glob("*.py") if "RULE = Rule(" in path.read_text("utf-8")}
    assert modules == {rule.key for rule in RULES}


def test_rules_name_no_document_department_or_project(data):
    folder = Path(budgetkit.__file__).parent
    files = [*(folder / "observe").glob("*.py"), *(folder / "compare").glob("*.py"), folder / "compare" / "words.toml"]
    source = "".join(path.read_text("utf-8") for path in files)
    names = {*data.projects["project_name"].dropna(), *data.documents["department"], *data.documents["document_id"]}
    assert [name for name in names if name in source] == []


def test_a_rule_that_finds_nothing_says_nothing():
    assert observe(make_case({})) == []
