"""By budget unit: made departments whose units are known, in blocks with and without names, and in income."""

from __future__ import annotations

from random import Random

import pytest
from made_case import make_case, money

from budgetkit.briefing.units import units as find_units
from budgetkit.compare.units import measure_units


def blocks(random: Random, names: list[str | None]) -> tuple[list[dict], list[float]]:
    """Make the rows of each unit one after another; give the rows and each unit's total."""
    rows, totals = [], []
    for number, name in enumerate(names, start=1):
        amounts = [(random.randint(1, 90), random.randint(0, 90)) for _ in range(random.randint(1, 4))]
        totals.append(sum(map(sum, amounts)))
        for n, (basic, own) in enumerate(amounts):
            keys = {"unit_block": number, "unit_name": name, "function_code": f"20{n:02d}101"}
            rows.append({**keys, "basic": money(basic), "project": money(own), "total": money(basic + own)})
    return rows, totals


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("named", [True, False])
def test_units_are_told_apart_and_add_up(seed, named):
    random = Random(seed)
    names = [f"甲{n}中心" if named else None for n in range(random.randint(2, 6))]
    rows, totals = blocks(random, names)
    result = measure_units(make_case({"general_public_expenditure": rows}).budget)
    truth = {
        name or f"第 {n} 个单位": total for n, (name, total) in enumerate(zip(names, totals, strict=True), start=1)
    }
    assert result.table.set_index("name")["total"].to_dict() == truth
    assert result.table["share"].sum() == pytest.approx(100)
    assert result.table["total"].is_monotonic_decreasing
    assert (result.table["basic"] + result.table["project"]).tolist() == result.table["total"].tolist()
    assert bool(result.caveats) != named


def test_income_by_unit_is_the_widest_and_parents_do_not_count_twice():
    rows, _ = blocks(Random(1), [None, None])
    line = {"role": "line", "unit_code": "1", "unit_name": "甲机关", "total": money(30)}
    units = [line, {**line, "unit_name": "乙中心", "total": money(70)}]
    parent = {"role": "subtotal", "unit_name": "甲局", "total": money(100)}
    case = make_case({"general_public_expenditure": rows, "income": [parent, *units]})
    part = find_units(case.budget)
    assert part.table["name"].tolist() == ["乙中心", "甲机关"]
    assert part.title == "按预算单位（2 个）：最大的是乙中心（70.0%）"
    assert part.table["project"].isna().all()


def test_a_single_unit_is_the_department_and_is_not_shown():
    rows, _ = blocks(Random(2), ["甲机关"])
    assert find_units(make_case({"general_public_expenditure": rows}).budget).is_missing
    assert find_units(make_case({}).budget).is_missing
