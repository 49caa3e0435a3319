"""Projects that get far more than they spent, and those no longer listed that they may have taken in."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from budgetkit.compare.execution import LOW_EXECUTION, compare_execution
from budgetkit.compare.regrouped import is_like
from budgetkit.numbers import format_amount, format_percent
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.order import join_names
from budgetkit.statements.statement import amount, count, percent

GROWTH = 50.0  # per cent of what was spent


def _find(case: Case) -> Iterator[Observation]:
    result = compare_execution(case.budget, case.evaluation_year)
    if result.is_missing:
        return
    table = result.table
    own = table[(table["status"] == "continued") & (table["comparable"] >= GROWTH) & (table["rate"] >= LOW_EXECUTION)]
    if own.empty:
        return
    own = own.assign(
        old=(own["executed"] - own["bill_1"].fillna(0.0)).round(6),
        new=(own["budget"] - own["bill_2"].fillna(0.0)).round(6),
    ).sort_values("comparable", ascending=False, kind="stable")
    ended = table[table["status"] == "ended"]
    gone = ended[ended["name"].map(lambda name: any(is_like(name, grown) for grown in own["name"])).astype(bool)]
    text = (
        f"{{count}}的{case.budget.year}年预算比{case.evaluation_year}年执行数{_say_deducted(own)}"
        f"多 {GROWTH:.0f}% 以上："
        f"{join_names([_tell(row) for row in own.to_dict('records')])}"
    )
    figures = {"count": count(len(own), "个延续项目")}
    if len(gone):
        joined = _grow_together(own, gone)
        way = "增幅" if joined >= 0 else "降幅"
        text += f"；{join_names(list(gone['name']))}名称相近、本年未再列示（执行{{gone}}），若已并入，{way}为{{joined}}"
        figures |= {"gone": amount(_sum(gone["executed"])), "joined": percent(abs(joined))}
    question = "增加的金额用于什么，测算依据是什么？是否并入了其他项目，口径与上次有何不同？"
    lines = dict.fromkeys(line for lines in (*own["sources"], *gone["sources"]) for line in lines)
    money = _sum(own["new"] - own["old"])
    yield Observation(compose(f"{text}。", **figures), question, money, Certainty.WORDED, tuple(lines))


def _say_deducted(own: pd.DataFrame) -> str:
    """Say what of earlier years was deducted from which side: from what was spent only where a form tells of it."""
    old, new = ((own[key].fillna(0.0) > 0).any() for key in ("bill_1", "bill_2"))
    if not old and not new:
        return ""
    if old and new:
        return "（两数各扣除写明的以前年度款项）"
    told, untold = ("执行数", "预算数") if old else ("预算数", "执行数")
    return f"（{told}已扣除以前年度款项，{untold}未见写明、未作扣除）"


def _grow_together(own: pd.DataFrame, gone: pd.DataFrame) -> float:
    """Give the growth in per cent, had the projects that are like those no longer listed taken them in."""
    like = own[own["name"].map(lambda name: any(is_like(ended, name) for ended in gone["name"])).astype(bool)]
    before = _sum(like["old"]) + _sum(gone["executed"])
    return (_sum(like["new"]) / before - 1) * 100


def _sum(column: pd.Series) -> float:
    return round(float(column.sum()), 6)


def _tell(row: dict) -> str:
    """Say of a project from what to what it grew."""
    old, new = (format_amount(row[key]) for key in ("old", "new"))
    return f"{row['name']}由 {old} 万元到 {new} 万元（+{format_percent(row['comparable'])}）"


RULE = Rule(
    key="grown_projects",
    name="延续项目大幅增加",
    looks_for=f"执行率不低于 {LOW_EXECUTION:.0f}% 的延续项目，预算比执行数（扣除以前年度款项）多 {GROWTH:.0f}% 以上",
    basis="《预算法》参考上一年预算执行情况编制预算；人大预算审查：变动较大的项目应说明原因；比例为本报告约定",
    topic=Topic.PROJECTS,
    find=_find,
)
