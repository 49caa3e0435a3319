"""The sources manifest: which published documents there are, whose they are, and that they are unchanged."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from budgetkit.errors import SourceError, describe_system_error, describe_toml_error, write_value
from budgetkit.source_conflicts import find_conflicts
from budgetkit.source_entry import Source, read_entry

MANIFEST = "sources.toml"


@dataclass
class SourceManifest:
    """The manifest's usable entries in its order, the errors and ids of the others, and every file it mentions."""

    sources: list[Source] = field(default_factory=list)
    errors: list[SourceError] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)


def load_sources(raw_folder: Path) -> list[Source]:
    """Load the usable sources of a raw folder's manifest, in its order.

    Raises SourceError when the manifest is missing or unreadable.
    """
    return load_manifest(raw_folder).sources


def load_manifest(raw_folder: Path) -> SourceManifest:
    """Load the manifest of a raw folder; an entry that is amiss, or contradicts another, stops only itself.

    Raises SourceError when the manifest is missing, unreadable, or no list of entries.
    """
    manifest = raw_folder / MANIFEST
    loaded = SourceManifest()
    for position, entry in enumerate(_read_entries(manifest), start=1):
        if isinstance(entry, dict):
            loaded.files.add(str(entry.get("file", "")).casefold())
        try:
            loaded.sources.append(read_entry(manifest, position, entry))
        except SourceError as error:
            loaded.errors.append(error)
            loaded.refused.append(error.document_id or f"第 {position} 条")
    conflicts = find_conflicts(manifest, loaded.sources)
    loaded.errors.extend(error for error, _ in conflicts)
    refused = [source for _, group in conflicts for source in group]
    loaded.refused.extend(dict.fromkeys(source.document_id for source in refused))
    loaded.sources = [source for source in loaded.sources if source not in refused]
    return loaded


def check_sources(raw_folder: Path, manifest: SourceManifest) -> list[SourceError]:
    """Give all that is amiss with a raw folder: entries refused, files unknown, missing and changed.

    The documents without an error can go on without the others.
    """
    unknown = [_unknown_file(raw_folder, name) for name in _unknown_files(raw_folder, manifest.files)]
    return [*manifest.errors, *unknown, *(error for source in manifest.sources if (error := check_file(source)))]


def _read_entries(manifest: Path) -> list[Any]:
    """Read the manifest's list of entries; a byte order mark does no harm."""
    if not manifest.is_file():
        raise SourceError(
            str(manifest),
            "文件清单 sources.toml",
            _what_stands_at(manifest),
            "请在原始文件夹中新建清单，写法见 docs/adding-a-document.md。",
        )
    try:
        loaded = tomllib.loads(manifest.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        found = f"第 {error.start + 1} 个字节无法解码"
        raise SourceError(str(manifest), "UTF-8 编码的文本", found, "请将清单转存为 UTF-8 编码。") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SourceError(str(manifest), "有效的 TOML", describe_toml_error(error), "请改正清单的写法。") from error
    except OSError as error:
        raise SourceError(
            str(manifest), "可以读取的文件", describe_system_error(error), "请检查该位置和权限。"
        ) from error
    strangers = sorted(set(loaded) - {"document"})
    if strangers or not isinstance(loaded.get("document"), list) or not loaded["document"]:
        found = f"另有 {'、'.join(map(repr, strangers))[:80]}" if strangers else _describe(loaded.get("document"))
        raise SourceError(str(manifest), "由 [[document]] 条目组成的清单", found, "请改正清单的写法。")
    return loaded["document"]


def _describe(found: object) -> str:
    return "没有条目" if found is None or found == [] else f"document = {write_value(found)}"[:80]


def _unknown_files(raw_folder: Path, known: set[str]) -> list[str]:
    return sorted(
        path.name
        for path in raw_folder.iterdir()
        if path.is_file()
        and path.name.casefold() not in known | {MANIFEST}
        and not path.name.startswith(".")
        and path.suffix != ".md"
    )


def _unknown_file(raw_folder: Path, name: str) -> SourceError:
    return SourceError(
        str(raw_folder / name), "登记在 sources.toml 的文件", "清单中没有这个文件", "请在清单中登记它，或将它移走。"
    )


def _what_stands_at(path: Path) -> str:
    """Say what stands where a file should be."""
    if path.is_dir():
        return "同名的文件夹"
    if path.parent.is_file():
        return f"{path.parent} 是文件，不是文件夹"
    return "不是普通文件，或链接没有终点" if path.is_symlink() or path.exists() else "没有该文件"


def check_file(source: Source) -> SourceError | None:
    """Check that a source's file is there and has the registered hash; None when it does."""
    if not source.path.is_file():
        return SourceError(
            f"sources.toml 的 {source.document_id}",
            f"文件 {source.file}",
            _what_stands_at(source.path),
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
