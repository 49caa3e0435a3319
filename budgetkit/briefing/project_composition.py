"""项目支出构成: what project money buys, coverage before everything that rests on the listed projects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from budgetkit.classes import class_name
from budgetkit.compare.budget import Budget
from budgetkit.compare.choices import check_top
from budgetkit.compare.class_gaps import UNLISTED
from budgetkit.compare.instalments import DIFFERENT, OPEN, SAME, SINGLE, find_instalments
from budgetkit.compare.project_groups import measure_setup
from budgetkit.compare.project_money import cross_project_money, measure_project_money
from budgetkit.compare.projects import list_projects, measure_coverage
from budgetkit.compare.result import Result
from budgetkit.numbers import format_amount_text, format_percent

RELATIONS = {DIFFERENT: "两份合同", SAME: "同一合同", OPEN: "未印年度，无法判断", SINGLE: "只列其一"}
_SAID = {DIFFERENT: "为两份合同", SAME: "为同一合同", OPEN: "无法判断", SINGLE: "只列其一"}
KINDS = {"T": "特定目标类（T）", "Y": "其他运转类（Y）"}
_NO_ID = "未印编号"
CLASS, TOTAL = "功能分类（类）", "合计"


def coverage(budget: Budget) -> Result:
    """Measure how much of 项目支出 the listed projects explain (see `measure_coverage`)."""
    result, title = measure_coverage(budget), "所列项目对项目支出的覆盖"
    if not result.is_missing:
        title += f"：{format_percent(result.facts.get('coverage'))}"
    return replace(result, title=title)


def money(budget: Budget) -> Result:
    """Class project money by function item and government economic item, complete (see `measure_project_money`)."""
    result = measure_project_money(budget)
    total = "" if result.is_missing else f" {format_amount_text(result.facts['total'])}"
    return replace(result, title=f"项目支出{total}的用途：功能分类 × 经济分类")


def money_crossed(budget: Budget, widest: int | None = None) -> Result:
    """Cross project money, a row a function class and a column an economic class, called by its name.

    Gives 功能分类（类）, the columns, 合计 (万元), its share (percent) and sources. Of more than `widest` economic
    classes the smallest are one column; what the rows lack of a class, where that is proved, is a column too.
    """
    result, title = cross_project_money(budget), "项目支出：功能分类 × 政府经济分类"
    if result.is_missing:
        return replace(result, title=title)
    table = result.table
    codes = [column for column in table if column not in ("code", "name", "total", "sources", "unlisted")]
    codes = sorted(codes, key=lambda one: -table[one].sum()) if widest else codes
    kept = codes if not widest or len(codes) <= widest else codes[: widest - 1]
    shown = pd.DataFrame({CLASS: table["name"]})
    for one in kept:
        shown[class_name("gov_econ_code", one)] = table[one]
    if folded := codes[len(kept) :]:
        shown[f"其他 {len(folded)} 类"] = table[folded].sum(axis=1, min_count=1).round(6)
    if table["unlisted"].notna().any():
        shown[UNLISTED] = table["unlisted"]
    first, whole = table.iloc[0], float(table["total"].sum())
    shown[TOTAL] = table["total"]
    if whole > 0 and len(table) > 1:
        shown["share"] = table["total"] / whole * 100
    shown["sources"] = table["sources"]
    title += f"，占比最高的是{first['name']}（{format_percent(first['total'] / whole * 100)}）" if whole > 0 else ""
    return replace(result, table=shown, title=title)


def projects(budget: Budget) -> Result:
    """List every project, largest first (see `list_projects`), with its kind in words."""
    result = list_projects(budget)
    if result.is_missing:
        return result
    own = result.table
    ids = own["project_id"].mask(_has_partial_id(own), "（编号不全）")
    kinds = own["project_kind"].map(KINDS).fillna(_NO_ID)
    table = own.assign(project_id=ids, kind=pd.Categorical(kinds, [*KINDS.values(), _NO_ID]))
    return replace(result, table=table, title="全部所列项目")


def largest_projects(budget: Budget, top: int = 20) -> Result:
    """List the largest projects; the title says the share of the first."""
    check_top(top)
    result = projects(budget)
    if result.is_missing:
        return replace(result, title=f"金额最大的 {top} 个项目")
    table = result.table.head(top)
    first = table.iloc[0]
    finding = f"首位{first['project_name']}占所列项目 {format_percent(first['share'])}"
    return replace(result, table=table, title=f"金额最大的 {len(table)} 个项目：{finding}")


def setup(budget: Budget) -> Result:
    """Measure projects by the year in their id and by kind (see `measure_setup`), both in words: label, kind."""
    result, title = measure_setup(budget), "项目的编号年度与类型"
    if result.is_missing:
        return replace(result, title=title)
    labels = [_setup_label(year, budget.year) for year in result.table["setup_year"]]
    table = result.table.assign(label=labels, kind=result.table["project_kind"].map(KINDS).fillna("—"))
    new = table[table["setup_year"] == budget.year]
    number, money = int(new["count"].sum()), format_amount_text(float(new["amount"].sum()))
    caveats = (*result.caveats, *_say_partial_ids(budget))
    title += f"：编号年度为{budget.year}年的 {number} 项、{money}"
    return replace(result, table=table, title=title, caveats=caveats)


def _say_partial_ids(budget: Budget) -> Iterator[str]:
    """Say how many ids are counted by their first digits, as the others are damaged; nothing where none are."""
    own = budget.table("projects")
    if number := int(_has_partial_id(own).sum()):
        yield f"{number} 项编号印得不全，按所印的前几位计入年度和类型，不在“未印编号”之内。"


def _has_partial_id(projects: pd.DataFrame) -> pd.Series:
    return projects["project_id"].isna() & projects["setup_year"].notna()


def instalments(budget: Budget) -> Result:
    """Find projects that are instalments (see `find_instalments`), what two of them are to each other in words."""
    result, title = find_instalments(budget), "首款、尾款分列的项目"
    if result.is_missing:
        return replace(result, title=title)
    counts = result.table["relation"].value_counts()
    title += f"：{'，'.join(f'{counts[one]} 组{words}' for one, words in _SAID.items() if one in counts)}"
    return replace(result, table=result.table.assign(label=result.table["relation"].map(RELATIONS)), title=title)


def _setup_label(year: float, budget_year: int) -> str:
    if pd.isna(year):
        return _NO_ID
    return f"{int(year)}年（预算年度）" if int(year) == budget_year else f"{int(year)}年"
