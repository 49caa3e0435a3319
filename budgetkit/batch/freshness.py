"""Whether the clean tables still stand for the raw documents."""

from __future__ import annotations

from budgetkit.dataset.store import load_table
from budgetkit.errors import DatasetError
from budgetkit.project import Folders
from budgetkit.sources import MANIFEST, load_sources

_COMPARED = ("department_id", "department", "year", "level", "region", "field", "kind", "title", "file", "sha256")


def find_stale(folders: Folders) -> str | None:
    """Say in Chinese why the raw documents must be cleaned first; None when the tables stand for them.

    Compared is what sources.toml says with what the documents table says; without a raw folder the tables are taken
    as they are. Raises SourceError when sources.toml cannot be used.
    """
    if not (folders.raw / MANIFEST).is_file():
        return None
    try:
        cleaned = load_table("documents", folders.clean).to_pylist()
    except DatasetError:
        return "还没有可用的整理结果"
    listed = {source.document_id: source for source in load_sources(folders.raw)}
    known = {row["document_id"]: row for row in cleaned}
    if changed := sorted(listed.keys() ^ known.keys()):
        return f"文件清单有增减（{'、'.join(changed[:5])}）"
    changed = [
        document_id
        for document_id, row in known.items()
        if any(getattr(listed[document_id], name) != row[name] for name in (*_COMPARED, "counterpart"))
    ]
    return f"文件有变化（{'、'.join(changed[:5])}）" if changed else None
