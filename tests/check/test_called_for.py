"""Rows that other rows of a document call for, and rows that stand twice: made documents with one such fault."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from checked_budget import budget, document

from budgetkit.check.called_for import RULE, check_called_for, check_printed_twice
from budgetkit.check.income import check_income
from budgetkit.check.purchases import PURCHASE, WITHIN, check_procurement_in_whole, check_purchase_in_procurement
from budgetkit.dataset.states import DOUBTED


def called_for(tables: dict) -> list[str]:
    return [row["table"] for row in check_called_for(document(tables)) if row["rule"] == RULE]


def target(name: str, value: str, unit: str = "次", level2: str = "数量指标", line: int = 1) -> dict:
    return {"level2": level2, "name": name, "value": value, "unit": unit, "source_line": line}


def twice(**tables: list[dict]) -> list[tuple[str, str]]:
    return [(row["table"], row["status"]) for row in check_printed_twice(document(tables))]


@pytest.mark.parametrize("seed", range(10))
def test_funds_and_indicators_that_stand_twice_are_told(seed):
    random = Random(seed)
    targets = [target(f"检查{n}处", str(random.randint(1, 99)), line=n) for n in range(1, random.randint(3, 20))]
    assert twice(department_indicators=targets, department_funds=[{"source_line": 1}]) == []
    again = {**random.choice(targets), "source_line": 40}
    assert twice(department_indicators=[*targets, again]) == [("department_indicators", "insufficient")]
    funds = [{"source_line": line} for line in (1, 9)]
    assert twice(department_funds=funds) == [("department_funds", "fail")]


@pytest.mark.parametrize("other", [
    {"name": "检查9处"}, {"value": "8"}, {"activity": "另一活动"}, {"unit": "家"},
    {"level2": "质量指标"}, {"value": None}, {"name": None},
])  # fmt: skip
def test_indicators_that_differ_in_anything_stand_once(other):
    assert twice(department_indicators=[target("检查8处", "9"), {**target("检查8处", "9"), **other}]) == []


@pytest.mark.parametrize(("bought", "told"), [(160, True), (100.000001, True), (100, False), (40, False)])
def test_more_procurement_than_there_is_budget_is_told(monkeypatch, bought, told):
    monkeypatch.setattr("budgetkit.check.purchases.whole_budget", lambda document: Decimal(100))
    rows = [{"amount": Decimal(str(bought)), "source_line": 3}]
    found = list(check_procurement_in_whole(document({"procurement": rows, "printed_totals": []})))
    assert [row["rule"] for row in found] == ([WITHIN] if told else [])


@pytest.mark.parametrize(
    ("procured", "bought", "told"),
    [
        (150, 200, True),
        (199.99, 200, True),
        (200, 200, False),
        (80, 99.99, False),
        (0.02, 150, True),
        (150, None, False),
    ],
)
def test_procurement_below_a_single_large_purchase_is_told(procured, bought, told):
    rows = [{"amount": Decimal(str(procured)) / 2, "source_line": line} for line in (3, 4)]
    services = [
        {"amount": bought and Decimal(str(bought)), "source_line": 9},
        {"amount": Decimal(1), "source_line": 10},
    ]
    found = list(check_purchase_in_procurement(document({"procurement": rows, "purchased_services": services})))
    assert [row["rule"] for row in found] == ([PURCHASE] if told else [])
    assert all(DOUBTED in row["explanation"] for row in found)


def test_a_table_that_lost_its_only_row_is_told_where_other_money_calls_for_it():
    whole = {**budget(), "department_indicators": [target("检查8处", "9")]}
    assert called_for(whole) == []
    assert called_for({**whole, "three_public": []}) == ["three_public"]
    assert called_for({**whole, "department_funds": []}) == ["department_funds"]


def test_a_table_that_is_empty_in_print_is_not():
    whole = budget()
    quiet = [row for row in whole["expenditure"] if row["dept_econ_code5"] not in ("30212", "30217", "30231")]
    assert called_for({**whole, "expenditure": quiet, "three_public": []}) == []
    assert called_for({**whole, "department_funds": [], "department_indicators": []}) == []


@pytest.mark.parametrize(("name", "told"), [
    ("某市应急管理局", False), ("应急管理局", False), ("某市应急管理", True), ("某局", True), (None, True),
])  # fmt: skip
def test_the_unit_above_others_is_the_documents_department(name, told):
    made = document({"income": [
        {"unit_code": "105", "unit_name": name, "role": "subtotal", "source_line": 1},
        {"unit_code": "105001", "unit_name": "某市应急管理局机关", "role": "line", "source_line": 2},
    ]})  # fmt: skip
    made = replace(made, source=replace(made.source, department="某市应急管理局"))
    assert [row["source_line"] for row in check_income(made) if row["rule"] == "unit_name"] == [1] * told
