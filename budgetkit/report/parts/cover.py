"""The head of a report, or the cover of a briefing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from budgetkit.report.parts.part import Data, Part


@dataclass(frozen=True)
class Cover(Part):
    """Whose budget, which year, which report, made from what with which version.

    `facts` are further pairs of label and value. With `full_page`, paper gets a cover page of its own and a table of
    contents; otherwise the head stands above the text.
    """

    department: str
    year: int
    report: str
    level: str = ""
    documents: Sequence[str] = ()
    version: str = ""
    facts: Sequence[tuple[str, str]] = ()
    full_page: bool = False
    kind: ClassVar[str] = "cover"

    def data(self) -> Data:
        """Give the names and the facts as pairs of label and value."""
        return {
            "department": self.department,
            "year": int(self.year),
            "report": self.report,
            "version": self.version,
            "facts": self._facts(),
            "full_page": self.full_page,
        }

    def _facts(self) -> list[list[Any]]:
        named = [("层级", self.level), ("依据文件", "；".join(self.documents)), *self.facts]
        return [[label, str(value)] for label, value in named if value]

    def plain_text(self) -> str:
        """Give the title and a line a fact."""
        facts = [f"{label}：{value}" for label, value in self._facts()]
        return "\n".join([f"{self.department}{self.year}年 {self.report}", *facts])
