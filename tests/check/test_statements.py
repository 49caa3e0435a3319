"""The explanatory text against the tables, and against itself."""

from decimal import Decimal
from random import Random

import pytest
from made.narrative import set_lines

from budgetkit.check.document import CheckedDocument
from budgetkit.check.statements import check_statements
from budgetkit.check.unit_text import of_text
from budgetkit.narrative.rows import read_narrative


def line(side, item, role="total"):
    return {"side": side, "item": item, "item_name": item, "amount": Decimal("1234.567800"), "role": role}


def item(code, name, total):
    return {"function_code": code, "function_name": name, "total": Decimal(total), "role": "item"}


TABLES = {
    "income_expenditure": [
        line("income", "财政拨款收入", "line"), line("income", "收入总计"), line("expenditure", "支出总计"),
    ],
    "expenditure": [item("2050202", "小学教育", "1000.004900"), item("2050203", "初中教育", "234.562900")],
    "three_public": [{"budget_year": 2026, "overseas": Decimal("0.000000"), "reception": Decimal("3.500000")}],
}  # fmt: skip


class Source:
    year, kind, read_as, document_id = 2026, "budget", "budget", "made"


def check(*paragraphs, tables=TABLES):
    placed = {name: [{**row, "source_line": 100 + n} for n, row in enumerate(rows)] for name, rows in tables.items()}
    statements = read_narrative(set_lines(list(paragraphs)), 2026, placed).tables["statements"]
    document = CheckedDocument({**placed, "statements": statements}, [], Source())
    return [(row["rule"], row["status"], row["explanation"]) for row in check_statements(document)]


def states(*paragraphs, tables=TABLES):
    return [(rule, status) for rule, status, _ in check(*paragraphs, tables=tables)]


@pytest.mark.parametrize("seed", range(20))
def test_an_amount_rounded_to_what_is_printed_passes_and_any_other_digit_does_not(seed):
    random = Random(seed)
    exact = Decimal(random.randint(10**6, 10**12)) / 10**6
    tables = {
        "expenditure": [{"function_code": "2050202", "function_name": "小学教育", "total": exact, "role": "item"}]
    }
    unit, factor = random.choice((("万元", 1), ("元", 10000), ("亿元", Decimal("0.0001"))))
    decimals = random.randint(0, 2) if unit != "亿元" else random.randint(2, 6)
    printed = (exact * factor).quantize(Decimal(1).scaleb(-decimals))
    text = "“教育支出（类）普通教育（款）小学教育（项）”{}{}，主要用于某校支出。"
    assert [row[1] for row in check(text.format(f"{printed:,}", unit), tables=tables)] == ["pass"]
    wrong = printed + random.choice((-1, 1)) * random.randint(2, 9) * Decimal(10) ** random.randint(-decimals, 2)
    if wrong >= 0:
        assert [row[1] for row in check(text.format(f"{wrong:,}", unit), tables=tables)] == ["fail"]


def test_text_and_table_agree():
    assert (
        states("本年收入预算1,234.57万元，其中：财政拨款收入1,234.57万元。支出预算12,345,678元。")
        == [("text_against_table", "pass")] * 3
    )


def test_an_amount_that_is_cut_off_is_explained():
    assert states("支出预算1,234.56万元。") == [("text_against_table", "explained")]


def test_a_slip_of_the_point_is_named():
    ((_, status, said),) = check("公务接待费35.00万元。")
    assert status == "fail"
    assert "小数点或单位" in said


def test_a_class_is_the_sum_of_its_items():
    assert states("教育支出（类）1,234.57万元。") == [("text_against_table", "pass")]


@pytest.mark.parametrize(
    "sentence",
    [
        "某专项经费30.00万元。",
        "2025年支出预算1,000.00万元。",
        "机关运行经费20.00万元。",
        "支出预算全年预算为3.00万元。",
    ],
)
def test_what_no_table_prints_is_said_to_be_unchecked(sentence):
    assert states(sentence) == [("text_against_table", "not_applicable")]


