"""Projects of the earlier budget that are gone, or that go on under another name."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from budgetkit.compare.match import match_projects
from budgetkit.compare.projects import list_projects
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.order import join_names
from budgetkit.statements.statement import amount, count


def _find(case: Case) -> Iterator[Observation]:
    if case.earlier is None:
        return
    first, second = list_projects(case.earlier), list_projects(case.budget)
    if first.is_missing or second.is_missing:
        return
    pairs = match_projects(first.table, second.table)
    year = case.earlier.year
    ended = pairs[(pairs["status"] == "ended") & pairs["amount_1"].notna()].sort_values("amount_1", ascending=False)
    if len(ended):
        text = (
            f"{year}年的{{count}}、{{money}}在{case.budget.year}年预算中未再列示：{join_names(list(ended['name_1']))}。"
        )
        question = "有关项目是已完成、并入其他项目，还是未予公布？完成的成果和结余资金如何处理？"
        yield _observe(ended, "amount_1", "未再列示的项目", text, question)
    renamed = pairs[pairs["renamed"] & pairs["amount_2"].notna()].sort_values("amount_2", ascending=False)
    if len(renamed):
        names = [f"“{row.name_1}”改为“{row.name_2}”" for row in renamed.itertuples()]
        text = f"{{count}}编号未变而改了名称，本年{{money}}：{join_names(names)}。"
        yield _observe(renamed, "amount_2", "改名的项目", text, "改名后工作内容、承担单位和绩效目标有何变化？")


def _observe(pairs: pd.DataFrame, column: str, name: str, text: str, question: str) -> Observation:
    money = round(float(pairs[column].sum()), 6)
    statement = compose(text, count=count(len(pairs), "个项目"), money=amount(money))
    sources = tuple(dict.fromkeys(line for lines in pairs["sources"] for line in lines))
    return Observation(statement, question, money, Certainty.PRINTED, sources, name=name)


RULE = Rule(
    key="changed_projects",
    name="未再列示和改名的项目",
    looks_for="两份预算所列项目按编号、名称匹配，上年有而本年没有的，以及编号相同而名称不同的；名称缺失的不作判断",
    basis="人大预算审查：项目应有进有出，延续项目应保持可比",
    topic=Topic.PROJECTS,
    find=_find,
)
