"""Where a figure comes from: documents, published tables, lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from budgetkit.line_runs import join_lines

SourceLine = tuple[str, int]
"""A document id and a 1-based line of its raw file."""


@dataclass(frozen=True)
class Citation:
    """A source line under a table or figure: the document, the published table, the lines of the raw file.

    A `title` names the document where no list of the report's documents does.
    """

    document_id: str
    table: str = ""
    lines: Sequence[int] = ()
    title: str = ""

    def data(self) -> dict[str, Any]:
        """Give the source as JSON values, its lines as ranges."""
        named = {"title": self.title} if self.title else {}
        return {"document_id": self.document_id, "table": self.table, "ranges": join_lines(self.lines), **named}


def source_data(sources: Iterable[Citation | str]) -> list[Any]:
    """Give sources as JSON values; a text stays what it is."""
    return [source.data() if isinstance(source, Citation) else str(source) for source in sources]


def line_data(lines: object) -> list[list[Any]]:
    """Give source lines as JSON values, each once, in order; None or NaN is no line."""
    if not isinstance(lines, Sequence | set | frozenset) or isinstance(lines, str):
        return []
    return [[str(document_id), int(line)] for document_id, line in dict.fromkeys(map(tuple, lines))]
