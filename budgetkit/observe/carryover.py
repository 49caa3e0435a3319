"""Money carried over: how much, by source and purpose, and sources that are carried over whole."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from budgetkit.compare.carryover import measure_income
from budgetkit.compare.measure import part_of, source_lines
from budgetkit.compare.result import SourceLine
from budgetkit.compare.size import measure_size
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.statement import Quantity, amount, percent

THRESHOLD = 10.0  # percent of all money
_UNIT_INCOME = ("business_income", "operating_income", "superior_subsidy", "affiliate_remittance", "other_income")
_SPECIAL = ("gov_fund", "state_capital")


def _find(case: Case) -> Iterator[Observation]:
    carried = measure_income(case.budget, "carryover")
    if carried.is_missing or carried.facts["total"] <= 0:
        return
    sources = carried.table[carried.table["amount"] > 0]
    size = measure_size(case.budget, ("total", "carry_out"))
    share = part_of(carried.facts["total"], size.facts.get("total"))
    entire = [key for key in sources["key"] if not _new_money(case, key.removeprefix("carryover_"))]
    if not entire and (share is None or share < THRESHOLD):
        return
    figures = {"total": amount(round(carried.facts["total"], 6))}
    figures |= {} if share is None else {"share": percent(share)}
    lines: list[SourceLine] = list(carried.sources)
    parts = [_part(case, row, row["key"] in entire, figures, lines) for _, row in sources.iterrows()]
    part = "，占支出总计的{share}" if share is not None else ""
    left = size.facts.get("carry_out", 0.0)
    figures["left"] = amount(left)
    lines += size.sources if left > 0 else ()
    next_year = "；另列年终结转结余{left}" if left > 0 else ""
    statement = compose(f"上年结转结余{{total}}{part}：{'、'.join(parts)}{next_year}。", **figures)
    question = "结转资金形成于哪一年、对应哪些项目、执行到哪一步？两年以上的是否已收回统筹？"
    yield Observation(statement, question, round(float(carried.facts["total"]), 6), Certainty.PRINTED, tuple(lines))


def _new_money(case: Case, source: str) -> float:
    """Add up this year's income from the source that money was carried over of (万元)."""
    income = measure_income(case.budget, "this_year")
    if income.is_missing:
        return 0.0
    names = _UNIT_INCOME if source == "unit_funds" else (source,)
    return float(income.table[income.table["key"].isin(f"this_year_{name}" for name in names)]["amount"].sum())


def _part(case: Case, row: pd.Series, is_entire: bool, figures: dict[str, Quantity], lines: list[SourceLine]) -> str:
    """Say one source of the carry-over, whether there is no new money beside it, and what it is for."""
    source = row["key"].removeprefix("carryover_")
    figures[source] = amount(row["amount"])
    purpose, evidence = _purpose(case, source, row["amount"])
    lines.extend(evidence)
    remarks = [*(["全部为结转、本年未安排新的资金"] if is_entire else []), *([purpose] if purpose else [])]
    return f"{row['label']}{{{source}}}" + (f"（{'，'.join(remarks)}）" if remarks else "")


def _purpose(case: Case, source: str, money: float) -> tuple[str, tuple[SourceLine, ...]]:
    """Say what carried-over money is for: the items of the fund's own table, or the one item of just that amount."""
    if source in _SPECIAL:
        rows = case.budget.table(source).dropna(subset=["function_name"])
        return ("用于" + "、".join(rows["function_name"].unique()), source_lines(rows)) if len(rows) else ("", ())
    items = [own for _, own in case.budget.table("expenditure").groupby("function_code", sort=False)]
    found = [own for own in items if round(float(own["total"].sum()), 6) == round(money, 6)]
    if len(found) != 1:
        return "", ()
    row = found[0].iloc[0]
    return f"与支出总表的{row['function_name']}（{row['function_code']}）金额相同，可能即用于该项", source_lines(
        found[0]
    )


RULE = Rule(
    key="carryover",
    name="结转资金",
    looks_for=f"上年结转结余占支出总计 {THRESHOLD:.0f}% 及以上，或某一来源的资金全部为结转",
    basis="《预算法》连续两年未用完的结转资金作为结余资金管理；国务院盘活财政存量资金的要求；比例为本报告约定",
    topic=Topic.MONEY,
    find=_find,
)
