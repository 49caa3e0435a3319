"""项目的延续、新增与结束: the table of changes, largest first, and the sentences on it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from budgetkit.briefing.citations import cite
from budgetkit.briefing.year_over_year import STATUS, Years, without_bills
from budgetkit.briefing.year_over_year_bills import state_projects_without_bills
from budgetkit.compare.project_changes import NAMELESS, compare_projects
from budgetkit.compare.result import Result, missing_result
from budgetkit.numbers import format_amount_text, format_percent
from budgetkit.statements import Statement, compose
from budgetkit.statements.statement import Quantity, count
from budgetkit.statements.statement import amount as money

_LARGEST = 3  # changes that the key points name
_TITLE = "项目的延续、新增与结束"
_UNMATCHED = "名称缺失的项目无法匹配，不计入新增和未再列示；所列新增、未再列示的项目中，可能有与之同一的项目。"


def project_changes(years: Years) -> Result:
    """Match the listed projects of the two budgets; a missing result where there is no earlier one."""
    if years.earlier is None:
        return missing_result(years.nothing_earlier)
    return compare_projects(years.earlier, years.later)


def shown_changes(years: Years, least: float = 0.0) -> Result:
    """Give the changes of projects as a table shows them: name, amounts, bills, change, rate, comparable_said.

    What changed stands first, what did not, or by less than `least` (万元) under the same name, is one row, nameless
    projects are last; `rate` is growth in per cent or says why there is none.
    """
    result = project_changes(years)
    if result.is_missing:
        return replace(result, title=_TITLE)
    counts = "，".join(f"{label} {number} 项" for label, number in _counts(result.table) if number)
    unmatched = (_UNMATCHED,) if (result.table["status"] == "unmatched").any() else ()
    apart = without_bills(result)
    shown = replace(apart, table=_fold(apart.table, least), title=f"{_TITLE}：{counts}")
    return replace(shown, caveats=(*shown.caveats, *unmatched))


def state_projects(years: Years) -> list[Statement]:
    """State how many projects go on, are new, ended, or cannot be matched, with their money, and the largest changes.

    Nothing where the two budgets do not both list projects.
    """
    result = project_changes(years)
    if result.is_missing:
        return []
    found = [_state_counts(result)]
    unmatched = result.table[result.table["status"] == "unmatched"]
    found += [_state_unmatched(result, unmatched)] if len(unmatched) else []
    largest = result.table[result.table["change"].notna() & (result.table["change"] != 0)].head(_LARGEST)
    found += [_state_largest(largest)] if len(largest) else []
    return [*found, *state_projects_without_bills(result)]


def _state_counts(result: Result) -> Statement:
    table = result.table
    earlier, later = result.years
    gone_on, new, ended = (table[table["status"] == status] for status in ("continued", "new", "ended"))
    renamed, similar = table[table["renamed"]], table[table["status"] == "similar"]
    figures = {
        "continued": count(len(gone_on)),
        "renamed": count(len(renamed)),
        "similar": count(len(similar), "对"),
        "new": count(len(new)),
        "ended": count(len(ended)),
        "added": money(_sum(new["amount_2"])),
        "dropped": money(_sum(ended["amount_1"])),
    }
    parts = ["延续{continued}" + ("（其中更名{renamed}）" if len(renamed) else "")]
    parts.append("新增{new}" + ("、{added}" + _without_amount(new["amount_2"]) if len(new) else ""))
    parts.append(
        "未再列示{ended}" + (f"、{earlier}年金额{{dropped}}" + _without_amount(ended["amount_1"]) if len(ended) else "")
    )
    parts += ["另有{similar}名称相近、是否同一项目待核对"] if len(similar) else []
    return cite(compose(f"{later}年与{earlier}年所列项目相比：{'，'.join(parts)}。", **figures), result)


def _state_unmatched(result: Result, unmatched: pd.DataFrame) -> Statement:
    """State the nameless projects of each year apart, with their money."""
    parts = []
    figures: dict[str, Quantity] = {}
    for year, column in zip(result.years, ("amount_1", "amount_2"), strict=True):
        own = unmatched[unmatched["side"] == column[-1]]
        if own.empty:
            continue
        figures |= {f"count{year}": count(len(own)), f"money{year}": money(_sum(own[column]))}
        parts.append(f"{year}年{{count{year}}}、{{money{year}}}{_without_amount(own[column])}")
    words = f"项目名称缺失、无法匹配的：{'，'.join(parts)}，不计入新增和未再列示。"
    return cite(compose(words, **figures), *unmatched["sources"])


def _state_largest(largest: pd.DataFrame) -> Statement:
    figures = {f"change{n}": money(abs(value)) for n, value in enumerate(largest["change"])}
    parts = [f"{_name(row)}{_direction(row)}{{change{n}}}" for n, row in enumerate(largest.to_dict("records"))]
    return cite(compose(f"项目中增减额最大的：{'；'.join(parts)}。", **figures), *largest["sources"])


def _direction(row: dict) -> str:
    words = {"new": "（新增）", "ended": "（未再列示）", "similar": "（是否同一项目待核对）"}.get(row["status"], "")
    return words + ("增加" if row["change"] > 0 else "减少")


def _fold(table: pd.DataFrame, least: float) -> pd.DataFrame:
    """Give the rows to show: what changed, one line for all that did not or hardly, then what cannot be matched."""
    hardly = (table["status"] == "continued") & ~table["renamed"] & (table["change"].abs() < least)
    folded = table["unchanged"] | hardly
    rows = [{**row, "name": _name(row), "rate": _rate(row)} for row in table[~folded].to_dict("records")]
    changed = [row for row in rows if row["status"] != "unmatched"]
    unmatched = [row for row in rows if row["status"] == "unmatched"]
    one = [_folded(table[folded], f"增减不足 {format_amount_text(least)}" if hardly.any() else "未变")]
    return pd.DataFrame([*changed, *(one if folded.any() else []), *unmatched])


def _folded(rows: pd.DataFrame, what: str) -> dict:
    first, last = (_sum(rows[key]) for key in ("amount_1", "amount_2"))
    lines = tuple(line for lines in rows["sources"] for line in lines)
    name = f"另有 {len(rows)} 项{what}，合计 {format_amount_text(last)}"
    rate = "持平" if first == last else format_percent((last - first) / first * 100) if first > 0 else "上年为零"
    row = {"name": name, "amount_1": first, "amount_2": last, "change": round(last - first, 6), "rate": rate}
    return {**row, "sources": lines, **{key: _sum(rows[key]) or None for key in ("bill_1", "bill_2")}}


def _name(row: dict) -> str:
    names = [name if isinstance(name, str) and name.strip() else None for name in (row["name_1"], row["name_2"])]
    if row["renamed"] or row["status"] == "similar":
        before, behind = ("更名：", "") if row["renamed"] else ("", "（名称相近，待核对）")
        return f"{before}{names[0]} → {names[1]}{behind}"
    return names[1] or names[0] or NAMELESS


def _rate(row: dict) -> str:
    """Say the growth in per cent, or why there is none."""
    if row["status"] in ("new", "ended"):
        return "上年未列" if row["status"] == "new" else "本年未列"
    if row["status"] == "unmatched":
        return "无法匹配"
    if pd.isna(row["change"]):
        return "金额缺失"
    if row["change"] == 0:
        return "持平"
    return "上年为零" if row["amount_1"] == 0 else format_percent(row["growth"])


def _counts(table: pd.DataFrame) -> list[tuple[str, int]]:
    return [(label, int((table["status"] == status).sum())) for status, label in STATUS.items()]


def _without_amount(amounts: pd.Series) -> str:
    """Say of how many projects a sum lacks the amount."""
    number = int(amounts.isna().sum())
    return f"（{number} 项金额缺失，未计）" if number else ""


def _sum(amounts: pd.Series) -> float:
    return round(float(amounts.sum()), 6)
