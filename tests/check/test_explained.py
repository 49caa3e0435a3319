"""Differences that a publication lawfully has, or has because rows are missing: explained to the fen or not at all."""

from __future__ import annotations

from decimal import Decimal

from checked_budget import budget, document, run, source, statuses

from budgetkit.check.printed_totals import find_misreading
from budgetkit.check.registry import check_document, find_in_checks


def of_rule(checks, rule, text=""):
    return [row for row in checks if row["rule"] == rule and text in row["description"]]


def lacking(*lines: int):
    """Give the budget without some rows of 支出总表, as if their page were not published."""
    tables = budget()
    tables["expenditure"] = [row for row in tables["expenditure"] if row["source_line"] not in lines]
    return tables


def test_other_money_explains_a_function_code_only_if_the_income_table_has_exactly_it():
    (row,) = of_rule(run(budget()), "expenditure_to_general_public", "“合计”按功能科目＝一般公共预算支出表：2240109")
    assert (row["status"], row["difference"]) == ("explained", 10)
    assert "事业收入 10.00" in row["explanation"]
    tables = budget()
    tables["income"][0]["this_year_business_income"] = Decimal("9.000000")
    (row,) = of_rule(run(tables), "expenditure_to_general_public", "“合计”按功能科目＝一般公共预算支出表：2240109")
    assert row["status"] == "fail"


def test_a_government_fund_explains_a_code_that_the_general_budget_lacks():
    (row,) = of_rule(run(budget()), "expenditure_to_general_public", "“合计”按功能科目＝一般公共预算支出表：2120803")
    assert row["status"] == "explained"
    assert "政府性基金预算 30.00 万元" in row["explanation"]


def test_money_carried_on_to_next_year_is_no_expenditure():
    tables = budget()
    rows = {row["item_name"]: row for row in tables["income_expenditure"]}
    rows["事业收入"]["amount"] = Decimal("16.000000")
    rows["本年收入合计"]["amount"] = Decimal("171.000000")
    rows["年终结转结余"]["amount"] = Decimal("6.000000")
    rows["收入总计"]["amount"] = rows["支出总计"]["amount"] = Decimal("201.000000")
    tables["income"][0] |= {"this_year_business_income": Decimal("16.000000"), "total": Decimal("201.000000")}
    checks = run(tables)
    (row,) = of_rule(checks, "expenditure_to_summary", "支出总计")
    assert (row["status"], row["difference"]) == ("explained", -6)
    assert statuses(checks, "other_money_balance") == {"pass"}


def test_rows_missing_in_print_are_located_by_function_code():
    checks = run(lacking(42))
    total = next(r for r in of_rule(checks, "rows_to_printed_total", "支出总表：4 行“合计”"))
    assert (total["status"], total["difference"]) == ("explained", -5)
    assert "差额 5.00 万元可全部归到功能科目 2240101-行政运行" in total["explanation"]
    (by_code,) = of_rule(checks, "expenditure_to_general_public", "“合计”按功能科目＝一般公共预算支出表：2240101")
    (by_class,) = of_rule(checks, "function_class_to_summary", "＝收支总表：224")
    assert by_code["status"] == by_class["status"] == "explained"


def test_rows_missing_in_two_tables_are_the_same_rows():
    tables = lacking(42)
    tables["basic_expenditure"] = [row for row in tables["basic_expenditure"] if row["source_line"] != 72]
    rows = of_rule(run(tables), "rows_to_printed_total", "一般公共预算基本支出表")
    short = [row for row in rows if row["difference"]]
    assert [row["status"] for row in short] == ["explained", "explained"]  # the whole, and public funds
    assert all("支出总表基本支出所缺相同" in row["explanation"] for row in short)


def test_missing_rows_that_the_codes_do_not_account_for_stay_a_failure():
    tables = lacking(42)
    tables["general_public_expenditure"][0]["total"] = Decimal("11.000000")
    assert "fail" in {r["status"] for r in of_rule(run(tables), "rows_to_printed_total", "支出总表：4 行“合计”")}


def test_missing_rows_are_findings_and_nothing_is_filled_in():
    checked = document(lacking(42, 43))
    before = len(checked.tables["expenditure"])
    findings = find_in_checks(checked.tables, checked.recognised, checked.source)
    assert len(checked.tables["expenditure"]) == before
    assert [(f.table, f.kind, f.action, f.source_line) for f in findings] == [
        ("expenditure", "missing_rows", "flagged", 45)
    ]
    assert "无法定位" in findings[0].note  # the lost project row also held other money: no exact account


def test_missing_rows_have_a_finding_for_each_code():
    checked = document(lacking(40, 42))
    notes = [f.note for f in find_in_checks(checked.tables, checked.recognised, checked.source)]
    assert [note[5:12] for note in notes] == ["2050803", "2240101"]


def test_rows_beyond_the_printed_total_are_an_inconsistent_total():
    tables = budget()
    tables["procurement"].append({**tables["procurement"][0], "source_line": 83})
    checked = document(tables)
    (finding,) = find_in_checks(checked.tables, checked.recognised, checked.source)
    assert (finding.kind, finding.table) == ("inconsistent_total", "procurement")


