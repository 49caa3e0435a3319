"""Explained only by proof: a difference whose place alone is known is located, and every rival reading is named."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from changed_document import DATA, EMERGENCY, clean_changed, lines_of, new_checks, untouched
from checked_budget import budget, document, run
from drawn import some_of

from budgetkit.check.figure import Figure
from budgetkit.check.registry import find_in_checks
from budgetkit.check.result import Cause, compare
from budgetkit.check.rivals import describe_rivals, name_slip

PRINTED = "2,564.780280"
UNREADABLE = (
    "NaN",
    "1,23,456.00",
    "1.5e3",
    "(1,548.80)",
    "2,564.780280元",
    "2.564.78",
    "#REF!",
    "25 64.78",
    "l,564.78",
)


def of_rule(checks, rule, text=""):
    return [row for row in checks if row["rule"] == rule and text in row["description"]]


def lacking(*lines: int):
    tables = budget()
    tables["expenditure"] = [row for row in tables["expenditure"] if row["source_line"] not in lines]
    return tables


def total_of(tables):
    (row,) = [
        row for row in of_rule(run(tables), "rows_to_printed_total", "支出总表") if "“合计”" in row["description"]
    ]
    return row


@pytest.mark.parametrize("changed", ["256.478028", "25,647.802800", "-2,564.780280"])
def test_a_wrong_amount_in_both_cells_of_a_row_is_located_and_the_row_is_named(tmp_path, changed):
    before, after = untouched(EMERGENCY), clean_changed(EMERGENCY, {101: (PRINTED, changed)}, tmp_path)
    assert new_checks(before, after, "explained") == []
    (total,) = of_rule(new_checks(before, after, "located", "fail"), "rows_to_printed_total", "“合计”")
    if Decimal(changed.replace(",", "")) < Decimal(PRINTED.replace(",", "")):
        assert total["status"] == "located"
        assert "101" in total["explanation"]
        assert "2,564.78028" in total["explanation"]


@pytest.mark.parametrize("form", some_of(UNREADABLE, 4))
def test_an_unreadable_amount_is_a_reading_of_the_difference(tmp_path, form):
    before, after = untouched(EMERGENCY), clean_changed(EMERGENCY, {101: (PRINTED, form)}, tmp_path)
    assert new_checks(before, after, "explained") == []
    (total,) = of_rule(new_checks(before, after, "located"), "rows_to_printed_total", "“合计”")
    assert "第 101 行的金额未能读出" in total["explanation"]
    assert any(f["kind"] == "ocr_amount" and f["source_line"] == 101 for f in after.tables["findings"])


def test_a_changed_digit_beside_a_real_gap_adds_nothing_that_is_explained(tmp_path):
    before, after = untouched(DATA), clean_changed(DATA, {119: ("2,257", "1,257")}, tmp_path)
    assert new_checks(before, after, "explained") == []
    located = new_checks(before, after, "located")
    assert any("1,404.405 万元" in row["explanation"] for row in located), lines_of(located)


def test_what_the_data_bureau_lacks_is_located_with_what_the_document_proves():
    checks = of_rule(untouched(DATA).tables["checks"], "rows_to_printed_total", "支出总表")
    assert {row["status"] for row in checks} == {"located"}
    (basic,) = [row for row in checks if "“基本支出”" in row["description"]]
    assert "所列公用经费 731.702221 万元与一般公共预算支出表相同，差额全在人员经费" in basic["explanation"]
    assert "第 53–57、72–73 行" in basic["explanation"]


def test_rows_are_left_out_where_no_row_of_the_code_is_there():
    row = total_of(lacking(40))
    assert row["status"] == "explained"
    assert "一行未列" in row["explanation"]


def test_the_amount_of_a_difference_in_one_code_is_said_once_and_of_several_with_each():
    wages, course = (next(row for row in budget()["expenditure"] if row["source_line"] == line) for line in (41, 40))
    one = total_of(lacking(40))["explanation"].partition("；")[0]
    more = total_of(lacking(40, 41))["explanation"].partition("；")[0]
    assert "可全部归到功能科目" in one
    assert one.count(f"{course['total']:.2f}") == 1
    assert "可归到功能科目" in more
    for row in (wages, course):
        assert f"{row['function_code']}-{row['function_name']} {row['total']:.2f} 万元" in more


def test_rows_are_left_out_where_the_part_that_is_there_is_whole():
    tables = lacking(41)  # wages, the personnel part of the code; its public funds are listed to the fen
    row = total_of(tables)
    assert row["status"] == "explained"
    assert "所列公用经费 5.00 万元与一般公共预算支出表相同，差额全在人员经费" in row["explanation"]


def test_a_row_of_the_part_that_is_there_could_be_the_wrong_one():
    tables = budget()
    tables["expenditure"][1] |= dict.fromkeys(("total", "basic"), Decimal("10.000000"))
    row = total_of(tables)
    assert row["status"] == "located"
    assert "第 41 行的 10.00 若为 100.00 则相符（小数点或单位）" in row["explanation"]


def test_a_row_without_its_code_is_not_a_row_left_out():
    tables = budget()
    tables["expenditure"][0]["function_code"] = None
    assert total_of(tables)["status"] == "pass"
    rows = of_rule(run(tables), "expenditure_to_general_public", "2050803")
    assert {row["status"] for row in rows} == {"fail"}


@pytest.mark.parametrize("form", ["NaN", "——元", "1.5e3"])
def test_the_only_row_of_a_code_is_not_left_out_because_its_amount_is_lost(tmp_path, form):
    before = untouched(EMERGENCY)
    counts = Counter(row["function_code"] for row in before.tables["expenditure"])
    only = next(row for row in before.tables["expenditure"] if counts[row["function_code"]] == 1 and row["project"])
    printed = f"{only['total']:,.6f}"
    after = clean_changed(EMERGENCY, {only["source_line"]: (printed, form)}, tmp_path)
    assert new_checks(before, after, "explained") == []
    assert new_checks(before, after, "located", "fail")


@pytest.mark.parametrize(
    ("printed", "meant", "slip"),
    [
        ("256.478028", "2564.78028", "小数点或单位"),
        ("25647802.8", "2564.78028", "小数点或单位"),
        ("-12.5", "12.5", "正负号"),
        ("1257", "2257", "一位数字"),
        ("1275.00", "1257.00", "两位数字颠倒"),
        ("125.00", "1257.00", "少一位数字"),
        ("12577.00", "1257.00", "多一位数字"),
        ("1257.00", "3861.40", None),
        ("12.5", "-3", None),
    ],
)
def test_a_single_slip_has_a_name(printed, meant, slip):
    assert name_slip(Decimal(printed), Decimal(meant)) == slip


def test_a_cause_that_is_not_proved_locates_and_does_not_explain():
    sides = Figure(Decimal(12)), Figure(Decimal(10))
    proved, unproved = Cause(Decimal(2), "甲项未列"), Cause(Decimal(2), "乙项未列", proved=False)
    assert compare("rule", "expenditure", "说明", *sides, [proved])["status"] == "explained"
    assert compare("rule", "expenditure", "说明", *sides, [unproved])["status"] == "located"
    both = compare("rule", "expenditure", "说明", *sides, [proved, unproved])
    assert both["status"] == "located"
    assert "甲项未列／乙项未列" in both["explanation"]


def test_a_negative_amount_is_a_finding_and_a_failure():
    tables = budget()
    tables["expenditure"][3]["project"] = Decimal("-50.000000")
    (row,) = [row for row in of_rule(run(tables), "no_negative_amount") if row["status"] != "pass"]
    assert (row["status"], row["table"], row["lines"]) == ("fail", "expenditure", "43")
    checked = document(tables)
    (finding,) = [
        f for f in find_in_checks(checked.tables, checked.recognised, checked.source) if f.kind == "odd_amount"
    ]
    assert (finding.source_line, finding.text, finding.action) == (43, "-50.00", "kept")


def test_money_carried_over_may_be_negative():
    tables = budget()
    tables["income"][0]["carryover_gov_fund"] = Decimal("-30.000000")
    tables["income_expenditure"][3]["amount"] = Decimal("-30.000000")
    assert {row["status"] for row in of_rule(run(tables), "no_negative_amount")} == {"pass"}


@pytest.mark.parametrize("amount", ["195.000000", "196.000000"])
def test_a_total_that_stands_twice_is_a_finding_and_a_failure(amount):
    tables = budget()
    again = {**tables["income_expenditure"][4], "source_line": 16, "amount": Decimal(amount)}
    tables["income_expenditure"].insert(5, again)
    (row,) = of_rule(run(tables), "one_total", "收支总表：合计只印一次")[:1]
    assert row["status"] == "fail"
    assert "“收入总计”印有 2 行" in row["explanation"]
    checked = document(tables)
    findings = find_in_checks(checked.tables, checked.recognised, checked.source)
    assert [(f.table, f.source_line) for f in findings if f.kind == "repeated"] == [("income_expenditure", 16)]


def test_a_lists_total_that_stands_twice_is_one_finding():
    tables = budget()
    tables["printed_totals"] += [
        {**row, "source_line": 99} for row in tables["printed_totals"] if row["table"] == "general_public_expenditure"
    ]
    checked = document(tables)
    findings = find_in_checks(checked.tables, checked.recognised, checked.source)
    assert [(f.table, f.source_line) for f in findings if f.kind == "repeated"] == [("general_public_expenditure", 99)]


def test_one_more_row_missing_from_a_short_list_is_another_state():
    tables = budget()
    del tables["project_list"][1]
    (one,) = of_rule(run(tables), "project_list_complete")
    tables["project_list"][0] |= {"project_id": None, "project_name": "别的项目"}
    (two,) = of_rule(run(tables), "project_list_complete")
    assert "缺 1" in one["description"]
    assert "缺 2" in two["description"]
    assert (one["difference"], two["difference"]) == (-1, -2)


def test_a_unit_slip_of_a_cost_is_explained_only_where_others_prove_the_unit():
    tables = budget()
    first, second = [row for row in tables["project_indicators"] if row["level1"] == "成本指标"]
    first["unit"] = "元"
    assert {row["status"] for row in of_rule(run(tables), "cost_ceiling", "应急演练")} == {"explained"}
    second["unit"] = "万元"  # no cost meets its project any more: nothing tells whose unit is wrong
    slips = of_rule(run(tables), "cost_ceiling", "成本指标“")
    assert [row["status"] for row in slips] == ["located", "located"]


def test_many_rows_that_a_single_digit_could_mend_are_counted_and_one_is_shown():
    rows = [{"source_line": line, "total": Decimal("10.5") + line} for line in range(1, 6)]
    (text,) = describe_rivals(rows, "total", Decimal("0.1"))
    assert text.startswith("第 1–5 行共 5 行，任一行有一处误印即相符，如第 1 行的 11.50 若为 11.60")
