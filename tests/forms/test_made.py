"""Invented bodies printed in the forms of other families: every item, name, amount and total comes out exactly."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from made.form_ledger import FEN, YUAN, Item, make_form_ledger
from made.form_pages import write
from made.printing_final_accounts import fund_of, print_final_accounts
from made.printing_final_accounts import three_public_of as final_three_public_of
from made.printing_jiangsu import print_jiangsu, reserve_of
from made.printing_nine import print_nine
from made.printing_nine import three_public_of as three_public_of_years
from made.printing_shanghai import print_shanghai, three_public_of

from budgetkit.finding import is_leaf
from budgetkit.pipeline import CleanDocument, clean_document
from budgetkit.source_entry import Source

SEEDS = range(6)
ACROSS_BLOCKS = (110, 155)  # a class ends one block of a table, its items begin the next
BELOW_HEADERS = (201, 210)  # a lone word that headers have too stands below one that comes again
MADE_UP = ("文件中有", "“三公”经费支出表“")  # tables left out of made documents, small change where classes have more
THREE_PUBLIC = ("30212", "30217", "30231", "30913", "31013")
TEN_THOUSAND = Decimal(10000)


def clean(tmp_path: Path, text: str, kind: str, year: int, body: str = "某局") -> CleanDocument:
    path = tmp_path / "made.txt"
    path.write_text(text, "utf-8")
    source = Source(
        "made", "made", body, "district", "某区", "某", year, kind, "某", path.name, "0" * 64, None, None, path
    )
    return clean_document(source, tmp_path)


def items(document: CleanDocument, table: str, code: str, *columns: str) -> list[tuple]:
    rows = [row for row in document.tables[table] if is_leaf(row)]
    name = code.replace("_code", "_name")
    return [(row[code], row[name], *(row[column] for column in columns)) for row in rows]


def expected(ledger_items: tuple[Item, ...], factor: Decimal) -> list[tuple]:
    return [
        (item.code, item.name, item.total / factor, *(None if part is None else part / factor for part in item.parts))
        for item in ledger_items
    ]


def failed(document: CleanDocument) -> list[str]:
    return [row["description"] for row in document.tables["checks"] if row["status"] in ("fail", "located")]


@pytest.mark.parametrize("seed", SEEDS)
def test_shanghais_nine_tables_in_yuan_come_out_exactly(tmp_path, seed):
    ledger = make_form_ledger(seed, 2025, YUAN if seed % 2 else FEN)
    document = clean(tmp_path, print_shanghai(ledger, seed), "unit_budget", 2025, ledger.body)
    assert document.tables["documents"][0]["form"] == "shanghai"
    truth = expected(ledger.functions, TEN_THOUSAND)
    for table in ("expenditure", "general_public_expenditure"):
        assert items(document, table, "function_code", "total", "basic", "project") == truth
    income = items(document, "income_by_function", "function_code", "total", "fiscal_grant")
    assert income == [(code, name, total, total) for code, name, total, *_ in truth]
    basic = items(document, "basic_expenditure", "dept_econ_code", "total", "personnel", "public_funds")
    assert basic == expected(ledger.economy, TEN_THOUSAND)
    (three,) = document.tables["three_public"]
    columns = ("total", "overseas", "reception", "vehicle_subtotal", "vehicle_purchase", "vehicle_operation")
    assert tuple(three[column] for column in (*columns, "running_costs")) == three_public_of(ledger)
    roles = {row["role"] for row in document.tables["expenditure"]}
    assert roles == {"class", "section", "item"}
    assert failed(document) == []
    assert not [row for row in document.tables["findings"] if row["kind"] == "unrecognised"]


@pytest.mark.parametrize("seed", [*SEEDS, *ACROSS_BLOCKS, *BELOW_HEADERS])
def test_final_accounts_with_and_without_line_numbers_come_out_exactly(tmp_path, seed):
    ledger = make_form_ledger(seed, 2023, digits=6)
    document = clean(tmp_path, print_final_accounts(ledger, seed), "final_accounts", 2023, ledger.body)
    truth = expected(ledger.functions, Decimal(1))
    for table in ("expenditure", "general_public_expenditure"):
        assert items(document, table, "function_code", "total", "basic", "project") == truth
    basic = items(document, "basic_expenditure", "dept_econ_code", "total", "personnel", "public_funds")
    assert sorted(basic) == expected(ledger.economy, Decimal(1))
    total = [row for row in document.tables["income_expenditure"] if row["role"] == "total"]
    assert {(row["side"], row["amount"]) for row in total} == {(s, ledger.total) for s in ("income", "expenditure")}
    columns = ("total", "overseas", "vehicle_subtotal", "vehicle_purchase", "vehicle_operation", "reception")
    three = {row["base_kind"]: tuple(row[c] for c in columns) for row in document.tables["three_public"]}
    assert (three["budget"], three["final"]) == final_three_public_of(ledger)
    (fund,) = [row for row in document.tables["gov_fund"] if is_leaf(row)]
    assert tuple(fund[c] for c in ("opening_balance", "income", "total", "closing_balance")) == fund_of(ledger)
    (balance,) = [row for row in document.tables["checks"] if row["rule"] == "fund_balance"]
    assert balance["status"] == "pass"
    rules = [row["status"] for row in document.tables["checks"] if row["rule"] in ("fund_sides", "fund_to_summary")]
    assert rules == ["pass"] * 5
    wrong = [text for text in failed(document) if not text.startswith(MADE_UP)]
    assert wrong == []


@pytest.mark.parametrize("place", [0, 1, 3])
def test_a_fund_that_two_tables_of_final_accounts_carry_over_differently_fails(tmp_path, place):
    ledger = make_form_ledger(1, 2023, digits=6)
    text = print_final_accounts(ledger, 1)
    right, wrong = (write(factor * fund_of(ledger)[place], ledger.step) for factor in (1, 2))
    head, own, table = text.rpartition("政府性基金预算财政拨款收入支出决算表")
    document = clean(tmp_path, head + own + table.replace(right, wrong), "final_accounts", 2023, ledger.body)
    said = [row["description"] for row in document.tables["checks"] if row["status"] == "fail"]
    word = ("年初结转", "本年收入", "", "年末结转")[place]
    assert any(text.endswith(f"与财政拨款收支总表：{word}一致") for text in said)


@pytest.mark.parametrize("sides", [(0, 3), (1, 0), (2, 2)])
def test_empty_columns_at_the_sides_of_blocks_beside_each_other_change_nothing(tmp_path, sides):
    """Tables of one sheet are as wide as the widest."""
    ledger = make_form_ledger(2, 2023, digits=6)
    before, behind = ("\t" * count for count in sides)
    lines = print_final_accounts(ledger, 2).split("\n")
    text = "\n".join(f"{before}{line}{behind}" if line.count("\t") > 1 else line for line in lines)
    document = clean(tmp_path, text, "final_accounts", 2023, ledger.body)
    basic = items(document, "basic_expenditure", "dept_econ_code", "total", "personnel", "public_funds")
    assert sorted(basic) == expected(ledger.economy, Decimal(1))


@pytest.mark.parametrize("seed", SEEDS)
def test_jiangsus_tables_with_what_the_unit_keeps_back_come_out_exactly(tmp_path, seed):
    ledger = make_form_ledger(seed, 2019, digits=6)
    document = clean(tmp_path, print_jiangsu(ledger, seed), "budget", 2019, ledger.body)
    assert document.tables["documents"][0]["form"] == "jiangsu"
    functions = [(item.code, item.name, item.total) for item in ledger.functions]
    for table in ("fiscal_expenditure", "general_public_expenditure"):
        assert items(document, table, "function_code", "total") == functions
    for table in ("fiscal_basic_expenditure", "basic_expenditure"):
        assert items(document, table, "dept_econ_code", "total") == [
            (item.code, item.name, item.total) for item in ledger.economy
        ]
    uses = {row["item_name"]: row["amount"] for row in document.tables["income_expenditure"] if row["side"] == "use"}
    assert uses["单位预留机动经费"] == reserve_of(ledger)
    assert uses["支出合计"] == ledger.total
    printed = {r["column"]: r["amount"] for r in document.tables["printed_totals"] if r["table"] == "expenditure"}
    assert printed["basic"] + printed["project"] + printed["reserve"] == printed["total"] == ledger.total
    (income,) = document.tables["income"]
    assert (income["total"], income["this_year_general_public"]) == (ledger.total, ledger.total)
    wrong = [text for text in failed(document) if not text.startswith("文件中有")]  # tables left out here are missed
    assert wrong == []


@pytest.mark.parametrize("seed", SEEDS)
def test_the_nine_tables_of_most_places_come_out_exactly_with_two_years_of_three_public(tmp_path, seed):
    ledger = make_form_ledger(seed, 2024, digits=6)
    ledger = replace(ledger, economy=tuple(item for item in ledger.economy if item.code not in THREE_PUBLIC))
    document = clean(tmp_path, print_nine(ledger, seed), "budget", 2024, ledger.body)
    assert document.tables["documents"][0]["form"] == "nine-tables"
    truth = expected(ledger.functions, Decimal(1))
    for table in ("expenditure", "general_public_expenditure"):
        assert items(document, table, "function_code", "total", "basic", "project") == truth
    income = items(document, "income_by_function", "function_code", "total", "general_public")
    assert income == [(code, name, total, total) for code, name, total, *_ in truth]
    before, now = three_public_of_years(ledger)
    rows = [(row["budget_year"], row["base_kind"], row["overseas"]) for row in document.tables["three_public"]]
    assert rows == [(2023, "budget", before), (2024, "budget", now)]
    assert [text for text in failed(document) if "基本支出" not in text] == []  # classes were taken out of it above


def test_a_table_that_the_form_does_not_have_is_flagged_by_name_and_not_read(tmp_path):
    ledger = make_form_ledger(1, 2025)
    header = "项目名称\t安排金额\t备注"
    strange = f"{ledger.year}年部门专项资金安排表\n编制部门：{ledger.body}\t单位：元\n{header}\n某项\t100\t甲\n\n"
    text = print_shanghai(ledger, 1)
    place = text.index("2025年", text.index("支出预算总表") + 1)
    document = clean(tmp_path, text[:place] + strange + text[place:], "budget", 2025, ledger.body)
    flagged = [row["text"] for row in document.tables["findings"] if row["kind"] == "unrecognised"]
    assert [text for text in flagged if "专项资金安排表" in text]
    assert items(document, "expenditure", "function_code", "total") == [
        row[:3] for row in expected(ledger.functions, TEN_THOUSAND)
    ]


def test_a_table_that_states_no_unit_is_read_in_that_of_its_form_and_marked(tmp_path):
    ledger = make_form_ledger(3, 2025, YUAN)
    stated = clean(tmp_path, print_shanghai(ledger, 3), "budget", 2025, ledger.body)
    text = print_shanghai(ledger, 3).replace("\t单位：元", "")
    document = clean(tmp_path, text, "budget", 2025, ledger.body)
    columns = ("function_code", "total", "basic", "project")
    assert items(document, "expenditure", *columns) == items(stated, "expenditure", *columns)
    assert {row["certainty"] for row in document.tables["expenditure"]} == {"inferred"}
    assert {row["certainty"] for row in document.tables["three_public"]} == {"printed"}  # it states 万元 itself
    notes = [row["note"] for row in document.tables["findings"] if row["kind"] == "unit_error"]
    assert len([note for note in notes if "以元计" in note]) == 6


def test_an_amount_that_is_changed_in_one_table_fails_a_check(tmp_path):
    ledger = make_form_ledger(2, 2025)
    text = print_shanghai(ledger, 2)
    start = text.index("一般公共预算支出功能分类预算表")
    item = ledger.functions[-1]
    printed = f"{item.total:,.2f}"
    changed = text[:start] + text[start:].replace(printed, f"{item.total + 7:,.2f}", 1)
    assert failed(clean(tmp_path, changed, "budget", 2025, ledger.body))


_WORDS_OF_NINE = (
    ("科目名称\t合计\t基本支出", "科目名称\t本年支出合计\t基本支出"),
    ("科目名称\t合计\t基本支出", "科目名称\t小计\t基本支出"),
    ("科目编码\t科目名称\t合计\t基本支出", "功能分类编码\t功能分类名称\t合计\t基本支出"),
    ("人员经费\t公用经费", "人员支出\t公用支出"),
    ("部门支出总表", "部门支出总体情况表"),
    ("部门：", "预算单位："),
)


@pytest.mark.parametrize(("words", "others"), _WORDS_OF_NINE)
def test_other_words_of_a_header_or_title_give_the_same_rows(tmp_path, words, others):
    ledger = make_form_ledger(2, 2024, digits=6)
    text = print_nine(ledger, 2)
    assert words in text
    document = clean(tmp_path, text.replace(words, others), "budget", 2024, ledger.body)
    assert document.tables["documents"][0]["form"] == "nine-tables"
    for table in ("expenditure", "general_public_expenditure"):
        assert items(document, table, "function_code", "total", "basic", "project") == expected(
            ledger.functions, Decimal(1)
        )
    basic = items(document, "basic_expenditure", "dept_econ_code", "total", "personnel", "public_funds")
    assert basic == expected(ledger.economy, Decimal(1))


@pytest.mark.parametrize("group", ["项目\t\t", "支出功能分类科目\t\t"])
def test_code_and_name_may_stand_below_a_group(tmp_path, group):
    ledger = make_form_ledger(2, 2024, digits=6)
    names = "编码\t名称" if "功能" in group else "科目编码\t科目名称"
    lines = []
    for line in print_nine(ledger, 2).split("\n"):
        cells = line.split("\t")
        if cells[:2] == ["科目编码", "科目名称"] and "人员经费" not in cells and "" not in cells:
            lines += [group + "\t".join(cells[2:]), names + "\t" * (len(cells) - 2)]
        else:
            lines.append(line)
    document = clean(tmp_path, "\n".join(lines), "budget", 2024, ledger.body)
    for table in ("expenditure", "general_public_expenditure"):
        assert items(document, table, "function_code", "total", "basic", "project") == expected(
            ledger.functions, Decimal(1)
        )


@pytest.mark.parametrize(
    ("words", "others"),
    [("支出决算表", "支出决算情况表"), ("本年支出合计\t", "合计\t"), ("功能分类科目编码", "支出功能分类科目编码")],
)
def test_other_words_of_final_accounts_give_the_same_rows(tmp_path, words, others):
    ledger = make_form_ledger(1, 2023, digits=6)
    text = print_final_accounts(ledger, 1)
    assert words in text
    document = clean(tmp_path, text.replace(words, others), "final_accounts", 2023, ledger.body)
    for table in ("expenditure", "general_public_expenditure"):
        assert items(document, table, "function_code", "total", "basic", "project") == expected(
            ledger.functions, Decimal(1)
        )


@pytest.mark.parametrize(
    ("words", "others"),
    [("支出功能分类预算表", "支出预算表"), ("部门预算经济分类预算表", "预算表"), ("合计\t", "总计\t")],
)
def test_other_words_of_shanghai_give_the_same_rows(tmp_path, words, others):
    ledger = make_form_ledger(1, 2025, YUAN)
    text = print_shanghai(ledger, 1)
    assert words in text
    document = clean(tmp_path, text.replace(words, others), "unit_budget", 2025, ledger.body)
    assert document.tables["documents"][0]["form"] == "shanghai"
    truth = expected(ledger.functions, TEN_THOUSAND)
    for table in ("expenditure", "general_public_expenditure"):
        assert items(document, table, "function_code", "total", "basic", "project") == truth
    basic = items(document, "basic_expenditure", "dept_econ_code", "total", "personnel", "public_funds")
    assert basic == expected(ledger.economy, TEN_THOUSAND)
    assert [text for text in failed(document) if not text.startswith(MADE_UP)] == []


@pytest.mark.parametrize(("words", "others"), [("合计", "总计"), ("单位预留机动经费", "预留机动经费")])
def test_other_words_of_jiangsu_give_the_same_rows(tmp_path, words, others):
    ledger = make_form_ledger(1, 2019, digits=6)
    document = clean(tmp_path, print_jiangsu(ledger, 1).replace(words, others), "budget", 2019, ledger.body)
    functions = [(item.code, item.name, item.total) for item in ledger.functions]
    for table in ("fiscal_expenditure", "general_public_expenditure"):
        assert items(document, table, "function_code", "total") == functions
    assert [text for text in failed(document) if not text.startswith(MADE_UP)] == []
