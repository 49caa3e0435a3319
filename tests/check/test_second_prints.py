"""What a document prints twice of its indicators: products, goals, names, the department's targets, money."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from budgetkit.check.department_targets import find_otherwise
from budgetkit.check.document import CheckedDocument
from budgetkit.check.evaluation_costs import check_evaluation_costs
from budgetkit.check.evaluation_values import check_evaluation_values
from budgetkit.check.numbers_in_words import describe_in_text, describe_own_number, read_mentions
from budgetkit.check.project_costs import check_project_costs
from budgetkit.check.project_names import check_project_names
from budgetkit.finding import Row
from budgetkit.sources import load_sources

RAW = Path(__file__).parents[2] / "data" / "raw"
THINGS = {
    "企业": "家",
    "课程": "场",
    "报告": "份",
    "设备": "台",
    "学员": "人",
    "演练": "次",
    "系统": "套",
    "宣传片": "部",
}
SEEDS = range(40)


def row(name: str, operator: str, value: object, unit: str, level2: str = "数量指标", line: int = 5) -> Row:
    return {
        "project_seq": 1, "level1": "成本指标" if "成本" in level2 else "产出指标", "level2": level2, "name": name,
        "operator": operator, "value": str(value), "value_number": Decimal(str(value)), "unit": unit,
        "source_line": line, "activity": None,
    }  # fmt: skip


def document(year: int = 2026, **tables: list[Row]) -> CheckedDocument:
    (source, *_) = load_sources(RAW)
    return CheckedDocument(tables, (), replace(source, year=year))


def check_costs(total: object, *rows: Row) -> dict[str, list[str]]:
    """Give the states of the checks of a project with these indicators, by rule."""
    project = {
        "project_seq": 1,
        "project_name": "甲",
        "project_id": None,
        "total": Decimal(str(total)),
        "source_line": 1,
    }
    states: dict[str, list[str]] = {}
    for check in check_project_costs(document(projects=[project], project_indicators=list(rows))):
        states.setdefault(check["rule"], []).append(check["status"])
    return states


def change_digit(random: Random, number: int | Decimal) -> Decimal:
    """Give the number with one digit, not the first, another."""
    text = str(number)
    place = random.choice([n for n, one in enumerate(text) if one.isdigit()][1:] or [0])
    other = random.choice([one for one in "123456789" if one != text[place]])
    return Decimal(text[:place] + other + text[place + 1 :])


def draw_price(random: Random) -> tuple[str, str, Decimal, int, Decimal]:
    thing, unit = random.choice(list(THINGS.items()))
    price, count = Decimal(random.randrange(10_000, 900_000)) / 100, random.randrange(11, 900)
    return thing, unit, price, count, (price * count / 10000).quantize(Decimal("0.000001"))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_price_times_its_quantity_is_the_money_or_it_is_told(seed):
    random = Random(seed)
    thing, unit, price, count, total = draw_price(random)
    operators = random.choice([("=", "="), ("≤", "="), ("≤", "≥")])
    named = random.random() < 0.5
    cost_name, cost_unit = (f"每{unit}{thing}成本", "元") if named else (f"{thing}成本", f"元/{unit}")

    def states(price: object, count: object, total: object) -> list[str]:
        cost = row(cost_name, operators[0], price, cost_unit, "经济成本指标")
        return check_costs(total, cost, row(f"{thing}数量", operators[1], count, unit)).get("price_times_quantity", [])

    assert states(price, count, total) == ["pass"]
    for changed in (
        states(change_digit(random, price), count, total),
        states(price, change_digit(random, count), total),
        states(price, count, change_digit(random, total)),
        states(price, count * 10, total),
    ):
        assert len(changed) == 1
        assert changed[0] in ("fail", "insufficient")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_price_that_proves_nothing_is_left_alone(seed):
    random = Random(seed)
    thing, unit, price, count, total = draw_price(random)
    other = random.choice([one for one in THINGS.values() if one != unit])
    cost = row(f"{thing}成本", "=", price, f"元/{unit}", "经济成本指标")
    of_another = row("另一数量", "=", count + 1, other)
    assert "price_times_quantity" not in check_costs(total, cost, of_another)
    counted = row(f"{thing}数量", "=", count, unit)
    rest = row("其余费用", "≤", Decimal("12.5"), "万元", "经济成本指标", 6)
    assert check_costs(total + Decimal("12.5"), cost, counted, rest)["price_times_quantity"] == ["pass"]
    assert "price_times_quantity" not in check_costs(total + 100, cost, counted, rest)


def test_fixed_factors_beyond_the_money_fail_and_bounds_are_in_doubt():
    price, count = ("每家企业成本", 5000, "元", "经济成本指标"), ("企业数量", 40, "家")

    def state(price_is: str, count_is: str, total: int) -> list[str]:
        rows = [row(price[0], price_is, *price[1:]), row(count[0], count_is, *count[1:])]
        return check_costs(total, *rows)["price_times_quantity"]

    assert state("=", "=", 15) == state("=", "≥", 15) == ["fail"]
    assert state("≤", "≥", 15) == state("=", "=", 25) == ["insufficient"]
    assert state("≤", "≥", 20) == ["pass"]


def test_costs_that_do_not_make_up_the_money_are_counted():
    costs = [row("甲成本", "≤", 30, "万元", "经济成本指标"), row("乙成本", "≤", 12, "万元", "经济成本指标", 6)]
    assert check_costs(42, *costs)["cost_sum"] == ["pass"]
    assert check_costs(43, *costs)["cost_sum"] == ["insufficient"]
    assert "cost_sum" not in check_costs(43, row("数量", "=", 3, "家"))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_goal_that_gives_an_indicator_s_number_otherwise_is_told(seed):
    random = Random(seed)
    (one, unit), (other, other_unit) = random.sample(list(THINGS.items()), 2)
    count, second = random.randrange(12, 900), random.randrange(12, 900)
    goal = random.choice([
        "完成{a}{u}重点{t}的建设，开展{b}{v}一般{s}。", "全年重点{t}建设{a}{u}；一般{s}不少于{b}{v}。",
        "一是建设重点{t}共{a}{u}；二是开展一般{s}{b}{v}，服务首都。",
    ]).format(a=count, u=unit, t=one, b=second, v=other_unit, s=other)  # fmt: skip
    rows = [row(f"建设重点{one}数量", "≥", count, unit), row(f"一般{other}数量", "≥", second, other_unit, line=6)]
    assert describe_in_text(goal, rows, "项目目标") == []
    wrong = {**rows[0], "value_number": change_digit(random, count)}
    ((told, text),) = describe_in_text(goal, [wrong, rows[1]], "项目目标")
    assert told is wrong
    assert f"{count}{unit}" in text


@pytest.mark.parametrize("goal", [
    "为一般企业服务，走访培训机构80家。", "服务重点企业至少20家。", "2025年完成了重点企业80家的走访；今年继续。",
    "服务重点企业约32家。", "服务重点企业30余家。", "服务重点企业10家、一般企业20家。",
    "服务城区重点企业80家、郊区重点企业50家。",
    "服务重点企业3-80家。", "重点企业安全80%。", "",
])  # fmt: skip
def test_a_goal_that_speaks_of_something_else_is_no_second_print(goal):
    assert describe_in_text(goal, [row("服务重点企业数量", "≥", 30, "家")], "项目目标") == []


@pytest.mark.parametrize(("goal", "told"), [
    ("围绕地下管网培训组织工作，为35家单位提供古树名木培训组织支撑。", 0),
    ("为35家单位提供地下管网培训组织支撑。", 1),
])  # fmt: skip
def test_another_work_of_the_project_s_kind_is_no_second_print(goal, told):
    rows = [row("覆盖地下管网培训组织工作范围", ">", 41, "家")]
    assert len(describe_in_text(goal, rows, "项目目标", "地下管网培训组织工作")) == told


@pytest.mark.parametrize(("name", "value", "unit", "told"), [
    ("复查50家企业", 50, "家", False), ("复查50家企业", 60, "家", True), ("复查50家次企业", 60, "家", True),
    ("11月底前完成", 12, "月", True), ("12个月内完成", 12, "月", False), ("成本控制在24万元以内", 42, "万元", True),
    ("成本控制在24万元以内", 20, "万元", False), ("方案1份、脚本1份、手册1份", 4, "份", False),
    ("27家机构复审，形成27家机构报告", 72, "家", True), ("2026年11月15日前", 350, "日", False),
    ("7*24小时值守", 20, "小时", False),
    ("接入50万路图像", 500000, "路", False), ("接入50万路图像", 50000, "路", True), ("不少于2次", 3, "次", False),
    ("不少于2次", 1, "次", True), ("约280份", 300, "份", False), ("第3次全国普查", 12, "次", False),
])  # fmt: skip
def test_an_indicator_s_own_name_is_a_second_print(name, value, unit, told):
    assert bool(describe_own_number(name, Decimal(value), unit)) is told


def test_numbers_are_read_with_their_bounds():
    text = "不少于5场，约30场，近8场，100余场，共20场，10场以上，2026年，不超过6场，不大于7场，超过9场"
    bounds = [(str(mention.number), mention.bound) for mention in read_mentions(text, "场")]
    assert bounds == [
        ("5", "least"), ("30", "about"), ("8", "about"), ("100", "about"), ("20", "exact"), ("10", "least"),
        ("6", "most"), ("7", "most"), ("9", "least"),
    ]  # fmt: skip


@pytest.mark.parametrize(("words", "number"), [
    ("百分之九十五点五", "95.5"), ("百分之十", "10"), ("百分之二十", "20"), ("百分之三", "3"), ("百分之百", "100"),
])  # fmt: skip
def test_per_cent_in_words_is_read(words, number):
    (mention,) = read_mentions(f"完成率{words}以上", "%")
    assert (str(mention.number), mention.bound) == (number, "least")


def test_words_that_are_no_per_cent_stay():
    assert read_mentions("百分之几，百分制", "%") == []

    assert read_mentions("2026年，3年内", "年")[0].number == 3


def test_the_department_repeats_a_project_s_target_with_its_number():
    own = row("年度保障竞赛活动场次", "≥", 17, "场")
    department = {**row("年度保障竞赛活动场次", "≥", 17, "场次"), "project_seq": None}

    def told(department: Row, *own: Row, repeated: int = 2, others: int = 0) -> list[str]:
        names = [f"年度第{number}类场次" for number in range(repeated + others)]
        targets = [row(name, "≥", 5, "场") for name in names]
        again = [{**one, "value_number": Decimal(5 if n < repeated else 6)} for n, one in enumerate(targets)]
        rows = find_otherwise(document(department_indicators=[department, *again], project_indicators=[*own, *targets]))
        return [text for one, text in rows if one is department]

    assert told(department, own) == []
    wrong = {**department, "value": "71", "value_number": Decimal(71)}
    (text,) = told(wrong, own)
    assert "≥71场次" in text
    assert "≥17场" in text
    assert told(wrong, own, {**own, "project_seq": 2, "value_number": Decimal(71)}) == []
    assert told({**wrong, "unit": "家"}, own) == []
    assert told({**wrong, "name": "满意度"}, {**own, "name": "满意度"}) == []
    for repeated, others in ((0, 0), (1, 0), (3, 3)):  # nothing proves that this form repeats targets
        assert told(wrong, own, repeated=repeated, others=others) == []
    assert told(wrong, own, repeated=3, others=2)


@pytest.mark.parametrize(("name", "goal", "told"), [
    ("第三类覆盖地下管网成果验收范围", "为40家单位提供热线电话成果验收支撑。", 0),
    ("覆盖夜间照明方案编制范围", "为22家单位提供案例汇编方案编制支撑。", 0),
    ("第三类覆盖地下管网成果验收范围", "为40家单位提供地下管网成果验收支撑。", 1),
    ("第三类覆盖地下管网成果验收范围", "热线电话的成果验收40家。", 1),
    ("方案编制范围", "为22家单位提供案例汇编方案编制支撑。", 1),
])  # fmt: skip
def test_the_smaller_part_of_a_name_with_another_head_is_another_thing(name, goal, told):
    assert len(describe_in_text(goal, [row(name, "≥", 18, "家")], "项目目标")) == told


def evaluation(name: str, target: str, actual: str, reason: str | None = None, score: int = 10) -> Row:
    return {
        "evaluation_seq": 1, "level1": "成本指标", "level2": "经济成本指标", "name": name, "target": target,
        "actual": actual, "weight": Decimal(10), "score": Decimal(score), "deviation_reason": reason, "source_line": 9,
    }  # fmt: skip


@pytest.mark.parametrize(("target", "actual", "told"), [
    ("≤200.2469万元", "199.13万元", 0), ("≤200.25万元", "199.13万元", 0), ("≤200.15万元", "199.13万元", 1),
    ("≤150万元", "120万元", 1), ("≤200.25元", "199.13万元", 0), ("≤200.25万元", "199.73万元", 1),
    ("≤200.25万元", "188万元", 0), ("≤210.25万元", "189.13万元", 2), ("≤200.24万元", "199.13万元", 1),
    ("≤200.25万元", "199.12万元", 1), ("≤200.25万元", "199.125万元", 0),
])  # fmt: skip
def test_a_cost_that_is_the_budget_or_what_was_spent_is_held_to_it(target, actual, told):
    fund = {
        "evaluation_seq": 1, "fund": "total", "initial_budget": Decimal("0"), "full_year_budget": Decimal("200.25"),
        "executed": Decimal("199.13"), "source_line": 4,
    }  # fmt: skip
    rows = [evaluation("不超出项目预算", target, actual)]
    checks = list(check_evaluation_costs(document(evaluation_funds=[fund], evaluation_indicators=rows)))
    assert [check["status"] for check in checks] == ["insufficient"] * told


@pytest.mark.parametrize(("name", "actual", "reason", "score", "words"), [
    ("2024年6月前组织合同签订", "2024年5月", None, 10, None),
    ("2024年6月前组织合同签订", "2024年8月", None, 10, "晚于"),
    ("2024年6月前组织合同签订", "2024年8月", "追加项目", 8, None), ("按计划完成", "2074年5月", None, 10, "年前后"),
    ("按计划完成", "2024年15月", None, 10, "不是一个日期"), ("按计划完成", "2023年12月", None, 10, None),
    ("按计划完成", "10月24日", "于12月24日签订合同", 8, "原因说明中为"),
    ("按计划完成", "12月24日", "于12月24日签订", 8, None),
    ("按计划完成", "12月", None, 10, None), ("按计划完成", "12份月报", None, 10, None),
])  # fmt: skip
def test_dates_of_results_are_held_to_deadline_year_and_reason(name, actual, reason, score, words):
    rows = [{**evaluation(name, "是", actual, reason, score), "level1": "产出指标", "level2": "时效指标"}]
    checks = check_evaluation_values(document(2024, evaluation_indicators=rows))
    told = [check["explanation"] for check in checks if check["status"] == "insufficient"]
    assert len(told) == bool(words)
    assert all(words in text for text in told)


def test_the_account_of_the_year_is_a_second_print_of_results():
    rows = [{**evaluation("图像资源标签治理", "≥200000路", "246076路"), "level2": "数量指标"}]
    forms = [
        {"evaluation_seq": 1, "expected_goal": "完成治理", "actual_result": "图像标签治理24万余路。", "source_line": 2}
    ]

    def told(actual: str) -> int:
        tables = {"evaluations": forms, "evaluation_indicators": [{**rows[0], "actual": actual}]}
        return sum(check["status"] == "insufficient" for check in check_evaluation_values(document(2024, **tables)))

    assert [told("246076路"), told("346076路")] == [0, 1]


@pytest.mark.parametrize("seed", range(10))
def test_two_projects_that_exchanged_names_are_told_and_others_are_not(seed):
    random = Random(seed)
    names = ["森林防火物资", "应急演练服务", "信息系统运维", "安全生产培训", "避难场所建设", "防汛指挥调度"]
    projects = [
        {"project_seq": n, "project_name": name, "goal": f"完成{name}年度工作", "source_line": n}
        for n, name in enumerate(names)
    ]

    def told(projects: list[Row]) -> list[str]:
        checks = check_project_names(document(projects=projects, project_indicators=[]))
        return [check["description"] for check in checks]

    assert told(projects) == []
    one, other = random.sample(range(len(names)), 2)
    projects[one]["project_name"], projects[other]["project_name"] = names[other], names[one]
    (text,) = told(projects)
    assert names[one] in text
    assert names[other] in text
