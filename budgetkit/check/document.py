"""The clean tables of one document as the checks ask for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from budgetkit.check.figure import Figure, read_figure
from budgetkit.check.words import table_label
from budgetkit.finding import Finding, Row, is_leaf
from budgetkit.forms.form import Form, load_form
from budgetkit.recognise.tables import RecognisedTable
from budgetkit.source_entry import Source

_CLASS = re.compile("科目|编码|代码|名称")


@dataclass(frozen=True)
class CheckedDocument:
    """A document under check: clean rows by table, the published tables recognised in it, its manifest entry.

    `findings` are what tidying said of its rows, `beside` the document with the tables of a text
    published apart.
    """

    tables: Mapping[str, Sequence[Row]]
    recognised: Sequence[RecognisedTable]
    source: Source
    findings: Sequence[Finding] = ()
    beside: CheckedDocument | None = None

    @cached_property
    def form(self) -> Form | None:
        """The form that the document is printed in; None for the national form and kinds of document without forms."""
        return next((load_form(found.kind.form) for found in self.recognised if found.kind and found.kind.form), None)

    @cached_property
    def worked_out(self) -> dict[str, Any]:
        """What one check has worked out that others ask for, by name."""
        return {}

    def name_evaluation(self, seq: int) -> str:
        """Name a 项目支出绩效自评表 by its place in the document and its project: “第 2 张自评表（某项目）”."""
        name = self._projects_evaluated.get(seq)
        return f"第 {seq} 张自评表" + (f"（{name}）" if name else "")

    @cached_property
    def _projects_evaluated(self) -> dict[int, str | None]:
        return {form["evaluation_seq"]: form.get("project_name") for form in self.rows("evaluations")}

    @property
    def is_text_alone(self) -> bool:
        """Say whether it holds an explanatory text and no published table."""
        of_text = ("statements", "stated_counts")
        return not self.recognised and not any(rows for name, rows in self.tables.items() if name not in of_text)

    def rows(self, table: str) -> Sequence[Row]:
        """Give the clean rows of a table that count in sums, none where the document has none."""
        if table not in self._leaves:
            self._leaves[table] = [row for row in self.all_rows(table) if is_leaf(row)]
        return self._leaves[table]

    def all_rows(self, table: str) -> Sequence[Row]:
        """Give all clean rows of a table, classes and sections among their items."""
        return self.tables.get(table, ())

    def prints_one_row(self, table: str) -> bool:
        """Say whether a published table is one row of totals: nothing in its header says what a row is for."""
        if self.rows(table) or not self.printed_totals(table):
            return False
        lines = [line for found in self.recognised if found.kind and found.kind.name == table for line in found.lines]
        return not any(_CLASS.search(cell) for line in lines if len(line.filled) > 1 for cell in line.filled)

    @cached_property
    def _leaves(self) -> dict[str, list[Row]]:
        return {}

    @cached_property
    def _printed(self) -> dict[tuple[str, str], list[Row]]:
        printed: dict[tuple[str, str], list[Row]] = {}
        for row in self.rows("printed_totals"):
            printed.setdefault((row["table"], row["column"]), []).append(row)
        return printed

    def printed_totals(self, table: str) -> dict[str, list[Row]]:
        """Give the totals that a table prints, by column."""
        return {column: rows for (name, column), rows in self._printed.items() if name == table}

    def printed(self, table: str, column: str) -> Figure:
        """Give the total that a table prints for a column (万元)."""
        rows = self._printed.get((table, column))
        if rows:
            return read_figure(rows[0], "amount")
        return self.absent(table) or Figure(None, reason=f"{table_label(table)}没有印出该列合计")

    def absent(self, table: str) -> Figure | None:
        """Say why a clean table has no rows; None where it has some.

        A published table that was recognised and not read is due; one that is empty in print, or that the document
        does not hold, need not be checked.
        """
        if self.rows(table):
            return None
        label = table_label(table)
        holders = [found for found in self.recognised if found.kind and table in (found.kind.name, *found.kind.gives)]
        if not holders:
            return Figure(None, reason=f"文件中没有{label}", due=False)
        lines = (holders[0].lines[0].number,) if holders[0].lines else ()
        if any(found.kind.tidy is None for found in holders):
            return Figure(None, lines, reason=f"{label}已识别，尚未整理")
        return Figure(None, lines, reason=f"{label}没有数据行", due=False)
