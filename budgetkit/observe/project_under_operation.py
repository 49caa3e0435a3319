"""Project money under 行政运行 and 事业运行, which by their meaning hold basic expenditure."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.compare.measure import source_lines, sum_by
from budgetkit.observe.marks import mark
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.statement import amount

_ITEMS = ("行政运行", "事业运行")


def _find(case: Case) -> Iterator[Observation]:
    rows = case.budget.table("expenditure")
    rows = rows[rows["function_name"].isin(_ITEMS) & (rows["project"] > 0)]
    if rows.empty:
        return
    items = sum_by(rows, ["function_code", "function_name"], ["project"])
    figures = {f"item{n}": amount(value) for n, value in enumerate(items["project"])}
    places = [f"{row.function_name}（{row.function_code}）{{item{row.Index}}}" for row in items.itertuples()]
    money = round(float(rows["project"].sum()), 6)
    total = "，共{money}" if len(items) > 1 else ""
    statement = compose(
        f"反映基本支出的科目下列有项目支出{mark(case.budget, 'expenditure')}{total}：{'、'.join(places)}。",
        money=amount(money),
        **figures,
    )
    question = "这些支出用于什么？属日常运转的为何不列基本支出，属专项工作的为何不列专项科目？"
    yield Observation(statement, question, money, Certainty.PRINTED, source_lines(rows))


RULE = Rule(
    key="project_under_operation",
    name="运行科目下的项目支出",
    looks_for="支出总表的行政运行、事业运行科目列有项目支出；出现即列示",
    basis="《政府收支分类科目》：行政运行、事业运行反映单位的基本支出",
    topic=Topic.MONEY,
    find=_find,
)
