"""Amounts that are sums of smaller ones beside them are found with their parts; all others stay by themselves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from budgetkit.briefing.sums import find_sums


@given(st.lists(st.integers(1, 10**8), min_size=2, max_size=6, unique=True), st.randoms(use_true_random=False))
def test_what_was_added_up_is_found_with_its_parts(cents, random):
    parts = [cent / 100 for cent in cents]
    chosen = random.sample(parts, random.randint(2, len(parts)))
    whole = round(sum(chosen), 2)
    amounts = [*parts, *([whole] if whole not in parts else [])]
    random.shuffle(amounts)
    found = find_sums(amounts)
    assert amounts.index(whole) in found
    for place, own in found.items():
        assert abs(sum(own) - amounts[place]) < 0.005
        assert all(part in amounts and amounts.index(part) not in found for part in own)


def test_amounts_that_are_no_sums_stay():
    assert find_sums([1.0, 2.0, 4.0, 8.0]) == {}
    assert find_sums([]) == {}
    assert find_sums([404.41, 5145.48, 16960.33, 5549.89, 22510.22]) == {
        3: [5145.48, 404.41],
        4: [16960.33, 5145.48, 404.41],
    }
