"""Costs of self-evaluations against the form's own money: a target that is the budget, a result that is what was spent.

`cost_ceiling` (evaluations.py) tells targets above the budget; here are those that miss it by a misprint. In 万元.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from budgetkit.check.document import CheckedDocument
from budgetkit.check.result import make_row
from budgetkit.check.words import column_label, money
from budgetkit.cost_ceilings import Ceiling, is_cost, is_near_miss, parse_ceiling
from budgetkit.finding import Row

RULE, TABLE = "evaluation_value", "evaluation_indicators"
_IS_BUDGET = re.compile(r"[不未](?:超|高于|大于|突破).{0,6}预算|预算(?:之内|以内|范围)")
_UNIT = "万元"  # of the forms' funds
_BUDGETS, _SPENT = ("full_year_budget", "initial_budget"), ("executed",)


def check_evaluation_costs(document: CheckedDocument) -> Iterator[Row]:
    """Doubt cost targets and results that differ from their form's money by one digit, or from the budget they name."""
    funds = {row["evaluation_seq"]: row for row in document.rows("evaluation_funds") if row["fund"] == "total"}
    for row in document.rows(TABLE):
        fund = funds.get(row["evaluation_seq"])
        if fund and is_cost(row["level1"], row["level2"]):
            for column, wholes in (("target", _BUDGETS), ("actual", _SPENT)):
                if text := _describe(row, column, fund, wholes):
                    form, label = document.name_evaluation(row["evaluation_seq"]), column_label(column)
                    what = f"{form}：指标“{row['name']}”的{label}与资金一致"
                    lines = ((row["source_line"],), (fund["source_line"],))
                    yield make_row(RULE, TABLE, what, "insufficient", f"{text}，按原文保留，宜复核", lines=lines)


def _describe(row: Row, column: str, fund: Row, wholes: tuple[str, ...]) -> str | None:
    ceiling = parse_ceiling(row[column])
    amounts = {name: fund[name] for name in wholes if fund[name]}
    if not ceiling or not amounts or any(_is_same(ceiling, amount) for amount in amounts.values()):
        return None
    near = next((name for name, amount in amounts.items() if _differs_by_a_digit(ceiling, amount)), None)
    if near:
        return f"印作 {row[column]}，与{column_label(near)} {money(amounts[near])} 万元只差一位数字，可能有一处误印"
    is_below = column == "target" and ceiling.amount < min(amounts.values())
    if is_below and _IS_BUDGET.search(row["name"] or ""):
        name = next(iter(amounts))
        return f"印作 {row[column]}，名称所指的预算为 {money(amounts[name])} 万元"
    return None


def _is_same(ceiling: Ceiling, amount: Decimal) -> bool:
    """Say whether a cost is an amount; printed to the same decimals, neither is a rounding of the other."""
    if ceiling.unit == _UNIT and ceiling.number % 1 and _exponent(ceiling.number) == _exponent(amount):
        return ceiling.number == amount
    return ceiling.is_rounded(amount) or ceiling.other_unit(amount) is not None


def _exponent(number: Decimal) -> int | str:
    return number.as_tuple().exponent


def _differs_by_a_digit(ceiling: Ceiling, amount: Decimal) -> bool:
    exponent = min(amount.normalize().as_tuple().exponent, 0)
    rounded = ceiling.amount.quantize(Decimal(1).scaleb(exponent), ROUND_HALF_UP)
    return is_near_miss(rounded, amount)
