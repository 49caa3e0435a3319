"""Pay of people outside the establishment from project money."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from budgetkit.compare.measure import part_of, source_lines
from budgetkit.compare.result import SourceLine
from budgetkit.compare.words import saying
from budgetkit.observe.marks import mark
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.observe.targets import quote_some
from budgetkit.statements import compose
from budgetkit.statements.statement import Quantity, amount, count, percent

_PERSONS = ("人", "名")
PAY_CLASS = "301"  # 工资福利支出

_FEE = r"(?:管理|服务)费"  # what is paid to whoever employs the people
_PAY = r"工资|薪酬|薪金|报酬"
_OPEN = "所列是工资还是管理服务费，"
_QUESTIONS = {(True, True): "工资和管理服务费各多少，", (True, False): "", (False, True): "管理服务费是否含工资？"}


def _find(case: Case) -> Iterator[Observation]:
    projects = _paying(case).sort_values("total", ascending=False, kind="stable")
    rows = case.budget.table("expenditure")
    wages = rows[rows["dept_econ_code5"].fillna("").str.startswith(PAY_CLASS) & (rows["project"] > 0)]
    named, classed = (round(float(column.sum()), 6) for column in (projects["total"], wages["project"]))
    if not named and not classed:
        return
    figures: dict[str, Quantity] = {}
    lines = [*source_lines(wages), *source_lines(projects)]
    is_one = len(projects) == 1 and named == classed  # one sum, said once
    texts = [
        _state_project(case, row, position, figures, lines, is_said=is_one)
        for position, row in enumerate(projects.itertuples())
    ]
    if classed:
        figures["classed"] = amount(classed)
        first = "支出总表的工资福利支出（301）中有项目支出{classed}" + mark(case.budget, "expenditure")
        share = part_of(classed, case.project_total) if case.project_total else None
        if share is not None:
            figures["share"] = percent(share)
            first += "，占项目支出的{share}"
            lines += case.project_lines
        texts = [f"{first}，与{texts[0]}"] if is_one else [first, *texts]
    statement = compose("；".join(texts) + "。", **figures)
    question = f"{_ask(case, projects, classed - named)}人数和标准由谁批准？为何不列基本支出，是否长期用工？"
    certainty = Certainty.PRINTED if classed else Certainty.WORDED
    yield Observation(statement, question, max(named, classed), certainty, tuple(dict.fromkeys(lines)))


def _ask(case: Case, projects: pd.DataFrame, unnamed: float) -> str:
    """Ask what the words of the projects leave open: pay, a fee, or both; all of it where some money has no project."""
    if unnamed > 0 or projects.empty:
        return _OPEN
    costs = _pay_costs(case)
    own = costs[costs["project_seq"].isin(projects["project_seq"])]["name"]
    words = "\n".join([*projects["project_name"], *projects["goal"].fillna(""), *own])
    return _QUESTIONS.get((bool(re.search(_PAY, words)), bool(re.search(_FEE, words))), _OPEN)


def _pay_costs(case: Case) -> pd.DataFrame:
    """Give the cost indicators whose names say pay."""
    costs = case.indicators[case.indicators["level1"].str.startswith("成本")]
    return costs[saying("pay", costs["name"])]


def _paying(case: Case) -> pd.DataFrame:
    """Find the projects whose name or goal names people outside the establishment, and whose words name their pay.

    Of the indicators only costs count: one of numbers or of satisfaction may speak of pay without paying it.
    """
    own = case.projects.dropna(subset=["total"])
    texts = own["project_name"] + "\n" + own["goal"].fillna("")
    is_paid = saying("pay", texts) | own["project_seq"].isin(_pay_costs(case)["project_seq"])
    return own[saying("outside_staff", texts) & is_paid]


def _state_project(
    case: Case, project, position: int, figures: dict[str, Quantity], lines: list[SourceLine], *, is_said: bool
) -> str:
    """Say a project's money, unless it is said already, per head where the document prints how many it pays, and the
    cost indicator that says what is paid.
    """
    figures[f"money{position}"] = amount(project.total)
    money = "金额相同，" if is_said else f"{{money{position}}}"
    text = f"“{project.project_name}”{money}用于编外人员"
    heads = _heads(case, project.project_seq)
    if heads is not None:
        lines += source_lines(heads)
        number = float(heads["value_number"].iloc[0])
        figures[f"heads{position}"] = count(int(number), "人")
        figures[f"each{position}"] = amount(round(project.total / number, 6))
        text += f"{{heads{position}}}，按项目总额计人均{{each{position}}}"
    costs = _pay_costs(case)
    costs = costs[costs["project_seq"] == project.project_seq]
    if len(costs):
        lines += source_lines(costs)
        text += f"，成本指标写作{quote_some(costs, most=1)}"
    return text


def _heads(case: Case, sequence: int) -> pd.DataFrame | None:
    """Find the one indicator that prints how many people a project pays; None where there is none, or several."""
    own = case.indicators[(case.indicators["project_seq"] == sequence) & case.indicators["unit"].isin(_PERSONS)]
    own = own[own["level2"].str.startswith("数量") & (own["value_number"] >= 1)]
    own = own[saying("heads", own["name"])]
    return own if len(own) == 1 else None


RULE = Rule(
    key="outside_staff",
    name="项目支出用于编外人员",
    looks_for="项目支出列入工资福利支出（301），或项目名称、目标写明编外等人员及其薪酬；出现即列示",
    basis="人员支出应列基本支出的预算编制要求；审计常见问题：以项目支出安排人员经费、编外用工",
    topic=Topic.MONEY,
    find=_find,
)
