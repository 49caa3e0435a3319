"""Targets that 部门整体支出绩效目标表 repeats from projects: the same indicator, the same number."""

from __future__ import annotations

from budgetkit.check.document import CheckedDocument
from budgetkit.check.numbers_in_words import base_unit
from budgetkit.finding import Row
from budgetkit.line_runs import format_lines
from budgetkit.tidy.project_names import name_key

_PROVED = 2  # targets of the same name that are the same: one may be by chance
_GENERAL = 5  # characters: shorter names (公众满意度) are of many projects, each with a number of its own


def find_otherwise(document: CheckedDocument) -> list[tuple[Row, str | None]]:
    """Find the department's indicators that projects print under the same name and unit, none with that value.

    The department's task may be another than the project's, with a target of its own. That a document repeats targets
    is proved where most of those that it could repeat are the same; only there one that differs is doubted.
    """
    told = [(row, _describe(row, own)) for row, own in pair_targets(document)]
    differing = [(row, text) for row, text in told if text]
    repeated = len(told) - len(differing)
    return differing if repeated >= max(_PROVED, len(differing)) else []


def pair_targets(document: CheckedDocument) -> list[tuple[Row, list[Row]]]:
    """Pair each numeric indicator of the department with those of projects that bear its name and unit."""
    by_name: dict[tuple[str, str], list[Row]] = {}
    for row in document.rows("project_indicators"):
        if row["value_number"] is not None and row["name"]:
            by_name.setdefault(_key(row), []).append(row)
    rows = [row for row in document.rows("department_indicators") if row["value_number"] is not None and row["name"]]
    return [(row, by_name[_key(row)]) for row in rows if len(row["name"]) > _GENERAL and _key(row) in by_name]


def _key(row: Row) -> tuple[str, str]:
    return name_key(row["name"]), base_unit(row["unit"] or "")


def _describe(row: Row, own: list[Row]) -> str | None:
    if any(one["value_number"] == row["value_number"] for one in own):
        return None
    printed = "、".join(dict.fromkeys(map(_print, own)))
    where = format_lines([one["source_line"] for one in own])
    return f"部门整体目标为 {_print(row)}，项目目标（第 {where} 行）为 {printed}"


def _print(row: Row) -> str:
    return f"{row['operator'] or ''}{row['value']}{row['unit'] or ''}"
