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


@pytest.mark.parametrize("seed", range(20))
def test_shares_have_the_note_where_they_make_up_a_hundred_but_not_as_printed(seed):
    pick = random.Random(seed)
    parts = [round(pick.uniform(1, 9), 4) for _ in range(4)]
    table = pd.DataFrame({"share": [part / sum(parts) * 100 for part in parts]})
    printed = sum(round_half_up(share, 1) for share in table["share"])
    assert ("相加与 100.0%" in "".join(note_rounding(table, [exhibits.share("share", "占比")]))) == (printed != 100)
    assert not note_rounding(table.head(3), [exhibits.share("share", "占比")])  # a part of the list makes up nothing


@pytest.mark.parametrize("kind", ["of another", "growth", "of the first"])
@pytest.mark.parametrize("seed", range(15))
def test_shares_and_growth_have_the_note_where_the_amounts_beside_them_give_another_as_printed(kind, seed):
    pick = random.Random(seed)
    table = pd.DataFrame([(pick.uniform(0, 1), pick.uniform(1, 2)) for _ in range(2)], columns=["part", "whole"])
    read = table.map(lambda value: float(round_half_up(value, 2)))
    asked = {
        "of another": lambda own: own["part"] / own["whole"] * 100,
        "growth": lambda own: (own["part"] - own["whole"]) / own["whole"] * 100,
        "of the first": lambda own: own["part"] / own["part"].iloc[0] * 100,
    }[kind]
    columns = [exhibits.amount("part", "其中"), exhibits.amount("whole", "合计"), exhibits.share("share", "占比")]
    is_odd = any(round_half_up(a, 1) != round_half_up(b, 1) for a, b in zip(asked(table), asked(read), strict=True))
    said = "".join(note_rounding(table.assign(share=asked(table)), columns))
    assert ("相除略有出入" in said) == is_odd
    assert "相除" not in "".join(note_rounding(table.assign(share=[7.25, 3.5]), columns))  # of something else


def test_words_and_empty_tables_have_no_note():
    assert note_rounding(changes([]), _AMOUNTS) == ()
    assert note_rounding(changes([(1.004, 2.006)]).assign(change=["未列"]), _AMOUNTS) == ()
