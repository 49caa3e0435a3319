"""Exhibits: a result as a table or figure with title, unit, notes and sources; sentences, notices, a report's frame.

>>> from budgetkit.notebook import compare, find, load, show
>>> own = find.budget(load(), "beijing-emergency", 2026)
>>> columns = [show.text("label", "指标"), show.amount("amount_1", "金额")]
>>> print(show.table(compare.sizes([own]), columns=columns, title="规模").plain_text().splitlines()[0])
规模（单位：万元）
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources

import pandas as pd

from budgetkit.briefing.frame import checks_table as checks
from budgetkit.briefing.frame import cover, definitions, parameters
from budgetkit.briefing.frame import documents_used as documents
from budgetkit.briefing.observations import ALL, observations_table, rules_table
from budgetkit.briefing.show import amount, code, count, points, share, show_facts, show_figure, show_table, text
from budgetkit.compare.budget import Budget
from budgetkit.compare.result import Result
from budgetkit.dataset.schema import load_schemas
from budgetkit.draw import Drawing
from budgetkit.errors import UnknownNameError
from budgetkit.nearest import say_nearest
from budgetkit.observe.observation import Topic
from budgetkit.observe.registry import Noted
from budgetkit.report.parts import Column, Part
from budgetkit.report.parts import KeyPoints as key_points
from budgetkit.report.parts import Notice as notice
from budgetkit.report.parts import Paragraph as paragraph

__all__ = [
    "amount",
    "checks",
    "code",
    "count",
    "cover",
    "definitions",
    "documents",
    "facts",
    "figure",
    "key_points",
    "notice",
    "observations",
    "paragraph",
    "parameters",
    "points",
    "rules",
    "share",
    "table",
    "text",
]


def __dir__() -> list[str]:
    return __all__


_NOT_SHOWN = ("key", "sources", "document_id", "department_id", "project_seq", "evaluation_seq")
_TYPES = {"text": "text", "integer": "integer", "money": "amount", "number": "amount"}


def table(
    result: Result | pd.DataFrame,
    columns: Sequence[Column | str] | None = None,
    title: str = "",
    *,
    notes: Iterable[str] = (),
    total: pd.Series | None = None,
    sortable: bool = True,
) -> Part:
    """Show a result as a table: caption, unit, base, caveats, sources; a row leads to its lines.

    `columns` are those to show, in order, each as `show.amount("amount_1", "市级")` or just by its name; by default all
    that a reader has use for. A DataFrame is shown without sources unless it has a column `sources`; `total` marks the
    rows to emphasise. Raises UnknownNameError when there is no such column.
    """
    if isinstance(result, pd.DataFrame):
        result = Result(result.reset_index(drop=True), "")
    if result.is_missing:
        return show_table(result.data, result, [], title or result.title)
    chosen = [_column(result, one) for one in (_default_columns(result) if columns is None else columns)]
    shown = result.table.assign(**{c.key: _say_marks(result.table[c.key]) for c in chosen if _is_mark(result, c)})
    return show_table(
        result.data,
        _with_table(result, shown),
        chosen,
        title or _title(result),
        notes=notes,
        total=total,
        sortable=sortable,
    )


def figure(result: Result, drawing: Drawing, title: str = "", *, notes: Iterable[str] = ()) -> Part:
    """Show a drawing of a result, with the result's base, caveats and sources."""
    return show_figure(result.data, result, drawing, title or _title(result), notes=notes)


def facts(result: Result, rows: Mapping[str, tuple[str, str]], title: str = "", side: str = "数值") -> Part:
    """Show facts of a result of different kinds, a row a fact.

    `rows` has, by the name of a fact, its label and kind (`amount`, `integer`, `percent`); `side` heads the column.
    """
    if result.is_missing:
        return show_table(result.data, result, [], title or _title(result))
    kinds = [{"label": label, "kind": kind, "side_1": result.facts.get(key)} for key, (label, kind) in rows.items()]
    return show_facts(result.data, kinds, [side], title or _title(result), result)


def observations(budget: Budget, noted: Sequence[Noted], topics: Iterable[str] = ()) -> Part:
    """Show what is worth a question, with the money at stake; `topics` are 资金, 项目, 绩效, by default all."""
    return observations_table(budget, noted, _topics(topics))


def rules(budget: Budget, noted: Sequence[Noted], topics: Iterable[str] = ()) -> Part:
    """Show what the rules behind observations look for, and where their thresholds come from; `topics` as there."""
    return rules_table(budget, noted, _topics(topics))


def _topics(topics: Iterable[str]) -> tuple[Topic, ...]:
    return tuple(Topic(topic) for topic in topics) or ALL


def _title(result: Result) -> str:
    years = "、".join(f"{year}年" for year in dict.fromkeys(result.years))
    return result.title + (f"（{years}）" if years and result.title else "") or (
        f"比较结果（{years}）" if years else "结果"
    )


def _default_columns(result: Result) -> list[str]:
    return [name for name in result.table.columns if name not in _NOT_SHOWN and not name.startswith("source_")]


def _column(result: Result, asked: Column | str) -> Column:
    """Give a column as asked for; of one that is only named, label and kind by the words that results have."""
    key = asked.key if isinstance(asked, Column) else asked
    if key not in result.table:
        known = {name: _label(str(name), result.years) for name in result.table.columns}
        raise UnknownNameError("show.table 的列", "结果中有的列", repr(key), say_nearest(key, known))
    if isinstance(asked, Column):
        return asked
    word, _ = _split_side(key)
    kind = _words().get(word, ("", _kind_of(result.table[key])))[1]
    return Column(key, _label(key, result.years), kind)


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


def _with_table(result: Result, shown: pd.DataFrame) -> Result:
    return replace(result, table=shown)


@cache
def _words() -> dict[str, tuple[str, str]]:
    """Give label and kind by the name of a column: the words of results, then those of the data dictionary."""
    columns = (column for schema in load_schemas().values() for column in schema.columns)
    known = {column.name: (column.label, _TYPES[column.type]) for column in columns}
    raw = tomllib.loads(resources.files(__package__).joinpath("columns.toml").read_text("utf-8"))["column"]
    return known | {name: (label, kind) for name, (label, kind) in raw.items()}
