"""The remark on rounding under the flow of money: of amounts, of shares, and none where all adds up as printed."""

from __future__ import annotations

import pytest
from made_case import make_case, money, printed, project

from budgetkit.briefing.flow import flow


@pytest.mark.parametrize(
    ("total", "listed", "remark"),
    [
        (1000, (200, 300), ""),  # 20.0, 30.0 and 10.0 % of 60.0 %
        (1000, (200.4, 299.6), ""),  # 20.0, 30.0 and 10.0 %
        (1000, (200.6, 300.6), "部分占比"),  # 20.1, 30.1 and 9.9 % of 60.0 %
        (1000, (200.004, 300.004), "部分金额"),
    ],
)
def test_parts_whose_printed_shares_do_not_add_up_carry_the_remark(total, listed, remark):
    uses = (total * 0.4, total * 0.6)
    tables = {
        "income_expenditure": [
            {"side": "expenditure", "item_name": "支出总计", "amount": money(total), "role": "total"}
        ],
        "projects": [project(seq, f"{seq}号", amount) for seq, amount in enumerate(listed, start=1)],
        "printed_totals": [
            printed("basic", uses[0]),
            printed("project", uses[1]),
            printed("this_year_subtotal", total, "income"),
        ],
    }
    result = flow(make_case(tables).budget)
    assert not result.is_missing
    told = "".join(result.caveats)
    assert remark in told
    assert bool(told) == bool(remark)


@pytest.mark.parametrize(("basic", "project_money"), [(0, 0), (-40, -60), (140, -40)])
def test_of_nothing_or_less_no_flow_is_drawn(basic, project_money):
    total = basic + project_money
    tables = {
        "income_expenditure": [
            {"side": "expenditure", "item_name": "支出总计", "amount": money(total), "role": "total"}
        ],
        "printed_totals": [
            printed("basic", basic),
            printed("project", project_money),
            printed("this_year_subtotal", total, "income"),
        ],
    }
    assert flow(make_case(tables).budget).is_missing