def test_a_single_misread_cell_is_a_clue_and_several_are_ambiguous():
    rows = [{"amount": Decimal(value), "source_line": line} for line, value in ((1, "125.2"), (2, "3"), (3, "8"))]
    assert "第 1 行的 125.20 若为 12.52 则相符" in find_misreading(rows, "amount", Decimal("112.68"))
    assert "第 3 行的 8.00 恰等于差额" in find_misreading(rows, "amount", Decimal(8))
    twice = [*rows, {"amount": Decimal("8"), "source_line": 4}]
    assert "读法不唯一" in find_misreading(twice, "amount", Decimal(8))
    assert find_misreading(rows, "amount", Decimal(5)) is None


def test_columns_that_a_form_prints_within_basic_and_project_are_not_added_twice():
    tables = budget()
    tables["expenditure"][3]["operating"] = Decimal("2.000000")
    rows = of_rule(run(tables), "basic_and_project", "支出总表")
    assert {row["status"] for row in rows} == {"pass"}


def test_operating_expenditure_beside_basic_and_project_is_added():
    tables = budget()
    tables["expenditure"][3] |= {"project": Decimal("48.000000"), "operating": Decimal("2.000000")}
    rows = of_rule(run(tables), "basic_and_project", "支出总表")
    assert {row["status"] for row in rows if "行逐行相符" in row["description"]} == {"pass"}


def cars_cost(tables, amount):
    tables["three_public"][0] |= dict.fromkeys(("total", "vehicle_subtotal", "vehicle_operation"), Decimal(amount))
    (row,) = of_rule(run(tables), "three_public_by_economic_class", "公务用车运行维护费")
    return row


def test_three_public_is_held_against_the_economic_class():
    assert cars_cost(budget(), "5.000000")["status"] == "pass"
    assert {cars_cost(budget(), amount)["status"] for amount in ("4.000000", "6.000000")} == {"fail"}


def test_three_public_is_not_compared_where_other_money_may_pay_for_it():
    tables = budget()
    tables["expenditure"][3]["dept_econ_code5"] = "30231"  # of the function code that other money pays for in part
    row = cars_cost(tables, "45.000000")
    assert (row["status"], row["left"], row["right"]) == ("insufficient", 45, 55)
    assert "口径不同" in row["explanation"]


def test_three_public_is_not_compared_where_rows_are_missing():
    row = cars_cost(lacking(41, 42), "5.000000")
    assert row["status"] == "insufficient"
    assert "未公布的行" in row["explanation"]


def test_the_base_year_of_a_three_public_table_is_not_held_against_this_years_budget():
    tables = budget()
    last_year = {**tables["three_public"][0], "budget_year": 2025, "source_line": 77}
    last_year |= dict.fromkeys(("total", "vehicle_subtotal", "vehicle_operation"), Decimal("500.000000"))
    tables["three_public"].insert(0, last_year)
    checks = run(tables)
    assert statuses(checks, "three_public_by_economic_class") == {"pass"}
    assert statuses(checks, "magnitude", "three_public") == {"insufficient"}


def test_projects_that_the_list_lacks_are_named():
    tables = budget()
    assert statuses(run(tables), "project_list_complete") == {"pass"}
    del tables["project_list"][1]
    (row,) = of_rule(run(tables), "project_list_complete")
    assert (row["status"], row["left"], row["right"], row["lines"]) == ("insufficient", 1, 2, "91")
    assert "桥梁加固" in row["explanation"]


def test_listed_projects_that_cover_a_part_are_told_not_failed():
    tables = budget()
    del tables["projects"][1]
    (row,) = of_rule(run(tables), "project_coverage")
    assert row["status"] == "pass"
    assert "62.5%" in row["explanation"]


def test_a_purchase_of_no_project_is_found_in_basic_expenditure_if_one_class_has_its_amount():
    tables = budget()
    stranger = {"project_id": None, "project_name": "机构运转", "source_line": 84, "certainty": "printed"}
    tables["purchased_services"].append({**stranger, "amount": Decimal("5.432100")})
    tables["basic_expenditure"][2]["total"] = Decimal("5.432100")
    (row,) = of_rule(run(tables), "services_of_listed_project")
    assert row["status"] == "explained"
    tables["basic_expenditure"][0]["total"] = Decimal("5.432100")
    (row,) = of_rule(run(tables), "services_of_listed_project")
    assert row["status"] == "insufficient"
    assert "无法判定" in row["explanation"]


def test_ids_out_of_order_are_for_review_not_wrong():
    tables = budget()
    tables["projects"].reverse()
    assert statuses(run(tables), "project_id_order") == {"insufficient"}


def test_a_required_table_that_is_not_there_fails_and_a_usual_one_does_not():
    tables = budget()
    del tables["income"]
    del tables["procurement"]
    (income,) = of_rule(run(tables), "expected_table", "收入总表")
    (procurement,) = of_rule(run(tables), "expected_table", "政府采购")
    assert (income["status"], procurement["status"]) == ("fail", "not_applicable")


def test_an_unrecognised_table_is_told_as_not_checked():
    checked = document(budget())
    stranger = next(iter(checked.recognised))
    recognised = [*checked.recognised, type(stranger)(None, "新表", stranger.lines)]
    rows = check_document(checked.tables, recognised, source())
    assert statuses(rows, "unrecognised_table") == {"insufficient"}
