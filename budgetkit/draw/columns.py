"""Columns of numbers beside the marks of a figure: aligned, so that no number can meet a mark or another number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from budgetkit.draw.measure import text_height, text_width, wrap_text
from budgetkit.draw.page import Canvas
from budgetkit.draw.style import FAINT_INK, INK, SMALL_SIZE, WIDTH

_GAP = 9.0
_KEY = 9.0
KeyMark = Callable[[Canvas, float, float], None]
"""Draws the mark that a column's head explains, with its right edge at x and centred on y."""


@dataclass(frozen=True)
class AlignedColumn:
    """A right-aligned column: its wrapped head, its edges, and the mark that the head explains."""

    head: str
    left: float
    right: float
    key: KeyMark | None = None

    @property
    def head_height(self) -> float:
        """The height of the head and of the mark above it."""
        return text_height(self.head, SMALL_SIZE) + (_KEY if self.key else 0) + 3

    def write_head(self, page: Canvas, key_middle: float) -> None:
        """Write the head so that it ends above the page's top, and its mark at the height of all marks."""
        middle = page.top - 3 - text_height(self.head, SMALL_SIZE) / 2
        page.text(self.right, middle, self.head, size=SMALL_SIZE, align="right", weight="bold")
        if self.key:
            self.key(page, self.right, key_middle)

    def write(self, page: Canvas, middle: float, text: str, *, faint: bool = False, weight: str = "normal") -> None:
        """Write a cell; what is not a number in faint ink."""
        ink = FAINT_INK if faint else INK
        page.text(self.right, middle, text, size=SMALL_SIZE, align="right", ink=ink, weight=weight)


def lay_columns(
    heads: Sequence[str],
    cells: Sequence[Sequence[str]],
    keys: Sequence[KeyMark | None] = (),
    *,
    weight: str = "normal",
    widest_head: float = 48.0,
) -> list[AlignedColumn]:
    """Place columns side by side at the right edge, each as wide as its widest cell and its wrapped head.

    `weight` is that of the heaviest cell. A head too wide for a line breaks at its blanks first.
    """
    columns: list[AlignedColumn] = []
    right = WIDTH
    for number in reversed(range(len(heads))):
        head = _wrap_head(heads[number], widest_head)
        widths = [text_width(cell, SMALL_SIZE, weight) for cell in cells[number]]
        width = max(text_width(head, SMALL_SIZE, "bold"), *widths, 0.0)
        columns.insert(0, AlignedColumn(head, right - width, right, keys[number] if keys else None))
        right -= width + _GAP
    return columns


def write_heads(page: Canvas, columns: Sequence[AlignedColumn]) -> None:
    """Write all heads above the page's top."""
    key_middle = page.top - heads_height(columns) + _KEY / 2
    for column in columns:
        column.write_head(page, key_middle)


def heads_height(columns: Sequence[AlignedColumn]) -> float:
    """Return the height that the heads of columns need."""
    return max(column.head_height for column in columns)


def _wrap_head(head: str, width: float) -> str:
    if text_width(head, SMALL_SIZE, "bold") <= width:
        return head
    return "\n".join(wrap_text(part, width, SMALL_SIZE, "bold") for part in head.split())
