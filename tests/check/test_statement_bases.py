"""预算数 and 执行数 are not exchanged: what a text compares with, against last year's figures in the tables."""

from decimal import Decimal
from random import Random

import pytest
from made.narrative import set_lines

from budgetkit.check.document import CheckedDocument
from budgetkit.check.statements import check_statements
from budgetkit.narrative.rows import read_narrative


def check(paragraph, tables, kind="budget", year=2026):
    class Source:
        read_as = kind
        document_id = "made"

    Source.kind, Source.year = kind, year
    placed = {name: [{**row, "source_line": 100 + n} for n, row in enumerate(rows)] for name, rows in tables.items()}
    statements = read_narrative(set_lines([paragraph]), year, placed).tables["statements"]
    document = CheckedDocument({**placed, "statements": statements}, [], Source())
    return [(row["rule"], row["status"], row["explanation"] or "") for row in check_statements(document)]


def bases(paragraph, tables, **source):
    return [row[1:] for row in check(paragraph, tables, **source) if row[0] == "text_base_against_table"]


def against_tables(paragraph, tables, **source):
    return [row[1:] for row in check(paragraph, tables, **source) if row[0] == "text_against_table"]


def three_public(year, kind, reception):
    return {"budget_year": year, "base_kind": kind, "reception": Decimal(reception)}


def executed(name, code, before, now):
    amounts = {"previous_executed": Decimal(before), "total": Decimal(now)}
    return {"function_code": code, "function_name": name, "role": "item", **amounts}


BOTH = {"three_public": [three_public(2025, "budget", "8.31"), three_public(2025, "final", "5.27"),
                         three_public(2026, "budget", "6.00")]}  # fmt: skip
RECEPTION = "公务接待费预算6.00万元，比2025年{}减少{}万元，主要原因是压减接待。"


@pytest.mark.parametrize(
    ("kind", "change", "status"),
    [("预算数", "2.31", "pass"), ("执行数", "2.31", "fail"), ("预算数", "2.3", "pass"), ("预算数", "1.31", "fail")],
)
def test_the_base_of_a_change_is_held_against_last_years_figure_of_its_kind(kind, change, status):
    ((found, said),) = bases(RECEPTION.format(kind, change), BOTH)
    assert found == status
    assert ("对调" in said) == (kind == "执行数")


def test_a_base_of_a_kind_that_no_table_prints_is_said_with_both_readings_only_where_the_other_kind_fits():
    tables = {"three_public": [three_public(2025, "final", "5.27"), three_public(2026, "budget", "6.00")]}
    said = "公务接待费预算6.00万元，比2025年预算数增加{}万元，主要原因是业务增加。"
    ((status, words),) = bases(said.format("0.73"), tables)
    assert (status, "或两者相等，或对调" in words) == ("insufficient", True)
    assert bases(said.format("0.50"), tables) == []


@pytest.mark.parametrize("seed", range(10))
def test_last_years_execution_of_an_item_is_that_of_the_table(seed):
    random = Random(seed)
    before, now = (Decimal(random.randint(10**4, 10**7)) / 100 for _ in "ab")
    tables = {"general_public_expenditure": [executed("小学教育", "2050202", before, now)]}
    word = "增加" if now > before else "减少"
    text = "教育支出（类）普通教育（款）小学教育（项）2026年预算{}万元，比2025年执行数{}{}万元，主要原因是业务变化。"
    assert [row[0] for row in bases(text.format(now, word, abs(now - before)), tables)] == ["pass"]
    wrong = abs(now - before) + random.randint(1, 900)
    assert [row[0] for row in bases(text.format(now, word, wrong), tables)] == ["fail"]
    other = text.replace("2025年执行数", "2024年执行数")
    assert bases(other.format(now, word, abs(now - before)), tables) == []


FINAL = {"three_public": [three_public(2025, "budget", "8.31"), three_public(2025, "final", "5.27")]}


@pytest.mark.parametrize(
    ("initial", "final", "statuses"),
    [("8.31", "5.27", ["pass", "pass"]), ("5.27", "8.31", ["fail", "fail"]), ("8.31", "8.31", ["pass", "fail"])],
)
def test_budgeted_and_final_amounts_of_final_accounts_are_not_exchanged(initial, final, statuses):
    text = f"公务接待费年初预算{initial}万元，支出决算{final}万元，主要原因是压减接待。"
    found = against_tables(text, FINAL, kind="final_accounts", year=2025)
    assert [status for status, _ in found] == statuses
    assert all("对调" in said for status, said in found if status == "fail")


def test_budgeted_and_final_amounts_that_are_equal_are_no_exchange():
    tables = {"three_public": [three_public(2025, "budget", "5.27"), three_public(2025, "final", "5.27")]}
    text = "公务接待费年初预算5.27万元，支出决算5.27万元。"
    found = against_tables(text, tables, kind="final_accounts", year=2025)
    assert [status for status, _ in found] == ["pass", "pass"]


def test_a_final_amount_that_is_neither_figure_is_said_to_differ_and_not_to_be_exchanged():
    found = against_tables("公务接待费支出决算7.77万元。", FINAL, kind="final_accounts", year=2025)
    assert [(status, "对调" in said) for status, said in found] == [("fail", False)]
