"""What the checks of statements share: their names, what rounding allows a per cent to be, and their rows."""

from __future__ import annotations

from decimal import Decimal

from budgetkit.check.result import make_row
from budgetkit.finding import Row
from budgetkit.parse import half_unit

TABLE = "statements"


def name_statement(row: Row) -> str:
    """Name what a statement is about, with the item of its paragraph."""
    context = f"{row['context']}" if row["context"] and row["context"] not in row["subject"] else ""
    if context and context.endswith(row["subject"]):
        return context
    return f"{context}{row['subject']}"


def judge_percent(stated: Decimal, low: Decimal, high: Decimal) -> tuple[str, str | None]:
    """Judge a stated per cent by what the rounded amounts allow it to be: rounded, cut off, or neither."""
    slack = half_unit(stated)
    if low - slack <= stated <= high + slack:
        return "pass", None
    if low - 2 * slack < stated <= high:
        return "explained", f"按所述金额计算为 {high:.3f}%，文字截去了末位之后的数，没有四舍五入。"
    return (
        "fail",
        f"按所述金额计算为 {low:.2f}%。" if low == high else f"按所述金额计算在 {low:.2f}%–{high:.2f}% 之间。",
    )


def percent_bounds(part: Decimal, part_slack: Decimal, whole: Decimal, whole_slack: Decimal) -> tuple[Decimal, Decimal]:
    """Give what a per cent may be when both of its numbers are rounded."""
    return (part - part_slack) / (whole + whole_slack) * 100, (part + part_slack) / (whole - whole_slack) * 100


def numbers_row(
    rule: str,
    description: str,
    status: str,
    said: str | None,
    row: Row,
    left: Decimal,
    right: Decimal | None,
    slack: Decimal,
) -> Row:
    """Make the row of a check between two numbers of the text."""
    difference = None if right is None else left - right
    return make_row(
        rule, TABLE, description, status, said,
        lines=((row["source_line"],),), left=left, right=right, difference=difference, tolerance=slack,
    )  # fmt: skip
