"""A result as a table: its columns by the words that results have, in order, the largest or smallest first."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd

from budgetkit.briefing.exhibits import show_table
from budgetkit.briefing.sides import Sides
from budgetkit.compare.result import Result
from budgetkit.errors import ParameterError, UnknownNameError
from budgetkit.nearest import say_nearest
from budgetkit.report.parts import Column, Part
from budgetkit.schema import load_schemas

_NOT_SHOWN = ("key", "sources", "document_id", "department_id", "project_seq", "evaluation_seq")
_UNIT = re.compile(r"（([^（）]+)）$")
_TYPES = {"text": "text", "integer": "integer", "money": "amount", "number": "amount"}


@dataclass(frozen=True)
class _IfAny:
    """A column that is left out where no row has a value."""

    column: Column


Asked = Column | _IfAny | str


def if_any(column: Column) -> _IfAny:
    """Show a column only where some row has a value in it."""
    return _IfAny(column)


def by_side(sides: Sides, **labels: str) -> list[Column]:
    """Give each side of a comparison its columns, under its name: `show.by_side(sides, amount="金额", share="占比")`.

    A column without a label is called by the side alone. Raises UnknownNameError for a word that no result has.
    """
    for word in labels:
        if word not in _words():
            known = {name: label for name, (label, _) in _words().items()}
            raise UnknownNameError("show.by_side 的列", "结果中的列名", repr(word), say_nearest(word, known))
    return [
        Column(f"{word}_{number}", label or side, _words()[word][1], side if label else "")
        for number, side in enumerate(sides.labels, start=1)
        for word, label in labels.items()
    ]


def table(
    result: Result | pd.DataFrame,
    columns: Sequence[Asked] | None = None,
    title: str = "",
    *,
    order: str = "",
    top: int | None = None,
    notes: Iterable[str] = (),
    total: pd.Series | str | None = None,
    sortable: bool = True,
) -> Part:
    """Show a result as a table: caption, unit, base, caveats, sources; a row leads to its lines.

    `columns` are those to show, in order, each as `show.amount("amount_1", "市级")` or just by its name; by default all
    that a reader has use for. `order` names the column to sort by, the largest first, with a minus before it
    (`"-amount_1"`) the smallest; `top` is how many rows to show. A DataFrame is shown without sources unless it has a
    column `sources`; `total`, or the column it names, marks the rows to emphasise, which keep their place. Raises
    UnknownNameError when there is no such column, ParameterError when there is none at all or `top` is below 1.
    """
    if isinstance(result, pd.DataFrame):
        result = Result(result.reset_index(drop=True), "")
    if result.is_missing:
        return show_table(result.data, result, [], title or result.title)
    if top is not None and top < 1:
        raise ParameterError("show.table 的参数 top", "不小于 1 的整数，或 None（全部）", repr(top), "请改正。")
    asked = [_column(result, one) for one in (_default_columns(result) if columns is None else columns)]
    if not asked:
        raise ParameterError("show.table 的参数 columns", "至少一列", "没有列", "不写这个参数就列出各列。")
    chosen = [one for one in asked if one]
    if isinstance(total, str):
        check_column(result, total)
    named = result.table[total] if isinstance(total, str) else total
    marked = None if named is None else pd.Series(named.to_numpy(), result.table.index)
    rows = _arrange(result, order, marked).head(top or len(result.table))
    has_money = any(column.kind == "amount" for column in chosen)
    shown = rows.assign(**{c.key: _say_marks(rows[c.key]) for c in chosen if _is_mark(result, c)})
    return show_table(
        result.data,
        replace(result, table=shown.reset_index(drop=True), unit=result.unit if has_money else ""),
        chosen,
        title or title_of(result),
        notes=[*notes, *_say_cut(rows, result)],
        total=None if marked is None else marked.loc[rows.index],
        sortable=sortable,
    )


def _say_cut(rows: pd.DataFrame, result: Result) -> list[str]:
    whole = len(result.table)
    return [f"前 {len(rows):,} 行，共 {whole:,} 行。"] if len(rows) < whole else []


def _arrange(result: Result, order: str, total: pd.Series | None) -> pd.DataFrame:
    """Sort the rows but those of a total, which stay before or behind the others."""
    table, by = result.table, order.removeprefix("-")
    if not order:
        return table
    check_column(result, by)
    is_total = pd.Series(False, table.index) if total is None else total.astype(bool)
    smallest_first = order != by or not pd.api.types.is_numeric_dtype(table[by])
    rows = table[~is_total].sort_values(by, ascending=smallest_first, kind="stable")
    parts = [table[is_total], rows]
    return pd.concat(parts if is_total.head(1).any() else parts[::-1])


def title_of(result: Result) -> str:
    """Give a result's title with its years."""
    years = "、".join(f"{year}年" for year in dict.fromkeys(result.years))
    return result.title + (f"（{years}）" if years and result.title else "") or (
        f"比较结果（{years}）" if years else "结果"
    )