@pytest.mark.parametrize(
    ("sentence", "rule", "status"),
    [
        ("培训费12.00万元，比2025年预算数10.00万元增加2.00万元。", "text_change_amount", "pass"),
        ("培训费12.00万元，比2025年预算数10.00万元增加3.00万元。", "text_change_amount", "fail"),
        ("培训费12.00万元，比2025年预算数10.00万元减少2.00万元。", "text_change_amount", "fail"),
        ("培训费12.00万元，与上年相比增加2.00万元，增长20.00%。", "text_change_rate", "pass"),
        ("培训费12.00万元，与上年相比增加2.00万元，增长16.67%。", "text_change_rate", "fail"),
        ("培训费12.00万元，与上年相比增加12.00万元，增长100.00%。", "text_change_rate", "fail"),
        ("培训费12.00万元，其中：讲课费3.00万元，占25.00%。", "text_share", "pass"),
        ("培训费12.00万元，其中：讲课费3.00万元，占30.00%。", "text_share", "fail"),
        ("政府采购预算6.00万元，其中：政府采购货物预算1.00万元、政府采购工程预算2.00万元、政府采购服务预算3.00万元。",
         "text_parts", "pass"),
        ("政府采购预算7.00万元，其中：政府采购货物预算1.00万元、政府采购工程预算2.00万元、政府采购服务预算3.00万元。",
         "text_parts", "fail"),
        ("机关运行经费预算为20.00万元。另，机关运行经费预算21.00万元。", "text_repeated", "fail"),
    ],
)  # fmt: skip
def test_the_text_against_itself(sentence, rule, status):
    assert (rule, status) in states(sentence)


def test_a_rate_within_the_rounding_of_its_amounts_passes():
    assert ("text_change_rate", "pass") in states("培训费0.13万元，与上年相比增加0.03万元，增长28.50%。")


@pytest.mark.parametrize(("last", "status"), [("60.00", "pass"), ("61.00", "fail")])
def test_a_list_adds_up_to_its_total(last, status):
    text = f"项目总预算90.00万元，其中支持外贸发展{last}万元，支持商销稳增长30.00万元，合计90.00万元。"
    assert ("text_parts", status) in states(text)


def test_nothing_in_the_text_is_nothing_in_the_table():
    tables = {"three_public": [{"budget_year": 2026, "overseas": None, "reception": None}]}
    assert states_of(tables, "公务接待费0万元。") == [("text_against_table", "pass")]
    assert states_of(tables, "公务接待费1.20万元。") == [("text_against_table", "fail")]


def test_a_share_that_is_cut_off_is_explained():
    assert ("text_share", "explained") in states("支出预算307.82万元，其中：讲课费29.42万元，占9.55%。")


def states_of(tables, *paragraphs):
    return [(rule, status) for rule, status, _ in check(*paragraphs, tables=tables)]


@pytest.mark.parametrize(("power", "factors"), [(0, {Decimal(1)}), (4, {Decimal("0.0001")}), (-1, {Decimal(10)})])
def test_the_text_tells_the_unit_of_a_table(power, factors):
    """Amounts of a text bear their unit in print; those of a table are read in the unit that it states."""
    rows = [item("2050202", "小学教育", "1000.510000"), item("2050203", "初中教育", "234.560000")]
    for row in rows:
        row.update(total=row["total"].scaleb(power), source_line=9)
    text = (
        "教育支出（类）普通教育（款）小学教育（项）1,000.51万元。教育支出（类）普通教育（款）初中教育（项）234.56万元。"
    )
    statements = read_narrative(set_lines([text]), 2026, {"expenditure": rows}).tables["statements"]
    document = CheckedDocument({"expenditure": rows, "statements": statements}, [], Source())
    assert {piece.factor for piece in of_text(document, ["expenditure"])} == factors
    assert list(of_text(document, ["income"])) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # of a whole that the words name: stated before, as its parts of the sentence, or as a table prints it
        ("本年支出合计200万元。财政拨款支出150万元，占本年支出合计的75%。", ["pass"]),
        ("本年支出合计200万元。财政拨款支出150万元，占本年支出合计的57%。", ["fail"]),
        ("安排因公出国（境）费10万元，占“三公”经费的25%；公务用车购置及运行维护费10万元，占“三公”经费的25%；"
         "公务接待费20万元，占“三公”经费的50%。", ["pass"] * 3),
        ("财政拨款收入617.28万元，占收入总计的50%。", ["pass"]),
        # of the first amount of its sentence where the words name no other
        ("支出合计200万元，其中：基本支出50万元，占25%；项目支出150万元，占比75%。", ["pass", "pass"]),
        ("支出合计200万元，其中：基本支出50万元，占总量的26%。", ["fail"]),
        # of something that is neither stated nor printed
        ("项目支出150万元，占全区同类经费的3%。", []),
        ("公务接待费1万元，占会议费的3%。", []),
    ],
)  # fmt: skip
def test_a_share_is_of_the_whole_that_its_words_name(said, expected):
    assert [status for rule, status in states(said) if rule == "text_share"] == expected


