"""One item across departments: what each spends on a class of the classification (培训费, 30216), from 支出总表."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from budgetkit.check.words import name_some
from budgetkit.classes import load_classes
from budgetkit.compare.budget import LEVELS, Budget
from budgetkit.compare.measure import part_of, ratio_of, source_lines, total_of
from budgetkit.compare.ratios import MEASURES
from budgetkit.compare.result import Caveat, Result, missing_result
from budgetkit.dataset.wholeness import find_gaps
from budgetkit.errors import ParameterError
from budgetkit.nearest import say_nearest

_COLUMNS = {"dept_econ_code": "dept_econ_code5", "function_code": "function_code", "gov_econ_code": "gov_econ_code"}
_YUAN = 10_000  # 元 in a 万元
_NAMED = 12  # documents that notes name one by one


@dataclass(frozen=True)
class Item:
    """A class of the classification: its code, its name, and the column of 支出总表 that holds such codes."""

    code: str
    name: str
    column: str


def find_item(item: str | int) -> Item:
    """Find a class by its code or its name, a name among 部门经济分类 first, then 功能分类, then 政府经济分类.

    Raises ParameterError, with the nearest names, when there is no such class.
    """
    classes = load_classes()
    for kind, column in _COLUMNS.items():
        found = [code for code, name in classes[kind].items() if str(item) in (code, name)]
        if found:
            return Item(found[-1], classes[kind][found[-1]], column)
    known = {name: code for kind in _COLUMNS for code, name in classes[kind].items()}
    raise ParameterError("科目", "分类目录中的科目编码或名称", repr(item), say_nearest(item, known))


def compare_item(budgets: Sequence[Budget], item: str | int, heads: Sequence[dict] = ()) -> Result:
    """Set what budgets spend on one class side by side, largest share first.

    `item` is a code (30216, 2080505, 302) or a name (培训费). Gives department, department_id, document_id, level,
    year, amount, basic, project (万元), share (percent of the printed total), rows (number added), incomplete (the
    document's 支出总表 is known not to be whole) and sources; with `heads` (rows of `load_heads`) also staff or
    residents and 元 per head. A document that does not list the class has no amount: that is 未列, not zero. Amounts of
    different years or levels stand beside each other, nothing is subtracted. Raises ParameterError when there is no
    such class.
    """
    asked = find_item(item)
    if not budgets:
        return replace(missing_result("没有可以比较的预算文件。"), title=asked.name)
    gaps = _find_gaps(budgets)
    table = pd.DataFrame([_measure(budget, asked, gaps, heads) for budget in budgets])
    order = table["share"].fillna(-1.0).sort_values(ascending=False, kind="stable").index
    base = f"全部资金（支出总表），{asked.code} {asked.name}"
    years = tuple(dict.fromkeys(budget.year for budget in budgets))
    table = table.loc[order].reset_index(drop=True)
    caveats = (*_caveats(budgets, gaps, table), *_say_heads(budgets, heads))
    return Result(table, base, years=years, caveats=caveats, title=asked.name)


def _find_gaps(budgets: Sequence[Budget]) -> dict[str, str]:
    data = {id(budget.data): budget.data for budget in budgets}
    found = [find_gaps(one.frame("coverage"), one.frame("documents")).get("expenditure", {}) for one in data.values()]
    own = {budget.document_id for budget in budgets}
    return {document: text for gaps in found for document, text in gaps.items() if document in own}


def _measure(budget: Budget, item: Item, gaps: dict[str, str], heads: Sequence[dict]) -> dict:
    rows = budget.table("expenditure")
    rows = rows[rows[item.column].str.startswith(item.code, na=False)]
    amount = total_of(rows["total"])
    return {
        "department": budget.department,
        "department_id": budget.department_id,
        "document_id": budget.document_id,
        "level": LEVELS[budget.level],
        "year": budget.year,
        "amount": amount,
        "basic": total_of(rows["basic"]),
        "project": total_of(rows["project"]),
        "share": part_of(amount, budget.printed_totals.get(("expenditure", "total"))),
        **_per_head(budget, amount, heads),
        "rows": len(rows),
        "incomplete": budget.document_id in gaps,
        "sources": source_lines(rows),
    }


def _per_head(budget: Budget, amount: float | None, heads: Sequence[dict]) -> dict:
    """Divide by each number of heads that the reference table has of any department, here of this one and year."""
    found: dict = {}
    for measure in dict.fromkeys(row["measure"] for row in heads):
        own = [row for row in heads if row["measure"] == measure and _is_of(row, budget)]
        count = int(own[0]["value"]) if own else None
        ratio = ratio_of(amount, count)
        found |= {measure: count, f"per_{measure}": None if ratio is None else ratio * _YUAN}
    return found


def _is_of(row: dict, budget: Budget) -> bool:
    return row["department_id"] == budget.department_id and int(row["year"]) == budget.year


def _say_heads(budgets: Sequence[Budget], heads: Sequence[dict]) -> list[str]:
    """Say per how many heads each figure is, and where the number stands; whose number is not there."""
    said: list[str] = []
    for measure in dict.fromkeys(row["measure"] for row in heads):
        of_measure = [row for row in heads if row["measure"] == measure]
        own = [(one, row) for one in budgets for row in of_measure if _is_of(row, one)]
        known = {one.document_id for one, _ in own}
        without = [f"{one.department}{one.year}年" for one in budgets if one.document_id not in known]
        columns = (measure, f"per_{measure}")
        said += _say_counts(MEASURES[measure], own, columns)
        text = f"没有{MEASURES[measure]}人数、不算人均的：{name_some(without, _NAMED)}。"
        said += [Caveat(text, columns=columns)] if without else []
    return [*said, *_say_strangers(budgets, heads)]


def _say_counts(label: str, own: Sequence[tuple[Budget, dict]], columns: Sequence[str]) -> list[Caveat]:
    if len(own) > _NAMED:
        places = name_some(list(dict.fromkeys(row["source"] for _, row in own)), _NAMED)
        return [Caveat(f"人均按{label}：各部门除以表中该部门的人数（{places}）。", columns=columns)]
    return [
        Caveat(
            f"人均按{label}：{budget.department} {int(row['value']):,} 人（{row['source']}）。",
            columns=columns,
            document_id=budget.document_id,
        )
        for budget, row in own
    ]


def _say_strangers(budgets: Sequence[Budget], heads: Sequence[dict]) -> list[str]:
    """Say which departments of the reference table the dataset doesn't have, with the nearest: a slip, perhaps."""
    frame = budgets[0].data.frame("documents")
    known = dict(zip(frame["department_id"], frame["department"], strict=True))
    strangers = dict.fromkeys(row["department_id"] for row in heads if row["department_id"] not in known)
    return [f"人数表中的部门编号 {one} 不在数据中，{say_nearest(one, known)}" for one in strangers]


def _caveats(budgets: Sequence[Budget], gaps: dict[str, str], table: pd.DataFrame) -> tuple[str, ...]:
    said: list[str] = [
        Caveat(f"{text}；该部门的金额可能不完整。", document_id=document) for document, text in gaps.items()
    ]
    if len(gaps) > _NAMED:
        said = [f"{len(gaps):,} 份文件的支出总表不完整，这些部门的金额可能不完整（见“数据不完整”一列）。"]
    if table["amount"].isna().any():
        said.append("没有金额的部门，其支出总表未列该科目。")
    if len({(budget.level, budget.year) for budget in budgets}) > 1:
        said.append("层级或年度不同的金额只并列，不作增减比较。")
    return tuple(said)
