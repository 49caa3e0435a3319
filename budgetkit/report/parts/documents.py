"""The documents that a report is made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd

from budgetkit.report.parts.part import Data, Part
from budgetkit.source_entry import KIND_LABELS

_FIELDS = ("document_id", "title", "department", "year", "kind", "file", "sha256", "url", "places")


@dataclass(frozen=True)
class DocumentList(Part):
    """The documents used, each with its file and sha256: rows of `documents`, or mappings with its columns."""

    documents: pd.DataFrame | Iterable[Mapping[str, Any]]
    title: str = "使用的文件"
    kind: ClassVar[str] = "documents"

    def data(self) -> Data:
        """Give the documents with their names, files and hashes."""
        return {"title": self.title, "documents": [_document(row) for row in _rows(self.documents)]}

    def plain_text(self) -> str:
        """Give a line a document."""
        documents = [_document(row) for row in _rows(self.documents)]
        return "\n".join([self.title, *(f"{d['title']}　{d['file']}　{d['sha256']}" for d in documents)])


def _rows(documents: pd.DataFrame | Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return documents.to_dict("records") if isinstance(documents, pd.DataFrame) else list(documents)


def _document(row: Mapping[str, Any]) -> dict[str, str]:
    named = {name: "" if pd.isna(row.get(name)) else str(row.get(name)) for name in _FIELDS}
    return {**named, "kind": KIND_LABELS.get(named["kind"], named["kind"])}
