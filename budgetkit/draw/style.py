"""What every figure has in common: paper width, type sizes, colours that stay apart in grey print.

The four hues have a contrast of at least 3:1 against white. Printed in grey they fall on two steps (dark, light), so a
third and a fourth one carry a hatch; marks of two sides differ in shape as well.
"""

from __future__ import annotations

from dataclasses import dataclass

WIDTH = 468.0
"""Text width of A4 with 22 mm margins, in points (165 mm)."""
TALLEST = 600.0
"""Height in points that still fits on an A4 page together with title, source and notes."""

BODY_SIZE = 8.0
SMALL_SIZE = 7.5
LEADING = 1.32
"""Line height as a multiple of the type size."""

BLUE, TEAL, PLUM, ORANGE = "#12436D", "#28A197", "#801650", "#F46A25"
INK, FAINT_INK, RULE, PAPER = "#1A1A1A", "#595959", "#BFBFBF", "#FFFFFF"
TAIL = "#8C8C8C"
"""Fill of 其余 N 项: neither one item nor a hue."""


@dataclass(frozen=True)
class Fill:
    """How an area is filled: its colour, the way its hatch leans (/ or \\), and the ink that is legible on it."""

    colour: str
    hatch: str | None = None
    ink: str = PAPER


SERIES = (Fill(BLUE), Fill(TEAL, ink=INK), Fill(PLUM, "/"), Fill(ORANGE, "\\", ink=INK))
"""Fills of up to four series, in their fixed order."""
PLAIN = SERIES[0]
EMPHASIS = Fill(ORANGE, ink=INK)
REST = Fill(TAIL, ink=INK)
