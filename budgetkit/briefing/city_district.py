"""市区对比: a city department beside its district counterpart, like with like, or alone where there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

import pandas as pd

from budgetkit.briefing.rounded_differences import ROUNDED
from budgetkit.compare.booked_apart import find_booked_apart
from budgetkit.compare.budget import Budget
from budgetkit.compare.buying import compare_side_by_side
from budgetkit.compare.carryover import measure_income
from budgetkit.compare.choices import check_top
from budgetkit.compare.projects import measure_concentration
from budgetkit.compare.purposes import SYSTEMS
from budgetkit.compare.reclassified import find_reclassified
from budgetkit.compare.result import Result, missing_result
from budgetkit.compare.scopes import find_procurement_excess
from budgetkit.compare.size import MAIN, compare_sizes
from budgetkit.compare.structure import (
    BY_FUNCTION_CLASS,
    BY_FUNCTION_ITEM,
    UNLISTED,
    Classification,
    compare_structures,
    find_lacks,
    measure_complete,
    measure_structure,
)
from budgetkit.compare.three_public import compare_three_public
from budgetkit.numbers import AMOUNT_DECIMALS, format_amount, format_amount_text, format_percent, known
from budgetkit.statements.arithmetic import adds_up, total

_DOMINANT_CLASS = 75.0  # percent of a budget in one functional class
_LARGEST_ITEMS = 3
_AS_CLASS = {"key": "code", "label": "name"}


def sizes(budgets: Sequence[Budget], *, detailed: bool = True) -> Result:
    """Set the sizes of budgets side by side (see `compare_sizes`), what none of them prints left out.

    Without `detailed` income by source and what is bought are left out, for a report that has tables of their own.
    """
    result = compare_sizes(budgets) if detailed else compare_sizes(budgets, MAIN)
    known = result.table[[f"amount_{number}" for number, _ in enumerate(budgets, start=1)]].notna().any(axis=1)
    table = result.table[known].reset_index(drop=True)
    if len(budgets) > 1 and any(map(find_procurement_excess, budgets)):
        table = _without_procurement_shares(table)
    notes = (*_note_rounding(table, budgets), *_note_basic(table, budgets))
    title = f"规模与构成：{_project_shares(table, budgets)}"
    return replace(result, table=table, title=title, caveats=(*result.caveats, *notes))


def _note_rounding(table: pd.DataFrame, budgets: Sequence[Budget]) -> Iterator[str]:
    """Note where basic and project money are all of the expenditure, but do not add up to it as printed."""
    if any(_is_rounded(*own) for own in _columns(table, budgets, "this_year", "basic", "project")):
        yield ROUNDED


def _note_basic(table: pd.DataFrame, budgets: Sequence[Budget]) -> Iterator[str]:
    """Note by how much basic money passes that for staff and for running: these count one fund's money alone."""
    columns = _columns(table, budgets, "basic", "personnel", "public_funds")
    for budget, (basic, *parts) in zip(budgets, columns, strict=True):
        if all(map(known, [basic, *parts])) and (rest := round(basic - sum(parts), AMOUNT_DECIMALS)) > 0:
            name = name_side(budget, budgets)
            more = f"{name}基本支出比人员经费、公用经费之和多 {format_amount(rest)} 万元"
            yield f"{more}；口径不同，后两项只计一般公共预算。"


def _columns(table: pd.DataFrame, budgets: Sequence[Budget], *keys: str) -> list[list[float]]:
    """Give for each budget the amounts of some sizes; nan where the table has none."""
    rows = table.set_index("key").reindex(list(keys))
    return [rows[f"amount_{number}"].tolist() for number, _ in enumerate(budgets, start=1)]


def _is_rounded(whole: float, *parts: float) -> bool:
    return all(map(known, [whole, *parts])) and total(parts) == total([whole]) and not adds_up(whole, parts)


def name_side(budget: Budget, budgets: Sequence[Budget]) -> str:
    """Name the side of a budget where another one stands beside it; one alone needs no name."""
    return budget.side if len(budgets) > 1 else ""


