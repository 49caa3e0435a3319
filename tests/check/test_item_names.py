"""Items of the two-sided tables: a known item but for one character is told, known and other items are not."""

from __future__ import annotations

from random import Random

import pytest
from checked_budget import budget, document

from budgetkit.check.item_names import RULE, check_item_names, find_meant
from budgetkit.codes.class_names import load_class_stems
from budgetkit.dataset.states import DOUBTED

KNOWN = [*(f"{stem}支出" for stem in load_class_stems()), "上年结转结余", "本年支出合计", "政府性基金预算拨款收入"]
ODD = "囗丿貝乂"


def damage(random: Random, name: str) -> str:
    place, way = random.randrange(len(name)), random.choice(["other", "lost", "added"])
    return name[:place] + ("" if way == "lost" else random.choice(ODD)) + name[place + (way != "added") :]


@pytest.mark.parametrize("seed", range(5))
def test_a_known_item_with_one_character_changed_is_told(seed):
    random = Random(seed)
    for name in (name for name in KNOWN if len(name) > 4):
        assert find_meant(name) is None
        damaged = damage(random, name)
        assert find_meant(damaged), damaged


@pytest.mark.parametrize("number", ["丿、", "二囗、", "（丿）", "贝."])
def test_a_number_that_is_none_is_told(number):
    assert find_meant(f"{number}国防支出") == "国防支出"


@pytest.mark.parametrize("name", ["人员、公用经费", "其中：财政拨款", "国防经费支出", "其它收入", "总计", ""])
def test_other_items_are_not(name):
    assert find_meant(name) is None


def test_the_check_names_both_readings():
    tables = budget()
    assert list(check_item_names(document(tables))) == []
    row = next(row for row in tables["income_expenditure"] if len(row["item_name"]) > 3)
    name, damaged = row["item_name"], f"{row['item_name'][:-1]}囗"
    rows = [
        {**one, "item_name": damaged, "item": damaged} if one is row else one for one in tables["income_expenditure"]
    ]
    (found,) = check_item_names(document({**tables, "income_expenditure": rows}))
    assert (found["rule"], found["status"]) == (RULE, "insufficient")
    assert damaged in found["explanation"]
    assert name in found["explanation"]
    assert DOUBTED in found["explanation"]  # so that reports don't count it among what lacks a side
