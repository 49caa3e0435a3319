"""Clean tables held against the truth of a made document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

from budgetkit.finding import Row
from budgetkit.pipeline import CleanDocument, clean_documents
from made.folder import Document, write_project
from made.style import Style


def clean(folder: Path, document: Document, style: Style) -> CleanDocument:
    """Print a made document in a style, clean it, and give what came of it; raises what stopped it."""
    result = clean_documents(write_project(folder, [document], [style]))
    for error in result.errors:
        raise error
    return result.documents[0]


CODES = ("code_name", "code_pair")
IDENTITIES = (
    "code_order", "identity", "service_nesting", "project_id_like_others", "project_setup_year", "indicator_value",
    "evaluation_value",
)  # fmt: skip


def find_alarms(document: CleanDocument, *undoubted: str) -> list[str]:
    """List what is said against a consistent document: failed checks, codes that don't match, doubts of some rules."""
    bad = [
        f"{row['rule']}: {row['description']} {row['explanation']}"
        for row in document.tables["checks"]
        if row["status"] == "fail" or (row["rule"] in undoubted and row["status"] != "pass")
    ]
    return bad + [row["note"] for row in document.tables["findings"] if row["kind"] == "code_mismatch"]


def find_differences(truth: Mapping[str, Sequence[Row]], tables: Mapping[str, Sequence[Row]]) -> list[str]:
    """List, a line each, where clean tables differ from the truth: rows in order, cells of the truth's columns."""
    differences = []
    for name, expected in truth.items():
        found = tables.get(name, ())
        if len(found) != len(expected):
            differences.append(f"{name}: {len(found)} rows, not {len(expected)}")
        for position, (right, row) in enumerate(zip_longest(expected, found)):
            if right is not None and row is not None:
                differences.extend(f"{name}[{position}] {text}" for text in _compare_rows(right, row))
    return differences


def _compare_rows(expected: Row, found: Row) -> list[str]:
    return [
        f"{column} is {found.get(column)!r}, not {value!r} (line {found.get('source_line')})"
        for column, value in expected.items()
        if found.get(column) != value
    ]
