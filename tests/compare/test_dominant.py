"""What dominates project money is named by what the form prints: function and use, or function alone."""

from decimal import Decimal

import pytest
from made_case import make_case

from budgetkit.compare.dominant import find_dominant


def line(function, use, amount):
    codes = {"function_code": "2010602" if function == "甲事务" else "2010699", "function_name": function}
    uses = {"dept_econ_code5": use and "30227", "dept_econ_name": use}
    return {**codes, **uses, "project": Decimal(amount), "total": Decimal(amount)}


@pytest.mark.parametrize(("use", "name"), [("委托业务费", "甲事务的委托业务费一行"), (None, "甲事务一行")])
def test_the_line_is_named_without_what_the_form_does_not_print(use, name):
    total = {"table": "expenditure", "column": "project", "amount": Decimal(100)}
    tables = {"expenditure": [line("甲事务", use, 70), line("乙事务", use, 30)], "printed_totals": [total]}
    found = find_dominant(make_case(tables).budget)
    assert (found.name, found.amount) == (name, 70.0)
