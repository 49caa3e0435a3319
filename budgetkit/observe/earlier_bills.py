"""This year's budget pays what earlier years contracted."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.compare.earlier_bills import find_earlier_bills
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.order import join_names
from budgetkit.statements.statement import amount, count, percent


def _find(case: Case) -> Iterator[Observation]:
    bills = find_earlier_bills(case.budget)
    if bills.is_missing:
        return
    table, money, total = bills.table, bills.facts["earlier"], bills.facts["total"]
    part = "，即这些项目的全部金额" if money == total else "，占这些项目合计{total}的{share}"
    doubt = "；其中{open}同时列有首款，未印年度，不能排除是同一合同" if bills.facts["open"] else ""
    statement = compose(
        "{count}的名称或成本指标写明支付尾款、上年或以前年度费用，共{money}" + part + doubt + f"：{_names(table)}。",
        count=count(len(table), "个项目"),
        money=amount(money),
        total=amount(total),
        share=percent(money / total * 100),
        open=amount(bills.facts["open"]),
    )
    first = [*table[table["doubtful"]]["sources"], *table["sources"]]  # what the sentence counts apart stands first
    yield Observation(
        statement,
        "这些款项各属哪一年、哪份合同？合同总额、已付和本年应付各多少，为何未在合同年度付清？",
        money,
        Certainty.WORDED,
        tuple(dict.fromkeys(line for lines in first for line in lines)),
    )


def _names(table) -> str:
    pairs = zip(table["project_name"].fillna("（名称缺失）"), table["earlier"], strict=True)
    return join_names([f"{name}（{value:,.2f} 万元）" for name, value in pairs], most=2)


RULE = Rule(
    key="earlier_bills",
    name="支付以前年度款项",
    looks_for="项目名称或以金额表示的成本指标写明尾款、上年，或只写以前年度；出现即列示",
    basis="《预算法》预算年度为公历年度；审计常见问题：以本年预算支付以前年度费用",
    topic=Topic.PROJECTS,
    find=_find,
)