def _without_procurement_shares(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out the shares of procurement where the sides count another thing by it; the amounts stay."""
    is_bought = table["key"] == "procurement"
    shares = [column for column in table if column.startswith("share_")]
    return table.assign(
        base=table["base"].mask(is_bought, "政府采购（两方范围不同，不列占比）"),
        **{column: table[column].mask(is_bought) for column in shares},
    )


def _project_shares(table: pd.DataFrame, budgets: Sequence[Budget]) -> str:
    shares = table[table["key"] == "project"]
    found = [
        f"{name_side(budget, budgets)}项目支出占 {format_percent(share)}"
        for number, budget in enumerate(budgets, start=1)
        for share in shares[f"share_{number}"].dropna()
    ]
    return "，".join(found) or "、".join(budget.side for budget in budgets)


def size_parts(budgets: Sequence[Budget], parts: Mapping[str, str]) -> Result:
    """Give of each budget the amounts of some sizes (万元), a row a side: side, the labels of `parts`, sources.

    `parts` has the labels by key of `compare_sizes`: `{"basic": "基本支出", "project": "项目支出"}`.
    """
    result = compare_sizes(budgets)
    rows = result.table.set_index("key").loc[list(parts)]
    table = pd.DataFrame({"side": [budget.side for budget in budgets]})
    for key, label in parts.items():
        table[label] = [rows.loc[key, f"amount_{number}"] for number, _ in enumerate(budgets, start=1)]
    own = [line for lines in rows["sources"] for line in lines]
    table["sources"] = [tuple(line for line in own if line[0] == budget.document_id) for budget in budgets]
    heading = "、".join(budget.side for budget in budgets)
    return replace(result, table=table, title=f"{'与'.join(parts.values())}之比（{heading}）")


def three_public(budgets: Sequence[Budget]) -> Result:
    """Set the “三公” parts of budgets side by side (see `compare_three_public`), with a note where rounding shows."""
    result = compare_three_public(budgets)
    if result.is_missing:
        return result
    parts = result.table.set_index("key").loc[["total", "overseas", "reception", "vehicle_subtotal"]]
    sides = [parts[f"amount_{number}"].tolist() for number, _ in enumerate(budgets, start=1)]
    is_rounded = any(_is_rounded(*own) for own in sides)
    return replace(result, caveats=(*result.caveats, ROUNDED)) if is_rounded else result


def structures(budgets: Sequence[Budget], by: Classification, top: int = 1) -> Result:
    """Compare the structures of two budgets, or measure that of one, in the columns of a comparison.

    The title says what has the largest share on each side. Raises ParameterError where `top`, the number of classes
    that a figure is to name, is none.
    """
    check_top(top)
    unlike: set[str] = set()
    if len(budgets) > 1:
        result = _without_unlisted(compare_structures(budgets[0], budgets[1], by))
        result, unlike = _without_unlike(result, budgets, by)
    else:
        result = measure_structure(budgets[0], by)
        table = result.table.rename(columns={"amount": "amount_1", "share": "share_1"}).assign(difference=None)
        result = Result(table, result.base, result.unit, result.years, result.caveats)
    scope = f"（{result.narrower}）" if result.narrower else ""
    return replace(result, title=f"{by.label}构成{scope}：{_largest(result, budgets, by, unlike)}")


def largest_items(budgets: Sequence[Budget]) -> list[str]:
    """Name the largest items of a class that holds nearly all of a budget: then the classes alone say little.

    Gives one sentence, or none where no budget has such a class.
    """
    sides = [f"{name}的 " if (name := name_side(budget, budgets)) else "" for budget in budgets]
    told = [_largest_items(budget) for budget in budgets]
    found = [f"{side}{items}" for side, items in zip(sides, told, strict=True) if items]
    return [f"{'；'.join(found)}。"] if found else []


def _largest_items(budget: Budget) -> str:
    classes = measure_structure(budget, BY_FUNCTION_CLASS)
    if classes.is_missing or not classes.table["share"].iloc[0] >= _DOMINANT_CLASS:
        return ""
    found = measure_complete(budget, BY_FUNCTION_ITEM)
    if found is None:
        return ""
    largest = classes.table.iloc[0]
    own = found.table[found.table["code"].str.startswith(largest["code"])].head(_LARGEST_ITEMS)
    items = "、".join(f"{row['name']} {format_amount(row['amount'])} 万元" for _, row in own.iterrows())
    scope = "" if found.base == classes.base else f"（{found.base.split('（')[0]}）"
    return f"{largest['code']} 中金额最大的项{scope}：{items}" if len(own) > 1 else ""


def _without_unlisted(result: Result) -> Result:
    """Leave out the difference of shares where one side's document doesn't list a class: that is not known to be 0."""
    if result.is_missing:
        return result
    listed = result.table[["amount_1", "amount_2"]].notna().all(axis=1)
    return replace(result, table=result.table.assign(difference=result.table["difference"].where(listed)))


def _without_unlike(result: Result, budgets: Sequence[Budget], by: Classification) -> tuple[Result, set[str]]:
    """Leave out the differences of functional codes under which just one side books the same things.

    Gives these codes, too.
    """
    if by.code != "function_code" or result.is_missing:
        return result, set()
    moved, moved_codes = _without_moved(result, budgets, by)
    return _without_booked_apart(moved, budgets, by, moved_codes)


def _without_booked_apart(
    result: Result, budgets: Sequence[Budget], by: Classification, moved: set[str]
) -> tuple[Result, set[str]]:
    """Leave out the differences of classes under which just one side books most projects of a purpose; say so.

    Of several purposes of a class the one with the most money there is named.
    """
    codes = result.table["code"].str[: BY_FUNCTION_CLASS.digits]
    found = find_booked_apart(*budgets).table.sort_values("booked", ascending=False).drop_duplicates("code")
    found = found[found["code"].isin(codes[result.table["difference"].notna()])]
    lines = dict(zip(found["code"], found["sources"], strict=True))
    sources = [
        tuple(dict.fromkeys((*own, *lines.get(code, ()))))
        for own, code in zip(result.table["sources"], codes, strict=True)
    ]
    table = result.table.assign(difference=result.table["difference"].mask(codes.isin(found["code"])), sources=sources)
    caveats = [_say_booked_apart(row) for row in found.itertuples()]
    return replace(result, table=table, caveats=(*result.caveats, *caveats)), moved | set(found["code"])


def _say_booked_apart(row: Any) -> str:
    """Say that a class holds the projects of a purpose on one side only, with the amounts that show it."""
    what = f"{row.purpose}（含系统运维）" if row.purpose == SYSTEMS else row.purpose
    listed, elsewhere = format_amount(row.listed), format_amount(row.elsewhere)
    if pd.isna(row.held):
        other = f"{row.other} {listed} 万元中 {elsewhere} 万元列在其他类"
    else:
        other = f"{row.other}所列 {listed} 万元，而 {row.code} 只有 {format_amount(row.held)} 万元，"
        other += f"至少 {elsewhere} 万元列在其他类"
    there = f"{row.side} {format_amount(row.booked)} 万元列在 {row.code}"
    return f"{row.code} 因{what}项目列入的功能分类不同，不计占比之差：{there}；{other}（按项目名称归类）。"


def _without_moved(result: Result, budgets: Sequence[Budget], by: Classification) -> tuple[Result, set[str]]:
    """Leave out the differences of codes under which just one side books the same economic items."""
    unlike = find_reclassified(*budgets).table
    if unlike.empty:
        return result, set()
    rows = pd.concat([budget.table("expenditure").dropna(subset=["basic", "function_code"]) for budget in budgets])
    codes = rows[rows["dept_econ_code5"].isin(unlike["code"])]["function_code"].str[: by.digits]
    table = result.table.assign(difference=result.table["difference"].mask(result.table["code"].isin(codes)))
    listed = f"{'、'.join(sorted(codes.unique()))} " if by.digits == len("224") else "有关科目"
    caveat = f"{listed}因{unlike['name'].iloc[0]}等在两份文件中列入的功能分类不同，不计占比之差。"
    return replace(result, table=table, caveats=(*result.caveats, caveat)), set(codes)


def _largest(result: Result, budgets: Sequence[Budget], by: Classification, unlike: Set[str]) -> str:
    """Say what is largest on each side; where that may not be set side by side, name it and say so."""
    found, apart = [], []
    for number, budget in enumerate(budgets, start=1):
        own = result.table[["code", "name"]].assign(
            amount=result.table[f"amount_{number}"], share=result.table[f"share_{number}"]
        )
        own = own.dropna(subset=["share"])
        listed = own[own["name"] != UNLISTED].sort_values("share", ascending=False, kind="stable")
        if listed.empty:
            continue
        first, side = listed.iloc[0], name_side(budget, budgets)
        apart += [first["name"]] if first["code"] in unlike and first["name"] not in apart else []
        rest = float(own.loc[own["name"] == UNLISTED, "share"].sum())
        if first["share"] >= listed["share"].iloc[1:2].sum() + rest:
            found.append(f"{side}占比最高的是{first['name']}（{format_percent(first['share'])}）")
        else:
            found.append(f"{side}{_largest_with_rest(own, budget, by)}")
    return f"{'、'.join(apart)}两方列入的内容不同，占比不直接比较" if apart else "，".join(found)


def _largest_with_rest(own: pd.DataFrame, budget: Budget, by: Classification) -> str:
    """Say what is largest where money without rows may make another class so: where other tables prove whose it is.

    `own` has code, name, amount (万元) and share (percent) of the classes, and a row of what has none.
    """
    rest = own[own["name"] == UNLISTED]["amount"].sum()
    lacks = find_lacks(budget, by, rest)
    if lacks is None:
        return f"有 {format_amount_text(rest)}无对应行，占比高低不能断定"
    whole = own["amount"].sum()
    named = {**dict(zip(lacks["code"], lacks["name"], strict=True)), **dict(zip(own["code"], own["name"], strict=True))}
    held = (
        own[own["name"] != UNLISTED].set_index("code")["amount"].add(lacks.set_index("code")["total"], fill_value=0.0)
    )
    code = held.idxmax()
    lack = lacks.loc[lacks["code"] == code, "total"].sum()
    without = f"，其中 {format_amount_text(lack)}无对应行" if lack else ""
    return f"占比最高的是{named[code]}（{format_percent(held[code] / whole * 100)}{without}）"


def reclassified(budgets: Sequence[Budget]) -> Result:
    """Find what both sides book wholly under different functional classes (see `find_reclassified`)."""
    title = "同一用途、不同功能科目"
    if len(budgets) < 2:
        return replace(missing_result("没有对应部门的预算文件，无法比较列支科目。"), title=title)
    heading = "、".join(budget.side for budget in budgets)
    result = find_reclassified(*budgets)
    if result.table.empty and not result.is_missing:
        result = missing_result("两级部门的基本支出没有整项列在不同功能分类下的经济科目。")
    finding = "" if result.is_missing else f"（{heading}）：按功能分类直接对比会失真"
    return replace(result, title=f"{title}{finding}")


def incomes(budgets: Sequence[Budget], part: str = "this_year") -> Result:
    """Set side by side where the money comes from: name, amount_1, share_1, … and sources; what is largest first.

    `part` is `this_year`, or `carryover` for what the money carried over from the year before is made of.
    """

    def measure(budget: Budget) -> Result:
        result = measure_income(budget, part)
        return result if result.is_missing else replace(result, table=result.table.rename(columns=_AS_CLASS))

    result = compare_side_by_side(budgets, measure)
    if result.is_missing:
        return result
    shares = result.table.filter(like="share_").max(axis=1)
    order = shares.sort_values(ascending=False, kind="stable", na_position="last").index
    return replace(result, table=result.table.loc[order].reset_index(drop=True))


def concentrations(budgets: Sequence[Budget]) -> list[Result]:
    """Measure how concentrated each budget's listed projects are, with and without the largest one, as facts.

    Gives two results a budget; their facts are the columns of `measure_concentration`.
    """
    found = []
    for budget in budgets:
        result = measure_concentration(budget)
        rows = {} if result.is_missing else result.table.set_index("key").to_dict("index")
        found += [replace(result, facts=rows.get(which, {})) for which in ("all", "without_largest")]
    return found
