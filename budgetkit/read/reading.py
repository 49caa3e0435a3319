"""What a reader gives: the rows of a document, and what it had to say of the file itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from budgetkit.finding import Finding
from budgetkit.read.row import RawRow


@dataclass
class Reading:
    """The rows of a raw document in the order of reading, and findings about how they were read.

    `is_scanned` says that pages are pictures: what was read of them depends on what can recognise text here.
    """

    rows: list[RawRow]
    notes: list[Finding] = field(default_factory=list)
    is_scanned: bool = False
