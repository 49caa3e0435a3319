"""What a reader of 市区对比 must know before he compares: what isn't compared, and what distorts."""

from __future__ import annotations

import pandas as pd

from budgetkit.briefing.citations import cite
from budgetkit.briefing.sides import Sides
from budgetkit.compare.budget import Budget
from budgetkit.compare.carryover import measure_carried_for_projects, measure_income
from budgetkit.compare.instalments import DIFFERENT, OPEN, SAME, SINGLE, find_instalments
from budgetkit.compare.reclassified import find_reclassified
from budgetkit.compare.result import SourceLine
from budgetkit.compare.scopes import find_procurement_excess
from budgetkit.compare.size import measure_size
from budgetkit.observe.targets import shorten
from budgetkit.statements import (
    Statement,
    compose,
    state_amount,
    state_missing,
    state_not_comparable,
    state_share,
)
from budgetkit.statements.order import join_names
from budgetkit.statements.statement import Quantity, amount, count, percent

_NAME = 14  # characters by which a project is found again in its list
_CENT = 0.000001  # 万元
_NOTHING_TO_SAY = "所用文件没有列出可据以提示口径差异的上年结转、首款尾款或对下转移支付。"


def missing_counterpart(sides: Sides) -> Statement:
    """State that the other level's document is missing, and whose budget it would take."""
    wanted = "区级" if sides.own.level == "city" else "市级"
    field = sides.own.table("documents")["field"].iloc[0]
    return state_missing("市区对比", reason=f"未收集到{wanted}同领域（{field}）部门的预算")


def not_comparable(sides: Sides) -> Statement:
    """State what is not compared between two levels, and, where they differ, two years."""
    first, second = sides.budgets
    years = "" if first.year == second.year else f"，且分属 {first.year}年与 {second.year}年"
    reason = f"{first.side}与{second.side}两份预算层级不同{years}"
    return state_not_comparable("金额", reason=reason, instead="占比、构成和比率指标")


def comparability(sides: Sides) -> list[Statement]:
    """State what a reader must know before he compares: classification, carry-over, instalments, transfers.

    What one project decides is told where the shares differ (see `city_district_words.differences`).
    """
    found: list[Statement] = []
    if sides.is_pair:
        found += [*_state_years(*sides.budgets), *_state_reclassified(sides)]
    for budget in sides.budgets:
        other = next((one for one in sides.budgets if one is not budget), None) if sides.is_pair else None
        found += [*_state_carryover(budget, other), *_state_instalments(budget)]
        found += [*_state_transfers(budget), *(_state_procurement(budget) if sides.is_pair else ())]
    return found or [Statement(_NOTHING_TO_SAY)]


def _state_years(first: Budget, second: Budget) -> list[Statement]:
    """State that the two budgets are of different years, where they are."""
    if first.year == second.year:
        return []
    return [state_not_comparable("金额", reason=f"两份预算分属 {first.year}年与 {second.year}年", instead="占比和比率")]


def _state_reclassified(sides: Sides) -> list[Statement]:
    """State in one sentence which economic classes stand wholly under other functional classes."""
    first, second = sides.budgets
    result = find_reclassified(first, second)
    if result.is_missing:
        return [state_missing("列支科目的比较", reason=result.reason)]
    table = result.table
    if table.empty:
        return []
    groups = [
        f"{'、'.join(own['name'])}（{first.side}列在 {one}，{second.side}列在 {two}）"
        for (one, two), own in table.groupby(["classes_1", "classes_2"], sort=False)
    ]
    text = f"{'；'.join(groups)}：以上功能分类不作比较，可比部门经济分类。"
    return [cite(Statement(text), *table["sources"])]


def _state_procurement(budget: Budget) -> list[Statement]:
    """State where procurement is more than the goods, services and capital that the department's tables list."""
    excess = find_procurement_excess(budget)
    if excess is None:
        return []
    text = f"{budget.side}政府采购预算{{procured}}，大于支出总表的商品和服务支出与资本性支出之和{{listed}}，"
    text += "两者范围不一致，占比不宜与对方直接比较。"
    statement = compose(text, procured=amount(excess.procured), listed=amount(excess.listed))
    return [cite(statement, excess.sources)]


