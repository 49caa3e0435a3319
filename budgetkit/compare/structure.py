"""What a budget is spent on: by functional class and by economic class, one side or two."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from budgetkit.classes import class_name
from budgetkit.codes.class_names import find_class
from budgetkit.compare.budget import Budget
from budgetkit.compare.lists import LISTS, find_list, is_incomplete, is_not_classed
from budgetkit.compare.measure import DECIMALS, add_shares, source_lines, sum_by
from budgetkit.compare.memory import remembered
from budgetkit.compare.result import Result
from budgetkit.compare.short_items import find_short_items
from budgetkit.errors import ParameterError
from budgetkit.numbers import format_amount

_NAMED = 3  # codes that a note names
UNLISTED = "（合计中无对应行）"
_NO_ROWS = "该文件没有可用的支出总表，无法分析支出构成。"


@dataclass(frozen=True)
class Classification:
    """A way to class expenditure: the code's column and digits, and the column that names it where digits are whole."""

    label: str
    code: str
    digits: int
    name: str | None


BY_FUNCTION_CLASS = Classification("功能分类（类）", "function_code", 3, None)
BY_FUNCTION_SECTION = Classification("功能分类（款）", "function_code", 5, None)
BY_FUNCTION_ITEM = Classification("功能分类（项）", "function_code", 7, "function_name")
BY_GOV_ECON_CLASS = Classification("政府经济分类（类）", "gov_econ_code", 3, None)
BY_GOV_ECON_ITEM = Classification("政府经济分类（款）", "gov_econ_code", 5, "gov_econ_name")
BY_DEPT_ECON_CLASS = Classification("部门经济分类（类）", "dept_econ_code5", 3, None)
BY_DEPT_ECON_ITEM = Classification("部门经济分类（款）", "dept_econ_code5", 5, None)


@remembered
def measure_structure(budget: Budget, by: Classification, amount: str = "total") -> Result:
    """Class a budget's expenditure (the widest list that has the class): code, name, amount (万元), share, sources.

    `amount` is total, basic or project. Where the listed rows do not reach the printed total, the rest is a row of its
    own, so that shares are of the whole and add up to 100. Rows are sorted by amount, the rest last. Functional classes
    (类) are taken from 收支总表 where 支出总表 is incomplete and 收支总表 lists them all.

    Raises ParameterError where `by` is no classification.
    """
    if not isinstance(by, Classification):
        known = "、".join(f"compare.{name}" for name in sorted(globals()) if name.startswith("BY_"))
        raise ParameterError("分类", "一种分类", repr(by), f"可用的有 {known}。")
    table_name, rows, base, label = find_list(budget, by.code, amount)
    classed = rows.assign(code=rows[by.code].str[: by.digits])
    classed["name"] = classed[by.name] if by.name else [_class_name(by, code) for code in classed["code"]]
    table = sum_by(classed, ["code", "name"], [amount]).rename(columns={amount: "amount"})
    table = table.sort_values("amount", ascending=False, kind="stable", ignore_index=True)
    total = budget.printed_totals.get((table_name, amount))
    if table.empty and is_not_classed(budget, by.code):
        missing = f"该文件没有一张表按{by.label}列出支出，无法按此分析。"
        return Result(add_shares(table, "amount", None), base, years=(budget.year,), missing=missing)
    if table.empty and not total:
        return Result(add_shares(table, "amount", None), base, years=(budget.year,), missing=_NO_ROWS)
    rest = None if total is None else round(total - table["amount"].sum(), DECIMALS)
    rest = None if rest and _is_met(budget, table_name, rest) else rest
    caveats: tuple[str, ...] = ()
    if by is BY_FUNCTION_CLASS and amount == "total" and table_name != "expenditure":
        whole = budget.printed_totals.get(("expenditure", amount))
        if whole and (summary := _read_summary(budget, whole)) is not None:
            return Result(summary, "全部资金（收支总表，支出总表不分科目）", years=(budget.year,))
    is_whole = by is BY_FUNCTION_CLASS and amount == "total"
    if total and rest and is_whole and (summary := _read_summary(budget, total)) is not None:
        return Result(summary, "全部资金（收支总表，支出总表各行之和不足合计）", years=(budget.year,))
    if rest and rest < 0:
        why = "该部分无对应行（可能未公开，也可能某行有误），单列一行，不作分摊"
        caveats = (f"{label}各行之和比其合计少 {rest:,.2f} 万元，{why}。",)
        return Result(table.assign(share=float("nan")), base, years=(budget.year,), caveats=caveats)
    if rest:
        table = pd.concat([table, pd.DataFrame([_unlisted(budget, rest, table_name, amount)])], ignore_index=True)
        why = "该部分无对应行（可能未公开，也可能某行有误），单列一行，不作分摊"
        caveats = (f"{label}各行之和比其合计少 {rest:,.2f} 万元，{why}{_say_kinds(budget, by, table_name, rest)}。",)
    return Result(add_shares(table, "amount", total), base, years=(budget.year,), caveats=caveats)


