"""Transfers to lower levels: one amount a transfer, outside the department's own tables."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import sum_column
from budgetkit.check.result import absent_row, make_row
from budgetkit.check.words import money, table_label
from budgetkit.finding import Row

RULE, TABLE = "one_amount_per_transfer", "transfer_indicators"


def check_transfers(document: CheckedDocument) -> Iterator[Row]:
    """Check that the indicators of a transfer agree on its annual amount (万元), which no other table prints."""
    what = f"{table_label(TABLE)}：同一转移支付只有一个年度金额"
    absent = document.absent(TABLE)
    if absent:
        yield absent_row(RULE, TABLE, what, absent)
        return
    transfers: dict[str | None, list[Row]] = {}
    for row in document.rows(TABLE):
        transfers.setdefault(row["transfer_name"], []).append(row)
    for name, rows in transfers.items():
        amounts = sorted({row["annual_amount"] for row in rows if row["annual_amount"] is not None})
        yield _check(f"{what}：{name or '名称缺失'}", rows, amounts)


def _check(description: str, rows: list[Row], amounts: list[Decimal]) -> Row:
    lines = (sum_column(rows, "annual_amount").lines or (rows[0]["source_line"],),)
    if len(amounts) == 1:
        return make_row(RULE, TABLE, description, "pass", lines=lines, left=amounts[0], right=amounts[0])
    if not amounts:
        return make_row(RULE, TABLE, description, "insufficient", "没有读出年度金额", lines=lines)
    text = f"各行所列不一：{'、'.join(money(amount) for amount in amounts)} 万元"
    return make_row(RULE, TABLE, description, "fail", text, lines=lines, left=amounts[0], right=amounts[-1])
