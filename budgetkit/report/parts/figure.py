"""A figure that carries its title, alternative text, notes and sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from budgetkit.report.parts.part import Data, Part
from budgetkit.report.parts.source import Citation, source_data


@dataclass(frozen=True)
class ReportFigure(Part):
    """A figure for readers: a matplotlib figure, or a drawing that has one and its alternative text.

    `title` says the finding; `alt` tells in words what is to be seen and is required (a drawing brings it).
    Raises ValueError without an alternative text, FontError when a character would be printed as a box.
    """

    drawing: Any
    title: str
    alt: str = ""
    unit: str = ""
    notes: Sequence[str] = ()
    sources: Sequence[Citation | str] = ()
    kind: ClassVar[str] = "figure"
    svg: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        from budgetkit.svg import figure_to_svg

        alt = (self.alt or getattr(self.drawing, "alt", "")).strip()
        if not alt:
            raise ValueError(f"figure {self.title!r} has no alternative text")
        object.__setattr__(self, "alt", alt)
        figure, fit = getattr(self.drawing, "figure", self.drawing), getattr(self.drawing, "fit", True)
        object.__setattr__(self, "svg", figure_to_svg(figure, self.title, fit=fit))

    def data(self) -> Data:
        """Give title, unit, the drawing as SVG, its alternative text, notes and sources."""
        return {
            "title": self.title,
            "unit": self.unit,
            "svg": self.svg,
            "alt": self.alt,
            "notes": list(self.notes),
            "sources": source_data(self.sources),
        }

    def plain_text(self) -> str:
        """Give the title and the alternative text."""
        return f"{self.title}\n{self.alt}"
