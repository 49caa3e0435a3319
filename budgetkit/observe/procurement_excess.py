"""Procurement that exceeds all goods, services and capital that the budget lists."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.compare.scopes import find_procurement_excess
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.statement import amount


def _find(case: Case) -> Iterator[Observation]:
    excess = find_procurement_excess(case.budget)
    if excess is None:
        return
    money = round(excess.procured - excess.listed, 6)
    statement = compose(
        "政府采购预算{procured}，比支出总表的商品和服务支出与资本性支出之和{listed}多{money}。",
        procured=amount(excess.procured),
        listed=amount(excess.listed),
        money=amount(money),
    )
    question = "采购预算是否含列在工资福利等科目的服务，或以后年度的合同金额？超出部分列在哪些科目？"
    yield Observation(statement, question, money, Certainty.PRINTED, excess.sources)


RULE = Rule(
    key="procurement_excess",
    name="采购预算高于相应支出",
    looks_for="政府采购预算大于支出总表的商品和服务支出、资本性支出之和，且支出总表各行齐全；出现即列示",
    basis="《政府采购法》：采购货物、工程和服务；人大预算审查：各表口径应一致",
    topic=Topic.MONEY,
    find=_find,
)