def _default_columns(result: Result) -> list[str]:
    return [name for name in result.table.columns if name not in _NOT_SHOWN and not name.startswith("source_")]


def _column(result: Result, asked: Asked) -> Column | None:
    """Give a column as asked for; of one that is only named, label and kind by the words that results have.

    None where it is wanted only with values, and has none.
    """
    if isinstance(asked, _IfAny):
        key = asked.column.key
        return asked.column if key in result.table and result.table[key].notna().any() else None
    key = asked.key if isinstance(asked, Column) else asked
    check_column(result, key)
    if isinstance(asked, Column):
        return asked
    word, _ = _split_side(key)
    kind = _words().get(word, ("", _kind_of(result.table[key])))[1]
    return Column(key, _label(key, result.years), kind)


def check_column(result: Result, key: str, where: str = "show.table 的列") -> None:
    """Raise UnknownNameError, with the nearest, where a result has no column of a name."""
    if key not in result.table:
        known = {name: _label(str(name), result.years) for name in result.table.columns}
        raise UnknownNameError(where, "结果中有的列", repr(key), say_nearest(key, known))


def unit_of(result: Result, key: str) -> str:
    """Give the unit of a result's column: % of shares, what its label has in brackets, else the result's own."""
    word, _ = _split_side(key)
    label, kind = _words().get(word, (key, _kind_of(result.table[key])))
    if kind in ("percent", "growth"):
        return "%"
    if match := _UNIT.search(label):
        return match[1]
    return "项" if kind == "integer" else result.unit


def _label(key: str, years: Sequence[int]) -> str:
    word, side = _split_side(key)
    label = _words().get(word, (key, ""))[0]
    if not side or word == key:
        return label
    return f"{label}（{years[side - 1]}年）" if len(set(years)) == len(years) >= side else f"{label}（{side}）"


def _split_side(key: str) -> tuple[str, int]:
    """Split `amount_2` into `amount` and 2; a name that is a word of its own stays whole."""
    word, _, number = key.rpartition("_")
    if key in _words() or not number.isdigit() or word not in _words():
        return key, 0
    return word, int(number)


def _kind_of(column: pd.Series) -> str:
    return "amount" if pd.api.types.is_numeric_dtype(column) and column.dtype != bool else "text"


def _is_mark(result: Result, column: Column) -> bool:
    return result.table[column.key].dtype == bool


def _say_marks(column: pd.Series) -> pd.Series:
    return column.map({True: "是", False: ""})


@cache
def _words() -> dict[str, tuple[str, Any]]:
    """Give label and kind by the name of a column: the words of results, then those of the data dictionary."""
    columns = (column for schema in load_schemas().values() for column in schema.columns)
    known = {column.name: (column.label, _TYPES[column.type]) for column in columns}
    raw = tomllib.loads(resources.files(__package__).joinpath("columns.toml").read_text("utf-8"))["column"]
    return known | {name: (label, kind) for name, (label, kind) in raw.items()}
