"""What every report has around its findings: head, checks, definitions, documents, parameters."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd

from budgetkit.briefing.differences import count_open
from budgetkit.briefing.exhibits import count, show_table, text
from budgetkit.compare.budget import LEVELS, Budget
from budgetkit.compare.result import Result
from budgetkit.dataset.states import OPEN, STATES
from budgetkit.report.parts import Annex, Cover, DocumentList, Paragraph, Part
from budgetkit.source_entry import ACCOUNTS, KIND_LABELS
from budgetkit.version import __version__

_PARAMETERS = {
    "department": "部门",
    "year": "预算年度",
    "counterpart": "对应部门",
    "base_year": "基期年度",
    "top": "列出几项",
    "level": "层级",
    "marked": "标出的部门",
    "item": "科目",
    "dominant": "大项目的门槛（%）",
    "least": "并入未变的增减（万元）",
    "close": "合并、拆分的金额差（%）",
    "low_execution": "低执行率（%）",
    "low_score": "低分（分）",
    "detailed": "列出目标和指标几项",
    "most": "首页关注点",
}


def cover(budget: Budget, report: str, documents: Iterable[str] = (), *, full_page: bool = False) -> Part:
    """Make the head of a report: whose budget, which year, which documents, which version."""
    level = f"{LEVELS[budget.level]}（{budget.region}）{_say_sides(budget, documents)}"
    titles = _titles(budget, documents)
    return Cover(
        budget.department,
        budget.year,
        report + _kinds_compared(budget, documents),
        level,
        titles,
        __version__,
        full_page=full_page,
    )


def _say_sides(budget: Budget, documents: Iterable[str]) -> str:
    """Say whom the levels stand for where a department of another level is set beside the budget's."""
    frame = budget.data.documents
    others = frame[frame["document_id"].isin(list(documents)) & (frame["level"] != budget.level)]
    if others["department_id"].nunique() != 1:
        return ""
    other = others.iloc[0]
    return f"；文中“{LEVELS[budget.level]}”指本部门，“{LEVELS[other['level']]}”指{other['department']}"


def _kinds_compared(budget: Budget, documents: Iterable[str]) -> str:
    """Say for a report's title which kinds it sets beside each other: a unit's and a department's, final accounts."""
    frame = budget.data.documents
    kinds = set(frame[frame["document_id"].isin(list(documents))]["kind"])
    order = [kind for kind in ("unit_budget", "budget", *ACCOUNTS.values()) if kind in kinds]
    return f"（{'与'.join(KIND_LABELS[kind] for kind in order)}）" if len(order) > 1 else ""


def checks_table(budget: Budget, documents: Iterable[str]) -> Part:
    """Show the checks of the documents used, by status: what was checked stands before what was found."""
    checks = budget.data.checks
    rows = []
    for document_id, title in zip(documents, _titles(budget, documents), strict=True):
        own = checks[checks["document_id"] == document_id]["status"]
        counts = {status: int((own == status).sum()) for status in STATES}
        rows.append({"title": title, **counts})
    table = pd.DataFrame(rows)
    columns = [text("title", "文件"), *(count(status, label) for status, label in STATES.items())]
    finding = count_open({state: int(table[state].sum()) for state in OPEN})
    result = Result(table, "文件内各表之间的勾稽核对", "项")
    return show_table(budget.data, result, columns, f"勾稽核对：{finding}", sortable=False)


def documents_used(budget: Budget, documents: Iterable[str]) -> Part:
    """List the documents that a report rests on, with file and sha256."""
    frame = budget.data.documents
    wanted = [name for name in dict.fromkeys(documents) if name in set(frame["document_id"])]
    return DocumentList(frame.set_index("document_id", drop=False).loc[wanted].reset_index(drop=True))


def definitions(without: Collection[str] = ()) -> Part:
    """Show the terms that the reports use, and what they mean here.

    Those in `without` are left out, and on a page each whose word no other part of the report has.
    """
    rows = [{"used_as": row["term"], **row} for row in _definitions() if row["term"] not in without]
    table = pd.DataFrame(rows)
    result = Result(table, "", "")
    return show_table(None, result, [text("term", "术语"), text("meaning", "含义")], "口径与定义", sortable=False)


def parameters(**values: Any) -> Part:
    """Show the parameters that a report was made with, and the version that made it."""
    told = [f"{_PARAMETERS.get(name, name)} {_say_value(name, value)}" for name, value in values.items()]
    return Paragraph(f"本报告的参数：{'；'.join(told)}；budgetkit 版本 {__version__}。", small=True)


def _say_value(name: str, value: Any) -> str:
    return "自动选取" if value in ("", None) or (name == "base_year" and not value) else str(value)


def annex() -> Part:
    """Make the annex that lists the raw lines behind each row."""
    return Annex()


def _titles(budget: Budget, documents: Iterable[str]) -> list[str]:
    frame = budget.data.documents
    titles: Mapping[str, str] = dict(zip(frame["document_id"], frame["title"], strict=True))
    return [titles[document] for document in documents]


@cache
def _definitions() -> list[dict[str, str]]:
    path = resources.files("budgetkit.briefing").joinpath("definitions.toml")
    return tomllib.loads(path.read_text("utf-8"))["definition"]
