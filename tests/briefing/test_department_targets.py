"""A department's own targets are shown as printed, those without a number with what they are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from budgetkit.briefing.performance import department_targets
from tests.made_case import make_case

VALUES = st.sampled_from(["优", "良好", "100", "5", None])


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(["≥", "=", "≤", "定性"]), VALUES, st.sampled_from(["个", "%", None]))
def test_what_is_no_number_says_so_behind_its_value(operator, value, unit):
    row = {"activity": "活动", "level1": "产出指标", "level2": "数量指标", "name": "指标"}
    rows = [{**row, "operator": operator, "value": value, "unit": unit}]
    (told,) = department_targets(make_case({"department_indicators": rows}).budget).table["target"]
    plain = f"{operator}{value or ''}{unit or ''}"
    if operator == "定性":
        assert told == (f"{value}（定性）" if value else "定性")
    else:
        assert told == plain
