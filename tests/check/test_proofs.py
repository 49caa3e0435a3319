"""What identities cannot prove: units, magnitudes, rows that could change places, totals that stand alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from checked_budget import FIRST, budget, document, run, self_evaluation, statuses

from budgetkit.check.units import judge_units, settle_units
from budgetkit.cost_ceilings import judge_ceiling, parse_ceiling
from budgetkit.finding import Tidied


def of_rule(checks, rule, text=""):
    return [row for row in checks if row["rule"] == rule and text in row["description"]]


def precise():
    """Give the budget with amounts that do not meet by chance."""
    tables = budget()
    for table in ("procurement", "purchased_services"):
        for row in tables[table]:
            row["amount"] += Decimal("0.123456") * (row["source_line"] - 79)
    return tables


def test_a_unit_needs_more_than_the_statement():
    checks = run(precise(), titles={"procurement": ("单位：万元", "A\t3.12")})
    (row,) = of_rule(checks, "unit_evidence", "procurement")
    assert row["status"] == "insufficient"
    checks = run(precise(), titles={"procurement": ("单位：万元", "A\t3.123456")})
    (row,) = of_rule(checks, "unit_evidence", "procurement")
    assert row["status"] == "pass"
    assert "两位以上小数" in row["explanation"]


def test_amounts_shared_with_another_table_are_evidence_for_a_unit_that_is_not_stated():
    tables = precise()
    tables["procurement"][0]["amount"] = tables["purchased_services"][0]["amount"]
    (row,) = of_rule(run(tables, titles={"procurement": ("A\t3.123456",)}), "unit_evidence", "procurement")
    assert row["status"] == "pass"


def yuan_for_ten_thousand():
    """Give a budget whose 基本支出表 prints 元 and says 万元, so that its amounts are ten thousand times too large."""
    tables = budget()
    factor = Decimal("1.234567")
    for rows in tables.values():
        for row in rows:
            row |= {key: value * factor for key, value in row.items() if isinstance(value, Decimal)}
    for row in tables["basic_expenditure"]:
        row |= {key: value * 10000 for key, value in row.items() if isinstance(value, Decimal)}
    for row in tables["printed_totals"]:
        row["amount"] *= 10000 if row["table"] == "basic_expenditure" else 1
    return tables


def test_a_unit_that_other_tables_contradict_fails_and_its_amounts_are_refused():
    checked = document(yuan_for_ten_thousand())
    (row,) = of_rule(run(yuan_for_ten_thousand()), "unit_evidence", "basic_expenditure")
    assert row["status"] == "fail"
    assert "一万" in row["explanation"] or "万分之一" in row["explanation"]
    tidied = Tidied(tables=checked.tables)
    settle_units(tidied, checked, judge_units(checked))
    assert ("basic_expenditure", "unit_error") in {(f.table, f.kind) for f in tidied.findings}
    assert {row["total"] for row in checked.tables["basic_expenditure"]} == {None}
    assert None not in {row["total"] for row in checked.tables["expenditure"]}


def test_a_unit_in_brackets_behind_a_heading_is_a_statement():
    titles = {"transfer_indicators": ("资金情况 （万元）", "年度金额\t13.000000")}
    (row,) = of_rule(run(budget(), titles=titles), "unit_evidence", "transfer_indicators")
    assert row["status"] == "pass"
    assert "原文注明“万元”" in row["explanation"]


def test_the_unit_of_a_self_evaluation_rests_on_costs_that_print_their_own():
    titles = {"evaluation_funds": ("项目资金（万元）",)}
    (row,) = of_rule(run(self_evaluation(), kind="self_evaluation", titles=titles), "unit_evidence")
    assert row["status"] == "pass"
    assert "1 项成本指标自带单位" in row["explanation"]


def test_a_unit_that_contradicts_its_own_decimals_fails():
    checks = run(budget(), titles={"procurement": ("单位：元", "A\t3.123456")})
    (row,) = of_rule(checks, "unit_evidence", "procurement")
    assert row["status"] == "fail"


def test_a_total_ten_times_what_another_table_says_is_doubted():
    tables = budget()
    for table in ("projects", "project_list"):
        tables[table][1] |= {"total": Decimal("312.000000"), "fiscal_funds": Decimal("312.000000")}
    tables["project_expenditure"][1] |= {"total": Decimal("31.200000")}
    tables["project_list"] = tables["project_list"][:1]
    (row,) = of_rule(run(tables), "magnitude", "桥梁加固")
    assert row["status"] == "insufficient"
    assert "十的整数次幂" in row["explanation"]
    assert statuses(run(budget()), "magnitude") <= {"pass"}


def test_a_total_that_stands_in_one_place_only_is_not_called_proved():
    tables = budget()
    assert statuses(run(tables), "project_total_proved") == {"pass"}
    for table in ("project_list", "project_expenditure", "project_indicators", "purchased_services"):
        del tables[table]
    (row,) = of_rule(run(tables), "project_total_proved")
    assert (row["status"], row["left"], row["right"]) == ("insufficient", 0, 2)


def joined(listed: bool):
    """Give a cut 项目支出表 with two projects of one function code, in the project list or not."""
    tables = budget()
    rescue = tables["project_expenditure"][0]
    rescue |= {"total": Decimal("15.000000"), "general_public": Decimal("15.000000")}
    other = {**rescue, "project_seq": 3, "project_id": None, "project_name": "物资采购", "source_line": 93}
    other |= {"total": Decimal("25.000000"), "general_public": Decimal("25.000000"), "gov_econ_code": "50201"}
    tables["project_expenditure"].insert(1, other)
    for row in tables["project_expenditure"]:
        row["certainty"] = "joined"
    del tables["purchased_services"]
    tables["project_list"] = [{**other, "fiscal_funds": other["total"], "other_funds": None}] if listed else []
    return tables


def test_joined_rows_of_one_function_code_could_change_places_unseen():
    (row,) = of_rule(run(joined(listed=False)), "joined_rows_proved")
    assert (row["status"], row["left"], row["right"]) == ("insufficient", 1, 3)
    assert "“应急演练”" in row["explanation"]


def test_joined_rows_are_settled_where_a_list_prints_the_other_projects_total():
    (row,) = of_rule(run(joined(listed=True)), "joined_rows_proved")
    assert row["status"] == "pass"


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("≤365.291元", None, "0.0365291"),
        ("30", "万元", "30"),
        ("1,755,000", "元", "175.5"),
        ("800", "元/天", None),
        ("0.025", "万美元", None),
        ("优", "", None),
    ],
)
def test_costs_are_read_in_ten_thousand_yuan_and_rates_are_not(text, unit, amount):
    ceiling = parse_ceiling(text, unit)
    assert (ceiling.amount if ceiling else None) == (Decimal(amount) if amount else None)


def judge(text, unit, whole):
    return judge_ceiling(parse_ceiling(text, unit), Decimal(whole))


def test_a_cost_that_meets_the_total_in_the_other_unit_only_is_a_slip():
    assert judge("78912", "万元", "7.891200") == judge("≤365.291元", None, "365.29") == "other_unit"
    assert judge("365.291", "万元", "365.29") == "rounded"
    assert judge("800", "元", "365.29") == "below"


def test_a_rounded_budget_does_not_put_a_cost_above_it():
    assert judge("200.2547", "万元", "200.25") == "rounded"
    assert judge("200.2551", "万元", "200.25") == "above"


def test_a_cost_that_is_the_total_but_for_one_digit_is_doubted():
    assert judge("225.424510", "万元", "225.424511") == "near_miss"
    assert judge("225.424511", "万元", "225.424511") == "equal"
    assert judge("300", "万元", "200.000000") == "above"
    tables = budget()
    tables["projects"][1] |= dict.fromkeys(("total", "fiscal_funds"), Decimal("312.345600"))
    cost = next(row for row in tables["project_indicators"] if row["project_seq"] == 2 and row["unit"] == "元")
    cost["value"] = "3123457"
    (row,) = of_rule(run(tables), "cost_ceiling", "桥梁加固")
    assert row["status"] == "insufficient"
    assert "只差一位数字" in row["explanation"]


def test_a_slip_of_unit_is_explained_and_a_cost_above_the_total_fails():
    tables = budget()
    cost = next(row for row in tables["project_indicators"] if row["project_seq"] == 1 and row["unit"] == "万元")
    cost["value"], cost["unit"] = "50", "元"
    (row,) = of_rule(run(tables), "cost_ceiling", "应急演练")
    assert row["status"] == "explained"
    assert "单位有误" in row["explanation"]
    cost["value"], cost["unit"] = "56", "万元"
    (row,) = of_rule(run(tables), "cost_ceiling", "应急演练")
    assert row["status"] == "fail"


def test_projects_without_indicators_or_without_a_kind_are_not_called_complete():
    tables = budget()
    tables["project_indicators"] = [row for row in tables["project_indicators"] if row["level2"] != "时效指标"]
    checks = run(tables)
    assert statuses(checks, "indicators_per_project") == {"pass"}
    (row,) = of_rule(checks, "indicator_kinds")
    assert (row["status"], row["left"]) == ("insufficient", 0)
    assert "缺时效" in row["explanation"]
    tables["project_indicators"] = [row for row in tables["project_indicators"] if row["project_seq"] == 1]
    (row,) = of_rule(run(tables), "indicators_per_project")
    assert row["status"] == "insufficient"
    assert "桥梁加固" in row["explanation"]


def test_projects_without_an_id_are_counted_as_unchecked():
    tables = budget()
    tables["projects"][1]["project_id"] = None
    assert statuses(run(tables), "project_id_form") == {"pass", "insufficient"}
    assert FIRST in {row["project_id"] for row in tables["projects"]}
