"""Cost indicators that state money, and what they are for."""

from __future__ import annotations

import re

import pandas as pd

from budgetkit.cost_ceilings import parse_ceiling
from budgetkit.money_units import money_factor

_PER = re.compile(r"^(?P<money>[^/]*?)\s*/\s*(?P<thing>.+)$")
_EACH = re.compile(r"单价|单位成本|每(?!年)|人均|平均|标准(?=$|[（()）])|单月|单次|/")

_MONTHLY = re.compile(r"单月|每月|月均")
MONTHS = 12
MONTHLY_THRESHOLD = 1.0  # percent above the amount: less is how a monthly amount is rounded
_AMOUNT = re.compile(r"\d[\d,，]*(?:\.\d+)?\s*[百千万亿]*元")
_PERSON = re.compile(r"[人员师名]|专家")


def cost_indicators(indicators: pd.DataFrame) -> pd.DataFrame:
    """Choose the cost indicators."""
    return indicators[indicators["level1"].str.startswith("成本")]


def whole_costs(indicators: pd.DataFrame) -> pd.DataFrame:
    """Choose the cost indicators that state a number for a whole, with the Ceiling that it is as `ceiling`.

    Prices of one piece (元/人, 每套, 单价) are no part of a total and are left out; so are amounts of zero.
    """
    own = cost_indicators(indicators)
    own = own[own["value_number"].notna() & ~own["name"].str.contains(_EACH)]
    read = [parse_ceiling(row.value, row.unit, in_any_unit=True) for row in own.itertuples()]
    return own.assign(ceiling=pd.Series(read, index=own.index, dtype=object)).dropna(subset=["ceiling"])


def costs_in_money(indicators: pd.DataFrame) -> pd.DataFrame:
    """Choose the cost indicators that state an amount of money as a whole, with it as `cost` (万元)."""
    own = whole_costs(indicators)
    amounts = [None if ceiling.amount is None else float(ceiling.amount) for ceiling in own["ceiling"]]
    return own.assign(cost=pd.Series(amounts, index=own.index, dtype="float64")).dropna(subset=["cost"])


def unit_prices(indicators: pd.DataFrame) -> pd.DataFrame:
    """Choose the cost indicators that state a price of one thing: `price` (万元) and `thing` (人·次)."""
    own = cost_indicators(indicators)
    found = own["unit"].str.extract(_PER)
    own = own.assign(thing=found["thing"], price=own["value_number"] * found["money"].map(_in_wan).astype("float64"))
    return own[own["price"].notna() & (own["price"] > 0)]


def monthly_ceilings(indicators: pd.DataFrame) -> pd.DataFrame:
    """Choose the cost indicators that state the most that a month may cost, as `cost` (万元); a month's pay of one
    person is none."""
    own = cost_indicators(indicators)
    own = own.assign(name=own["name"].fillna(""), unit=own["unit"].fillna(""))
    own = own[own["operator"].isin(("≤", "<")) & ~(own["name"] + own["unit"]).str.contains(_PERSON)]
    money, is_monthly = own["unit"].str.removesuffix("/月"), own["unit"].str.endswith("/月")
    own = own.assign(cost=own["value_number"].astype("float64") * money.map(_in_wan).astype("float64"))
    return own[(is_monthly | own["name"].str.contains(_MONTHLY)) & (own["cost"] > 0)]


def monthly_above(indicators: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """Choose the ceilings of a month of which twelve pass their project's amount, with that as `total` (万元).

    Of several of one project the lowest counts: each may be for a part of the year. What passes its amount most times
    is first.
    """
    own = monthly_ceilings(indicators)
    own = own.loc[own.groupby("project_seq")["cost"].idxmin()]
    total = own["project_seq"].map(projects.set_index("project_seq")["total"].astype("float64"))
    own = own.assign(total=total)[own["cost"] * MONTHS >= total * (1 + MONTHLY_THRESHOLD / 100)]
    return own.loc[(own["cost"] / own["total"]).sort_values(ascending=False, kind="stable").index]


def names_money(names: pd.Series) -> pd.Series:
    """Say for each name of a column whether it states an amount of money itself: 总成本不超20.48万元."""
    return names.fillna("").str.contains(_AMOUNT)


def in_money(units: pd.Series) -> pd.Series:
    """Say for each unit of a column whether it is money: 元, 万元, 亿元."""
    return units.map(_in_wan).notna()


def _in_wan(unit: str | None) -> float | None:
    factor = money_factor(unit) if isinstance(unit, str) else None
    return None if factor is None else float(factor)
