"""支出总表 against the fiscal tables by function code, and 基本支出表 by economic class."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from budgetkit.check.causes import Causes, find_causes
from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import Figure, sum_column
from budgetkit.check.gaps import COLUMNS, sum_by_code
from budgetkit.check.result import Cause, absent_row, compare
from budgetkit.check.words import column_label, money, table_label
from budgetkit.finding import Row

Key = tuple[str | None, ...]
FUNCTION = ("function_code",)
ECONOMIC = ("gov_econ_code", "dept_econ_code")
_SPECIAL = {"gov_fund": "政府性基金预算", "state_capital": "国有资本经营预算"}


def compare_by_key(
    rule: str,
    table: str,
    description: str,
    left: dict[Key, Figure],
    right: dict[Key, Figure],
    *,
    name: Callable[[Key], str],
    causes: Callable[[Key], Sequence[Cause]] = lambda key: (),
    hint: str | None = None,
    each: bool = False,
) -> Iterator[Row]:
    """Compare two complete lists by key: one check for the keys that agree (or for each), one for each that differs.

    A key that a list does not have has no money there.
    """
    pairs = {key: (_of(left, key), _of(right, key)) for key in sorted(left.keys() | right.keys(), key=str)}
    agreeing = [key for key, (one, other) in pairs.items() if one.value == other.value and not each]
    if agreeing:
        one, other = (_add([pairs[key][side] for key in agreeing]) for side in (0, 1))
        yield compare(rule, table, f"{description}（{len(agreeing)} 类逐类相符）", one, other)
    for key, (one, other) in pairs.items():
        if key not in agreeing:
            yield compare(rule, table, f"{description}：{name(key)}", one, other, causes(key), hint)


def figures_by_key(rows: Sequence[Row], keys: Sequence[str], column: str) -> dict[Key, Figure]:
    """Add up a column by some columns of the rows; rows without an amount in it add nothing."""
    groups: dict[Key, list[Row]] = {}
    for row in rows:
        if row.get(column) is not None:
            groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    return {key: sum_column(group, column) for key, group in groups.items()}


def check_function_codes(document: CheckedDocument) -> Iterator[Row]:
    """Check 支出总表 (all money) against 一般公共预算支出表 by function code: total, basic and project.

    A difference is explained by government-fund and state-capital tables, by other money or by rows missing in print,
    each only where it accounts for the difference exactly.
    """
    rule, table, other = "expenditure_to_general_public", "expenditure", "general_public_expenditure"
    absent = document.absent(table) or document.absent(other)
    if absent:
        yield absent_row(rule, table, f"{table_label(table)}按功能科目＝{table_label(other)}", absent)
        return
    causes = find_causes(document)
    for column in COLUMNS:
        special = {name: sum_by_code(document.rows(name), column) for name in _SPECIAL}
        left, right = (figures_by_key(document.rows(name), FUNCTION, column) for name in (table, other))
        description = f"{table_label(table)}“{column_label(column)}”按功能科目＝{table_label(other)}"
        yield from compare_by_key(
            rule,
            table,
            description,
            left,
            right,
            name=lambda key: causes.name(key[0]),
            causes=lambda key, column=column, special=special: _code_causes(causes, column, key[0], special),
            each=column == "total",
        )


def _code_causes(causes: Causes, column: str, code: str, special: dict[str, dict[str, Decimal]]) -> list[Cause]:
    """Give the causes for a code: other funds' tables alone, then those together with other money or missing rows."""
    funds = {name: amounts[code] for name, amounts in special.items() if amounts.get(code)}
    extra = sum(funds.values(), Decimal(0))
    listed = "、".join(f"{_SPECIAL[name]} {money(amount)} 万元" for name, amount in funds.items())
    known = [*causes.missing_rows(column, [code]), *causes.other_money(column, [code])]
    if not funds:
        return known
    text = f"支出总表为全部资金，该科目另有{listed}，列在相应预算支出表。"
    return [Cause(extra, text), *(Cause(cause.amount + extra, text + cause.text) for cause in known)]


def check_basic_by_class(document: CheckedDocument) -> Iterator[Row]:
    """Check the basic part of 支出总表 against 基本支出表 by government and department economic class."""
    rule, table, other = "basic_by_economic_class", "basic_expenditure", "expenditure"
    description = f"{table_label(table)}按经济分类＝{table_label(other)}基本支出"
    absent = document.absent(table) or document.absent(other)
    if absent:
        yield absent_row(rule, table, description, absent)
        return
    left = figures_by_key(document.rows(table), ECONOMIC, "total")
    right = figures_by_key(document.rows(other), ECONOMIC, "basic")
    names = economic_names([*document.rows(table), *document.rows(other)])
    causes = find_causes(document)
    more = {key: _of(right, key).value - _of(left, key).value for key in left.keys() | right.keys()}
    yield from compare_by_key(
        rule,
        table,
        description,
        left,
        right,
        name=lambda key: names.get(key, str(key)),
        causes=lambda key: _basic_causes(causes, more, key),
    )


def _basic_causes(causes: Causes, more: dict[Key, Decimal], key: Key) -> list[Cause]:
    """Other money explains the classes in which 支出总表 has more, if they have exactly it together."""
    over = {other: amount for other, amount in more.items() if amount > 0}
    known = causes.other_money("basic")
    if key not in over or not known or known[0].amount != sum(over.values(), Decimal(0)):
        return []
    return [Cause(-over[key], known[0].text)]


def economic_names(rows: Sequence[Row]) -> dict[Key, str]:
    """Name pairs of economic classes as printed."""
    return {
        tuple(row[key] for key in ECONOMIC): (
            f"{row['gov_econ_code']}-{row['gov_econ_name']}／{row['dept_econ_code']}-{row['dept_econ_name']}"
        )
        for row in rows
    }


def _of(figures: dict[Key, Figure], key: Key) -> Figure:
    return figures.get(key, Figure(Decimal(0)))


def _add(figures: Sequence[Figure]) -> Figure:
    total = Figure(Decimal(0))
    for figure in figures:
        total = total + figure
    return total
