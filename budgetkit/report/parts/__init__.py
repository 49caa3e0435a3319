"""The parts that a notebook shows: what to say, and the data to say it from.

A part is immutable and shows itself as HTML and as text; beside these it hands over its data (`PART_TYPE`), from which
the exporters write HTML and PDF alike.
"""

from budgetkit.report.parts.annex import Annex
from budgetkit.report.parts.column import Column
from budgetkit.report.parts.cover import Cover
from budgetkit.report.parts.documents import DocumentList
from budgetkit.report.parts.figure import ReportFigure
from budgetkit.report.parts.part import PART_TYPE, Part
from budgetkit.report.parts.source import Citation
from budgetkit.report.parts.table import ReportTable
from budgetkit.report.parts.text import KeyPoints, Notice, Paragraph
from budgetkit.report.parts.tiles import Tile, Tiles

__all__ = [
    "PART_TYPE",
    "Annex",
    "Citation",
    "Column",
    "Cover",
    "DocumentList",
    "KeyPoints",
    "Notice",
    "Paragraph",
    "Part",
    "ReportFigure",
    "ReportTable",
    "Tile",
    "Tiles",
]
