"""What stands of first and last payments beside each other adds up to the payments that are there."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from budgetkit.briefing.city_district_limits import comparability
from budgetkit.briefing.sides import find_sides
from tests.made_case import DEPARTMENT, YEAR, make_case, project

THINGS = st.sampled_from(["both", "first", "last", "other"])


@settings(deadline=None, max_examples=40)
@given(st.lists(THINGS, min_size=1, max_size=8))
def test_last_payments_without_a_first_are_told_beside_the_pairs(things):
    projects = []
    for place, thing in enumerate(things):
        parts = {"both": ("（首款）", "（尾款）"), "first": ("（首款）",), "last": ("（尾款）",), "other": ("",)}[thing]
        projects += [project(10 * place + n, f"事项{chr(0x7532 + place)}{part}", 5) for n, part in enumerate(parts)]
    data = make_case({"projects": projects}).budget.data
    told = " ".join(str(one) for one in comparability(find_sides(data, DEPARTMENT, YEAR)))
    pairs, alone = things.count("both"), things.count("last")
    assert ("分列为不同项目" in told) == bool(pairs)
    if pairs:
        assert f"{pairs} 组未印年度" in told
        found = re.search(r"另有 (\d+) 个项目只列尾款（([^）]*)）", told)
        assert (int(found[1]) if found else 0) == alone
        named = {f"事项{chr(0x7532 + place)}" for place, thing in enumerate(things) if thing == "last"}
        assert not found or all(name in named for name in re.findall("事项.", found[2]))
