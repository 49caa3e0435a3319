"""What a text compares with: last year's amounts that it states or implies, against those that the tables print.

A form may print last year beside this one: 上年执行数 of a functional item, “三公” of two years. 预算数 and 执行数 are
told apart there, so that a text which calls the one by the other's name is seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import Figure, read_figure, sum_column
from budgetkit.check.result import make_row
from budgetkit.check.statement_rows import TABLE, name_statement
from budgetkit.check.words import money
from budgetkit.finding import Row
from budgetkit.narrative.concepts import ITEM, load_concepts
from budgetkit.parse import half_unit

RULE = "text_base_against_table"
GENERAL, EXECUTED = "general_public_expenditure", "previous_executed"
_KINDS = {"budget": "预算数", "final": "执行数"}
_THREE_PUBLIC = "three_public_"


def check_bases(document: CheckedDocument, rows: Sequence[Row]) -> Iterator[Row]:
    """Check last year's amounts (万元) that statements give, or imply by a change, against what tables print of them.

    Equal within the rounding of what is printed passes. One that differs fails where the tables print last year's
    figure of the kind that the text names; where they print the other kind alone and the text has that one's amount,
    both readings are said. No row where no table prints last year.
    """
    for row in rows:
        amount, slack = implied_base(row)
        printed = _printed(document, row) if amount is not None else {}
        if printed and amount is not None and (judged := _judge(row, amount, slack, printed)):
            yield judged


def implied_base(row: Row) -> tuple[Decimal | None, Decimal]:
    """Give the base's amount that a statement states, or implies by its change, and how far rounding may move it."""
    if row["base_amount"] is not None:
        return row["base_amount"], half_unit(row["base_amount"])
    if None in (row["amount"], row["change"]) or row["direction"] not in ("increase", "decrease"):
        return None, Decimal(0)
    sign = 1 if row["direction"] == "increase" else -1
    return row["amount"] - sign * row["change"], half_unit(row["amount"]) + half_unit(row["change"])


def _printed(document: CheckedDocument, row: Row) -> dict[str, Figure]:
    """Give the figures of the base's year that tables print of what a statement is about, by kind."""
    if row["base_year"] is None or row["concept"] is None:
        return {}
    found = _of_three_public(document, row) if row["concept"] != ITEM else {}
    if row["base_year"] == document.source.year - 1 and (executed := _executed(document, row)):
        found["final"] = executed
    return {kind: figure for kind, figure in found.items() if figure.value is not None}


def _of_three_public(document: CheckedDocument, row: Row) -> dict[str, Figure]:
    concept = next((one for one in load_concepts() if one.name == row["concept"]), None)
    names = [name for name in concept.figures if name.startswith(_THREE_PUBLIC)] if concept else []
    years = [other for other in document.rows("three_public") if other["budget_year"] == row["base_year"]]
    columns = [name.removeprefix(_THREE_PUBLIC) for name in names]
    return {
        other.get("base_kind") or "budget": read_figure(other, column)
        for column in columns
        for other in years
        if column in other
    }


def _executed(document: CheckedDocument, row: Row) -> Figure | None:
    code = row["function_code"] if row["concept"] == ITEM else ""
    items = [one for one in document.rows(GENERAL) if (one["function_code"] or "").startswith(code or "")]
    is_told = bool(code) or row["concept"] == GENERAL
    return sum_column(items, EXECUTED) if is_told and any(one.get(EXECUTED) is not None for one in items) else None


def _judge(row: Row, amount: Decimal, slack: Decimal, printed: dict[str, Figure]) -> Row | None:
    kind = row["base_kind"]
    equal = [k for k, figure in printed.items() if abs(figure.value - amount) <= slack + figure.slack]
    own = printed.get(kind) or (printed[equal[0]] if equal and kind is None else None)
    if own is None and not (kind and equal and amount):
        return None  # the tables print another kind of figure, which the text doesn't speak of
    figure = own or printed[equal[0]]
    is_right = kind in equal or (kind is None and bool(equal))
    status, said = ("pass", None) if is_right else _explain(kind, equal, figure, is_printed=own is not None)
    word = _KINDS.get(kind or equal[0], "")
    what = f"说明文字“{name_statement(row)}”所比的 {row['base_year']} 年{word}＝表中所列"
    lines = ((row["source_line"],), figure.lines)
    return make_row(
        RULE, TABLE, what, status, said, lines=lines, left=amount, right=figure.value,
        difference=amount - figure.value, tolerance=slack + figure.slack,
    )  # fmt: skip


def _explain(kind: str, equal: Sequence[str], figure: Figure, *, is_printed: bool) -> tuple[str, str]:
    if not equal:
        return "fail", f"表中为 {money(figure.value)} 万元，不能判定是哪一处有误。"
    named, other = _KINDS[kind], _KINDS[equal[0]]
    if is_printed:
        return "fail", f"文字称{named}，所用的却是表中的{other}：两者对调，或文字写错了口径。"
    return "insufficient", f"文字称{named}，金额与表中的{other}相同：或两者相等，或对调；表中没有{named}，无从判定。"
