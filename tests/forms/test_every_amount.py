"""Forms of other families: each amount that is changed fails a check, and each rule about amounts can fail."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from made.form_ledger import FEN, FormLedger, make_form_ledger
from made.printing_final_accounts import print_final_accounts
from made.printing_jiangsu import print_jiangsu
from made.printing_nine import print_nine
from made.printing_shanghai import print_shanghai

from budgetkit.check.registry import check_document
from budgetkit.dataset.states import OPEN
from budgetkit.pipeline import clean_document
from budgetkit.source_entry import Source

FORMS = {
    "shanghai": (print_shanghai, "unit_budget", {"step": FEN}),
    "nine-tables": (print_nine, "budget", {"digits": 6}),
    "jiangsu": (print_jiangsu, "budget", {"digits": 6}),
    "final-accounts": (print_final_accounts, "final_accounts", {"digits": 6}),
}
ABOUT = ("checks", "findings", "coverage", "documents", "published_tables")
DOUBTED = (*OPEN, "insufficient")
TWO_SIDED = ("income_expenditure", "fiscal_grant")  # their totals are rows of the tables, too
# What a changed amount can't break: names, signs, which tables and rows there are, how often a total stands, what the
# unit rests on (tests/check and tests/tidy have each), and 机关运行经费, another money than 公用经费 where they differ.
OF_PRINT = {
    "code_name",
    "no_negative_amount",
    "expected_table",
    "one_total",
    "unit_evidence",
    "running_costs_to_public_funds",
    "subtotal_without_items",
}


def clean_made(tmp_path, name, seed):
    printed, kind, options = FORMS[name]
    ledger: FormLedger = make_form_ledger(seed, 2024, **options)
    path = tmp_path / "made.txt"
    path.write_text(printed(ledger, seed), "utf-8")
    source = Source(
        "made", "made", ledger.body, "district", "某区", "某", 2024, kind, "某", path.name, "0" * 64, None, None, path
    )
    return clean_document(source, tmp_path)


def is_second(document, table, row):
    """Say whether an amount stands in two rows of the clean tables, so that one can't change alone."""
    is_total = table == "printed_totals" and row["table"] in TWO_SIDED
    is_listed = table == "income_items" and row["role"] == "total"
    return is_total or is_listed or (table == "income" and bool(document.tables["income_items"]))


def named(row):
    return row["rule"], row["table"], row["description"]


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
def test_each_amount_that_is_changed_fails_a_check_and_each_rule_can_fail(tmp_path, name):
    document = clean_made(tmp_path, name, seed=2)
    tables = {table: rows for table, rows in document.tables.items() if table not in ABOUT}
    checks = check_document(tables, document.recognised, document.source)
    before = {named(row) for row in checks if row["status"] in DOUBTED}
    broken, silent = set(), []
    for table, rows in tables.items():
        for place, row in enumerate(rows):
            for column in (key for key, value in row.items() if isinstance(value, Decimal)):
                if is_second(document, table, row):
                    continue
                others = [*rows[:place], {**row, column: row[column] + 7}, *rows[place + 1 :]]
                again = check_document({**tables, table: others}, document.recognised, document.source)
                told = {named(one) for one in again if one["status"] in DOUBTED} - before
                broken |= {rule for rule, *_ in told}
                silent += [] if told else [(table, place, column)]
    assert silent == []
    assert {row["rule"] for row in checks if row["status"] == "pass"} - OF_PRINT - broken == set()


@cache
def made_once(name):
    """Clean a made document once; gives its tables, the document, and what is in doubt of it before any change."""
    with TemporaryDirectory() as folder:
        document = clean_made(Path(folder), name, seed=2)
    tables = {table: rows for table, rows in document.tables.items() if table not in ABOUT}
    checks = check_document(tables, document.recognised, document.source)
    return tables, document, {named(row) for row in checks if row["status"] in DOUBTED}


def through(table, *columns):
    """Raise an item's amounts with the classes above it and the totals: its table stays true in itself."""

    def change(tables):
        code = "dept_econ_code" if table.endswith("basic_expenditure") else "function_code"
        item = next(row for row in tables[table] if row["role"] == "item" and all(row[one] for one in columns))
        rows = [
            row | {one: row[one] + 7 for one in columns} if item[code].startswith(row[code]) else row
            for row in tables[table]
        ]
        totals = [
            row | {"amount": row["amount"] + 7} if row["table"] == table and row["column"] in columns else row
            for row in tables["printed_totals"]
        ]
        return {**tables, table: rows, "printed_totals": totals}

    return change


