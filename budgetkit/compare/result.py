"""What every comparison gives: a table, and all that a reader needs to judge it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

import pandas as pd

from budgetkit.dataset.load import Dataset
from budgetkit.errors import UnknownNameError
from budgetkit.nearest import say_nearest

SourceLine = tuple[str, int]


class Caveat(str):
    """A caveat that matters only where one of some columns is shown, or a row of one document (rows have its id)."""

    columns: Collection[str]
    document_id: str

    def __new__(cls, text: str, *, columns: Collection[str] = (), document_id: str = "") -> Caveat:
        made = super().__new__(cls, text)
        made.columns, made.document_id = columns, document_id
        return made


def caveats_for(caveats: Iterable[str], table: pd.DataFrame, columns: Collection[str] | None) -> Iterator[str]:
    """Give the caveats that matter for rows of a result and for the columns shown, None where these aren't known."""
    for caveat in caveats:
        if isinstance(caveat, Caveat):
            if caveat.document_id and caveat.document_id not in set(table.get("document_id", [caveat.document_id])):
                continue
            if columns is not None and caveat.columns and not set(caveat.columns) & set(columns):
                continue
        yield caveat


@dataclass(frozen=True)
class Result:
    """A comparison's outcome.

    `table` has one row an item; its column `sources` holds, for each row, the raw lines behind it as pairs of document
    id and line. `unit` is the amounts' unit, `base` the scope (口径) in Chinese, `years` the years that the figures are
    of, `caveats` Chinese sentences (a `Caveat` where only some rows or columns need it). `missing` says in Chinese why
    there is no result; the table is then empty. `title` names it and `data` is the dataset that it was made from, for
    whoever shows it without saying more. `dash` says what a side that has no value of a row lacks.
    """

    table: pd.DataFrame
    base: str
    unit: str = "万元"
    years: tuple[int, ...] = ()
    caveats: tuple[str, ...] = ()
    missing: str | None = None
    facts: dict[str, float] = field(default_factory=dict)
    title: str = ""
    dash: str = "该方文件未列"
    data: Dataset | None = field(default=None, repr=False, compare=False)

    @property
    def is_missing(self) -> bool:
        """Say whether the comparison could not be made."""
        return self.missing is not None

    @property
    def reason(self) -> str:
        """Why it is missing; empty where it is not."""
        return self.missing or ""

    @property
    def scope(self) -> str:
        """Which money the figures are of (全部资金, 财政拨款, …): the base without the table that lists it."""
        return self.base.partition("（")[0]

    @property
    def narrower(self) -> str:
        """The scope where the figures are of one, and not of all money; else empty."""
        return "" if self.scope == "全部资金" or "，" in self.base else self.scope

    @property
    def finding(self) -> str:
        """What the title says of its subject: the words behind its first colon."""
        return self.title.partition("：")[2]

    @property
    def sources(self) -> tuple[SourceLine, ...]:
        """All raw lines behind the table, in order, each once."""
        if "sources" not in self.table:
            return ()
        return tuple(dict.fromkeys(line for lines in self.table["sources"] for line in lines))

    def only(self, column: str, values: Collection[object]) -> Result:
        """Give the rows alone whose column has one of the values, in this order; a missing result stays as it is.

        Raises UnknownNameError, with the nearest, when there is no such column.
        """
        if self.is_missing:
            return self
        if column not in self.table:
            near = say_nearest(column, map(str, self.table.columns))
            raise UnknownNameError("only 的列", "结果中有的列", repr(column), near)
        rows = self.table[self.table[column].isin(list(values))]
        order = rows[column].map({value: place for place, value in enumerate(values)}).sort_values(kind="stable").index
        return replace(self, table=rows.loc[order].reset_index(drop=True))


BY_ROW = "各行所注口径"  # the base of a table that says in a column what money each row counts


def missing_result(reason: str, base: str = "") -> Result:
    """Give the result of a comparison that cannot be made, for a reason in Chinese."""
    return Result(pd.DataFrame(), base, missing=reason)
