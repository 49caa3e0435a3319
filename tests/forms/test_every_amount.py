"""Forms of other families: each amount that is changed fails a check, and each rule about amounts can fail."""

from __future__ import annotations

from decimal import Decimal

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
    "code_name", "no_negative_amount", "expected_table", "one_total", "unit_evidence", "running_costs_to_public_funds",
    "subtotal_without_items",
}  # fmt: skip


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
