"""收支总表 and 财政拨款收支总表 of a made department, in the city's and the district's form."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from budgetkit.finding import Row
from made.amounts import add
from made.classification import CITY_CLASSES, CLASSES, DISTRICT_CLASSES
from made.income import Income
from made.ledger import Ledger, Sum, total

_SOURCES = (
    ("general_public", "一般公共预算拨款收入"), ("gov_fund", "政府性基金预算拨款收入"),
    ("state_capital", "国有资本经营预算拨款收入"), ("special_account", "财政专户管理资金收入"),
    ("business_income", "事业收入"), ("superior_subsidy", "上级补助收入"),
    ("affiliate_remittance", "附属单位上缴收入"), ("operating_income", "事业单位经营收入"),
    ("other_income", "其他收入"),
)  # fmt: skip
_GRANTS = (
    ("general_public", "一般公共预算资金"),
    ("gov_fund", "政府性基金预算资金"),
    ("state_capital", "国有资本经营预算资金"),
)
_LEFT_OVER = (
    ("general_public", "一般公共预算拨款"),
    ("gov_fund", "政府性基金预算拨款"),
    ("state_capital", "国有资本经营预算拨款"),
)
_NUMERALS = "一二三四五六七八九十"


def numeral(number: int) -> str:
    """Write a number below 100 as Chinese tables number their lines."""
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return ten + (_NUMERALS[ones - 1] if ones else "")


def income_expenditure_rows(layout: str, ledger: Ledger, income: Income) -> list[Row]:
    """Work out 收支总表, the income side first; `item` bears its numeral, as this form numbers it."""
    left = [_line("income", f"{numeral(n)}、{name}", income.this_year.get(key)) for n, (key, name) in _number(_SOURCES)]
    spent = total(ledger)
    carried = "上年结转结余" if layout == "city" else "单位结转结余"
    return [
        *left,
        _line("income", "本年收入合计", income.this_year_total, "subtotal"),
        _line("income", carried, income.carryover_total),
        _line("income", "收入总计", income.total, "total"),
        *_class_rows(layout, ledger, lambda _: True),
        _line("expenditure", "本年支出合计", spent, "subtotal"),
        _line("expenditure", "年终结转结余", income.year_end),
        _line("expenditure", "支出总计", add((spent, income.year_end)), "total"),
    ]


def fiscal_grant_rows(layout: str, ledger: Ledger, income: Income) -> list[Row]:
    """Work out 财政拨款收支总表, the income side first."""
    this_year = {key: income.this_year.get(key) for key, _ in _GRANTS}
    left_over = {key: income.carryover.get(key) for key, _ in _GRANTS}
    spent = total(ledger, lambda entry: entry.is_fiscal)
    form = _city_grant if layout == "city" else _district_grant
    return form(this_year, left_over, spent, _class_rows(layout, ledger, lambda entry: entry.is_fiscal))


def _city_grant(
    this_year: dict[str, Decimal | None], left_over: dict[str, Decimal | None], spent: Decimal, classes: list[Row]
) -> list[Row]:
    return [
        *(_line("income", f"{numeral(n)}、{name}", this_year[key]) for n, (key, name) in _number(_GRANTS)),
        _line("income", "本年收入合计", add(this_year.values()), "subtotal"),
        _line("income", "上年结转结余", add(left_over.values()), "subtotal"),
        *(_line("income", f"{numeral(n)}、{name}", left_over[key]) for n, (key, name) in _number(_LEFT_OVER)),
        _line("income", "收入总计", add((*this_year.values(), *left_over.values())), "total"),
        *classes,
        _line("expenditure", "本年支出合计", spent, "subtotal"),
        _line("expenditure", "年终结转结余", None),
        _line("expenditure", "支出总计", spent, "total"),
    ]


def _district_grant(
    this_year: dict[str, Decimal | None], left_over: dict[str, Decimal | None], spent: Decimal, classes: list[Row]
) -> list[Row]:
    return [
        _line("income", "一、本年收入", add(this_year.values()), "subtotal"),
        *(_line("income", f"（{numeral(n)}）{name}", this_year[key]) for n, (key, name) in _number(_GRANTS)),
        _line("income", "二、上年结转", add(left_over.values()), "subtotal"),
        *(_line("income", f"（{numeral(n)}）{name}", left_over[key]) for n, (key, name) in _number(_LEFT_OVER)),
        _line("income", "收入总计", add((*this_year.values(), *left_over.values())), "total"),
        _line("expenditure", "一、本年支出", spent, "subtotal"),
        *classes,
        _line("expenditure", "二、年终结转结余", None),
        _line("expenditure", "支出总计", spent, "total"),
    ]


def _class_rows(layout: str, ledger: Ledger, wanted: Callable[[Sum], bool]) -> list[Row]:
    codes = CITY_CLASSES if layout == "city" else DISTRICT_CLASSES
    return [
        _line("expenditure", f"{numeral(number)}、{CLASSES[code]}", _class_total(ledger, code, wanted))
        for number, code in _number(codes)
    ]


def _class_total(ledger: Ledger, code: str, wanted: Callable[[Sum], bool]) -> Decimal | None:
    return total(ledger, lambda entry: entry.function.code.startswith(code) and wanted(entry))


def _number(entries: tuple) -> list[tuple[int, object]]:
    return list(enumerate(entries, start=1))


def _line(side: str, item: str, amount: Decimal | None, role: str = "line") -> Row:
    name = item.partition("、")[2] or item.partition("）")[2] or item
    return {"side": side, "item": item, "item_name": name, "amount": amount, "role": role}
