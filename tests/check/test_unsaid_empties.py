"""A table that is empty carries a word on why; one without is a finding, in the forms that ask for it."""

import pytest
from made import PLAIN, make_department
from made.compare import clean
from made.form_ledger import YUAN, make_form_ledger
from made.printing_shanghai import print_shanghai

from budgetkit.pipeline import clean_document
from budgetkit.source_entry import Source

NOTE = "没有说明无此项预算"
FUNDS = ("gov_fund", "state_capital")


def found(document):
    return sorted(row["table"] for row in document.tables["findings"] if NOTE in row["note"])


def shanghai(tmp_path, change):
    ledger = make_form_ledger(2, 2025, YUAN)
    path = tmp_path / "a.txt"
    path.write_text(change(print_shanghai(ledger, 2)), "utf-8")
    source = Source(
        "a",
        "a",
        ledger.body,
        "district",
        "某区",
        "某",
        2025,
        "unit_budget",
        "某",
        path.name,
        "0" * 64,
        None,
        None,
        path,
    )
    return clean_document(source, tmp_path)


def without_notes(text):
    return "\n".join(line for line in text.split("\n") if "故本表为空表" not in line)


def test_an_empty_table_is_found_only_where_no_word_says_why(tmp_path):
    assert not set(found(shanghai(tmp_path, str))) & set(FUNDS)
    assert set(FUNDS) <= set(found(shanghai(tmp_path, without_notes)))


@pytest.mark.parametrize("words", ["说明：我部门无国有资本经营预算", "本表无数据，本单位没有此项支出", "不涉及"])
def test_any_words_that_say_so_are_heard(tmp_path, words):
    document = shanghai(
        tmp_path, lambda text: text.replace(next(n for n in text.split("\n") if "故本表为空表" in n), words)
    )
    assert "gov_fund" not in found(document) or "state_capital" not in found(document)


@pytest.mark.parametrize("seed", range(4))
def test_where_no_form_asks_for_words_an_empty_table_is_none(tmp_path, seed):
    """Departments of Beijing print tables of funds that they don't have, and never a word below them."""
    document = clean(tmp_path, make_department(seed, "district"), PLAIN)
    assert any(table.kind and table.kind.name in FUNDS and not document.tables[table.kind.name]
               for table in document.recognised)  # fmt: skip
    assert [name for name in found(document) if name in FUNDS] == []
