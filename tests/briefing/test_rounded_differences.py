"""A table says where its printed differences aren't those of the numbers printed beside them."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from budgetkit.briefing import exhibits
from budgetkit.briefing.rounded_differences import note_rounding
from budgetkit.numbers import round_half_up

_AMOUNTS = [exhibits.amount("before", "上年"), exhibits.amount("after", "本年"), exhibits.amount("change", "增减额")]
_SHARES = [exhibits.share("before", "上年"), exhibits.share("after", "本年"), exhibits.points("change", "占比之差")]


def changes(pairs: list[tuple[float, float]]) -> pd.DataFrame:
    rows = [(before, after, round(after - before, 6)) for before, after in pairs]
    return pd.DataFrame(rows, columns=["before", "after", "change"])


@pytest.mark.parametrize(("columns", "decimals"), [(_AMOUNTS, 2), (_SHARES, 1)])
@pytest.mark.parametrize("seed", range(20))
def test_a_table_has_the_note_where_a_row_does_not_subtract_as_printed(columns, decimals, seed):
    pick = random.Random(seed)
    table = changes([(round(pick.uniform(0, 9), 4), round(pick.uniform(0, 9), 4)) for _ in range(3)])
    printed = table.map(lambda value: round_half_up(value, decimals))
    is_odd = ((printed["after"] - printed["before"]) != printed["change"]).any()
    assert bool(note_rounding(table, columns)) == is_odd


def test_a_column_that_is_no_difference_has_no_note():
    table = changes([(1.004, 2.006)]).assign(change=[7.25])
    assert note_rounding(table, _AMOUNTS) == ()


def test_words_and_empty_tables_have_no_note():
    assert note_rounding(changes([]), _AMOUNTS) == ()
    assert note_rounding(changes([(1.004, 2.006)]).assign(change=["未列"]), _AMOUNTS) == ()
