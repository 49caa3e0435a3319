"""The sources manifest: which published documents there are, whose they are, and that they are unchanged."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from budgetkit.errors import SourceError

MANIFEST = "sources.toml"
LEVELS = ("city", "district")
KINDS = ("budget", "self_evaluation")
_REQUIRED = ("id", "department_id", "department", "level", "region", "field", "year", "kind", "title", "file", "sha256")


@dataclass(frozen=True)
class Source:
    """A raw document's entry in the manifest; `counterpart` is a department id, None where none is named."""

    document_id: str
    department_id: str
    department: str
    level: str
    region: str
    field: str
    year: int
    kind: str
    title: str
    file: str
    sha256: str
    url: str | None
    counterpart: str | None
    path: Path


def load_sources(raw_folder: Path) -> list[Source]:
    """Load the manifest of a raw folder into sources, in the manifest's order.

    Raises SourceError when the manifest is missing or unreadable, or an entry lacks a field or repeats an id.
    """
    manifest = raw_folder / MANIFEST
    if not manifest.is_file():
        raise SourceError(
            str(manifest), "文件清单 sources.toml", "没有该文件", "请在原始文件夹中新建清单，写法见 README。"
        )
    try:
        entries = tomllib.loads(manifest.read_text("utf-8")).get("document", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(str(manifest), "有效的 TOML", str(error), "请改正清单的写法。") from error
    sources = [_read_entry(manifest, position, entry) for position, entry in enumerate(entries, start=1)]
    _check_unique(manifest, sources)
    return sources


def check_sources(raw_folder: Path, sources: list[Source]) -> list[SourceError]:
    """Check a raw folder against its manifest: unknown files, missing files and changed files, each as an error.

    The documents without an error can go on without the others.
    """
    errors = [_unknown_file(raw_folder, name) for name in _unknown_files(raw_folder, sources)]
    return errors + [error for source in sources if (error := check_file(source))]


def _read_entry(manifest: Path, position: int, entry: dict) -> Source:
    where = f"{manifest} 第 {position} 条（{entry.get('id', '无 id')}）"
    missing = [key for key in _REQUIRED if not entry.get(key)]
    if missing:
        raise SourceError(where, "字段齐全", f"缺少 {'、'.join(missing)}", "请补齐这些字段。")
    unknown = sorted(set(entry) - {*_REQUIRED, "url", "counterpart"})
    if unknown:
        raise SourceError(where, "已知的字段", f"未知字段 {'、'.join(unknown)}", "请检查拼写。")
    for key, allowed in (("level", LEVELS), ("kind", KINDS)):
        if entry[key] not in allowed:
            raise SourceError(where, f"{key} 取 {' 或 '.join(allowed)}", repr(entry[key]), "请改正该字段。")
    if not isinstance(entry["year"], int):
        raise SourceError(where, "year 为整数", repr(entry["year"]), "请改正该字段。")
    return Source(
        document_id=entry["id"],
        url=entry.get("url") or None,
        counterpart=entry.get("counterpart") or None,
        path=manifest.parent / entry["file"],
        **{key: entry[key] for key in _REQUIRED if key != "id"},
    )


def _check_unique(manifest: Path, sources: list[Source]) -> None:
    for name in ("document_id", "file"):
        seen: set[str] = set()
        for source in sources:
            value = getattr(source, name)
            if value in seen:
                raise SourceError(str(manifest), f"{name} 不重复", f"{value} 出现两次", "请删去或改正其中一条。")
            seen.add(value)


def _unknown_files(raw_folder: Path, sources: list[Source]) -> list[str]:
    known = {source.file for source in sources} | {MANIFEST}
    return sorted(
        path.name
        for path in raw_folder.iterdir()
        if path.is_file() and path.name not in known and not path.name.startswith(".") and path.suffix != ".md"
    )


def _unknown_file(raw_folder: Path, name: str) -> SourceError:
    return SourceError(
        str(raw_folder / name), "登记在 sources.toml 的文件", "清单中没有这个文件", "请在清单中登记它，或将它移走。"
    )


def check_file(source: Source) -> SourceError | None:
    """Check that a source's file is there and has the registered hash; None when it does."""
    if not source.path.is_file():
        return SourceError(
            f"sources.toml 的 {source.document_id}",
            f"文件 {source.file}",
            "没有该文件",
            "请放入该文件或删去该条。",
            document_id=source.document_id,
        )
    digest = hashlib.sha256(source.path.read_bytes()).hexdigest()
    if digest == source.sha256:
        return None
    return SourceError(
        str(source.path),
        f"sha256 为 {source.sha256}",
        digest,
        "文件内容与登记时不同：若发布单位更新了文件，请核对后更新清单中的 sha256。",
        document_id=source.document_id,
    )
