"""收入总表: where a department's money comes from, this year's income and carry-over apart."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Row, Tidied
from budgetkit.parse import clean_name
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Column, Known, TableKind
from budgetkit.recognise.rows import PublishedRow, PublishedTable, read_rows
from budgetkit.tidy.totals import total_rows

_FUNDS = (
    ("general_public", "一般公共预算(?:拨款)?(?:资金|收入|拨款收入)?"),
    ("gov_fund", "政府性基金(?:预算)?(?:拨款)?(?:资金|收入|拨款收入)?"),
    ("state_capital", "国有资本经营(?:预算)?(?:拨款)?(?:资金|收入|拨款收入)?"),
)
_OWN = (
    ("special_account", "财政专户管理(?:的)?(?:资金)?(?:收入)?"),
    ("business_income", "事业收入"),
    ("operating_income", "事业单位经营收入|经营收入"),
    ("superior_subsidy", "上级补助收入"),
    ("affiliate_remittance", "附属单位上缴收入"),
    ("other_income", "其他收入"),
)
_CARRYOVER_OWN = (("special_account", "财政专户管理(?:的)?(?:资金)?"), ("unit_funds", "单位资金"))
COLUMNS = (
    Column("unit_code", "(?:部门（单位）|部门|单位)代码", "code"),
    Column("unit_name", "(?:部门（单位）|部门|单位)名称", "text"),
    Column("total", "合计|总计"),
    Column("this_year_subtotal", "本年收入(?:合计)?/(?:小计|合计)"),
    *(Column(f"this_year_{key}", f"本年收入(?:合计)?/(?:{words})") for key, words in (*_FUNDS, *_OWN)),
    Column("carryover_subtotal", "上年结转(?:结余)?/(?:小计|合计)"),
    *(Column(f"carryover_{key}", f"上年结转(?:结余)?/(?:{words})") for key, words in (*_FUNDS, *_CARRYOVER_OWN)),
)
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


KIND = TableKind(
    name="income",
    label="收入总表",
    titles=("(?:部门|单位)?收入(?:预算)?(?:总(?:体情况)?表)?",),
    tidy=tidy_income,
    gives=("income",),
)
