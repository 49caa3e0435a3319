"""Whether the clean tables still stand for what they were made from: raw, manifest, corrections, program, forms."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from budgetkit.dataset.generation import read_generation
from budgetkit.dataset.rests import fingerprint_rests
from budgetkit.dataset.store import find_generation
from budgetkit.errors import DatasetError
from budgetkit.project import PACKAGE, Folders
from budgetkit.source_entry import Source
from budgetkit.sources import MANIFEST, SourceManifest, load_manifest
from budgetkit.version import __version__

Inputs = dict[str, dict[str, Any]]
RESTS = "rests"
"""The name under which a generation registers what its documents rest on (`rests.py`)."""
_LABELS = {"sources": "文件清单", "files": "原始文件", "corrections": "更正记录", "program": "程序", RESTS: "依据"}
_LATER = (
    "adding", "batch", "briefing", "cli", "compare", "draw", "export", "notebook", "observe", "report", "site",
    "statements",
)  # fmt: skip
"""The rooms that only read the clean tables: a change in them changes no table."""
_NAMED = 5  # changed things that a sentence names


def find_inputs(corrections_folder: Path, manifest: SourceManifest) -> Inputs:
    """Find what the clean tables are made from, as fingerprints of content by name."""
    return {
        "sources": {source.document_id: _hash_entry(source) for source in manifest.sources},
        "files": {source.file: _hash_file(source.path) for source in manifest.sources},
        "corrections": {path.name: _hash_file(path) for path in sorted(corrections_folder.glob("*.toml"))},
        "program": hash_program(),
    }


def find_stale(folders: Folders) -> str | None:
    """Say in Chinese why the raw documents must be cleaned first; None when the tables stand for them.

    Without a raw folder the tables are taken as they are. Raises SourceError when sources.toml cannot be used.
    """
    if not (folders.raw / MANIFEST).exists():
        return None
    manifest = load_manifest(folders.raw)
    try:
        generation = read_generation(folders.clean)
    except DatasetError:
        return "还没有可用的整理结果"
    now = find_inputs(folders.corrections, manifest)
    now[RESTS] = fingerprint_rests(generation.made_from.get(RESTS, {}))
    changes = [_describe(name, generation.made_from.get(name), now[name]) for name in _LABELS]
    found = "；".join(filter(None, changes))
    return f"整理之后{found}" if found else None


def check_fresh(folders: Folders) -> None:
    """Raise DatasetError when the clean tables no longer stand for the raw documents, or were changed by hand."""
    if stale := find_stale(folders):
        raise DatasetError(str(folders.clean), "与原始文件一致的整理结果", stale, "请先运行 budgetkit clean。")
    find_generation(folders.clean)


def _describe(name: str, old: Any, new: dict[str, Any]) -> str | None:
    old = old if isinstance(old, dict) else {}
    changed = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    if not changed:
        return None
    more = f" 等 {len(changed)} 个" if len(changed) > _NAMED else ""
    return f"{_LABELS[name]}有变化（{'、'.join(changed[:_NAMED])}{more}）"


def _hash_entry(source: Source) -> str:
    values = {name: value for name, value in vars(source).items() if name != "path"}
    return hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()[:32]


def _hash_file(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None  # a pipe would wait for ever
    except OSError:
        return None


@cache
def hash_program() -> dict[str, str]:
    """Hash the parts of the program that clean tables are made by, without the forms, on which each document rests."""
    digest = hashlib.sha256()
    for path in _program_files():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return {f"budgetkit {__version__}": digest.hexdigest()[:32]}


def _program_files() -> Iterator[Path]:
    for path in sorted(PACKAGE.rglob("*")):
        parts = path.relative_to(PACKAGE).parts
        if (
            path.suffix in (".py", ".toml", ".csv", ".json")
            and parts[0] not in _LATER
            and not path.match("forms/*.toml")
        ):
            yield path
