"""Cost indicators that state money, and what they are for."""

from __future__ import annotations

import re

import pandas as pd

_PER = re.compile(r"^(?P<money>亿元|万元|元|万)\s*/\s*(?P<thing>.+)$")
_IN_WAN = {"元": 0.0001, "万元": 1.0, "万": 1.0, "亿元": 10000.0}
_EACH = re.compile(r"单价|单位成本|每(?!年)|人均|平均|标准|单月|单次|/")


def cost_indicators(indicators: pd.DataFrame) -> pd.DataFrame:
    """Choose the cost indicators."""
    return indicators[indicators["level1"].str.startswith("成本")]


def costs_in_money(indicators: pd.DataFrame) -> pd.DataFrame:
    """Choose the cost indicators that state an amount of money as a whole, with it as `cost` (万元).

    Prices of one piece (元/人, 每套, 单价) are no part of a total and are left out; so are amounts of zero.
    """
    own = cost_indicators(indicators)
    own = own[own["unit"].isin(_IN_WAN) & own["value_number"].notna() & ~own["name"].str.contains(_EACH)]
    own = own.assign(cost=(own["value_number"] * own["unit"].map(_IN_WAN).astype("float64")).round(6))
    return own[own["cost"] > 0]


def unit_prices(indicators: pd.DataFrame) -> pd.DataFrame:
    """Choose the cost indicators that state a price of one thing: `price` (万元) and `thing` (人·次)."""
    own = cost_indicators(indicators)
    found = own["unit"].str.extract(_PER)
    own = own.assign(thing=found["thing"], price=own["value_number"] * found["money"].map(_IN_WAN).astype("float64"))
    return own[own["price"].notna() & (own["price"] > 0)]


def in_money(units: pd.Series) -> pd.Series:
    """Say for each unit of a column whether it is money: 元, 万元, 亿元."""
    return units.isin(_IN_WAN)
