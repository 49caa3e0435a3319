"""What a document says of last year's budget, against last year's own document: made pairs whose truth is known."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from made.form_ledger import FEN, Item, make_form_ledger
from made.printing_nine import print_nine

from budgetkit.briefing import year_over_year, year_over_year_said
from budgetkit.clean_folder import clean_folder
from budgetkit.compare.budget import find_budget
from budgetkit.compare.last_year import compare_last_year
from budgetkit.dataset.load import Dataset, load

EARLIER = make_form_ledger(3, 2022, FEN, 6)
LATER = replace(
    EARLIER,
    year=2023,
    functions=tuple(
        Item(one.code, one.name, tuple(part and part + Decimal("7.25") for part in one.parts))
        for one in EARLIER.functions
    ),
)
RISE = LATER.total - EARLIER.total
ITEM = max(LATER.functions, key=lambda one: one.total)
ITEM_RISE = ITEM.total - next(one.total for one in EARLIER.functions if one.code == ITEM.code)


def make_years(folder: Path, *said: str) -> Dataset:
    """Clean two made years of which the later one ends with sentences."""
    raw = folder / "raw"
    raw.mkdir()
    entries = []
    for ledger in (EARLIER, LATER):
        text = print_nine(ledger, 4) + ("\n" + "\n".join(said) + "\n" if ledger is LATER else "")
        name = f"made-{ledger.year}"
        (raw / f"{name}.txt").write_text(text, "utf-8")
        values = {
            "id": name, "department_id": "made", "department": ledger.body, "level": "city", "region": "某市",
            "field": "某", "kind": "budget", "title": name, "file": f"{name}.txt",
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
        }  # fmt: skip
        lines = "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
        entries.append(f"[[document]]\n{lines}\nyear = {ledger.year}\n")
    (raw / "sources.toml").write_text("\n".join(entries), "utf-8")
    assert clean_folder(raw, folder / "clean", folder / "corrections").errors == []
    return load(folder / "clean")


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Dataset:
    return make_years(
        tmp_path_factory.mktemp("years"),
        f"支出预算总计{LATER.total:,}万元，比2022年预算增加{RISE:,}万元。",
        f"一般公共预算支出{LATER.total:,}万元，比2022年执行数增加1.00万元。",
        f"“{ITEM.name}（项）”科目{ITEM.total:,}万元，比上年预算增加{ITEM_RISE + 3:,}万元。",
        f"基本支出{LATER.basic:,}万元，与2022年预算基本持平。",
    )


def test_last_years_amounts_agree_or_differ_as_the_documents_do(data):
    table = compare_last_year(find_budget(data, "made", 2022), find_budget(data, "made", 2023)).table
    total, item = table.to_dict("records")  # not what was spent, and not what is only about the same
    assert (total["stated"], total["agrees"]) == (float(EARLIER.total), True)
    assert (item["difference"], item["agrees"]) == (-3.0, False)
    assert {document for document, _ in item["sources"]} == {"made-2022", "made-2023"}


def test_the_report_says_how_many_could_be_held_against_it_and_which_differ(data):
    (said,) = map(str, year_over_year_said.state_last_year(year_over_year.find_years(data, "made", 2023)))
    assert "能与2022年部门预算核对的有 2 处，不一致的有 1 处" in said
    assert ITEM.name in said


def test_nothing_is_said_where_there_is_nothing_to_hold_against(data):
    assert compare_last_year(find_budget(data, "made", 2023), find_budget(data, "made", 2022)).is_missing
    assert year_over_year_said.state_last_year(year_over_year.find_years(data, "made", 2022)) == []
