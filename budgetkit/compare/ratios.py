"""Ratios: what makes budgets of different size comparable, as shares and multiples and, where supplied, per head."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.buying import measure_procurement, measure_purchased_services
from budgetkit.compare.instalments import find_instalments
from budgetkit.compare.measure import ratio_of
from budgetkit.compare.projects import lists_a_part, measure_concentration
from budgetkit.compare.result import BY_ROW, Result, SourceLine
from budgetkit.compare.scopes import find_procurement_excess
from budgetkit.compare.size import measure_size
from budgetkit.errors import DatasetError

HEADS = "heads.csv"
MEASURES = {"staff": "在职人员", "residents": "常住人口"}
_COLUMNS = ("department_id", "year", "measure", "value", "source")
_MOST_PEOPLE = 2_000_000_000


def load_heads(folder: Path) -> list[dict]:
    """Load the optional reference table of staff and residents; no file gives no rows.

    Columns: department_id, year, measure (staff or residents), value (persons), source (where the number stands).
    Raises DatasetError when the file lacks a column, holds a value that is no positive number, or two of one number.
    """
    path = folder / HEADS
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows, fields = list(reader), tuple(reader.fieldnames or ())
    except (UnicodeDecodeError, csv.Error) as error:
        raise DatasetError(str(path), "UTF-8 编码的 CSV 文件", str(error), "请另存为“CSV UTF-8”。") from error
    if absent := [column for column in _COLUMNS if column not in fields]:
        found = f"第一行缺{'、'.join(absent)}" if fields else "空文件"
        raise DatasetError(str(path), f"第一行为列名 {'、'.join(_COLUMNS)}", found, "请按 heads.template.csv 改正。")
    seen: dict[tuple[str, ...], int] = {}
    kept = []
    for number, row in enumerate(rows, start=2):
        where = f"{path} 第 {number} 行"
        if None in row:
            found = f"多出 {'、'.join(row[None])}"
            raise DatasetError(where, f"{len(fields)} 列", found, "值中有逗号的，请放在双引号里。")
        row = {column: (row[column] or "").strip() for column in fields}
        if not any(row.values()):
            continue
        if wrong := next(filter(None, (_find_wrong(row, column) for column in _COLUMNS)), None):
            raise DatasetError(where, *wrong, "请改正该行。")
        key = tuple(row[column] for column in _COLUMNS[:3])
        if key in seen:
            found = f"与第 {seen[key]} 行重复：{'、'.join(key)}"
            raise DatasetError(where, "每个部门、年度和人数口径一行", found, "请只留一行。")
        seen[key] = number
        kept.append(row)
    return kept


def _find_wrong(row: Mapping[str, str], column: str) -> tuple[str, str] | None:
    """Say what a column should hold and what it does; None where that is right."""
    value = row[column]
    if not value:
        return f"{column} 有值", "空"
    if column == "measure" and value not in MEASURES:
        return "measure 为 staff 或 residents", repr(value)
    if column in ("value", "year") and not (value.isascii() and value.isdigit() and 0 < int(value) < _MOST_PEOPLE):
        return f"{column} 为正整数（不加逗号，不超过 20 亿）", repr(value)
    return None


def compare_ratios(budgets: Sequence[Budget], heads: Sequence[dict] = ()) -> Result:
    """Set the ratios of budgets side by side: key, label, unit, base, value_1, value_2, …, sources.

    Each ratio divides two amounts of one document and year, so that levels and years may stand beside each other; its
    sources are the lines of these two. What counts another thing on each side is left out and said.
    Per head rows exist only where the reference table has the department and year of at least one side.
    """
    columns = [_ratios(budget, heads) for budget in budgets]
    unlike = _find_unlike(budgets) if len(budgets) > 1 else {}
    keys = dict.fromkeys(key for column in columns for key in column if key not in unlike)
    rows = []
    for key in keys:
        found = [column.get(key) for column in columns]
        first = next(ratio for ratio in found if ratio)
        values = {f"value_{n}": ratio.value if ratio else None for n, ratio in enumerate(found, start=1)}
        sources = tuple(dict.fromkeys(line for ratio in found if ratio for line in ratio.sources))
        base = "；".join(dict.fromkeys(ratio.base for ratio in found if ratio))
        named = {"key": key, "label": first.label, "unit": first.unit, "base": base}
        rows.append({**named, **values, "sources": sources})
    caveats = tuple(f"“{columns[0][key].label}”不作对比：{reason}。" for key, reason in unlike.items())
    return Result(pd.DataFrame(rows), BY_ROW, "", tuple(budget.year for budget in budgets), caveats)


def _find_unlike(budgets: Sequence[Budget]) -> dict[str, str]:
    """Find the ratios that count another thing on each side, and why: they are not set side by side."""
    found = {}
    if any(find_procurement_excess(budget) for budget in budgets):
        found["procured_per_total"] = "一方的政府采购预算大于其支出总表的商品和服务支出与资本性支出，范围不一致"
    if any(not find_instalments(budget).is_missing for budget in budgets):
        found["mean_project"] = "一方把同一事项的首款、尾款分列为不同项目"
    elif any(map(lists_a_part, budgets)):
        found["mean_project"] = "一方只列出部分项目"
    return found


@dataclass(frozen=True)
class _Ratio:
    """A ratio of one budget, its scope, and the lines of the two amounts that it divides."""

    label: str
    unit: str
    base: str
    value: float | None
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True)
class _Amounts:
    """A budget's amounts by key (万元), and the lines that each stands on."""

    values: dict[str, float]
    sources: dict[str, tuple[SourceLine, ...]]

    def divide(self, label: str, unit: str, base: str, part: str, whole: str, factor: float) -> _Ratio:
        """Divide one amount by another."""
        ratio = ratio_of(self.values.get(part), self.values.get(whole))
        sources = (*self.sources.get(part, ()), *self.sources.get(whole, ()))
        return _Ratio(label, unit, base, None if ratio is None else ratio * factor, sources)


