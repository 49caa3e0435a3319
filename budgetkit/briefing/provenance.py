"""Where figures come from: document, published table, lines."""

from __future__ import annotations

from collections.abc import Iterable

from budgetkit.compare.budget import remember
from budgetkit.compare.result import SourceLine
from budgetkit.dataset.load import Dataset
from budgetkit.report.parts import Citation
from budgetkit.tidy.registry import kind_labels


def find_sources(data: Dataset, sources: Iterable[SourceLine]) -> tuple[Citation, ...]:
    """Group raw lines into source statements, one a document and published table, in order of first use."""
    grouped: dict[tuple[str, str], list[int]] = {}
    tables = remember(data, "published tables", lambda: _tables_of(data))
    titles = remember(data, "titles", lambda: _titles_of(data))
    for document, line in sources:
        grouped.setdefault((document, _table_at(tables.get(document, ()), line)), []).append(line)
    return tuple(
        Citation(document, table, tuple(sorted(set(lines))), titles.get(document, ""))
        for (document, table), lines in grouped.items()
    )


def table_labels() -> dict[str, str]:
    """Give the Chinese label of each kind of published table."""
    return kind_labels()


def _titles_of(data: Dataset) -> dict[str, str]:
    return {row.document_id: row.title for row in data.documents.itertuples() if row.title}


def _tables_of(data: Dataset) -> dict[str, list[tuple[int, int, str]]]:
    labels = table_labels()
    tables: dict[str, list[tuple[int, int, str]]] = {}
    for row in data.published_tables.itertuples():
        tables.setdefault(row.document_id, []).append((row.first_line, row.last_line, labels.get(row.table, "")))
    return tables


def _table_at(tables: Iterable[tuple[int, int, str]], line: int) -> str:
    return next((label for first, last, label in tables if first <= line <= last), "")
