"""All departments of a level and year side by side (横向): ratios of each, and where one stands among them.

Every measure is taken of all documents at once, so that three hundred departments take no longer to set side by side
than their rows to be read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from budgetkit.compare.budget import LEVELS, Budget, find_budgets
from budgetkit.compare.measure import DECIMALS, part_of
from budgetkit.compare.result import Result, SourceLine, missing_result
from budgetkit.compare.targets import is_quantitative
from budgetkit.dataset.load import Dataset
from budgetkit.errors import ParameterError
from budgetkit.finding import PARENT_ROLES

FEWEST = 3  # departments: of fewer, a place among them says nothing

Amounts = Callable[[Dataset], pd.DataFrame]
"""Rows of document_id, source_line and value: a document's amount is their sum."""


@dataclass(frozen=True)
class Measure:
    """A ratio in per cent: its key, label and scope, and the amounts of all documents that it divides."""

    key: str
    label: str
    base: str
    part: Amounts
    whole: Amounts


def _rows(data: Dataset, table: str) -> pd.DataFrame:
    """Give the rows of a clean table that count in sums."""
    frame = data.frame(table)
    return frame[~frame["role"].isin(PARENT_ROLES)] if "role" in frame else frame


def _values(rows: pd.DataFrame, column: str, *, once: bool = False) -> pd.DataFrame:
    """Give a column of rows as the values; with `once`, of each document the first row alone."""
    found = rows[["document_id", "source_line"]].assign(value=rows[column].astype("float64")).dropna(subset=["value"])
    return found.drop_duplicates("document_id") if once else found


def _printed(table: str, column: str) -> Amounts:
    def read(data: Dataset) -> pd.DataFrame:
        totals = data.printed_totals
        return _values(totals[(totals["table"] == table) & (totals["column"] == column)], "amount", once=True)

    return read


def _total(data: Dataset) -> pd.DataFrame:
    frame = _rows(data, "income_expenditure")
    return _values(frame[frame["item_name"].fillna("").str.fullmatch("支出总计")], "amount", once=True)


def _carry_over(data: Dataset) -> pd.DataFrame:
    rows = _rows(data, "income")
    rows = rows[rows["role"] == "total"].drop_duplicates("document_id")
    parts = [name for name in rows if name.startswith("carryover_") and not name.endswith("_subtotal")]
    return _values(rows.assign(carried=rows[parts].sum(axis=1, min_count=1)), "carried")


def _basic_of_grant(data: Dataset) -> pd.DataFrame:
    both = [_printed("basic_expenditure", column)(data) for column in ("personnel", "public_funds")]
    has_both = set(both[0]["document_id"]) & set(both[1]["document_id"])
    rows = pd.concat(both)
    return rows[rows["document_id"].isin(has_both)]


def _procured(data: Dataset) -> pd.DataFrame:
    return _values(_rows(data, "procurement"), "amount")


def _three_public(data: Dataset) -> pd.DataFrame:
    rows = data.three_public
    return _values(rows[rows["budget_year"] == rows["year"]], "total", once=True)


def _listed(data: Dataset) -> pd.DataFrame:
    """Give the listed projects; of a document whose projects are not at hand, the sum that its coverage states."""
    projects, coverage = _values(data.projects, "total"), data.frame("coverage")
    sums = _values(coverage[(coverage["table"] == "projects") & (coverage["column"] == "total")], "item_sum", once=True)
    return pd.concat([projects, sums[~sums["document_id"].isin(projects["document_id"])]])


def _indicators(*, measurable: bool) -> Amounts:
    def read(data: Dataset) -> pd.DataFrame:
        frame = data.project_indicators
        return _values(frame.assign(one=is_quantitative(frame) if measurable else True), "one")

    return read


_PROJECT, _BASIC = _printed("expenditure", "project"), _printed("expenditure", "basic")
_PUBLIC = _printed("basic_expenditure", "public_funds")
_MEASURABLE, _TARGETS = _indicators(measurable=True), _indicators(measurable=False)
MEASURES = (
    Measure("project", "项目支出占支出总计", "全部资金", _PROJECT, _total),
    Measure("carry_over", "上年结转占支出总计", "全部资金", _carry_over, _total),
    Measure("public_funds", "公用经费占基本支出", "一般公共预算基本支出", _PUBLIC, _basic_of_grant),
    Measure("procured", "政府采购占支出总计", "全部资金", _procured, _total),
    Measure("three_public", "“三公”经费相当于基本支出", "财政拨款与全部资金", _three_public, _BASIC),
    Measure("coverage", "所列项目占项目支出", "所列项目", _listed, _PROJECT),
    Measure("targets", "可量化指标占全部指标", "项目绩效指标", _MEASURABLE, _TARGETS),
)
_SIZES = {"total": _total, "basic": _BASIC, "project": _PROJECT}


