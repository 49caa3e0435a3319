"""Sentences of explanatory texts: what they state, and what they don't."""

from decimal import Decimal
from random import Random

import pytest
from made.narrative import NEAR_MISSES, draw_text, set_lines

from budgetkit.narrative.rows import read_narrative


def read(paragraphs, year=2026, width=38):
    return read_narrative(set_lines(paragraphs, width), year, {})


def rows_of(*paragraphs, year=2026):
    return read(list(paragraphs), year).tables["statements"]


@pytest.mark.parametrize("seed", range(40))
def test_a_made_text_gives_what_it_states_whatever_the_width_of_its_lines(seed):
    random = Random(seed)
    paragraphs, truth = draw_text(random, 2026)
    found = read(paragraphs, width=random.randint(24, 60)).tables["statements"]
    wanted = [
        (said.concept, said.amount, said.unit, said.direction, said.change, said.base_kind, said.reason)
        for said in truth
    ]
    names = ("concept", "amount", "unit", "direction", "change", "base_kind", "reason")
    assert [tuple(row[name] for name in names) for row in found] == wanted
    assert all(row["base_year"] == 2025 for row in found if row["direction"])


def test_sentences_without_money_of_a_budget_state_nothing():
    assert rows_of(*(f"{sentence}。" for sentence in NEAR_MISSES)) == []


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ("“教育支出（类）普通教育（款）小学教育（项）”", "2050202"),
        ("“教育支出-普通教育-小学教育”科目", "2050202"),
        ("教育（类）支出", "205"),
        ("“教育支出”科目", "205"),
        ("教育支出（类）普通教育（款）", "20502"),
        ("“教育支出（类)普通教育（款)小学教育（项）”", "2050202"),
    ],
)
def test_an_item_is_known_by_its_names(subject, code):
    (row,) = rows_of(f"1.{subject}1,623.18万元，主要用于某校支出。")
    assert (row["concept"], row["function_code"], row["amount"]) == ("function", code, Decimal("1623.18"))


def test_an_item_below_a_heading_has_its_class():
    found = rows_of(
        "（一）教育支出（类）", "1.普通教育（款）小学教育（项）12.50万元，与上年相比增加2.50万元，增长25.00%。"
    )
    assert found[0]["function_code"] == "2050202"
    assert found[0]["change_percent"] == Decimal("25.00")


def test_stages_of_an_item_go_with_its_paragraph():
    found = rows_of(
        "1、教育支出（类）普通教育（款）小学教育（项）。主要用于：某校支出。年初预算为50.00万元，全年预算为52.00万元，"
        "支出决算为51.32万元，完成全年预算数的98.69%。决算数小于全年预算数的主要原因：人员变动。",
    )
    assert [(row["stage"], row["amount"]) for row in found] == [
        ("initial", Decimal("50.00")), ("adjusted", Decimal("52.00")), ("final", Decimal("51.32")),
    ]  # fmt: skip
    assert {row["function_code"] for row in found} == {"2050202"}
    assert found[-1]["reason"] == "人员变动"


def test_a_base_with_its_own_amount_is_no_amount_of_this_year():
    (row,) = rows_of("公务接待费12.00万元，比2025年预算数10.00万元增加2.00万元，增长20.00%。")
    assert (row["amount"], row["base_amount"], row["change"]) == (Decimal("12.00"), Decimal("10.00"), Decimal("2.00"))


def test_a_bare_nought_is_an_amount():
    found = rows_of("政府性基金拨款支出预算为0；国有资本经营预算拨款支出预算为0。")
    assert [(row["concept"], row["amount"]) for row in found] == [
        ("gov_fund_expenditure", 0), ("state_capital_expenditure", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "公务接待费XX万元，与上年持平。",
        "培训费10.00万元，比上年增加（减少）2.00万元。",
        "会议费10.00万元，比上年增加2.00万元，主要原因是。",
        "会议费10.00万元，与上年持平。。",
        "会议费10.00万元，比2023年增加2.00万元。",
        "会议费10.00万元，比上年增加2.00万元，主要原因是会议减少。",
        "人员经费10.00万元。（按实际发生经济分类支出事项填写）",
    ],
)
def test_left_overs_of_a_template_are_findings(sentence):
    assert [finding.kind for finding in read([sentence]).findings] == ["wording"]


@pytest.mark.parametrize(
    "sentence",
    [
        "公务接待费10.00万元，比上年增加2.00万元，主要原因是接待批次增加，压减的项目减少。",
        "会议费10.00万元，比上年减少2.00万元，主要原因是压缩会议规模。",
        "本部门无此项支出。",
        "决算数小于预算数的主要原因：人员变动。",
        "增加的主要原因是人员经费增加。",
    ],
)
def test_plain_wording_is_no_finding(sentence):
    assert read([sentence]).findings == []


def test_a_name_that_ends_in_a_word_of_change_has_an_amount():
    found = rows_of("项目总预算90.00万元，其中支持外贸发展60.00万元，支持商销稳增长30.00万元，合计90.00万元。")
    assert [(row["subject"], row["amount"], row["change"]) for row in found] == [
        ("项目总预算", 90, None), ("支持外贸发展", 60, None), ("支持商销稳增长", 30, None), ("合计", 90, None),
    ]  # fmt: skip


