"""Services among the procurement hold the services bought; two categories that changed places are doubted."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from checked_budget import document

from budgetkit.check.purchases import COVERED, check_procured_services


def doubts(bought: list[int], **procured: int) -> list[str]:
    """Check services bought against procurement by category; give the rules that doubt it."""
    rows = [
        {"category_code": code, "category": code, "amount": Decimal(amount), "source_line": line}
        for line, (code, amount) in enumerate(procured.items(), 1)
    ]
    services = [{"amount": Decimal(amount), "source_line": 9} for amount in bought]
    tables = {"procurement": rows, "purchased_services": services, "printed_totals": []}
    return [row["rule"] for row in check_procured_services(document(tables))]


@pytest.mark.parametrize("seed", range(20))
def test_services_that_changed_places_with_a_larger_category_are_doubted(seed):
    random = Random(seed)
    bought = [random.randint(10, 900) for _ in range(random.randint(1, 9))]
    services = sum(bought) + random.randint(0, 500)
    other = random.randint(1, sum(bought) - 1)
    code = random.choice("AB")
    assert doubts(bought, **{code: services, "C": other}) == [COVERED]
    assert doubts(bought, **{code: other, "C": services}) == []


def test_services_bought_without_procurement_are_no_contradiction():
    assert doubts([60, 70], A=20, C=90) == []  # no other category would hold them
    assert doubts([60, 70], A=200, B=20) == []  # no services procured at all
    assert doubts([], A=20, C=0) == []
