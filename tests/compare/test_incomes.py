"""Where the money comes from stands with the largest first, whatever the sources are called."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from budgetkit.briefing.city_district import incomes
from tests.made_case import make_case, money

FUNDS = ("carryover_general_public", "carryover_gov_fund", "carryover_state_capital", "carryover_unit_funds")


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(1, 999), min_size=4, max_size=4, unique=True))
def test_sources_stand_with_the_largest_first(amounts):
    row = {"role": "total", "carryover_subtotal": money(sum(amounts))}
    row |= {fund: money(amount) for fund, amount in zip(FUNDS, amounts, strict=True)}
    table = incomes([make_case({"income": [row]}).budget], "carryover").table
    assert list(table["amount_1"]) == sorted(amounts, reverse=True)