@remembered
def measure_complete(budget: Budget, by: Classification) -> Result | None:
    """Class the widest list of expenditure that leaves no row out: code, name, amount (万元), sources; None if none is.

    Rows are sorted by amount; the base says which money it is.
    """
    for table, base, _ in LISTS:
        rows = budget.table(table)
        is_classed = by.name and {by.code, by.name, "total"} <= set(rows) and rows[by.code].notna().any()
        if is_classed and not is_incomplete(budget, table):
            summed = sum_by(rows.dropna(subset=[by.code, "total"]), [by.code, by.name or ""], ["total"])
            summed = summed.rename(columns={by.code: "code", by.name: "name", "total": "amount"})
            summed = summed.sort_values("amount", ascending=False, kind="stable", ignore_index=True)
            return Result(summed, base, years=(budget.year,))
    return None


@remembered
def compare_structures(left: Budget, right: Budget, by: Classification, amount: str = "total") -> Result:
    """Set two budgets' structures side by side, joined on code and name.

    Gives code, name, amount_1, share_1, amount_2, share_2, difference (percentage points, first less second; missing
    where one side's shares are of all money and the other's of a part) and sources. Only shares are subtracted; amounts
    of two levels or years stand beside each other. A side without rows has no amounts; the result is missing where
    neither side has any.
    """
    first, second = measure_structure(left, by, amount), measure_structure(right, by, amount)
    missing = first.missing if second.is_missing else None
    merged = first.table.merge(second.table, on=["code", "name"], how="outer", suffixes=("_1", "_2"), sort=False)
    shares = merged[["share_1", "share_2"]].fillna(0.0)
    merged["difference"] = shares["share_1"] - shares["share_2"]
    merged["sources"] = [_both(a, b) for a, b in zip(merged.pop("sources_1"), merged.pop("sources_2"), strict=True)]
    order = shares.max(axis=1).where(merged["name"] != UNLISTED, -1)
    merged = merged.loc[order.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
    caveats = tuple(dict.fromkeys((*first.caveats, *second.caveats)))
    if first.scope != second.scope and not (first.is_missing or second.is_missing):
        merged["difference"] = float("nan")
        caveats = (*caveats, f"占比一方以{first.scope}为分母，一方以{second.scope}为分母，口径不同，不计占比之差。")
    base = first.base if first.base == second.base else f"{left.side}{first.base}，{right.side}{second.base}"
    return Result(merged, base, years=(left.year, right.year), caveats=caveats, missing=missing)


def _short_items(budget: Budget, rest: float) -> pd.DataFrame | None:
    """Give the functional items that lack money in 支出总表 (see `find_short_items`), where that is just the rest."""
    short = find_short_items(budget)
    return None if round(float(short["total"].sum()) - rest, DECIMALS) else short


def find_lacks(budget: Budget, by: Classification, rest: float) -> pd.DataFrame | None:
    """Find whose the money without rows is, by functional code: code, name, total (万元); None unless that is proved.

    It is where the items of which 支出总表 has less than the tables of fiscal money lack just the rest (万元).
    """
    short = _short_items(budget, rest) if by.code == "function_code" else None
    if short is None:
        return None
    short = short.assign(code=short["code"].str[: by.digits])
    short["name"] = short["name"] if by.name else [_class_name(by, code) for code in short["code"]]
    return short.groupby(["code", "name"], sort=False, as_index=False)["total"].sum()


def find_lacking_kinds(budget: Budget, rest: float) -> dict[str, float]:
    """Find of what kind the money without rows in 支出总表 is: 万元 by 人员经费, 项目支出 …; none if not proved."""
    short = _short_items(budget, rest)
    if short is None or not short["kind"].all():
        return {}
    return short.groupby("kind", sort=False)["total"].sum().to_dict()


def _say_codes(budget: Budget, by: Classification, rest: float) -> str:
    """Say whose the money without rows is, where other tables prove it: the shares of these codes look too small."""
    lacks = find_lacks(budget, by, rest)
    if lacks is None:
        return ""
    largest = lacks.sort_values("total", ascending=False, kind="stable").head(_NAMED).to_dict("records")
    named = "、".join(f"{row['code']} {row['name']} {format_amount(row['total'])} 万元" for row in largest)
    more = f"等 {len(lacks)} 个科目" if len(lacks) > _NAMED else ""
    return f"；对照财政拨款各表，该部分属于 {named}{more}，相应科目的占比偏低"


def _say_kinds(budget: Budget, by: Classification, table: str, rest: float) -> str:
    """Say of what kind the money without rows is, where other tables prove it: its economic classes look too small."""
    if table == "expenditure" and by.code == "function_code":
        return _say_codes(budget, by, rest)
    kinds = find_lacking_kinds(budget, rest) if table == "expenditure" and "econ" in by.code else {}
    if not kinds:
        return ""
    parts = "、".join(f"{kind} {format_amount(value)} 万元" for kind, value in kinds.items())
    return f"；对照财政拨款各表，该部分为{parts}，相应经济分类的占比偏低"


def _is_met(budget: Budget, table: str, rest: float) -> bool:
    """Say whether a rest is nothing but the rounding of what is printed, as coverage found it to be."""
    coverage = budget.table("coverage")
    known = coverage[(coverage["table"] == table) & (coverage["completeness"] == "complete")]
    return bool((known["difference"].abs() >= abs(rest)).any())


def _read_summary(budget: Budget, total: float) -> pd.DataFrame | None:
    """Read the functional classes from 收支总表; None unless they are all known and add up to the printed total."""
    frame = budget.table("income_expenditure")
    rows = frame[(frame["side"] == "expenditure") & (frame["role"] == "line")].dropna(subset=["amount"])
    classed = rows.assign(code=[find_class(name) for name in rows["item_name"]]).dropna(subset=["code"])
    classed = classed.assign(name=[class_name("function_code", code) for code in classed["code"]])
    if classed.empty or round(float(classed["amount"].sum()) - total, DECIMALS):
        return None
    table = sum_by(classed, ["code", "name"], ["amount"])
    return add_shares(table.sort_values("amount", ascending=False, kind="stable", ignore_index=True), "amount", total)


def _class_name(by: Classification, code: str) -> str:
    return class_name(by.code.removesuffix("5"), code)


def _unlisted(budget: Budget, rest: float, table: str, amount: str) -> dict:
    printed = budget.table("printed_totals")
    printed = printed[(printed["table"] == table) & (printed["column"] == amount)]
    return {"code": "", "name": UNLISTED, "amount": rest, "sources": source_lines(printed)}


def _both(first: object, second: object) -> tuple:
    return (*(first if isinstance(first, tuple) else ()), *(second if isinstance(second, tuple) else ()))
