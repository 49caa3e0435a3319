"""The paper of a figure: one coordinate system in points from the upper left corner, marks and text put on it.

Figures are built of artists on a bare `Figure` and not of axes: every place is computed before anything is drawn, so
the margins are fixed, SVG and PNG agree, and nothing depends on matplotlib's global settings.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import matplotlib
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.transforms import Affine2D

from budgetkit.draw.hatch import hatch_lines
from budgetkit.draw.line_text import LineText
from budgetkit.draw.measure import text_height, text_width, wrap_text
from budgetkit.draw.style import (
    BODY_SIZE,
    FAINT_INK,
    INK,
    LEADING,
    PAPER,
    RULE,
    SMALL_SIZE,
    WIDTH,
    Fill,
)
from budgetkit.fonts import check_glyphs, register_fonts
from budgetkit.svg import figure_to_svg

_POINTS_PER_INCH = 72
_BELOW_LINES, _ABOVE_LINES = 1.0, 2.5  # matplotlib draws lines at 2 and text at 3
_CENTRE_ABOVE_BASELINE = 0.37  # em: half the height of a digit, and the middle of a Chinese character


@dataclass(frozen=True)
class Drawing:
    """A finished figure and its alternative text, both made from the same values.

    One that was drawn by hand is cut to `fit` what is drawn: its labels may reach beyond its edges. `columns` are those
    of a result that it shows, where they are known.
    """

    figure: Figure
    alt: str
    fit: bool = False
    columns: tuple[str, ...] | None = None

    def svg(self) -> str:
        """Return the figure as SVG whose text stays text: the same bytes for the same data."""
        return figure_to_svg(self.figure, self.alt[:20], fit=self.fit)

    def png(self, dpi: int = 150) -> bytes:
        """Return the figure as PNG."""
        buffer = io.BytesIO()
        with matplotlib.rc_context({"savefig.bbox": "tight" if self.fit else None, "text.hinting": "none"}):
            self.figure.savefig(buffer, format="png", dpi=dpi)
        return buffer.getvalue()

    def _repr_png_(self) -> bytes:
        return self.png()


class Canvas:
    """A figure of text width to draw on, in points from its upper left corner.

    `body` is the height that the marks need. A line for the unit stands above it, the notes below; `top` is where the
    body begins.
    """

    def __init__(self, body: float, *, unit: str = "", notes: Sequence[str | None] = ()) -> None:
        lines = [wrap_text(note, WIDTH, SMALL_SIZE) for note in notes if note]
        self.notes = [note for note in notes if note]
        self.top = SMALL_SIZE * LEADING + 4 if unit else 2.0
        height = self.top + body + (6 if lines else 2) + sum(text_height(note, SMALL_SIZE) for note in lines)
        self.figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=150, facecolor=PAPER, edgecolor="none")
        points = Affine2D().scale(1, -1).translate(0, height).scale(1 / _POINTS_PER_INCH)
        self._place = points + self.figure.dpi_scale_trans
        self._lines: dict[tuple, tuple[list[float], list[float]]] = {}
        self._marks: dict[tuple, tuple[list[float], list[float]]] = {}
        if unit:
            self.text(WIDTH, self.top / 2 - 1, f"单位：{unit}", size=SMALL_SIZE, ink=FAINT_INK, align="right")
        self._write_notes(lines, self.top + body + 6)

    def _write_notes(self, notes: Sequence[str], top: float) -> None:
        for note in notes:
            height = text_height(note, SMALL_SIZE)
            self.text(0, top + height / 2, note, size=SMALL_SIZE, ink=FAINT_INK)
            top += height

    def text(
        self,
        x: float,
        middle: float,
        text: str,
        *,
        size: float = BODY_SIZE,
        ink: str = INK,
        align: str = "left",
        weight: str = "normal",
    ) -> None:
        """Write one or more lines, centred vertically on `middle`."""
        if not text:
            return
        lines = text.split("\n")
        first = middle - (len(lines) - 1) / 2 * size * LEADING + _CENTRE_ABOVE_BASELINE * size
        for number, line in enumerate(lines):
            place = (x, first + number * size * LEADING)
            written = LineText(*place, line, ha=align, va="baseline", color=ink, fontproperties=_font(size, weight))
            written.set(transform=self._place, parse_math=False)
            self.figure.add_artist(written)

    def label(self, x: float, middle: float, text: str, fill: Fill, *, align: str = "center") -> None:
        """Write a line on a filled area, clear of its hatch."""
        if fill.hatch:
            width = text_width(text, SMALL_SIZE) + 5
            left = {"left": x - 2.5, "center": x - width / 2, "right": x - width + 2.5}[align]
            self.bar(left, middle - 5, width, 10, Fill(fill.colour), above=True)
        self.text(x, middle, text, size=SMALL_SIZE, ink=fill.ink, align=align)

    def bar(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        fill: Fill,
        *,
        edge: float = 0.0,
        above: bool = False,
    ) -> None:
        """Fill a rectangle, below all lines or `above` them; a negative width extends to the left.

        `edge` is the width of a white outline.
        """
        patch = Rectangle((left, top), width, height, facecolor=fill.colour, edgecolor=PAPER, linewidth=edge)
        patch.set(transform=self._place, zorder=_ABOVE_LINES if above else _BELOW_LINES)
        self.figure.add_artist(patch)
        if fill.hatch:
            for xs, ys in hatch_lines(min(left, left + width), top, abs(width), height, fill.hatch):
                self.line(xs, ys, colour=PAPER, width=0.6)

    def area(self, xs: Sequence[float], ys: Sequence[float], colour: str) -> None:
        """Fill the area between points, below everything else."""
        patch = Polygon(list(zip(xs, ys, strict=True)), closed=True, facecolor=colour, edgecolor="none")
        patch.set(transform=self._place, zorder=_BELOW_LINES / 2)
        self.figure.add_artist(patch)

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        *,
        colour: str = RULE,
        width: float = 0.75,
        dashes: tuple[float, ...] | None = None,
    ) -> None:
        """Draw a line through points. Lines of one style become one artist, drawn when the page is finished."""
        style = (0, dashes) if dashes else "solid"
        batch = self._lines.setdefault((colour, width, style), ([], []))
        for places, values in zip(batch, (xs, ys), strict=True):
            places += [*values, math.nan]

    def mark(self, x: float, y: float, shape: str, colour: str, *, size: float = 6.0, hollow: bool = False) -> None:
        """Draw a mark of a matplotlib marker shape; a hollow one is filled with paper. Batched as lines are."""
        xs, ys = self._marks.setdefault((shape, colour, size, hollow), ([], []))
        xs.append(x)
        ys.append(y)

    def _flush(self) -> None:
        """Put the batches on the figure: lines below marks, each kind in the order of first use."""
        for (colour, width, style), (xs, ys) in self._lines.items():
            self._add_line(xs, ys, color=colour, linewidth=width, linestyle=style, marker="")
        for (shape, colour, size, hollow), (xs, ys) in self._marks.items():
            face, edge = (PAPER, 1.2) if hollow else (colour, 0.8)
            self._add_line(
                xs,
                ys,
                linestyle="none",
                marker=shape,
                markersize=size,
                markerfacecolor=face,
                markeredgecolor=colour,
                markeredgewidth=edge,
            )

    def _add_line(self, xs: Sequence[float], ys: Sequence[float], **properties: Any) -> None:
        self.figure.add_artist(Line2D(xs, ys, transform=self._place, solid_capstyle="butt", **properties))

    def finish(self, alt: str) -> Drawing:
        """Return the drawing; the notes printed below it belong to its alternative text as well."""
        self._flush()
        check_glyphs("".join(text.get_text() for text in self.figure.findobj(LineText)), "图")
        return Drawing(self.figure, "".join([alt, *self.notes]))


@lru_cache(maxsize=64)
def _font(size: float, weight: str) -> FontProperties:
    return FontProperties(family=[register_fonts()], size=size, weight=weight)
