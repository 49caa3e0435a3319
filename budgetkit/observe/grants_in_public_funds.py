"""Public funds (公用经费) that pay people instead of running the office."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.compare.measure import source_lines
from budgetkit.compare.scopes import find_grants_in_public_funds
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.statement import amount


def _find(case: Case) -> Iterator[Observation]:
    rows = find_grants_in_public_funds(case.budget).reset_index(drop=True)
    if rows.empty:
        return
    figures = {f"item{n}": amount(value) for n, value in enumerate(rows["public_funds"])}
    items = [f"{row.dept_econ_name}（{row.dept_econ_code5}）{{item{row.Index}}}" for row in rows.itertuples()]
    money = round(float(rows["public_funds"].sum()), 6)
    total = "，共{money}" if len(rows) > 1 else ""
    text = f"公用经费中列有对个人和家庭的补助{total}：{'、'.join(items)}。"
    statement = compose(text, money=amount(money), **figures)
    question = "对个人的补助为何列公用经费，不列人员经费或项目支出？发放对象和标准是什么？"
    yield Observation(statement, question, money, Certainty.PRINTED, source_lines(rows))


RULE = Rule(
    key="grants_in_public_funds",
    name="公用经费用于个人补助",
    looks_for="一般公共预算基本支出表的对个人和家庭的补助（303）列在公用经费一栏；出现即列示",
    basis="部门预算编制口径：对个人和家庭的补助属于人员经费，公用经费用于机构运转",
    topic=Topic.MONEY,
    find=_find,
)
