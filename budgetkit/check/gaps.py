"""Where 支出总表 (all money) has more or less than the tables of fiscal money, by function code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import ZERO, Figure, sum_column
from budgetkit.check.two_sides import carryover_figure
from budgetkit.finding import Row

OTHER_MONEY = (
    "this_year_special_account",
    "this_year_business_income",
    "this_year_operating_income",
    "this_year_superior_subsidy",
    "this_year_affiliate_remittance",
    "this_year_other_income",
    "carryover_special_account",
    "carryover_unit_funds",
)
SPECIAL_FUNDS = ("gov_fund", "state_capital")
FISCAL_TABLES = ("general_public_expenditure", *SPECIAL_FUNDS)
COLUMNS = ("total", "basic", "project")


@dataclass(frozen=True)
class Gap:
    """By how much the rows of 支出总表 exceed (`over`) or fall short of (`short`) fiscal money, by function code.

    `lack` is what all its rows fall short of its own printed total, None without one; `other` the other money to be
    expected in it, None where the document does not tell. All in 万元.
    """

    over: dict[str, Decimal]
    short: dict[str, Decimal]
    lack: Decimal | None
    other: Decimal | None

    @property
    def located(self) -> bool:
        """Say whether the codes that fall short lack exactly what the table lacks."""
        return bool(self.lack) and self.lack == sum(self.short.values())

    @property
    def paid_otherwise(self) -> bool:
        """Say whether the codes that exceed do so by exactly the other money."""
        return bool(self.other) and self.other == sum(self.over.values())


def find_gaps(document: CheckedDocument) -> dict[str, Gap]:
    """Find the gaps between 支出总表 and fiscal money in total, basic and project; none where a table is not there."""
    if not document.rows("expenditure") or not document.rows("general_public_expenditure"):
        return {}
    return {column: _find_gap(document, column) for column in COLUMNS}


def _find_gap(document: CheckedDocument, column: str) -> Gap:
    fiscal = [row for table in FISCAL_TABLES for row in document.rows(table)]
    printed = document.printed("expenditure", column)
    other = other_money(document) if column == "total" else printed - fiscal_total(document, column)
    return compare_rows(document.rows("expenditure"), fiscal, column, printed.value, other.value)


def compare_rows(
    rows: Sequence[Row], fiscal: Sequence[Row], column: str, printed: Decimal | None, other: Decimal | None = None
) -> Gap:
    """Compare a column (万元, exact) of the rows of 支出总表, and its printed total, with the rows of fiscal money."""
    own, part = sum_by_code(rows, column), sum_by_code(fiscal, column)
    lack = None if printed is None else printed - sum((row[column] or ZERO for row in rows), ZERO)
    return Gap(_find_more(own, part), _find_more(part, own), lack, other)


def _find_more(sums: Mapping[str, Decimal], others: Mapping[str, Decimal]) -> dict[str, Decimal]:
    more = {code: value - others.get(code, ZERO) for code, value in sorted(sums.items())}
    return {code: value for code, value in more.items() if value > 0}


def sum_by_code(rows: Iterable[Row], column: str) -> dict[str, Decimal]:
    """Add up a column (万元) by function code."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.get(column) is not None and row["function_code"]:
            sums[row["function_code"]] += row[column]
    return dict(sums)


def sum_by_economic_class(rows: Iterable[Row], column: str) -> dict[tuple[str | None, str | None], Decimal]:
    """Add up a column (万元) by pair of economic classes."""
    sums: dict[tuple[str | None, str | None], Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[row["gov_econ_code"], row["dept_econ_code"]] += row[column] or ZERO
    return dict(sums)


def fiscal_total(document: CheckedDocument, column: str) -> Figure:
    """Add up what the fiscal tables print as total of a column; a fund without a row in it adds nothing."""
    total = document.printed(FISCAL_TABLES[0], column)
    for table in SPECIAL_FUNDS:
        figure = document.printed(table, column)
        absent = document.absent(table)
        is_empty = not absent.due if absent else sum_column(document.rows(table), column).value is None
        total = total + (figure.or_zero() if is_empty else figure)
    return total


def other_money(document: CheckedDocument) -> Figure:
    """Compute the money in 支出总表 that is not fiscal: income of that kind less what is carried on of it."""
    rows = _total_rows(document)
    if not rows:
        return document.absent("income") or Figure(None, reason="收入总表没有合计行")
    income = Figure(ZERO)
    for column in OTHER_MONEY:
        income = income + sum_column(rows, column).or_zero()
    kept = [
        carryover_figure(document, table, "expenditure").or_zero() for table in ("income_expenditure", "fiscal_grant")
    ]
    return income - (kept[0] - kept[1])


def other_sources(document: CheckedDocument) -> dict[str, Decimal]:
    """Give the columns of 收入总表 that hold money which is not fiscal, with their totals (万元)."""
    sums = {column: sum_column(_total_rows(document), column).value for column in OTHER_MONEY}
    return {column: value for column, value in sums.items() if value}


def _total_rows(document: CheckedDocument) -> list[Row]:
    return [row for row in document.rows("income") if row["role"] == "total"]


def missing_basic_rows(document: CheckedDocument, gap: Gap) -> dict[str, Decimal]:
    """Find what 基本支出表 lacks, where it is the very money that the basic part of 支出总表 lacks, by column."""
    if not gap.located:
        return {}
    rows = document.rows("basic_expenditure")
    lacks = {}
    for column in ("total", "personnel", "public_funds"):
        own, printed = sum_column(rows, column).value, document.printed("basic_expenditure", column).value
        if own is not None and printed is not None and printed > own:
            lacks[column] = printed - own
    known = {"total": gap.lack, **_short_by_kind(document, gap)}
    return {column: lack for column, lack in lacks.items() if lack == known.get(column)}


def kinds_of_basic(document: CheckedDocument) -> dict[tuple[str | None, str | None], str]:
    """Say of each pair of economic classes in 基本支出表 whether it is `personnel` or `public_funds`."""
    return {
        (row["gov_econ_code"], row["dept_econ_code"]): column
        for row in document.rows("basic_expenditure")
        for column in ("personnel", "public_funds")
        if row[column] is not None
    }


def _short_by_kind(document: CheckedDocument, gap: Gap) -> dict[str, Decimal]:
    """Split what the codes that fall short lack into personnel and public funds.

    一般公共预算支出表 prints the split; the rows of 支出总表 get it from their economic classes, as 基本支出表
    has them.
    """
    kinds = kinds_of_basic(document)
    short: dict[str | None, Decimal] = defaultdict(Decimal)
    for row in document.rows("general_public_expenditure"):
        for column in ("personnel", "public_funds"):
            if row["function_code"] in gap.short:
                short[column] += row[column] or ZERO
    for row in document.rows("expenditure"):
        if row["function_code"] in gap.short and row["basic"] is not None:
            short[kinds.get((row["gov_econ_code"], row["dept_econ_code"]))] -= row["basic"]
    return {} if None in short else dict(short)
