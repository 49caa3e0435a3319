"""All departments of a level and year side by side (横向): ratios of each, and where one stands among them.

Every measure is taken of all documents at once, so that three hundred departments take no longer to set side by side
than their rows to be read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from budgetkit.compare.budget import LEVELS, Budget, find_budgets, remember
from budgetkit.compare.measure import part_of, total_of
from budgetkit.compare.result import Result, missing_result
from budgetkit.compare.targets import is_quantitative
from budgetkit.dataset.load import Dataset
from budgetkit.errors import ParameterError
from budgetkit.finding import PARENT_ROLES

FEWEST = 3  # departments: of fewer, a place among them says nothing

Amounts = Callable[[Dataset], list[tuple[str, int, float]]]
"""Document, source line and value (万元, or a count), a row each: a document's amount is their sum."""


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


def _values(rows: pd.DataFrame, column: str, *, once: bool = False) -> list[tuple[str, int, float]]:
    """Give a column of rows as the values; with `once`, of each document the first row alone."""
    columns = (rows["document_id"], rows["source_line"], rows[column].astype("float64"))
    read = zip(*(values.tolist() for values in columns), strict=True)
    found = [(document, int(line), value) for document, line, value in read if value == value]
    return list({one[0]: one for one in reversed(found)}.values())[::-1] if once else found


def _printed(table: str, column: str) -> Amounts:
    def read(data: Dataset) -> list[tuple[str, int, float]]:
        totals = remember(data, "printed totals", lambda: dict(iter(data.printed_totals.groupby(["table", "column"]))))
        return _values(totals[table, column], "amount", once=True) if (table, column) in totals else []

    return read


def _total(data: Dataset) -> list[tuple[str, int, float]]:
    frame = _rows(data, "income_expenditure")
    return _values(frame[frame["item_name"] == "支出总计"], "amount", once=True)


def _carry_over(data: Dataset) -> list[tuple[str, int, float]]:
    rows = _rows(data, "income")
    rows = rows[rows["role"] == "total"].drop_duplicates("document_id")
    parts = [name for name in rows if name.startswith("carryover_") and not name.endswith("_subtotal")]
    return _values(rows.assign(carried=rows[parts].sum(axis=1, min_count=1)), "carried")


def _basic_of_grant(data: Dataset) -> list[tuple[str, int, float]]:
    both = [_printed("basic_expenditure", column)(data) for column in ("personnel", "public_funds")]
    has_both = set.intersection(*({row[0] for row in rows} for rows in both))
    return [row for rows in both for row in rows if row[0] in has_both]


def _procured(data: Dataset) -> list[tuple[str, int, float]]:
    return _values(_rows(data, "procurement"), "amount")


def _three_public(data: Dataset) -> list[tuple[str, int, float]]:
    rows = data.three_public
    return _values(rows[rows["budget_year"] == rows["year"]], "total", once=True)


def _listed(data: Dataset) -> list[tuple[str, int, float]]:
    """Give the listed projects; of a document whose projects are not at hand, the sum that its coverage states."""
    projects, coverage = _values(data.projects, "total"), data.frame("coverage")
    sums = _values(coverage[(coverage["table"] == "projects") & (coverage["column"] == "total")], "item_sum", once=True)
    at_hand = {row[0] for row in projects}
    return [*projects, *(row for row in sums if row[0] not in at_hand)]


def _indicators(*, measurable: bool) -> Amounts:
    def read(data: Dataset) -> list[tuple[str, int, float]]:
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
    table = pd.DataFrame({"department_id": [one.department_id for one in budgets]})
    table["department"] = [budget.department for budget in budgets]
    read = cache(lambda amounts: _by_document(amounts(data)))
    for measure in MEASURES:
        part, whole = read(measure.part), read(measure.whole)
        shares = [part_of(_sum(part[name]), _sum(whole[name])) for name in documents]
        table[measure.key] = pd.array(shares, dtype="float64")
        table[f"sources_{measure.key}"] = [
            tuple((name, line) for line in dict.fromkeys(line for line, _ in [*part[name], *whole[name]]))
            for name in documents
        ]
    table["sources"] = table[[f"sources_{measure.key}" for measure in MEASURES]].sum(axis=1)
    table["sources"] = [tuple(dict.fromkeys(lines)) for lines in table["sources"]]
    years = tuple(dict.fromkeys(budget.year for budget in budgets))
    return Result(table, "各列所注口径", "%", years)


def _by_document(rows: Iterable[tuple[str, int, float]]) -> Mapping[str, list[tuple[int, float]]]:
    """Give the lines and values of each document; of one that is not among them, none."""
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for document, line, value in rows:
        found[document].append((line, value))
    return found


def _sum(rows: Iterable[tuple[int, float]]) -> float | None:
    return total_of(value for _, value in rows)


def list_sizes(budgets: Sequence[Budget]) -> pd.DataFrame:
    """List every department's total, basic and project expenditure (万元, all money) with the lines of these."""
    table = pd.DataFrame({"document_id": [one.document_id for one in budgets]})
    table["department"], table["sources"] = [one.department for one in budgets], [()] * len(table)
    for key, amounts in _SIZES.items():
        rows = _by_document(amounts(budgets[0].data))
        table[key] = pd.array([_sum(rows[name]) for name in table["document_id"]], dtype="float64")
        table["sources"] = [
            (*own, *((name, line) for line, _ in rows[name]))
            for own, name in zip(table["sources"], table["document_id"], strict=True)
        ]
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
        return missing_result(f"已收集的资料中{scope}只有 {len(peers)} 个部门的预算，不列本部门的位次。")
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
