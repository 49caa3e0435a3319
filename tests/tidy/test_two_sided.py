"""Tables of two sides: an amount that is damaged, lost or glued on one side leaves the other side whole."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from budgetkit.read.text import split_lines
from budgetkit.tidy.fiscal_grant import tidy_fiscal_grant
from budgetkit.tidy.income_expenditure import tidy_income_expenditure

SIDES = ("income", "expenditure")
ROWS = (
    ("一、一般公共预算拨款收入", "1,200.500000", "一、公共安全支出", "1,100.250000"),
    ("二、其他收入", "99.500000", "二、教育支出", "200.000000"),
    ("本年收入合计", "1,300.000000", "本年支出合计", "1,300.250000"),
    ("上年结转", "0.250000", "", ""),
    ("收入总计", "1,300.250000", "支出总计", "1,300.250000"),
)
TOTALS = (2, 4)
DAMAGE = {
    "empty": lambda label, amount: [label, ""],
    "lost cell": lambda label, amount: [label],
    "cell too many": lambda label, amount: [label, amount[:4], amount[4:]],
    "cut at the point": lambda label, amount: [label, *amount.split(".")],
    "glued": lambda label, amount: [label + amount, ""],
    "glued, cell lost": lambda label, amount: [label + amount],
    "with unit": lambda label, amount: [label, amount + "元"],
    "spread sheet error": lambda label, amount: [label, "#####"],
    "no number": lambda label, amount: [label, "NaN"],
    "commas": lambda label, amount: [label, amount.replace(",", ",,")],
    "words": lambda label, amount: [label, "见附注"],
    "sign": lambda label, amount: [label, "-" + amount],
    "other digit": lambda label, amount: [label, "9" + amount[1:]],
    "too long": lambda label, amount: [label, "9" * 30],
}


@pytest.mark.parametrize("tidy", [tidy_income_expenditure, tidy_fiscal_grant])
@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("place", TOTALS)
@pytest.mark.parametrize("side", SIDES)
def test_a_damaged_total_leaves_the_other_side_whole(tidy, damage, place, side):
    tidied = tidy(_lines(damage, place, side), {})
    other = SIDES[1 - SIDES.index(side)]
    name = "income_expenditure" if tidy is tidy_income_expenditure else "fiscal_grant"
    rows = [(row["item"], row["amount"], row["role"]) for row in tidied.tables[name] if row["side"] == other]
    assert rows == _whole(tidy, name, other)
    totals = [row["amount"] for row in tidied.tables["printed_totals"] if row["column"] == f"{other}_total"]
    assert totals == [Decimal("1300.250000")]
    own = next(row for row in tidied.tables[name] if row["side"] == side and row["source_line"] == place + 3)
    assert own["role"] == ("total" if place == 4 else "subtotal")


@pytest.mark.parametrize("damage", ["glued", "glued, cell lost"])
def test_an_amount_glued_to_its_label_is_read_and_said(damage):
    tidied = tidy_fiscal_grant(_lines(damage, 4, "income"), {})
    own = next(row for row in tidied.tables["fiscal_grant"] if row["item"] == "收入总计")
    assert (own["amount"], own["certainty"]) == (Decimal("1300.250000"), "joined")
    assert {finding.action for finding in tidied.findings} == {"joined"}


@pytest.mark.parametrize("item", ["2024年收入总计", "其他支出（2）", "第1项"])
def test_a_label_with_digits_keeps_them(item):
    rows = [*ROWS[:1], (item, "", "教育支出", "2.00")]
    tidied = tidy_income_expenditure(_print(rows), {})
    assert [row["item"] for row in tidied.tables["income_expenditure"]][1] == item.replace("(", "（")


@pytest.mark.parametrize("seed", range(10))
def test_rows_that_stand_as_the_header_says_are_not_moved(seed):
    random = Random(seed)
    rows = [row if random.random() < 0.7 else ("", "", *row[2:]) for row in ROWS]
    tidied = tidy_income_expenditure(_print(rows), {})
    assert {row["certainty"] for row in tidied.tables["income_expenditure"]} == {"printed"}
    assert tidied.findings == []


def _lines(damage: str, place: int, side: str):
    rows = [list(row) for row in ROWS]
    start = 2 * SIDES.index(side)
    rows[place][start : start + 2] = DAMAGE[damage](*ROWS[place][start : start + 2])
    return _print(rows)


def _print(rows):
    return split_lines("\n".join(["收入\t\t支出\t", "项目\t预算数\t项目\t预算数", *map("\t".join, rows)]))


def _whole(tidy, name, side):
    return [(r["item"], r["amount"], r["role"]) for r in tidy(_print(ROWS), {}).tables[name] if r["side"] == side]