def one(table, amount, /, **known):
    """Raise one amount alone: of the first row that has it and what is known of it."""

    def change(tables):
        rows = list(tables[table])
        found = (n for n, row in enumerate(rows) if row[amount] and known.items() <= row.items())
        place = next(found)
        rows[place] = rows[place] | {amount: rows[place][amount] + 7}
        return {**tables, table: rows}

    return change


LINES = {
    # what the forms must satisfy: made document, the slip against it, the rules that tell
    "summary: income = expenditure": (
        "nine-tables",
        one("income_expenditure", "amount", role="total"),
        {"income_to_expenditure", "sections_to_total"},
    ),
    "summary: lines = subtotal": ("shanghai", one("income_expenditure", "amount", role="line"), {"parts_to_subtotal"}),
    "summary: basic + project": ("shanghai", one("income_expenditure", "project", role="line"), {"parts_to_whole"}),
    "income table = summary": (
        "shanghai",
        through("income_by_function", "total", "fiscal_grant"),
        {"income_to_summary"},
    ),
    "expenditure table = summary, = general public": (
        "shanghai",
        through("expenditure", "total", "project"),
        {"expenditure_to_summary", "function_class_to_summary"},
    ),
    "expenditure table = general public, row by row": (
        "shanghai",
        one("expenditure", "total", role="item"),
        {
            "function_class_to_summary",
            "parts_to_whole",
            "rows_to_printed_total",
            "same_money_by_code",
            "subtotal_to_items",
        },
    ),
    "rows: basic + project = total": ("shanghai", through("expenditure", "project"), {"parts_to_whole"}),
    "rows: personnel + public = total": ("shanghai", through("basic_expenditure", "personnel"), {"parts_to_whole"}),
    "items = sections": ("shanghai", one("expenditure", "total", role="section"), {"subtotal_to_items"}),
    "economic items = classes": ("nine-tables", one("basic_expenditure", "total", role="class"), {"subtotal_to_items"}),
    "grant: income = expenditure": (
        "nine-tables",
        one("fiscal_grant", "amount", role="total"),
        {"income_to_expenditure", "sections_to_total"},
    ),
    "grant: its funds = their tables": (
        "nine-tables",
        through("general_public_expenditure", "total", "project"),
        {"fiscal_to_grant", "function_class_to_summary", "fund_to_grant"},
    ),
    "basic table = basic of general public": (
        "shanghai",
        through("basic_expenditure", "total", "personnel"),
        {"basic_to_general_public", "unit_evidence"},
    ),
    "three public: parts = total": ("shanghai", one("three_public", "overseas"), {"three_public_parts"}),
    "three public: purchase + operation": (
        "shanghai",
        one("three_public", "vehicle_operation"),
        {"three_public_parts"},
    ),
    "jiangsu: parts = uses of the summary": (
        "jiangsu",
        one("printed_totals", "amount", column="reserve"),
        {"expenditure_to_uses", "parts_to_whole"},
    ),
    "jiangsu: fiscal expenditure = grant": ("jiangsu", through("fiscal_expenditure", "total"), {"fiscal_to_grant"}),
    "jiangsu: basic expenditure = grant": (
        "jiangsu",
        through("fiscal_basic_expenditure", "total"),
        {"fiscal_basic_to_grant"},
    ),
    "accounts: expenditure = summary": (
        "final-accounts",
        through("expenditure", "total", "project"),
        {"expenditure_to_summary", "function_class_to_summary"},
    ),
    "accounts: fund, row by row": (
        "final-accounts",
        through("gov_fund", "closing_balance"),
        {"fund_balance", "fund_to_summary"},
    ),
    "accounts: fund = grant": (
        "final-accounts",
        through("gov_fund", "total", "project"),
        {"fiscal_to_grant", "function_class_to_summary", "fund_balance", "fund_to_grant"},
    ),
    "accounts: balances by fund": (
        "final-accounts",
        one("fiscal_grant", "general_public", role="total"),
        {"fund_sides", "parts_to_whole"},
    ),
    "accounts: personnel + public": (
        "final-accounts",
        through("basic_expenditure", "total", "personnel"),
        {"basic_to_general_public"},
    ),
}


@pytest.mark.parametrize("line", LINES)
def test_each_relation_of_the_forms_that_a_slip_breaks_is_told_by_its_own_rules(line):
    name, slip, expected = LINES[line]
    tables, document, before = made_once(name)
    checks = check_document(slip(tables), document.recognised, document.source)
    told = {row["rule"] for row in checks if row["status"] in DOUBTED and named(row) not in before}
    assert told - {"lost_amounts"} == expected
