"""What a clean row gets from its document rather than from its own table."""

from __future__ import annotations

from budgetkit.finding import Tidied
from budgetkit.sources import Source


def complete_tables(tidied: Tidied, source: Source) -> None:
    """Give rows that print no year the document's year, in place."""
    for row in tidied.tables["three_public"]:
        row["budget_year"] = row["budget_year"] or source.year
