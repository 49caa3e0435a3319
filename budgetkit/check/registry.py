"""Every check that budgetkit makes on a document's clean rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from budgetkit.finding import Row
from budgetkit.recognise.tables import RecognisedTable
from budgetkit.sources import Source


def check_document(tables: Mapping[str, list[Row]], recognised: Sequence[RecognisedTable], source: Source) -> list[Row]:
    """Check a document's clean rows; one row a rule applied once."""
    return []
