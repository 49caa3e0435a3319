"""Prices of one thing among costs (447.98 元/个, 每家企业 0.96 万元), and the quantities that count that thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgetkit.check.numbers_in_words import base_unit
from budgetkit.finding import Row
from budgetkit.money_units import money_factor
from budgetkit.parse import half_unit

_PER_UNIT = re.compile(r"(?P<money>[^/]+)/(?P<thing>.+)")
_PER_NAME = re.compile(r"每(?![年月日天])一?(?P<thing>[\u4e00-\u9fff])|(?P<head>人均)|单价|单位成本")
_YUAN = Decimal("0.0001")  # in 元 a price is not rounded
_MULTIPLES = {"万": Decimal(10000), "千": Decimal(1000), "百": Decimal(100), "亿": Decimal(10) ** 8}


@dataclass(frozen=True, eq=False)
class Price:
    """What one thing costs: its indicator, the price in 万元, and the thing's units (人 and 次 of 人·次).

    Of a thing that only the name tells (每家企业) the unit is less sure: `is_printed` is False.
    """

    row: Row
    amount: Decimal
    slack: Decimal
    things: tuple[str, ...]
    is_printed: bool


@dataclass(frozen=True)
class Product:
    """Prices of one thing, added up, times quantities of it: in 万元, with the slack of rounded prices."""

    prices: tuple[Price, ...]
    quantities: tuple[Row, ...]
    amount: Decimal
    slack: Decimal

    @property
    def lines(self) -> list[int]:
        """The lines of all factors."""
        return [row["source_line"] for row in self._rows]

    @property
    def text(self) -> str:
        """The factors as printed."""
        prices = "＋".join(_print(price.row) for price in self.prices)
        return "×".join([f"（{prices}）" if len(self.prices) > 1 else prices, *map(_print, self.quantities)])

    def is_bound_to(self, operators: Sequence[str]) -> bool:
        """Say whether all factors are printed with one of these operators."""
        return all(row["operator"] in operators for row in self._rows)

    @property
    def _rows(self) -> list[Row]:
        return [*(price.row for price in self.prices), *self.quantities]


def read_price(row: Row) -> Price | None:
    """Read an indicator's price of one thing; None where it states something else, or nothing."""
    value, unit = row["value_number"], (row["unit"] or "").replace("／", "/")
    per = _PER_UNIT.fullmatch(unit)
    named = _PER_NAME.search(row["name"] or "")
    factor = money_factor(per["money"] if per else unit)
    if not value or factor is None or not (per or named):
        return None
    things = _split_things(per["thing"]) if per else tuple(filter(None, (named["thing"] or (named["head"] and "人"),)))
    slack = Decimal(0) if value % 1 == 0 or factor == _YUAN else half_unit(value) * factor
    return Price(row, value * factor, slack, things, bool(per))


def _split_things(text: str) -> tuple[str, ...]:
    return tuple(base_unit(part) for part in re.split(r"[·*×/]", text) if part)


def find_products(prices: Sequence[Price], rows: Sequence[Row]) -> list[Product]:
    """Multiply prices by the quantities that count what they are for; prices of one thing are added up first.

    Where a price's unit names no thing that is counted, a project's only quantity counts it.
    """
    quantities = [row for row in rows if row["value_number"] and "数量" in f"{row['level1']}{row['level2']}"]
    by_things: dict[tuple[str, ...], list[Price]] = {}
    for price in prices:
        by_things.setdefault(price.things, []).append(price)
    groups = {(price,) for price in prices} | {tuple(group) for group in by_things.values()}
    return [
        _multiply(group, factors)
        for group in sorted(groups, key=lambda group: [price.row["source_line"] for price in group])
        for factors in _factors(group[0], quantities)
    ]


def _factors(price: Price, quantities: Sequence[Row]) -> Iterator[tuple[Row, ...]]:
    counted = [[row for row in quantities if base_unit(_counted(row)) == thing] for thing in price.things]
    single = [row for rows in counted for row in rows]
    if not single and len(quantities) == 1 and not price.is_printed:
        single = list(quantities)
    yield from ((row,) for row in {id(row): row for row in single}.values())
    if len(counted) > 1 and all(len(rows) == 1 for rows in counted) and len({id(rows[0]) for rows in counted}) > 1:
        yield tuple(rows[0] for rows in counted)


def _counted(row: Row) -> str:
    return (row["unit"] or "").lstrip("".join(_MULTIPLES))


def _number(row: Row) -> Decimal:
    number = row["value_number"]
    for word in (row["unit"] or "")[: -len(_counted(row)) or None]:
        number *= _MULTIPLES.get(word, 1)
    return number


def _multiply(prices: tuple[Price, ...], factors: tuple[Row, ...]) -> Product:
    amount, slack = (sum(values, Decimal(0)) for values in ((p.amount for p in prices), (p.slack for p in prices)))
    for row in factors:
        amount, slack = amount * _number(row), slack * _number(row)
    return Product(prices, factors, amount, slack)


def _print(row: Row) -> str:
    return f"“{row['name']}”{row['operator'] or ''}{row['value']}{row['unit'] or ''}"
