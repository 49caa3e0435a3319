"""What a tidying step gives back: rows, and findings about what was odd on the way."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Literal

Row = dict[str, Any]
PARENT_ROLES = ("class", "section")
Certainty = Literal["printed", "joined", "inferred"]
FindingKind = Literal[
    "ocr_amount", "ocr_code", "code_mismatch", "missing_cell", "missing_rows", "split_table", "rounded",
    "inconsistent_total", "unit_error", "odd_amount", "repeated", "html_fragment", "ghost_row", "personal_data",
    "unrecognised", "reading", "wording",
]  # fmt: skip
Action = Literal["repaired", "joined", "kept", "dropped", "flagged"]


def is_leaf(row: Row) -> bool:
    """Say whether a clean row counts in sums: not a class or section whose items stand below it."""
    return row.get("role") not in PARENT_ROLES


@dataclass(frozen=True)
class Finding:
    """Something odd that was met in a document: where, what, and what was done about it.

    `table` is a clean table's name, `text` a short quote (never of personal data), `note` a Chinese sentence with
    the evidence.
    """

    table: str
    kind: FindingKind
    text: str
    note: str
    action: Action
    source_line: int


@dataclass
class Tidied:
    """Rows by clean table name, and findings, in document order.

    A row holds the table's own columns, `source_line` and `certainty`; the rest of its place follows from its line,
    and is added with the keys `document_id`, `department_id` and `year` when the dataset is put together.
    """

    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    findings: list[Finding] = field(default_factory=list)

    def extend(self, other: Tidied) -> None:
        """Take over the rows and findings of another step."""
        for table, rows in other.tables.items():
            self.tables[table].extend(rows)
        self.findings.extend(other.findings)
