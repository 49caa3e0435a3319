"""Figures recognised in pictures: each is marked, and one that no sum proves is a finding."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from budgetkit.check.code_names import RULE as CODE_NAME
from budgetkit.finding import Finding, Row
from budgetkit.line_runs import parse_lines

_PASSED = ("pass", "explained")
_NOT_MONEY = ("value_number", "weight", "score")


def mark_recognised(tables: Mapping[str, Sequence[Row]], lines: Collection[int]) -> None:
    """Mark the clean rows that rest on recognised lines, in place: what a picture shows is concluded, not printed."""
    for rows in tables.values():
        for row in rows:
            if row["source_line"] in lines and row["certainty"] == "printed":
                row["certainty"] = "inferred"


def find_unproved(
    tables: Mapping[str, Sequence[Row]], checks: Iterable[Row], lines: Collection[int]
) -> Iterator[Finding]:
    """Find the recognised rows whose amounts no passed check proves, or a failed one doubts, and doubtful codes."""
    proved, doubted, codes = _judge(checks) if lines else (set(), set(), set())
    for name, rows in tables.items():
        for row in rows:
            line = row["source_line"]
            amounts = _amounts(row)
            if line in lines and amounts and (line not in proved or line in doubted):
                note = "金额由图像识别读出，没有合计可以印证，请与原页核对。"
                yield Finding(name, "ocr_amount", "、".join(amounts), note, "flagged", line)
            if line in lines and line in codes and any("code" in column for column in row):
                note = "科目由图像识别读出，编码与名称未能互相印证，请与原页核对。"
                yield Finding(name, "ocr_code", "", note, "flagged", line)


def _judge(checks: Iterable[Row]) -> tuple[set[int], set[int], set[int]]:
    """Give the lines whose amounts add up, those in a sum that does not, and those of codes that nothing proves."""
    proved: set[int] = set()
    doubted: set[int] = set()
    codes: set[int] = set()
    for check in checks:
        if check["rule"] == CODE_NAME:
            codes |= set() if check["status"] in _PASSED else set(parse_lines(check["lines"]))
        elif _is_sum(check):
            (proved if check["status"] in _PASSED else doubted).update(parse_lines(check["lines"]))
    return proved, doubted, codes


def _is_sum(check: Row) -> bool:
    """Say whether a check holds two amounts against each other, rather than counting or ordering rows."""
    return check["difference"] is not None and ("＝" in check["description"] or "一致" in check["description"])


def _amounts(row: Row) -> list[str]:
    return [f"{v:f}" for k, v in row.items() if isinstance(v, Decimal) and v and k not in _NOT_MONEY]
