"""One of the four published documents with some lines changed, cleaned: for the tests of what is noticed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from budgetkit.finding import Row
from budgetkit.pipeline import CleanDocument, clean_document
from budgetkit.sources import Source, load_sources

ROOT = Path(__file__).parents[1]
EMERGENCY, DATA = "beijing-emergency-2026-budget", "beijing-data-2026-budget"
DISTRICT, SELF_EVALUATION = "chaoyang-emergency-2024-budget", "beijing-emergency-2024-selfeval"


def source_of(document_id: str) -> Source:
    """Give a document's manifest entry."""
    return next(source for source in load_sources(ROOT / "data/raw") if source.document_id == document_id)


@cache
def untouched(document_id: str) -> CleanDocument:
    """Clean a document as it was published."""
    return clean_document(source_of(document_id), ROOT / "data/corrections")


def clean_text(document_id: str, text: str, folder: Path, budgets: Sequence[Decimal] = ()) -> CleanDocument:
    """Clean a document with another text in its place; `budgets` as other documents of the department state them."""
    source = source_of(document_id)
    path = folder / source.path.name
    path.write_text(text, "utf-8")
    return clean_document(replace(source, path=path), ROOT / "data/corrections", budgets)


def clean_changed(document_id: str, changes: Mapping[int, tuple[str, str]], folder: Path) -> CleanDocument:
    """Clean a document with words changed in some lines: line number to what stands there and what shall."""
    lines = source_of(document_id).path.read_text("utf-8").split("\n")
    for number, (printed, changed) in changes.items():
        assert printed in lines[number - 1]
        lines[number - 1] = lines[number - 1].replace(printed, changed)
    return clean_text(document_id, "\n".join(lines), folder)


def new_checks(before: CleanDocument, after: CleanDocument, *states: str) -> list[Row]:
    """Give the checks of a changed document in some states that the untouched one does not have."""
    known = Counter(_key(row) for row in before.tables["checks"])
    found = []
    for row in after.tables["checks"]:
        known[_key(row)] -= 1
        if known[_key(row)] < 0 and row["status"] in states:
            found.append(row)
    return found


def _key(row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in ("rule", "table", "left", "right", "status"))


def lines_of(checks: Sequence[Row]) -> str:
    """Give what some checks say, for the message of a test that fails."""
    return "\n".join(f"{row['status']} {row['description']} {row['explanation']}" for row in checks)