def _state_carryover(budget: Budget, other: Budget | None) -> list[Statement]:
    result = measure_income(budget, "carryover")
    if result.is_missing:
        return []
    size = measure_size(budget, ("total",))
    share = state_share(f"{budget.side}上年结转结余", result.facts["total"], "支出总计", size.facts.get("total"))
    words, figures = _say_without_carryover(budget, result.facts["total"], other) if other else ("", {})
    beside = f"：规模不宜直接比较{words}" if other else "，规模包含以前年度资金"
    text = f"{share.text.rstrip('。')}{beside}。"
    cited = measure_size(budget) if words else size
    return [cite(Statement(text, {**share.figures, **figures}), result, cited)]


def _say_without_carryover(budget: Budget, carried: float, other: Budget) -> tuple[str, dict[str, Quantity]]:
    """Say between which bounds the share of project money lies without what is carried over, and whether the other
    side's share lies outside.

    Budgets don't say what of it is basic and what is project money: but for what other tables prove, all of it may be
    the one or the other.
    """
    facts = measure_size(budget).facts
    total, project = facts.get("total", 0.0), facts.get("project")
    if project is None or total <= carried:
        return "", {}
    proven = min(measure_carried_for_projects(budget), carried, project)
    most, least = min(carried, project), max(proven, carried - (total - project))
    low, high = ((project - part) / (total - carried) * 100 for part in (most, least))
    figures = {"low": percent(low), "high": percent(high)}
    known = "只有可证明的{proven}用于项目支出，其余用于基本支出" if proven else "结转都用于基本支出"
    words = f"；不计结转，项目支出占{{low}}（结转都用于项目支出）至{{high}}（{known}）"
    figures |= {"proven": amount(proven)} if proven else {}
    beside = _share_without_carryover(other)
    if beside is not None and not low <= beside <= high:
        words += f"，{'均高' if low > beside else '均低'}于{other.side}的{{beside}}"
        figures["beside"] = percent(beside)
    return compose(words, **figures).text, figures


def _share_without_carryover(budget: Budget) -> float | None:
    """Give the share of project money of a budget that has no carry-over: all its money is this year's income."""
    facts, income = measure_size(budget).facts, measure_income(budget, "this_year")
    total, project = facts.get("total", 0.0), facts.get("project")
    if income.is_missing or project is None or total <= 0 or abs(income.facts["total"] - total) >= _CENT:
        return None
    return project / total * 100


def _state_instalments(budget: Budget) -> list[Statement]:
    """State which projects are payments for one thing, since their number is then no number of things."""
    result = find_instalments(budget)
    if result.is_missing:
        return []
    rows = result.table
    kinds = (
        (SAME, "为同一合同的首款和尾款"),
        (DIFFERENT, "为上年合同的尾款和本年合同的首款，是两份合同"),
        (OPEN, "未印年度，无法判断是否同一合同"),
    )
    found = [(rows[rows["relation"] == relation], words) for relation, words in kinds]
    parts = [f"{{count{n}}}{words}（首款、尾款共{{money{n}}}）" for n, (own, words) in enumerate(found) if len(own)]
    if not parts:
        return []
    figures = {f"count{n}": count(len(own), "组") for n, (own, _) in enumerate(found)}
    figures |= {f"money{n}": amount(round(float(own["amount"].sum()), 6)) for n, (own, _) in enumerate(found)}
    alone = rows[(rows["relation"] == SINGLE) & rows["last"].notna()]
    names = [shorten(name, _NAME) for name in alone["base_name"]]
    parts += [f"另有{{alone}}只列尾款（{join_names(names, most=2)}）"] if len(alone) else []
    figures["alone"] = count(int(alone["parts"].sum()), "个项目")
    text = f"{budget.side}同一事项的首款、尾款分列为不同项目，项目个数不宜直接对比：{'；'.join(parts)}。"
    told = pd.concat([*(own for own, _ in found), alone])
    return [cite(compose(text, **figures), *told["sources"])]


def _state_transfers(budget: Budget) -> list[Statement]:
    transfers = budget.table("transfer_indicators").drop_duplicates("transfer_name").dropna(subset=["annual_amount"])
    note = "对下转移支付，不在部门预算各表之内，未计入支出总计，不参与对比"
    return [
        cite(state_amount(f"{budget.side}{row.transfer_name}", row.annual_amount, note=note), _line(row))
        for row in transfers.itertuples()
    ]


def _line(row) -> tuple[SourceLine, ...]:
    return ((row.document_id, int(row.source_line)),)
