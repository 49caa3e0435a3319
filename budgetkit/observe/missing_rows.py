"""Rows that the publication of 支出总表 leaves out, by code and class."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from budgetkit.compare.measure import part_of, source_lines, total_of
from budgetkit.compare.short_items import find_short_items
from budgetkit.compare.size import measure_size
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.statement import amount, percent

_TABLE = "expenditure"


def _find(case: Case) -> Iterator[Observation]:
    totals = case.budget.table("printed_totals")
    totals = totals[(totals["table"] == _TABLE) & (totals["column"] == "total")]
    rows = case.budget.table(_TABLE)
    if totals.empty or rows.empty:
        return
    total = float(totals["amount"].iloc[0])
    lack = round(total - (total_of(rows["total"]) or 0.0), 6)
    if lack < 0.01:  # two rounded totals may differ by their last printed digit
        return
    codes = find_short_items(case.budget)
    located = round(float(codes["total"].sum()), 6) == lack
    figures = {f"code{n}": amount(value) for n, value in enumerate(codes["total"])} if located else {}
    kinds = [f"（{kind}）" if kind else "" for kind in codes["kind"]]
    named = enumerate(zip(codes["name"], codes["code"], kinds, strict=True))
    places = "、".join(f"{name}（{code}）{{code{n}}}{kind}" for n, (name, code, kind) in named)
    size = measure_size(case.budget, ("total", "carry_out"))
    carried = size.facts.get("carry_out", 0.0)
    leaves = carried > 0 and abs(total + carried - size.facts.get("total", 0.0)) < 0.01
    left = "（不含年终结转结余{carried}）" if leaves else ""
    figures |= {"carried": amount(carried)} if leaves else {}
    share = part_of(lack, total)
    part = "" if share is None else "，占{share}"
    figures |= {} if share is None else {"share": percent(share)}
    words = f"对照财政拨款各表，差额可归到{places}" if located else "缺在哪些科目，文件内无从对照"
    statement = compose(
        f"支出总表合计{{total}}{left}，所列各行相加少{{lack}}{part}；{words}。",
        total=amount(total),
        lack=amount(lack),
        **figures,
    )
    lacking = _lines(codes if located else None)
    sources = (*source_lines(totals.head(1)), *lacking, *source_lines(rows), *(size.sources if leaves else ()))
    question = "差额是什么支出：有行未公开，还是某一行的金额有误？能否补充公布？"
    yield Observation(statement, question, lack, Certainty.PRINTED, sources)


def _lines(codes: pd.DataFrame | None) -> tuple:
    return () if codes is None else tuple(line for lines in codes["sources"] for line in lines)


RULE = Rule(
    key="missing_rows",
    name="支出总表各行不足合计",
    looks_for="支出总表所印合计大于所列各行之和；出现即列示",
    basis="地方预决算公开操作规程：支出按功能分类公开到项、基本支出按经济分类公开到款",
    topic=Topic.MONEY,
    find=_find,
)