def test_a_change_of_something_else_is_not_that_of_the_amount_before():
    found = rows_of("支出预算90.00万元，比上年增加5.00万元，其中人员经费增加7.00万元，项目支出减少2.00万元。")
    assert [(row["concept"], row["amount"], row["change"], row["direction"]) for row in found] == [
        ("expenditure_total", 90, 5, "increase"), ("personnel", None, 7, "increase"), ("project", None, 2, "decrease"),
    ]  # fmt: skip


def test_a_number_that_print_does_not_cut_makes_a_short_line_and_no_paragraph():
    words = "某局收入预算37,151.47万元，其中：财政拨款收入37,151.47万元，比2024年预算执行数增加"
    lines = set_lines([words])
    (row,) = [r for r in read([words + "24,558.18万元。"], width=46).tables["statements"] if r["change"]]
    assert row["change"] == Decimal("24558.18")
    assert len(lines) > 1


@pytest.mark.parametrize(
    ("said", "concepts"),
    [
        ("2026年收支总预算3,210.50万元。", ["income_and_expenditure_total"]),
        ("2026年财政拨款收支总预算3000万元。", ["fiscal_income_and_expenditure"]),
        ("2026年度预算支出总额为3,210.50万元，预算收入3,210.50万元。", ["expenditure_total", "income_total"]),
        ("本部门2026年机关运行经费财政拨款预算200.00万元。", ["agency_running"]),
        ("实行绩效目标管理的项目15个，涉及一般公共预算当年拨款2,010.00万元。", ["target_money"]),
        ("我单位政府采购支出预算100万元，其中：货物类20万元、工程类0万元、服务类80万元。",
         ["procurement", "procurement_goods", "procurement_works", "procurement_services"]),
        ("维修费100万元，其中：货物类20万元。", [None, None]),
        ("“三公”经费支出预算为30.00万元，支出决算为20.00万元，完成预算的66.67%。", ["three_public", "three_public"]),
        ("其他支出1万元。", [None]),
    ],
)  # fmt: skip
def test_a_figure_is_known_by_the_words_that_publications_use(said, concepts):
    assert [row["concept"] for row in rows_of(said)] == concepts


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("教育支出（类）普通教育（款）小学教育（项）：2026年预算数为12.30万元。", "2050202"),
        ("教育支出2026年预算安排1,000万元，占31.15%。", "205"),
        ("农林水支出预算为300.20万元。", "213"),
        ("（一）小学教育（2050202）500.00万元，主要用于某校支出。", "2050202"),
        ("2050202小学教育支出预算500.00万元。", "2050202"),
        ("教育支出（205类）1,000.00万元。", "205"),
        # a number that is no code of this name, and a name that is no class
        ("小学教育（2050203）500.00万元。", None),
        ("特色教育支出预算为300.20万元。", None),
    ],
)
def test_an_item_is_known_by_its_code_or_as_a_class_that_stands_by_itself(said, code):
    (row,) = rows_of(said)
    assert (row["concept"], row["function_code"]) == (("function", code) if code else (None, None))


def test_a_change_behind_brackets_is_of_what_stands_before_them():
    said = "公务用车购置及运行维护费15万元（其中：公务用车购置费0万元，公务用车运行维护费15万元），比上年减少2万元。"
    whole, *parts = rows_of(said)
    assert (whole["concept"], whole["change"], whole["direction"]) == ("vehicle_subtotal", Decimal(2), "decrease")
    assert [row["change"] for row in parts] == [None, None]


@pytest.mark.parametrize(
    ("said", "notes"),
    [
        ("一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）专项业务活动（项）5.00万元。", 1),
        ("一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）专项业务及机关事务管理（项）5.00万元。", 0),
        ("一般公共服务（类）支出5.00万元。", 0),  # without the word at its end
        ("教育支出（类）5.00万元。", 0),  # no table of the document prints it
    ],
)
def test_an_item_that_the_tables_call_otherwise_is_a_finding(said, notes):
    printed = [("2010305", "专项业务及机关事务管理"), ("201", "一般公共服务支出")]
    tables = {"expenditure": [{"function_code": code, "function_name": name} for code, name in printed]}
    found = read_narrative(set_lines([said]), 2026, tables).findings
    assert [one.kind for one in found] == ["wording"] * notes


_KINDS = {"budget": "部门", "final_accounts": "部门", "unit_budget": "单位", "unit_final_accounts": "单位"}


@pytest.mark.parametrize("kind", [*_KINDS, "self_evaluation"])
@pytest.mark.parametrize("own", ["部门", "单位"])
@pytest.mark.parametrize("said", ["本{}政府采购预算6.00万元，其中：货物1.00万元。", "2026年本{}培训费6.00万元。"])
def test_a_text_that_takes_a_department_for_a_unit_is_a_finding(kind, own, said):
    sentences = [said.format(own), f"本{own}无此项支出。", f"本{own}培训计划共3个。", "会议费2.00万元。"]
    found = read_narrative(set_lines(sentences), 2026, {}, kind=kind).findings
    assert [finding.kind for finding in found] == ["wording"] * (kind in _KINDS and _KINDS[kind] != own)
    assert all(f"文件是{_KINDS[kind]}的" in finding.note and f"本{own}" in finding.text for finding in found)
