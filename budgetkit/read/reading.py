"""What a reader gives: the rows of a document, and what it had to say of the file itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from budgetkit.finding import Finding
from budgetkit.read.row import RawRow


@dataclass
class Reading:
    """The rows of a raw document in the order of reading, and findings about how they were read."""

    rows: list[RawRow]
    notes: list[Finding] = field(default_factory=list)
