"""This year's budget pays what earlier years contracted."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from budgetkit.compare.earlier_bills import find_earlier_bills, find_unpriced_bills
from budgetkit.numbers import format_amount, format_percent
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.order import join_names
from budgetkit.statements.statement import amount, count

_QUESTION = "有关款项各属哪一年、哪份合同？合同总额、已付和本年应付各多少，为何未在合同年度付清？"


def _find(case: Case) -> Iterator[Observation]:
    bills, unpriced = find_earlier_bills(case.budget), find_unpriced_bills(case.budget)
    if bills.is_missing and unpriced.empty:
        return
    more = round(float(unpriced["total"].sum()), 6)
    figures = {"unpriced": count(len(unpriced), "个项目"), "more": amount(more)}
    also = "{unpriced}（总额{more}）提到以前年度尾款，未列金额"
    unpriced_lines = [line for own in unpriced["sources"] for line in own]
    if bills.is_missing:
        yield Observation(
            compose(f"{also}。", **figures), _QUESTION, more, Certainty.WORDED, tuple(unpriced_lines), doubtful=more
        )
        return
    table, money, total = bills.table, bills.facts["earlier"], bills.facts["total"]
    part = "，都是项目的全部金额" if money == total else ""
    doubtful = bills.facts["open"]
    sure = "{sure}无疑问，" if doubtful < money else ""
    split = f"（{sure}{{open}}存疑）" if doubtful else ""
    is_open = table["doubtful"]
    has_both = 0 < is_open.sum() < len(table)
    first = f"无疑问的{_name_largest(table[~is_open])}" if has_both else _names(table)
    statement = compose(
        "{count}写明支付尾款、上年或以前年度费用，"
        f"共{{money}}{split}{part}：{first}{_doubts(table[is_open], is_rest=has_both)}"
        f"{f'；另有{also}' if len(unpriced) else ''}。",
        count=count(len(table), "个项目"),
        money=amount(money),
        open=amount(doubtful),
        sure=amount(round(money - doubtful, 6)),
        **figures,
    )
    lines = [*table[is_open]["sources"], *table["sources"]]  # what the sentence counts apart stands first
    cited = (*(line for own in lines for line in own), *unpriced_lines)
    yield Observation(statement, _QUESTION, money, Certainty.WORDED, tuple(dict.fromkeys(cited)), doubtful=doubtful)


def _doubts(table: pd.DataFrame, *, is_rest: bool) -> str:
    """Say which projects are in doubt, where some do not, and what else their money may be."""
    is_whole = table["earlier"] == table["total"]
    reasons = (
        (table[is_whole], "同时列有首款、未印年度，也可能是本年同一合同的尾款"),
        (table[~is_whole], "只写尾款、未印年度，可能是本年合同的尾款"),
    )
    told = [f"{f'{_name_largest(own)}，' if is_rest else '项目'}{why}" for own, why in reasons if len(own)]
    return f"；存疑的{'；'.join(told)}" if told else ""


def _name_largest(table: pd.DataFrame) -> str:
    """Name the one project, as its money stands before it, or of several the one that pays most."""
    if len(table) == 1:
        return f"是{table['project_name'].fillna('（名称缺失）').iloc[0]}"
    return f"以{_names(table.head(1))}最多"


def _names(table: pd.DataFrame) -> str:
    """Name the projects that pay most for earlier years, each with that money and its share of the project's."""
    names = table["project_name"].fillna("（名称缺失）")
    rows = zip(names, table["earlier"], table["total"], strict=True)
    told = [f"{name}（{format_amount(part)} 万元{_share(part, whole)}）" for name, part, whole in rows]
    return join_names(told, most=2)


def _share(part: float, whole: float) -> str:
    return f"，占该项目 {format_percent(part / whole * 100)}" if whole > part else ""


RULE = Rule(
    key="earlier_bills",
    name="支付以前年度款项",
    looks_for="项目名称或以金额表示的成本指标写明尾款、上年，或只写以前年度；出现即列示",
    basis="《预算法》预算年度为公历年度；审计常见问题：以本年预算支付以前年度费用",
    topic=Topic.PROJECTS,
    find=_find,
)
