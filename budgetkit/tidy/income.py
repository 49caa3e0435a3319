"""收入总表: where a department's money comes from, this year's income and carry-over apart."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Row, Tidied
from budgetkit.forms.kinds import make_kind, national_table
from budgetkit.parse import CodeName, clean_name, is_code, parse_coded_unit
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known
from budgetkit.recognise.published_table import PublishedRow, PublishedTable
from budgetkit.recognise.rows import read_rows
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
    codes = [_unit(row).code or "" for row in table.rows]
    for row in table.rows:
        clean = _tidy_unit(table, row, codes)
        tidied.tables["income"].append(clean)
        if clean["role"] == "total":
            tidied.tables["printed_totals"].extend(total_rows(table, row, AMOUNTS))
    tidied.findings = table.findings
    return tidied


def _tidy_unit(table: PublishedTable, row: PublishedRow, codes: list[str]) -> Row:
    unit = _unit(row)
    amounts = {key: table.amount(row, key) for key in AMOUNTS}
    names = {"unit_code": unit.code, "unit_name": None if row.is_total else unit.name}
    return {**names, **amounts, "role": _role(row, codes), **row.place()}


def _unit(row: PublishedRow) -> CodeName:
    """Read a unit's code and name, each from its column, or both from one of them (`101001某局`)."""
    code, name = row.text("unit_code"), row.text("unit_name")
    if code and name:
        return CodeName(code, clean_name(name))
    return CodeName(code, None) if is_code(code) else parse_coded_unit(code or name)


def _role(row: PublishedRow, codes: list[str]) -> str:
    code, name = _unit(row)
    if row.is_total or not (code or name):
        return "total"
    is_parent = code is not None and any(other != code and other.startswith(code) for other in codes)
    return "subtotal" if is_parent else "line"


KIND = make_kind(TABLE, tidy_income)