WIDE = "本部门主要承担湖泊水质的监测、预报和公布，负责沿湖各站点的建设与维护，参与水体保护规划的编制。"
PROJECTS = {"projects": [{"project_name": "水质监测", "total": Decimal("120.000000")}]}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("水质监测项目经费情况说明", "六、年度预算安排", "2026年项目总预算120.00万元，其中会议费20万元。"), ["pass"]),
        (("水质监测项目经费情况说明", "2026年度项目总预算102.00万元。"), ["fail"]),
        (("渔船改造项目经费情况说明", "2026年度项目总预算20.00万元。"), ["insufficient"]),
        (("编报绩效目标的项目1个，涉及项目预算资金120万元，其中：水质监测120万元。",), ["pass"]),
        (("编报绩效目标的项目1个，涉及项目预算资金120万元，其中：水质监测210万元。",), ["fail"]),
        # no account of a project: the section's heading by itself, and what stands in another section
        (("七、项目经费情况说明", "2026年度项目总预算20.00万元。"), []),
        (("水质监测项目经费情况说明", "八、其他需要说明的情况", "2026年度项目总预算20.00万元。"), []),
    ],
)  # fmt: skip
def test_a_projects_account_is_held_against_the_table_of_projects(said, expected):
    found = states(WIDE, *said, tables=PROJECTS)
    assert [status for rule, status in found if rule == "text_project"] == expected


def test_what_a_project_is_to_pay_is_not_the_bodys_own():
    said = check(WIDE, "水质监测项目经费情况说明", "2026年度项目总预算20.00万元，其中公务接待费1.00万元。")
    assert {status for rule, status, _ in said if rule == "text_against_table"} == {"not_applicable"}


@pytest.mark.parametrize(
    ("said", "rule", "status"),
    [
        ("政府采购预算30.00万元，面向中小企业预留政府采购项目预算金额30.00万元。", "text_small_purchases", "pass"),
        ("政府采购预算30.00万元，面向中小企业预留政府采购项目预算金额31.00万元。", "text_small_purchases", "fail"),
        ("项目支出500万元。编报绩效目标的项目3个，涉及项目预算资金500万元。", "text_target_money", "pass"),
        ("项目支出500万元。编报绩效目标的项目3个，涉及项目预算资金900万元。", "text_target_money", "not_applicable"),
        ("项目支出500万元。编报绩效目标的项目3个，涉及项目预算资金5000万元。", "text_target_money", "fail"),
    ],
)
def test_a_part_stays_within_its_whole(said, rule, status):
    assert [found for name, found in states(said) if name == rule] == [status]


def class_line(name, amount):
    return {**line("expenditure", name, "line"), "amount": Decimal(amount)}


ALL_MONEY = {
    "income_expenditure": [class_line("五、教育支出", "1300.00") | {"item_name": "教育支出"}],
    "general_public_expenditure": [item("2050202", "小学教育", "1234.00")],
}


