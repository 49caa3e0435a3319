"""The annex that leads from the figures to the lines of the raw documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from budgetkit.report.parts.part import Data, Part


@dataclass(frozen=True)
class Annex(Part):
    """The source lines of all tables and sentences before it, row by row.

    The exporter collects them, since only it knows what the report shows; in the notebook the annex says so.
    """

    title: str = "附录　数字出处"
    kind: ClassVar[str] = "annex"

    def data(self) -> Data:
        """Give the title; the entries are put in by the exporter."""
        return {"title": self.title, "entries": []}

    def plain_text(self) -> str:
        """Give the title and where the entries come from."""
        return f"{self.title}（导出时由以上各表的出处汇集）"
