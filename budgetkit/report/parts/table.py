"""A table that carries its title, unit, notes and sources."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, ClassVar

import pandas as pd

from budgetkit.numbers import UNKNOWN
from budgetkit.report.parts.column import Column, label_column
from budgetkit.report.parts.part import Data, Part
from budgetkit.report.parts.source import Citation, line_data, source_data

_NAMED_PARTS = "named_parts"
_USED_AS = "used_as"


@dataclass(frozen=True)
class ReportTable(Part):
    """A table for readers: rows of a DataFrame in its order, the columns asked for, and what is needed to judge them.

    `title` says the finding; `unit` is the amounts' unit (empty where columns say their own). `total_rows` and
    `subtotal_rows` are positions (negative ones count from the end) printed with emphasis; a sorted table keeps its
    totals in place. `indent` names a column with the depth of each row. The column named by `lines` holds, for each
    row, pairs of document id and line; each is linked in HTML and listed in the annex on paper. Where a row stands for
    several things, a column `named_parts` holds each one's name and lines: the annex lists these. A column `used_as`
    holds the word that another part of a report must have for the row to be printed in it.
    Raises KeyError when a column is not in the data.
    """

    table: pd.DataFrame
    columns: Sequence[Column]
    title: str
    unit: str = "万元"
    notes: Sequence[str] = ()
    sources: Sequence[Citation | str] = ()
    total_rows: Collection[int] = ()
    subtotal_rows: Collection[int] = ()
    indent: str | None = None
    lines: str = "sources"
    sortable: bool = True
    kind: ClassVar[str] = "table"
    _rows: list[Data] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        missing = [column.key for column in self.columns if column.key not in self.table]
        if missing:
            raise KeyError(f"columns not in the table: {missing}; it has {list(self.table.columns)}")
        object.__setattr__(self, "_rows", self._format_rows())  # formatted once: later changes of the data don't show

    def _format_rows(self) -> list[Data]:
        values = [self.table[column.key].tolist() for column in self.columns]
        rows: list[Data] = [
            {"cells": [column.cell(value) for column, value in zip(self.columns, row, strict=True)]}
            for row in zip(*values, strict=True)
        ]
        for name, column in (("lines", self.lines), ("indent", self.indent)):
            if column in self.table:
                convert = line_data if name == "lines" else int
                for row, value in zip(rows, self.table[column].tolist(), strict=True):
                    row[name] = convert(value)
        if _USED_AS in self.table:
            for row, word in zip(rows, self.table[_USED_AS].tolist(), strict=True):
                row[_USED_AS] = str(word)
        if _NAMED_PARTS in self.table:
            for row, parts in zip(rows, self.table[_NAMED_PARTS].tolist(), strict=True):
                row[_NAMED_PARTS] = [{"label": str(label), "lines": line_data(lines)} for label, lines in parts]
        for name, positions in (("subtotal", self.subtotal_rows), ("total", self.total_rows)):
            for position in positions:
                rows[position]["emphasis"] = name
                self._blank_names(rows[position]["cells"])
        return rows

    def _blank_names(self, cells: list[Data]) -> None:
        """Leave out the code and number that a total has none of; that they are missing is no news."""
        label = label_column([{"kind": column.kind} for column in self.columns])
        for cell in cells[:label]:
            cell["text"] = "" if cell["text"] == UNKNOWN else cell["text"]

    def data(self) -> Data:
        """Give title, unit, columns, formatted rows, notes and sources."""
        return {
            "title": self.title,
            "unit": self.unit,
            "columns": [_column_data(column) for column in self.columns],
            "groups": group_columns([column.group for column in self.columns]),
            "rows": self._rows,
            "notes": list(self.notes),
            "sources": source_data(self.sources),
            "sortable": self.sortable,
        }

    def plain_text(self) -> str:
        """Give the table with tabs between its cells."""
        head = f"{self.title}（单位：{self.unit}）" if self.unit else self.title
        rows = ["\t".join(cell["text"] for cell in row["cells"]) for row in self._rows]
        return "\n".join([head, "\t".join(column.label for column in self.columns), *rows])


def _column_data(column: Column) -> dict[str, Any]:
    return {"label": column.label, "kind": column.kind, "group": column.group, "number": column.is_number}


def group_columns(groups: Sequence[str]) -> list[dict[str, Any]]:
    """Give the upper line of a header from each column's group: headings with their spans; empty without groups."""
    if not any(groups):
        return []
    return [{"label": group, "span": len(list(members))} for group, members in groupby(groups)]
