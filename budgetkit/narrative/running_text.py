"""Which rows of a document are running text, and which belong to its tables."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.read.row import RawRow
from budgetkit.recognise.tables import RecognisedTable

_PROSE = ("project_goals", "projects", "evaluations")


def find_running_text(rows: Sequence[RawRow], recognised: Sequence[RecognisedTable]) -> list[RawRow]:
    """Give the rows of running text, in order.

    Where the format knows its tables, that is every row outside them. A text extraction doesn't: there it is the rows
    of one cell that no table of goals and indicators has, for those hold sentences of their own.
    """
    if any(getattr(row, "table", None) is not None for row in rows):
        return [row for row in rows if row.table is None and not row.is_blank]
    owned = {line.number for table in recognised if _holds_prose(table) for line in table.lines}
    return [row for row in rows if len(row.filled) == 1 and row.number not in owned]


def _holds_prose(table: RecognisedTable) -> bool:
    gives = (table.kind.gives or (table.kind.name,)) if table.kind else ()
    return any(name.endswith("indicators") or name in _PROSE for name in gives)
