"""收入总表: where a department's money comes from, this year's income and carry-over apart."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Row, Tidied
from budgetkit.forms.kinds import make_kind, national_table
from budgetkit.parse import clean_name
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known
from budgetkit.recognise.rows import PublishedRow, PublishedTable, read_rows
from budgetkit.tidy.totals import total_rows

TABLE = national_table("income")
COLUMNS = TABLE.columns
AMOUNTS = tuple(column.key for column in COLUMNS if column.type == "amount")


def tidy_income(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 收入总表 into income: one row a unit, amounts in 万元, and the printed totals.

    `role` is `total` for the 合计 row, and for the only row of a table that names no units; `subtotal` for a unit
    whose code begins the code of another (105 is the parent of 105001); `line` otherwise.
    """
    table = read_rows("income", lines, COLUMNS)
    tidied = Tidied()
    codes = [row.text("unit_code") for row in table.rows]
    for row in table.rows:
        clean = _tidy_unit(table, row, codes)
        tidied.tables["income"].append(clean)
        if clean["role"] == "total":
            tidied.tables["printed_totals"].extend(total_rows(table, row, AMOUNTS))
    tidied.findings = table.findings
    return tidied


def _tidy_unit(table: PublishedTable, row: PublishedRow, codes: list[str]) -> Row:
    unit = {
        "unit_code": row.text("unit_code") or None,
        "unit_name": None if row.is_total else clean_name(row.text("unit_name")) or None,
    }
    amounts = {key: table.amount(row, key) for key in AMOUNTS}
    return {**unit, **amounts, "role": _role(row, codes), **row.place()}


def _role(row: PublishedRow, codes: list[str]) -> str:
    code = row.text("unit_code")
    if row.is_total or not (code or row.text("unit_name")):
        return "total"
    is_parent = bool(code) and any(other != code and other.startswith(code) for other in codes)
    return "subtotal" if is_parent else "line"


KIND = make_kind(TABLE, tidy_income)
