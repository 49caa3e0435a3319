"""A published table as it is read: its rows, each cell under its column, and its unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from budgetkit.finding import Action, Certainty, Finding, FindingKind, Row
from budgetkit.parse import parse_amount, squeeze
from budgetkit.read.row import RawRow
from budgetkit.recognise.unit import Unit

_TOTALS = ("合计", "总计")


def is_total(text: str) -> bool:
    """Say whether a cell is the label of a total: 合计 or 总计, blanks between or not."""
    return squeeze(text) in _TOTALS


@dataclass(frozen=True)
class PublishedRow:
    """A row of a published table: texts by column key, where it stands and how sure its cells are."""

    texts: dict[str, str]
    line: RawRow
    certainty: Certainty = "printed"

    def text(self, key: str) -> str:
        """Give a cell's text; empty where the row or the header lacks it."""
        return self.texts.get(key, "")

    @property
    def is_total(self) -> bool:
        """Say whether the row is labelled 合计 or 总计."""
        return any(is_total(text) for text in self.texts.values())

    def place(self) -> Row:
        """Give the columns with which every clean row ends."""
        return {"source_line": self.line.number, "certainty": self.certainty}


@dataclass
class PublishedTable:
    """A published table as read: rows by column, its unit, and what was odd."""

    name: str
    unit: Unit
    rows: list[PublishedRow] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def amount(self, row: PublishedRow, key: str) -> Decimal | None:
        """Read an amount in 万元; a damaged one is None and a finding."""
        if self.unit.conflict:
            return None
        try:
            value = parse_amount(row.text(key))
        except ValueError:
            note = "该单元格不是完整的金额，未采用。"
            self.add_finding("ocr_amount", row.line, row.text(key), note, "flagged")
            return None
        return None if value is None else value * self.unit.to_ten_thousand

    def add_finding(self, kind: FindingKind, line: RawRow, text: str, note: str, action: Action) -> None:
        """Note something odd at a line."""
        self.findings.append(Finding(self.name, kind, text[:60], note, action, line.number))