def find_peers(data: Dataset, level: str, year: int) -> list[Budget]:
    """Find the budgets of a level and year, one a department.

    Raises ParameterError when the level is none, or has no budget of that year.
    """
    own = [budget for budget in find_budgets(data) if budget.level == level and not budget.is_unit]
    if level not in LEVELS or not own:
        known = "、".join(dict.fromkeys(budget.level for budget in find_budgets(data)))
        raise ParameterError("参数 level", f"有预算文件的层级 {known}", repr(level), "请改正层级。")
    found = {budget.department_id: budget for budget in own if budget.year == year}
    if not found:
        years = "、".join(sorted({str(budget.year) for budget in own}))
        raise ParameterError("参数 year", f"{LEVELS[level]}已有的预算年度 {years}", repr(year), "请改正年度。")
    return list(found.values())


def compare_across(budgets: Sequence[Budget]) -> Result:
    """Set the ratios of departments side by side, a row a department.

    Gives department_id, department, a column a measure (percent; missing where a part is, or is more than its whole)
    and one `sources_…` with its lines, and sources, the lines of all measures.
    """
    data, documents = budgets[0].data, [budget.document_id for budget in budgets]
    table = pd.DataFrame({"department_id": [one.department_id for one in budgets]}, index=documents)
    table["department"] = [budget.department for budget in budgets]
    for measure in MEASURES:
        part, whole = (rows[rows["document_id"].isin(documents)] for rows in (measure.part(data), measure.whole(data)))
        sums = [rows.groupby("document_id")["value"].sum().round(DECIMALS).reindex(documents) for rows in (part, whole)]
        pairs = zip(*sums, strict=True)
        table[measure.key] = pd.array([part_of(*map(_known, pair)) for pair in pairs], dtype="float64")
        lines: dict[str, dict[SourceLine, None]] = {document: {} for document in documents}
        for document, line in zip(*(pd.concat([part, whole])[c] for c in ("document_id", "source_line")), strict=True):
            lines[document][document, int(line)] = None
        table[f"sources_{measure.key}"] = [tuple(lines[document]) for document in documents]
    table["sources"] = (
        table[[f"sources_{measure.key}" for measure in MEASURES]].sum(axis=1).map(dict.fromkeys).map(tuple)
    )
    years = tuple(dict.fromkeys(budget.year for budget in budgets))
    return Result(table.reset_index(drop=True), "各列所注口径", "%", years)


def _known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def list_sizes(budgets: Sequence[Budget]) -> pd.DataFrame:
    """List every department's total, basic and project expenditure (万元, all money) with the lines of these."""
    table = pd.DataFrame({"document_id": [one.document_id for one in budgets]})
    table["department"], table["sources"] = [one.department for one in budgets], [()] * len(table)
    for key, amounts in _SIZES.items():
        rows = amounts(budgets[0].data).set_index("document_id")
        table[key] = table["document_id"].map(rows["value"])
        places = table["document_id"].map(rows["source_line"])
        found = zip(table["sources"], table["document_id"], places, strict=True)
        table["sources"] = [(*own, *([(name, int(line))] if pd.notna(line) else [])) for own, name, line in found]
    return table


def place_among(budget: Budget) -> Result:
    """Place a budget among those of its level and year, a row a measure.

    Gives label, base, value, rank (1 the highest), count, lowest, median, highest (percent) and sources (the
    department's own lines). A measure that fewer than three departments have is left out;
    missing result where none is left, and for a single unit's budget, which has no place among departments.
    """
    if budget.is_unit:
        return missing_result("单位预算只含该单位本身，不与各部门排位次。")
    peers = find_peers(budget.data, budget.level, budget.year)
    scope = f"{LEVELS[budget.level]} {budget.year}年"
    if len(peers) < FEWEST:
        return missing_result(f"所用资料中{scope}只有 {len(peers)} 个部门的预算，不列本部门的位次。")
    table = compare_across(peers).table.set_index("department_id")
    rows = [_place(measure, table, budget) for measure in MEASURES]
    rows = [row for row in rows if row]
    if not rows:
        return missing_result(f"{scope}各部门没有可比的指标，不列本部门的位次。")
    return Result(pd.DataFrame(rows), f"{scope}公布预算的 {len(peers)} 个部门", "%", (budget.year,))


def _place(measure: Measure, table: pd.DataFrame, budget: Budget) -> dict | None:
    values = table[measure.key].dropna()
    if len(values) < FEWEST or budget.department_id not in values:
        return None
    own = values[budget.department_id]
    ordered = {"lowest": values.min(), "median": values.median(), "highest": values.max()}
    rank = int((values > own).sum()) + 1
    named = {
        "label": measure.label,
        "base": measure.base,
        "sources": table.loc[budget.department_id, f"sources_{measure.key}"],
    }
    return {**named, "value": own, "rank": rank, "count": len(values), **ordered}
