"""Rows that the publication of 支出总表 leaves out, by code and class."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from budgetkit.compare.measure import share_of, source_lines, total_of
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.statement import amount, percent

_TABLE = "expenditure"
_FISCAL = ("general_public_expenditure", "gov_fund", "state_capital")
_PUBLIC = ("302", "310")
_KINDS = (("basic", "基本支出"), ("project", "项目支出"))


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
    codes = _short_codes(case)
    located = round(float(codes["total"].sum()), 6) == lack
    figures = {f"code{n}": amount(value) for n, value in enumerate(codes["total"])} if located else {}
    places = "、".join(f"{row.name}（{row.code}）{{code{row.Index}}}{row.kind}" for row in codes.itertuples())
    words = f"对照财政拨款各表，缺在{places}" if located else "缺在哪些科目，文件内无从对照"
    statement = compose(
        f"支出总表合计{{total}}，所列各行相加少{{lack}}，占{{share}}；{words}。",
        total=amount(total),
        lack=amount(lack),
        share=percent(share_of(lack, total)),
        **figures,
    )
    sources = (*source_lines(totals.head(1)), *_lines(codes if located else None), *source_lines(rows))
    question = "差额是什么支出：有行未公开，还是某一行的金额有误？能否补充公布？"
    yield Observation(statement, question, lack, Certainty.PRINTED, sources)


def _short_codes(case: Case) -> pd.DataFrame:
    """Find the functional items of which 支出总表 has less than the tables of fiscal money: code, name, total, kind
    (in words, where it is of one kind), sources."""
    own = case.budget.table(_TABLE)
    fiscal = pd.concat([case.budget.table(table) for table in _FISCAL])
    rows = [
        {"code": code, "name": group["function_name"].iloc[0], **_short(group, own[own["function_code"] == code])}
        for code, group in fiscal.groupby("function_code", sort=True)
    ]
    table = pd.DataFrame(rows, columns=["code", "name", "total", "kind", "sources"])
    return table[table["total"] > 0].sort_values("total", ascending=False, ignore_index=True)


def _short(fiscal: pd.DataFrame, own: pd.DataFrame) -> dict:
    """Say how much one item lacks, and whether it is project or basic money, or just personnel funds."""
    lacks = {key: round(float(fiscal[key].sum()) - float(own[key].sum()), 6) for key in ("total", *dict(_KINDS))}
    kind = next((label for key, label in _KINDS if lacks[key] == lacks["total"]), "")
    if kind == "基本支出" and _has_all_public_funds(fiscal, own):
        kind = "人员经费"
    return {"total": lacks["total"], "kind": f"（{kind}）" if kind else "", "sources": source_lines(fiscal)}


def _has_all_public_funds(fiscal: pd.DataFrame, own: pd.DataFrame) -> bool:
    """Say whether the listed rows of goods and capital (302, 310) are just the public funds printed elsewhere."""
    listed = own[own["dept_econ_code5"].fillna("").str.startswith(_PUBLIC)]["basic"].sum()
    return "public_funds" in fiscal and round(float(listed), 6) == round(float(fiscal["public_funds"].sum()), 6)


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
