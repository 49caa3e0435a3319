"""Targets and results of self-evaluations: held against each other, against the score, and against their own names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from budgetkit.check.dates_in_words import (
    describe_impossible_date,
    describe_late,
    describe_other_day,
    describe_other_year,
)
from budgetkit.check.document import CheckedDocument
from budgetkit.check.indicator_values import describe_impossible
from budgetkit.check.numbers_in_words import describe_in_text, describe_own_number
from budgetkit.check.result import count_row, make_row
from budgetkit.finding import Row
from budgetkit.tidy.evaluation.values import PrintedQuantity

RULE, TABLE = "evaluation_value", "evaluation_indicators"
_QUANTITY = re.compile(r"(?P<operator>[≥≤=＝><＞＜]?)\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>[^\d\s]*)")
_SAME = str.maketrans({"＝": "=", "＞": ">", "＜": "<"})
_TEXTS = (("expected_goal", "target", "年度总体目标"), ("actual_result", "actual", "完成情况"))
_FAR = 3  # times the target; 财政部 asks for a reason where a result is far above its target


def read_quantity(text: str | None) -> PrintedQuantity | None:
    """Read `≥95%`, `12次`; None for words, dates and anything else."""
    match = _QUANTITY.fullmatch((text or "").strip())
    if match is None:
        return None
    return PrintedQuantity(match["operator"].translate(_SAME), Decimal(match["number"].replace(",", "")), match["unit"])


def check_evaluation_values(document: CheckedDocument) -> Iterator[Row]:
    """Check targets and results; one row for those that agree with their score, one for each that is odd."""
    fine, said = [], _find_in_texts(document)
    for row in document.rows(TABLE):
        text = describe_odd(row) or _describe_dates(row, document.source.year) or said.get(id(row))
        if text is None:
            fine.append(row["source_line"])
        else:
            what = f"{document.name_evaluation(row['evaluation_seq'])}：指标“{row['name']}”的指标值、实际值与得分相符"
            yield make_row(
                RULE, TABLE, what, "insufficient", f"{text}，按原文保留，宜复核", lines=((row["source_line"],),)
            )
    yield from _check_total_weights(document)
    if fine:
        yield make_row(RULE, TABLE, f"{len(fine)} 项指标的指标值、实际值与得分没有可见的矛盾", "pass", lines=(fine,))


def _find_in_texts(document: CheckedDocument) -> dict[int, str]:
    """Find targets that a form's goal gives otherwise, and results that its account of the year does, by row."""
    rows_of: dict[int, list[Row]] = {}
    for row in document.rows(TABLE):
        rows_of.setdefault(row["evaluation_seq"], []).append(row)
    found: dict[int, str] = {}
    for form in document.rows("evaluations"):
        own = rows_of.get(form["evaluation_seq"], [])
        for text, column, what in (
            ("expected_goal", "target", "年度总体目标"),
            ("actual_result", "actual", "完成情况"),
        ):
            quantities = [(row, quantity) for row in own if (quantity := read_quantity(row[column]))]
            values = [{**row, "value_number": q.number, "unit": q.unit, "row": row} for row, q in quantities]
            found |= {id(value["row"]): told for value, told in describe_in_text(form[text] or "", values, what)}
    return found


def _check_total_weights(document: CheckedDocument) -> Iterator[Row]:
    """Check that each 总分 has its weight, where the document prints one at all; what can't be read was left out."""
    lines = {
        column: [row["source_line"] for row in document.printed_totals(TABLE).get(column, ())]
        for column in ("weight", "score")
    }
    without = [line for line in lines["score"] if line not in lines["weight"]]
    if lines["weight"] and lines["score"]:
        yield count_row(
            "evaluation_total_weight",
            TABLE,
            "总分一栏均印有分值",
            len(lines["score"]) - len(without),
            len(lines["score"]),
            bad=f"{len(without)} 处总分没有分值，或分值未能读出",
            status="insufficient",
            lines=without or lines["score"],
        )


def describe_odd(row: Row) -> str | None:
    """Say what is odd about a target and its result; None where nothing is."""
    target, actual, name = read_quantity(row["target"]), read_quantity(row["actual"]), row["name"] or ""
    for quantity in (target, actual):
        if quantity and (odd := describe_impossible(name, quantity.operator or "=", quantity.number, quantity.unit)):
            return odd
    if target and (odd := describe_own_number(name, target.number, target.unit, target.operator)):
        return odd
    if target is None or actual is None or target.unit != actual.unit or None in (row["weight"], row["score"]):
        return None
    if row["score"] == row["weight"] and not _is_met(target, actual):
        return f"实际值 {row['actual']} 没有达到指标值 {row['target']}，得分却是满分"
    if _is_far_above(target, actual) and not row["deviation_reason"]:
        return f"实际值 {row['actual']} 远在指标值 {row['target']} 之上，没有说明原因"
    return None


def _describe_dates(row: Row, year: int) -> str | None:
    """Say what is odd about a result that is a date: it can't be, is late and yet in full, or is not the reason's."""
    actual, is_full = row["actual"] or "", row["score"] is not None and row["score"] == row["weight"]
    return (
        describe_impossible_date(actual, year)
        or (is_full and describe_late(row["name"] or "", actual, year))
        or describe_other_day(actual, row["deviation_reason"] or "")
        or ("时效" in (row["level2"] or "") and describe_other_year(row["name"] or "", year, actual or "无"))
        or None
    )


def _is_met(target: PrintedQuantity, actual: PrintedQuantity) -> bool:
    """Say whether a result meets its target; a target without an upper limit may be exceeded, `=` too."""
    if actual.operator:
        return True
    if target.operator in ("≤", "<"):
        return actual.number <= target.number
    return actual.number >= target.number


def _is_far_above(target: PrintedQuantity, actual: PrintedQuantity) -> bool:
    is_exact = target.unit == "%" and target.operator in ("", "=")  # a share that is to be reached, not exceeded
    least = (2 if is_exact else _FAR) * target.number
    return actual.number >= least and actual.number > 0 and (target.number > 0 or is_exact)
