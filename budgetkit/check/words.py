"""The Chinese words for tables and columns that descriptions use, from the dataset's dictionary."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from importlib import resources


@cache
def _dictionary() -> dict:
    return tomllib.loads(resources.files("budgetkit").joinpath("schema.toml").read_text("utf-8"))


def table_label(table: str) -> str:
    """Name a clean table in Chinese."""
    return _dictionary()["table"][table]["label"]


def column_label(column: str) -> str:
    """Name a column in Chinese."""
    return _dictionary()["column"][column]["label"]


@cache
def money_columns(table: str) -> tuple[str, ...]:
    """Give the columns of a clean table that hold money; none for a table that the dictionary does not have."""
    columns = _dictionary()["table"].get(table, {}).get("columns", ())
    return tuple(column for column in columns if _dictionary()["column"][column]["type"] == "money")


def money(value: Decimal) -> str:
    """Write an amount (万元) exactly, with thousands separators and at least two decimals."""
    text = f"{value.normalize():,f}" if value else "0"
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals:0<2}"


def name_some(names: list[str], most: int = 6) -> str:
    """List names, the first few of a long list."""
    listed = "、".join(names[:most])
    return f"{listed} 等 {len(names)} 项" if len(names) > most else listed
