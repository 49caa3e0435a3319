"""A project's cell in 项目支出绩效目标表, as it is put together from pieces, and the readings of its amounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from budgetkit.finding import Finding
from budgetkit.parse import clean_name, is_amount, parse_amount
from budgetkit.read.row import RawRow
from budgetkit.tidy.project_targets.cells import LinePart, PlacedIndicator


@dataclass
class GoalPiece:
    """A piece of a goal's text and the part in which it stands."""

    position: int
    text: str


@dataclass
class Project:
    """A project as printed: pieces of its id and name, its amounts run by run, its goal, and its indicators.

    `opened` is the part where the first piece stands, `anchor` the part with the name's end and the amounts. A project
    that was lost with its page has neither id nor name nor amounts.
    """

    opened: int
    anchor: int
    line: RawRow
    id_text: str = ""
    name: str = ""
    amounts: list[dict[int, str]] = field(default_factory=list)
    goals: list[GoalPiece] = field(default_factory=list)
    parts: set[int] = field(default_factory=set)
    indicators: list[PlacedIndicator] = field(default_factory=list)
    project_id: str | None = None
    certainty: str = "printed"
    lost: bool = False
    repeats_previous: bool = False
    open_run: bool = False
    is_anchored: bool = False
    to_ten_thousand: Decimal = Decimal(1)

    @property
    def is_priced(self) -> bool:
        """Say whether all its amounts stand as they were printed."""
        texts = [text for run in self.amounts for text in run.values()]
        return bool(texts) and all(is_amount(text) for text in texts)

    @property
    def goal(self) -> str:
        """The goal's text, joined over its pieces."""
        return clean_name("".join(piece.text for piece in self.goals))

    @property
    def total(self) -> Decimal | None:
        """The printed total in 万元; None where it is damaged or lost."""
        return self.amount(0)

    def amount(self, column: int) -> Decimal | None:
        """Give total (0), fiscal (1) or other funds (2) in 万元, where one sound reading exists."""
        if not self.is_priced or len(self.amounts) != 1:
            return None
        amount = parse_amount(self.amounts[0].get(column + 1, ""))
        return None if amount is None else amount * self.to_ten_thousand


@dataclass
class TargetTable:
    """The table on its way to clean rows: parts, projects in order, and what was odd."""

    parts: list[LinePart]
    projects: list[Project] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def note(self, table: str, kind: str, line: RawRow, text: str, note: str, action: str) -> None:
        """Note something odd at a line."""
        quote = " ".join(text.split())[:60]
        self.findings.append(Finding(table, kind, quote, note, action, line.number))
