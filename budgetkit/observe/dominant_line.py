"""One line of 支出总表 holds a large part of all project money."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from budgetkit.compare.dominant import DOMINANT, largest_line
from budgetkit.compare.measure import part_of, source_lines
from budgetkit.compare.result import SourceLine
from budgetkit.observe.marks import mark
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.statement import Quantity, amount, percent

THRESHOLD = DOMINANT
Lines = tuple[SourceLine, ...]


def _find(case: Case) -> Iterator[Observation]:
    rows = case.budget.table("expenditure").dropna(subset=["project"])
    total = case.project_total or round(float(rows["project"].sum()), 6)
    line = largest_line(case.budget)
    if line is None or not total:
        return
    share = part_of(line["project"], total)
    if share is not None and share < THRESHOLD:
        return
    figures = {"money": amount(line["project"])}
    figures |= {"total": amount(total)} if share is None else {"share": percent(share)}
    part = "大于项目支出合计{total}，占比不列" if share is None else "占项目支出的{share}"
    lines_of = [line["sources"], case.project_lines]
    name = f"{line['function_name']}（{line['function_code']}）"
    if pd.notna(line["dept_econ_code5"]):
        name += f"的{line['dept_econ_name']}（{line['dept_econ_code5']}）"
    project = _sole_project(case, line, lines_of)
    parts = [
        f"{name}一行{{money}}，{part}",
        *_same_class(rows, line, total, figures, lines_of),
        *([f"全部为“{project}”"] if project else _listed(case, line, figures, lines_of)),
    ]
    statement = compose("；".join(parts) + f"{mark(case.budget, 'expenditure')}。", **figures)
    question = f"{'' if project else '这一行由哪些具体事项组成，'}测算依据、支付对象和绩效目标各是什么？"
    question += "" if project else "能否提供项目明细？"
    sources = _each_once(lines_of)
    yield Observation(statement, question, float(line["project"]), Certainty.PRINTED, sources, is_named=bool(project))


def _each_once(lines: list[Lines]) -> Lines:
    return tuple(dict.fromkeys(line for own in lines for line in own))


def _same_class(
    rows: pd.DataFrame, line: pd.Series, total: float, figures: dict[str, Quantity], lines: list[Lines]
) -> Iterator[str]:
    """Say how much the line's economic class has under all functional items, where it stands under others too."""
    same = rows[rows["dept_econ_code5"] == line["dept_econ_code5"]]
    money = round(float(same["project"].sum()), 6)
    if money > line["project"]:
        share = part_of(money, total)
        figures |= {"class": amount(money)} | ({} if share is None else {"class_share": percent(share)})
        lines.append(source_lines(same))
        part = "" if share is None else "，占{class_share}"
        yield f"该经济科目（{line['dept_econ_code5']}）各功能科目合计{{class}}{part}"


def _projects_of(case: Case, line: pd.Series) -> pd.DataFrame:
    """Give the rows of 项目支出表 with the line's function item and economic class."""
    own = case.budget.table("project_expenditure")
    return own[(own["function_code"] == line["function_code"]) & (own["dept_econ_code5"] == line["dept_econ_code5"])]


def _sole_project(case: Case, line: pd.Series, lines: list[Lines]) -> str | None:
    """Name the one project that the line consists of, to the last digit, where 项目支出表 tells."""
    own = _projects_of(case, line)
    names = own["project_name"].dropna().unique()
    if len(names) != 1 or own["project_name"].isna().any() or round(own["total"].sum() - line["project"], 6):
        return None
    lines.append(source_lines(own))
    return names[0]


def _listed(case: Case, line: pd.Series, figures: dict[str, Quantity], lines: list[Lines]) -> Iterator[str]:
    """Say that no listed project can hold the line, and what of it is without one even if all were of it."""
    listed = case.projects["total"].dropna()
    if not _projects_of(case, line).empty or listed.empty or listed.max() >= line["project"]:
        return
    lines.append(source_lines(case.projects))
    together = round(float(listed.sum()), 6)
    figures |= {"largest": amount(listed.max()), "listed": amount(together)}
    if together < line["project"]:
        figures["bare"] = amount(round(line["project"] - together, 6))
        unread = int(case.projects["total"].isna().sum())
        some = f"，{unread} 项金额缺失" if unread else ""
        yield f"即使所列项目（合计{{listed}}{some}）全部属于该行，仍至少有{{bare}}没有所列金额与之对应"
    else:
        yield "所列项目最大一项为{largest}，没有一项达到该行金额"


RULE = Rule(
    key="dominant_line",
    name="单一科目占比过大",
    looks_for=f"支出总表中功能科目（项）与部门经济科目（款）相同的一行，占项目支出 {THRESHOLD:.0f}% 及以上",
    basis="人大预算审查：重点审查金额大、占比高的支出；比例为本报告约定，达到时该行已左右项目支出的构成",
    topic=Topic.MONEY,
    find=_find,
)