@pytest.mark.parametrize(("stated", "status"), [("1234.00", "pass"), ("1300.00", "pass"), ("1266.00", "fail")])
def test_a_class_is_of_all_money_or_of_a_fund(stated, status):
    assert states_of(ALL_MONEY, f"教育支出（类）{stated}万元。") == [("text_against_table", status)]


def basic(code, total, role="item"):
    return {"dept_econ_code5": code, "total": Decimal(total), "role": role}


BY_USE = {
    "income_expenditure": [{**line("use", "单位预留机动经费", "line"), "amount": Decimal("7.50")}],
    "fiscal_grant": [{**line("use", "支出合计"), "amount": Decimal("95.25")}],
    "basic_expenditure": [basic("30101", "60.10"), basic("30201", "20.20"), basic("30301", "4.30")],
    "procurement": [{"category": "货物", "amount": Decimal("3.10")}, {"category": "服务", "amount": Decimal("2.20")}],
    "running_costs": [{"dept_econ_code5": "30201", "total": Decimal("20.20"), "role": "item"}],
    "printed_totals": [
        {"table": "procurement", "column": "amount", "amount": Decimal("5.30")},
        {"table": "running_costs", "column": "total", "amount": Decimal("20.20")},
    ],
    "three_public": [{"budget_year": 2026, "base_kind": "budget", "overseas": None, "running_costs": None}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("单位预留机动经费7.50万元", "pass"), ("单位预留机动经费7.60万元", "fail"),
        ("财政拨款支出预算95.25万元", "pass"), ("财政拨款支出预算95.35万元", "fail"),
        ("机关运行经费20.20万元", "pass"), ("机关运行经费20.30万元", "fail"),
        ("人员经费64.40万元", "pass"), ("公用经费20.20万元", "pass"),
        ("人员经费64.50万元", "not_applicable"),  # 人员经费 is not in print: other classes may count
        ("政府采购工程预算0万元", "pass"), ("政府采购工程预算1.00万元", "fail"),
    ],
)  # fmt: skip
def test_what_a_form_prints_elsewhere_is_found_there(said, status):
    assert states_of(BY_USE, f"{said}。") == [("text_against_table", status)]


@pytest.mark.parametrize("change", ["no total", "another category", "does not add up"])
def test_a_kind_of_purchase_that_an_unproved_list_lacks_is_not_checked(change):
    tables = {**BY_USE, "printed_totals": [{**row} for row in BY_USE["printed_totals"]]}
    if change == "no total":
        del tables["printed_totals"][0]
    elif change == "another category":
        tables["procurement"] = [{"category": "集中采购", "amount": Decimal("5.30")}]
    else:
        tables["printed_totals"][0]["amount"] = Decimal("6.30")
    assert states_of(tables, "政府采购工程预算1.00万元。") == [("text_against_table", "not_applicable")]


def test_a_column_that_the_form_does_not_print_is_not_an_empty_cell():
    tables = {"three_public": [{"budget_year": 2026, "base_kind": "budget", "overseas": None, "meetings": None}]}
    assert states_of(tables, "会议费12.00万元。") == [("text_against_table", "not_applicable")]
    assert states_of(tables, "因公出国（境）费12.00万元。") == [("text_against_table", "fail")]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("基本支出预算8.00万元，其中：人员经费5.00万元，公用经费3.00万元。", ["pass"]),
        ("财政拨款基本支出预算8.00万元，其中：人员经费5.00万元。公用经费4.00万元。", ["fail"]),
        ("基本支出预算8.00万元。财政拨款基本支出预算7.00万元，其中：人员经费5.00万元，公用经费2.00万元。", ["pass"]),
        ("基本支出预算8.00万元，项目支出1.00万元。人员经费5.00万元，公用经费4.00万元。", []),
    ],
)
def test_basic_expenditure_is_personnel_and_public_funds(said, expected):
    assert [status for rule, status in states_of({}, said) if rule == "text_parts"] == expected
