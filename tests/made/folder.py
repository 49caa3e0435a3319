"""A project folder with made documents, on which `budgetkit --raw … clean` runs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from itertools import cycle
from pathlib import Path

from made.department import MadeDepartment
from made.evaluation import MadeEvaluation
from made.printing import print_document
from made.style import PLAIN, Style

Document = MadeDepartment | MadeEvaluation


def write_project(
    folder: Path, departments: Sequence[Document], styles: Iterable[Style] = (PLAIN,), *, manifest: bool = True
) -> Path:
    """Write documents and their manifest under `folder`/data/raw, styles taken in turn; give the raw folder.

    A district and a city department of the same field name each other as counterparts, the first of each.
    """
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    (folder / "notebooks").mkdir(exist_ok=True)
    entries = []
    for document, style in zip(departments, cycle(styles), strict=False):
        content = print_document(document, style).encode(style.encoding)
        (raw / file_name(document)).write_bytes(content)
        entries.append(write_entry(document, content, _counterpart(document, departments)))
    if manifest:
        (raw / "sources.toml").write_text("\n".join(entries), "utf-8")
    return raw


def file_name(document: Document) -> str:
    """Give the name of a document's raw file."""
    return f"{document.document_id}.txt"


def write_entry(document: Document, content: bytes, counterpart: str | None = None) -> str:
    """Write a document's entry in the sources manifest."""
    values = {
        "id": document.document_id,
        "department_id": document.department_id,
        "department": document.department,
        "level": document.level,
        "region": document.region,
        "field": document.field,
        "year": document.year,
        "kind": document.kind,
        "title": document.title,
        "file": file_name(document),
        "sha256": hashlib.sha256(content).hexdigest(),
        **({"counterpart": counterpart} if counterpart else {}),
    }
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join(["[[document]]", *lines, ""])


def _counterpart(document: Document, others: Sequence[Document]) -> str | None:
    return next(
        (other.department_id for other in others if other.field == document.field and other.level != document.level),
        None,
    )
