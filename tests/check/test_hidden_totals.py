"""A list whose total stands under another label: its rows would be added up twice."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from checked_budget import budget, document

from budgetkit.check.hidden_totals import check_hidden_totals


def checked(amounts, totals=()):
    """Check a list of purchases of these amounts (万元), with printed totals or none."""
    tables = budget()
    place = {"source_line": 900, "certainty": "printed"}
    tables["procurement"] = [
        {**place, "category_code": None, "category": f"类{n}", "amount": Decimal(str(amount)), "source_line": 900 + n}
        for n, amount in enumerate(amounts)
    ]
    tables["printed_totals"] = [row for row in tables["printed_totals"] if row["table"] != "procurement"]
    tables["printed_totals"] += [{**place, "table": "procurement", "column": "amount", "amount": one} for one in totals]
    return [row for row in check_hidden_totals(document(tables)) if row["table"] == "procurement"]


@pytest.mark.parametrize("seed", range(6))
def test_a_row_that_is_the_sum_of_all_others_is_named_with_its_line(seed):
    random = Random(seed)
    parts = [Decimal(random.randint(1, 10**9)).scaleb(-4) + Decimal("0.0001") for _ in range(random.randint(2, 9))]
    place = random.randint(0, len(parts))
    amounts = [*parts[:place], sum(parts), *parts[place:]]
    (row,) = checked(amounts)
    assert row["status"] == "located"
    assert f"第 {900 + place} 行" in row["explanation"]


def test_whole_numbers_may_add_up_by_chance():
    (row,) = checked([1, 2, 3])
    assert row["status"] == "insufficient"


@pytest.mark.parametrize(
    "amounts", [["1.5", "2.5", "4.01"], ["1.5", "2.5", "3.9", "8.1"], ["7.3", "7.3", "0.1"], ["4.2", "4.2"], ["4.2"]]
)
def test_near_misses_pass_or_are_no_lists(amounts):
    assert all(row["status"] == "pass" for row in checked(amounts))


def test_a_list_with_its_total_is_held_against_that():
    assert checked(["1.5", "2.5", "4.0"], [Decimal("8.0")]) == []
