"""The clean tables as people read them: Chinese headers and values, the department's name beside its id."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa

from budgetkit.briefing.data_quality import ACTIONS
from budgetkit.briefing.data_quality import KINDS as FINDING_KINDS
from budgetkit.check.rule_names import rule_names
from budgetkit.compare.budget import LEVELS
from budgetkit.dataset.states import STATES
from budgetkit.forms.form import load_forms
from budgetkit.schema import ColumnSchema, TableSchema, load_schemas
from budgetkit.source_entry import KIND_LABELS as DOCUMENT_KINDS
from budgetkit.tidy.registry import TABLE_KINDS

COMPLETENESS = {
    "complete": "完整：各行之和等于原文合计",
    "rows_missing": "缺行：原文另有依据",
    "short": "各行之和小于原文合计，原因不明",
    "over": "各行之和大于原文合计，原因不明",
    "unknown": "无法判断：没有可对照的合计或清单",
    "empty": "没有数据行",
}
_WORDS: dict[str, Mapping[str, str]] = {
    "level": LEVELS,
    "side": {"income": "收入", "expenditure": "支出", "use": "支出（按用途）"},
    "role": {"line": "明细", "subtotal": "小计", "total": "合计", "class": "类", "section": "款", "item": "项"},
    "certainty": {"printed": "原文如此", "joined": "拼接", "inferred": "推定"},
    "status": STATES,
    "completeness": COMPLETENESS,
    "action": ACTIONS,
    "kind": {**DOCUMENT_KINDS, **FINDING_KINDS},
    "fund": {
        "total": "年度资金总额",
        "current_grant": "当年财政拨款",
        "carryover": "上年结转资金",
        "other": "其他资金",
    },
    "part": {"text": "只有文字说明"},
    "project_kind": {"T": "特定目标类", "Y": "其他运转类"},
    "stage": {"initial": "年初预算", "adjusted": "全年预算", "final": "决算"},
    "base_kind": {"budget": "预算数", "final": "执行数"},
    "direction": {"increase": "增加", "decrease": "减少", "flat": "持平"},
    "read": {"read": "已整理", "recognised": "已识别，未整理", "unrecognised": "未识别"},
}
_DETAILS_OF_PLACE = ("source_page", "source_sheet", "source_row", "source_cell", "source_box")
_TOTALS = {"income_total": "收入总计", "expenditure_total": "支出总计"}
_DATE_PARTS = "年月日时分秒上下午"
_CHANGED = re.compile(
    rf"(?=.*\d)[\s\d.,:/%()（）+\-eE¥￥$€{_DATE_PARTS}]+"
    r"|(?i:true|false|真|假)"
    r"|(?i:\d{0,4}[\s\-/]*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s\-/]*\d{0,4})"
)


@dataclass(frozen=True)
class PeopleColumn:
    """A column for people: its Chinese header, its type in the schema, its values in row order."""

    header: str
    type: str
    values: Sequence[Any]


def people_columns(schema: TableSchema, table: pa.Table, departments: Mapping[str, str]) -> list[PeopleColumn]:
    """Give a clean table's columns for people; `departments` are names by id.

    The department's name stands beside its id. What says more of a place than its line is left out where no row has it.
    """
    columns = []
    for column in schema.columns:
        if column.name in _DETAILS_OF_PLACE and table[column.name].null_count == len(table):
            continue
        values = table[column.name].to_pylist()
        if column.name != "department":
            columns.append(PeopleColumn(_header(column), column.type, _say(column.name, values)))
        if column.name == "department_id":
            columns.append(PeopleColumn("部门", "text", [departments.get(value) for value in values]))
    return columns


def department_names(tables: Mapping[str, pa.Table]) -> dict[str, str]:
    """Give the departments' names by id."""
    documents = tables["documents"]
    return dict(zip(documents["department_id"].to_pylist(), documents["department"].to_pylist(), strict=True))


def say_value(column: str, value: str) -> str:
    """Say a value of a column in Chinese; one that has no word stays as it is."""
    return _words(column).get(value, value)


def is_changed_by_spreadsheets(text: str) -> bool:
    """Say whether a spreadsheet that opens a CSV file would make a number, date or truth value of a text."""
    return _CHANGED.fullmatch(text.strip()) is not None


def _header(column: ColumnSchema) -> str:
    return f"{column.label}（万元）" if column.type == "money" else column.label


def _say(column: str, values: Sequence[Any]) -> Sequence[Any]:
    words = _words(column)
    return [words.get(value, value) for value in values] if words else values


@cache
def _words(column: str) -> Mapping[str, str]:
    if column == "table":
        return {kind.name: kind.label for kind in TABLE_KINDS} | {
            name: schema.label for name, schema in load_schemas().items()
        }
    if column == "rule":
        return rule_names()
    if column == "form":
        return {name: form.label for name, form in load_forms().items()}
    if column == "column":
        columns = (one for schema in load_schemas().values() for one in schema.columns)
        return {one.name: one.label for one in columns} | _TOTALS
    return _WORDS.get(column, {})
