"""项目的延续、新增与结束: the table of changes, largest first, and the sentences on it."""

from __future__ import annotations

import pandas as pd

from budgetkit.briefing.cite import cite
from budgetkit.briefing.show import amount, share, show_table, text
from budgetkit.briefing.year_over_year import STATUS, Years, bill_columns, bill_notes, has_bills
from budgetkit.briefing.year_over_year_bills import state_projects_without_bills
from budgetkit.compare.project_changes import NAMELESS, compare_projects
from budgetkit.compare.result import Result, missing_result
from budgetkit.report.numbers import format_amount_text, format_percent
from budgetkit.report.parts import Part
from budgetkit.statements import Statement, compose
from budgetkit.statements.statement import amount as money
from budgetkit.statements.statement import count

_LARGEST = 3  # changes that the key points name
_TITLE = "项目的延续、新增与结束"
_UNMATCHED = "名称缺失的项目无法匹配，不计入新增和未再列示；所列新增、未再列示的项目中，可能有与之同一的项目。"


def project_changes(years: Years) -> Result:
    """Match the listed projects of the two budgets; a missing result where there is no earlier one."""
    if years.earlier is None:
        return missing_result(years.nothing_earlier)
    return compare_projects(years.earlier, years.later)


def project_changes_table(years: Years) -> Part:
    """Show every project whose amount, name or listing changed, the unchanged ones in one line, nameless ones last."""
    result = project_changes(years)
    if result.is_missing:
        return show_table(years.later.data, result, [], _TITLE)
    table = result.table
    shown = Result(_fold(table), result.base, years=result.years)
    columns = [text("name", "项目")]
    for number, budget in enumerate((years.earlier, years.later), start=1):
        group = f"{budget.year}年"
        columns += [amount(f"amount_{number}", "金额", group), *bill_columns(result, number, group, "其中")]
    columns += [amount("change", "增减额"), share("rate", "增减率")]
    columns += [share("comparable", "扣除后增减率")] if has_bills(result) else []
    counts = "，".join(f"{label} {number} 项" for label, number in _counts(table) if number)
    notes = ["按增减额由大到小排列；依次按项目编号、名称匹配，名称只是相近的不合并。"]
    notes += bill_notes(result)
    notes += [_UNMATCHED] if (table["status"] == "unmatched").any() else []
    return show_table(years.later.data, shown, columns, f"{_TITLE}：{counts}", notes=notes)


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
    parts, figures = [], {}
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


def _fold(table: pd.DataFrame) -> pd.DataFrame:
    """Give the rows to show: what changed, one line for all that did not, then what cannot be matched."""
    rows = [{**row, "name": _name(row), "rate": _rate(row)} for row in table.to_dict("records")]
    changed = [row for row in rows if not row["unchanged"] and row["status"] != "unmatched"]
    unmatched = [row for row in rows if row["status"] == "unmatched"]
    unchanged = table[table["unchanged"]]
    return pd.DataFrame([*changed, *([_folded(unchanged)] if len(unchanged) else []), *unmatched])


def _folded(unchanged: pd.DataFrame) -> dict:
    total = _sum(unchanged["amount_2"])
    lines = tuple(line for lines in unchanged["sources"] for line in lines)
    name = f"另有 {len(unchanged)} 项未变，合计 {format_amount_text(total)}"
    row = {"name": name, "amount_1": total, "amount_2": total, "change": 0.0, "rate": "持平", "sources": lines}
    return {**row, **{key: _sum(unchanged[key]) or None for key in ("bill_1", "bill_2")}}


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
