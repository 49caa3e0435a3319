"""关注点: what the rules of observation found, as the page that opens a briefing and as a table of their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from budgetkit.briefing.citations import CitedStatement
from budgetkit.briefing.exhibits import amount, show_table, text
from budgetkit.compare.budget import Budget
from budgetkit.compare.doubtful import mark_slips
from budgetkit.compare.result import Result, missing_result
from budgetkit.numbers import format_amount
from budgetkit.observe.observation import Case, Certainty, Observation, Topic
from budgetkit.observe.registry import Noted, observe
from budgetkit.report.parts import KeyPoints, Part

MOST = 5  # what a reader takes in within two minutes, with a question each
ALL = tuple(Topic)


@dataclass(frozen=True)
class Point(CitedStatement):
    """An observation as a sentence with its subject before it and the question to ask below it."""

    lead: str = ""
    question: str = ""


def find(budget: Budget, earlier: Budget | None = None) -> list[Noted]:
    """Find the observations on a budget, the weightiest first; those on changes need the department's earlier one."""
    return list(budget.remember(f"observations {earlier}", lambda: observe(Case.of(budget, earlier))))


def opening(notes: Sequence[Noted], most: int = MOST) -> Part:
    """Show the weightiest observations, each with its question and the lines that it rests on."""
    shown = [_point(noted) for noted in notes[:most]]
    more = [f"共 {len(notes)} 项，见表“关注点”"] if len(notes) > len(shown) else []
    overlap = ["各项金额可能互有交叉，不相加"] if len(shown) > 1 else []
    told = "；".join([*more, *overlap])
    return KeyPoints(shown, f"关注点（{told}）" if told else "关注点")


def observations_table(
    budget: Budget,
    notes: Sequence[Noted],
    topics: Collection[Topic] = ALL,
    *,
    opened: int = 0,
    told: Mapping[str, str] | None = None,
) -> Part:
    """Show the observations on some topics: finding, question, the money at stake, and what it rests on.

    The first `opened` of them open the report: the table names them and leads back instead of saying them again.
    `told` names, by the rule's key, where else the report already tells a finding: here only its question stands.
    """
    own = [noted for noted in notes if noted.rule.topic in topics]
    if not own:
        return show_table(budget.data, missing_result("按各项规则检查，没有需要提示的情形。"), [], "关注点")
    rows = [_row(noted, place if place <= opened else 0, told or {}) for place, noted in enumerate(own, start=1)]
    table = pd.DataFrame(rows)
    columns = [text("name", "关注点"), text("finding", "发现与建议追问"), amount("money", "涉及金额")]
    columns.append(text("certainty", "依据"))
    weights = "、".join(f"{one.label} {one.weight:g}" for one in Certainty if one is not Certainty.FORMAL)
    notes_below = [
        f"先列涉及资金的，按金额乘以确定程度（{weights}，存疑的金额按一半计，均为本报告约定，只用于排序）由大到小；后列“{Certainty.FORMAL.label}”和与前面同为一笔钱的，"
        f"也由大到小。“{Certainty.FORMAL.label}”的涉及金额是有关项目的全部金额。各项金额可能互有交叉，不相加。"
    ]
    result = Result(table, "", years=(budget.year,))
    return show_table(budget.data, result, columns, f"关注点（{len(own)} 项）", notes=notes_below, sortable=False)


def rules_table(budget: Budget, notes: Sequence[Noted], topics: Collection[Topic] = ALL) -> Part:
    """Show what the rules behind the observations on some topics look for, and where their thresholds come from."""
    rules = {noted.rule.key: noted.rule for noted in notes if noted.rule.topic in topics}.values()
    if not rules:
        return show_table(budget.data, missing_result("没有关注点。"), [], "关注点的规则")
    table = pd.DataFrame([{"name": rule.name, "looks_for": rule.looks_for, "basis": rule.basis} for rule in rules])
    columns = [text("name", "关注点"), text("looks_for", "检查内容与门槛"), text("basis", "依据")]
    return show_table(None, Result(table, "", ""), columns, "关注点的规则", sortable=False)


def _point(noted: Noted) -> Point:
    one = noted.observation
    return Point(mark_slips(one.statement.text), one.statement.figures, one.sources, noted.name, one.question)


def _doubt(one: Observation) -> str:
    """Say how much of the money at stake is in doubt, where the table only leads to the sentence that says why."""
    return f"；涉及金额中 {format_amount(one.doubtful)} 万元存疑" if one.doubtful else ""


def _row(noted: Noted, place: int, told: Mapping[str, str]) -> dict:
    one = noted.observation
    elsewhere = told.get(noted.rule.key)
    whole = f"{f'见“{elsewhere}”。' if elsewhere else mark_slips(one.statement.text)}建议追问：{one.question}"
    return {
        "name": noted.name,
        "finding": f"见首页关注点第 {place} 项{_doubt(one)}。" if place else whole,
        "money": one.money,
        "certainty": one.certainty.label,
        "sources": () if place else one.sources,
    }
