"""Where something stands in a raw document, whatever its format: the one home of how a place is written and linked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a raw document; places sort in the order of reading.

    `line` counts the rows of the reading from 1 and is always there; of a text it is the line of the file. `page`,
    `sheet` (of a workbook; the table of a page or Word file), `row` (of the page, sheet or table), `cell` (`C7`) and
    `box` (left, top, right, bottom in points) are there where the format has them.
    """

    line: int
    page: int | None = None
    sheet: str | None = None
    row: int | None = None
    cell: str | None = None
    box: tuple[float, float, float, float] | None = None

    def __str__(self) -> str:
        """Write the place for a reader: `第 12 页第 5 行`, `预算03表!C7`, `第 156 行`."""
        if self.sheet and self.cell:
            return f"{self.sheet}!{self.cell}"
        row = f"第 {self.row} 行" if self.row else ""
        if self.sheet:
            return f"{self.sheet}{row}"
        if self.page:
            return f"第 {self.page} 页{row}"
        return f"第 {self.line} 行"

    def to(self, last: Place) -> str:
        """Write the places from this one to another (`第 12 页第 5–9 行`, `第 156–160 行`)."""
        if last == self:
            return str(self)
        both = self.page or self.sheet, last.page or last.sheet
        if any(both) and both[0] != both[1]:
            return f"{self}至{last}"
        ends = (self.row, last.row) if any(both) else (self.line, last.line)
        if None in ends or (self.cell and self.sheet):
            return f"{self}–{last.cell or last.line}"
        where = self.sheet or (f"第 {self.page} 页" if self.page else "")
        return f"{where}第 {ends[0]}–{ends[1]} 行"

    @property
    def anchor(self) -> str:
        """The id of the place on its document's source page."""
        return f"L{self.line}"

    def columns(self) -> dict[str, Any]:
        """Give the place columns of a clean row."""
        return {
            "source_line": self.line,
            "source_page": self.page,
            "source_sheet": self.sheet,
            "source_row": self.row,
            "source_cell": self.cell,
            "source_box": ",".join(f"{edge:g}" for edge in self.box) if self.box else None,
        }

    @staticmethod
    def of(row: Mapping[str, Any]) -> Place:
        """Read the place of a clean row back; columns that it lacks are not known."""
        box = row.get("source_box")
        edges: Any = tuple(float(edge) for edge in box.split(",")) if box else None
        page, sheet, in_sheet, cell = (row.get(f"source_{name}") for name in ("page", "sheet", "row", "cell"))
        return Place(row["source_line"], page, sheet, in_sheet, cell, edges)