def _read_amounts(budget: Budget) -> _Amounts:
    size = measure_size(budget)
    values, sources = dict(size.facts), dict(zip(size.table["key"], size.table["sources"], strict=True))
    for key, measure in (("services", measure_purchased_services), ("procured", measure_procurement)):
        found = measure(budget)
        if "total" in found.facts:
            values[key], sources[key] = found.facts["total"], found.sources
    return _Amounts(values, sources)


def _ratios(budget: Budget, heads: Sequence[dict]) -> dict[str, _Ratio]:
    amounts = _read_amounts(budget)
    concentration = measure_concentration(budget)
    mean = None if concentration.is_missing else float(concentration.table["mean"].iloc[0])
    divide = amounts.divide
    return {
        "project_per_basic": divide("项目支出相当于基本支出的倍数", "倍", "全部资金", "project", "basic", 1),
        "public_per_personnel": divide(
            "公用经费与人员经费之比", "%", "一般公共预算基本支出", "public_funds", "personnel", 100
        ),
        "services_per_fiscal": divide("购买服务占财政拨款的比重", "%", "财政拨款", "services", "fiscal", 100),
        "procured_per_total": divide("政府采购占支出总计的比重", "%", "全部资金", "procured", "total", 100),
        "mean_project": _Ratio("所列项目平均每项", "万元", "所列项目", mean, concentration.sources),
        **_per_head(budget, amounts, heads),
    }


def _per_head(budget: Budget, amounts: _Amounts, heads: Sequence[dict]) -> dict[str, _Ratio]:
    found = {}
    for row in heads:
        if row["department_id"] == budget.department_id and int(row["year"]) == budget.year:
            part = "basic" if row["measure"] == "staff" else "total"
            label = f"人均{'基本支出' if part == 'basic' else '支出'}（按{MEASURES[row['measure']]}）"
            base = f"{budget.side}：{int(row['value']):,} 人（{row['source']}）"
            value = ratio_of(amounts.values.get(part), float(row["value"]))
            per_head = None if value is None else value * 10000
            lines = amounts.sources.get(part, ())
            found[f"per_{row['measure']}"] = _Ratio(label, "元/人", base, per_head, lines)
    return found
