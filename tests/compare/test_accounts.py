"""A year's budget beside its final accounts: amounts, completion, kinds, on made documents whose truth is known."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from made.form_ledger import FEN, FormLedger, Item, make_form_ledger
from made.printing_final_accounts import print_final_accounts, three_public_of
from made.printing_nine import print_nine

from budgetkit.briefing import frame, year_over_year, year_over_year_accounts, year_over_year_words
from budgetkit.clean_folder import clean_folder
from budgetkit.compare.accounts import compare_accounts, compare_accounts_by_item
from budgetkit.compare.budget import find_accounted, find_budget
from budgetkit.dataset.load import Dataset, load


def spend(ledger: FormLedger, seed: int) -> FormLedger:
    """Make what was spent of a budget: each amount another one, an item given up, money without a budget."""
    random = Random(seed)
    kept = ledger.functions[1:] if len(ledger.functions) > 3 else ledger.functions
    items = [Item(one.code, one.name, tuple(_spent(random, part) for part in one.parts)) for one in kept]
    return replace(ledger, functions=tuple(items))


def _spent(random: Random, part: Decimal | None) -> Decimal | None:
    return part and (part * random.randint(60, 110) / 100).quantize(FEN)


def write_pair(
    folder: Path, seed: int, kinds=("budget", "final_accounts"), text: str = "", budget: FormLedger | None = None
) -> Dataset:
    """Clean a made budget and final accounts of one body, which may end with an explanatory text."""
    ledger = make_form_ledger(seed, 2023, FEN, 8)
    printed = {
        kinds[0]: print_nine(budget or ledger, seed),
        kinds[1]: print_final_accounts(spend(ledger, seed), seed) + text,
    }
    raw = folder / "raw"
    raw.mkdir()
    entries = [_write(raw, kind, ledger.body, content) for kind, content in printed.items()]
    (raw / "sources.toml").write_text("\n".join(entries), "utf-8")
    assert clean_folder(raw, folder / "clean", folder / "corrections").errors == []
    return load(folder / "clean")


def _write(raw: Path, kind: str, body: str, content: str) -> str:
    name = kind.replace("_", "-")
    (raw / f"{name}.txt").write_text(content, "utf-8")
    values = {
        "id": name, "department_id": "made", "department": body, "level": "city", "region": "某市", "field": "某",
        "kind": kind, "title": name, "file": f"{name}.txt", "sha256": hashlib.sha256(content.encode()).hexdigest(),
    }  # fmt: skip
    lines = "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return f"[[document]]\n{lines}\nyear = 2023\n"


def text_of(ledger: FormLedger, adjusted: Decimal, initial: Decimal) -> str:
    item = ledger.functions[-1]
    return (
        f"\n一般公共预算财政拨款支出年初预算为{initial}万元，全年预算为{adjusted}万元，支出决算为"
        f"{spend(ledger, 3).total}万元。\n{item.name}（项）。全年预算为{adjusted}万元，支出决算为0.01万元。\n"
    )


@pytest.fixture(scope="module")
def pair(tmp_path_factory) -> Dataset:
    ledger = make_form_ledger(3, 2023, FEN, 8)
    text = text_of(ledger, ledger.total + 7, ledger.total)
    return write_pair(tmp_path_factory.mktemp("pair"), 3, text=text)


@pytest.mark.parametrize("seed", [4, *(pytest.param(n, marks=pytest.mark.exhaustive) for n in range(20, 40))])
def test_each_amount_stands_beside_its_own_and_completion_is_final_by_initial(tmp_path, seed):
    data = write_pair(tmp_path, seed)
    budget, final = make_form_ledger(seed, 2023, FEN, 8), spend(make_form_ledger(seed, 2023, FEN, 8), seed)
    both = find_accounted(find_budget(data, "made", 2023))
    table = compare_accounts(*both).table.set_index("key")
    for key, first, last in (
        ("expenditure", budget.total, final.total),
        ("basic", budget.basic, final.basic),
        ("project", budget.project, final.project),
    ):
        row = table.loc[key]
        assert (row["initial"], row["final"]) == (float(first), float(last))
        assert row["difference"] == float(last - first)
        assert row["rate"] == pytest.approx(float(last / first * 100)) if first else row.isna()["rate"]
    assert table.loc["three_public_total", "final"] == float(three_public_of(final)[1][0])
    assert table.loc["three_public_total", "adjusted"] == float(three_public_of(final)[0][0])
    assert_items(compare_accounts_by_item(*both).table.set_index("code"), budget, final)


def assert_items(rows, budget: FormLedger, final: FormLedger) -> None:
    """Hold items against the truth: they join on their code, and one that a document lacks is not listed there."""
    first, last = ({one.code: one.total for one in ledger.functions} for ledger in (budget, final))
    assert list(rows.index) == sorted({*first, *last})
    for code, row in rows.iterrows():
        for column, truth in (("initial", first), ("final", last)):
            assert row[column] == float(truth[code]) if code in truth else row.isna()[column]


def test_the_texts_own_adjusted_budget_is_shown_beside_them_with_its_line(pair):
    result = compare_accounts(*find_accounted(find_budget(pair, "made", 2023)))
    row = result.table.set_index("key").loc["general_public"]
    assert row["adjusted"] == row["initial"] + 7
    assert len({document for document, _ in row["sources"]}) == 2
    assert row.isna()["stated"]
    assert result.caveats == ()


def test_another_initial_budget_in_the_text_is_said_with_both_amounts(tmp_path):
    ledger = make_form_ledger(3, 2023, FEN, 8)
    data = write_pair(tmp_path, 3, text=text_of(ledger, ledger.total, ledger.total + 5))
    (said,) = compare_accounts(*find_accounted(find_budget(data, "made", 2023))).caveats
    assert f"{ledger.total:,.2f}" in said
    assert f"{ledger.total + 5:,.2f}" in said


def test_nothing_is_completed_of_an_initial_budget_of_nothing(tmp_path):
    ledger = make_form_ledger(3, 2023, FEN, 8)
    items = [Item(one.code, one.name, (one.total, Decimal("0.00"))) for one in ledger.functions]
    data = write_pair(tmp_path, 3, budget=replace(ledger, functions=tuple(items)))
    row = compare_accounts(*find_accounted(find_budget(data, "made", 2023))).table.set_index("key").loc["project"]
    assert row["initial"] == 0
    assert row["final"] > 0
    assert row.isna()["rate"]
    shown = year_over_year_accounts.shown_accounts(year_over_year.find_years(data, "made", 2023))
    assert "年初为零" in shown.table["rate_said"].tolist()


def test_title_and_key_points_say_the_kinds(pair):
    years = year_over_year.find_years(pair, "made", 2023)
    used = years.documents
    assert used == ["budget", "final-accounts"]
    assert "同比（部门预算与部门决算）" in frame.cover(years.later, "同比", used).plain_text()
    said = next(text for text in map(str, year_over_year_words.key_points(years)) if "部门决算" in text)
    assert said.startswith("2023年部门决算：支出合计")
    assert "2023年部门预算为" in said
    assert "完成年初预算的" in said
    part = year_over_year_accounts.shown_accounts(years)
    assert part.title.startswith("2023年部门预算与2023年部门决算：支出完成年初预算的")
    assert year_over_year_accounts.accounts_by_item(years).title.startswith("2023年部门预算与2023年部门决算")


def test_a_units_accounts_are_never_held_against_a_departments_budget(tmp_path):
    data = write_pair(tmp_path, 3, kinds=("budget", "unit_final_accounts"))
    years = year_over_year.find_years(data, "made", 2023)
    assert years.accounted is None
    assert year_over_year_accounts.state_accounts(years) == []
    assert "未作预算与决算的比较" in year_over_year_accounts.shown_accounts(years).missing


def test_a_units_accounts_beside_the_units_budget_are_compared_as_such(tmp_path):
    data = write_pair(tmp_path, 3, kinds=("unit_budget", "unit_final_accounts"))
    budget, final = find_accounted(find_budget(data, "made", 2023))
    assert (budget.kind_label, final.kind_label) == ("2023年单位预算", "2023年单位决算")


def test_two_bodies_or_years_are_refused(pair):
    budget, final = find_accounted(find_budget(pair, "made", 2023))
    with pytest.raises(ValueError, match="one department and year"):
        compare_accounts(budget, replace(final, year=2022))
