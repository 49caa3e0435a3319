"""Rows matched by what they say, in order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from budgetkit.tidy.row_order import match_in_order


def test_a_missing_value_shifts_nothing():
    assert match_in_order([1, 0, 2, 3], [1, 2, 3]) == {0: 0, 2: 1, 3: 2}


def test_a_value_that_is_wanted_nowhere_is_left_out():
    assert match_in_order([1, 2], [1, 9, 2]) == {0: 0, 1: 2}


def test_nothing_matches_nothing():
    assert match_in_order([], [1]) == {}
    assert match_in_order([1], []) == {}


@given(st.lists(st.integers(0, 3), max_size=9), st.data())
def test_any_part_of_a_sequence_is_found_whole(wanted, data):
    keep = data.draw(st.lists(st.booleans(), min_size=len(wanted), max_size=len(wanted)))
    printed = [value for value, kept in zip(wanted, keep, strict=True) if kept]
    pairs = match_in_order(wanted, printed)
    assert len(pairs) == len(printed)
    assert all(wanted[row] == printed[column] for row, column in pairs.items())
    assert sorted(pairs.values()) == [pairs[row] for row in sorted(pairs)]
