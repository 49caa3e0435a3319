"""Add a document to a project, and take one out: file, entry and clean tables change together, or nothing does."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from budgetkit.adding.description import Evidence
from budgetkit.adding.file_date import find_file_date, say_date
from budgetkit.adding.manifest_text import add_entry, has_entries, read_text, remove_entry
from budgetkit.adding.new_entry import Ask, Decided, Named, decide
from budgetkit.adding.transaction import all_or_nothing
from budgetkit.clean_folder import FolderResult, clean_folder
from budgetkit.errors import BudgetkitError, ParameterError, SourceError
from budgetkit.inside import is_plain_name
from budgetkit.lock import lock_folder
from budgetkit.pipeline import CleanDocument, clean_document, find_sister
from budgetkit.project import Folders
from budgetkit.read.format import find_format
from budgetkit.source_conflicts import find_conflicts
from budgetkit.source_entry import TEXT, Source, read_entry
from budgetkit.sources import MANIFEST, SourceManifest, load_manifest

EARLIER = "earlier"
"""The folder below the raw one where earlier versions of documents are kept."""


@dataclass
class Addition:
    """What adding a file comes to: its entry and reasons, and what cleaning it gave.

    `known` is the entry that has these bytes already: then nothing is to be done. `earlier` is the entry whose version
    this file takes the place of, `older` says on which dates it is the older version of the two, where it is.
    """

    path: Path
    decided: Decided | None = None
    entry: dict[str, object] | None = None
    document: CleanDocument | None = None
    known: Source | None = None
    earlier: Source | None = None
    older: tuple[str, str] | None = None
    sources: Sequence[Source] = ()
    result: FolderResult | None = None


def plan_addition(path: Path, folders: Folders, named: Named, ask: Ask | None = None) -> Addition:
    """Plan how a file is added: nothing is written.

    Raises SourceError where the file can't be read, holds no published table, contradicts what the user names or an
    entry of the manifest, or needs options; ParameterError where an option has no such value.
    """
    if not path.is_file():
        found = "文件夹" if path.is_dir() else "没有该文件"
        raise SourceError(str(path), "一份文件", found, "请检查路径。")
    form = find_format(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest = _load(folders.raw)
    if known := next((one for one in manifest.sources if one.sha256 == digest), None):
        return Addition(path, known=known, sources=manifest.sources)
    decided = decide(path, named, manifest.sources, ask)
    values = decided.values
    taken = {one.casefold() for one in manifest.refused}
    if values["id"].casefold() in taken:
        raise SourceError(
            str(path), "清单中没有同名的条目", f"{values['id']} 已在清单中，但不能使用", "请先改正那一条。"
        )
    file = path.name if _is_inside(path, folders.raw) else f"{values['id']}{form.endings[0]}"
    entry = {**values, "year": int(values["year"]), "file": file, "sha256": digest}
    source = read_entry(folders.raw / MANIFEST, len(manifest.sources) + 1, entry)
    document = clean_document(replace(source, path=path), folders.corrections)
    if document.tables["documents"][0]["part"] == TEXT:
        entry = _of_text(entry, decided, named, form.endings[0], is_inside=_is_inside(path, folders.raw))
        source = read_entry(folders.raw / MANIFEST, len(manifest.sources) + 1, entry)
        document = clean_document(
            replace(source, path=path), folders.corrections, (), find_sister(source, manifest.sources)
        )
    earlier = _find_earlier(source, manifest.sources)
    others = [one for one in manifest.sources if one is not earlier]
    for error, group in find_conflicts(folders.raw / MANIFEST, [*others, source]):
        if source in group:
            raise error
    older = _is_older(path, earlier.path) if earlier else None
    return Addition(path, decided, entry, document, None, earlier, older, others)


def _of_text(
    entry: dict[str, object], decided: Decided, named: Named, ending: str, *, is_inside: bool
) -> dict[str, object]:
    """Give the entry of an explanatory text whose tables are published apart, or not at all."""
    why = "文件只有文字说明，没有公开表"
    if named.id is None:
        decided.set("id", Evidence(f"{entry['id']}-text", why))
    if named.title is None:
        decided.set("title", Evidence(f"{entry['title']}（只有文字说明）", why))
    own = {"id": decided.values["id"], "title": decided.values["title"], "part": TEXT}
    file = entry["file"] if is_inside else f"{own['id']}{ending}"
    return {**entry, **own, "file": file}


def carry_out(addition: Addition, folders: Folders, *, replace_earlier: bool = False) -> FolderResult:
    """Add a planned file: copy it, write its entry, and clean; whatever fails, everything is as it was before.

    The version that it takes the place of is kept beside the others. Raises SourceError where the file says that it is
    the older one, unless it is to `replace_earlier` all the same, or the files have changed since the plan.
    """
    assert addition.entry is not None
    if addition.older and not replace_earlier:
        raise refuse_older(addition)
    entry, raw = addition.entry, folders.raw
    manifest, note = str(raw / MANIFEST), None
    with lock_folder(raw, "--raw"), all_or_nothing(raw) as steps:
        text = read_text(raw / MANIFEST)
        if earlier := addition.earlier:
            text, _ = remove_entry(text, earlier.document_id, manifest)
            if _is_unchanged(earlier):
                note = f"此前的版本：{_earlier_name(earlier)}（sha256 {earlier.sha256}）"
                steps.move(earlier.file, _earlier_name(earlier))
        if copied := not _is_inside(addition.path, raw):
            _check_free(raw / str(entry["file"]))
            steps.copy(addition.path, str(entry["file"]))
        steps.write(MANIFEST, add_entry(text, entry, manifest, note, copied=copied))
        return _clean(folders, str(entry["id"]))


def refuse_older(addition: Addition) -> SourceError:
    """Give the error of a document of which a version is registered that was written later."""
    earlier = addition.earlier
    assert earlier is not None
    assert addition.older is not None
    own, registered = map(say_date, addition.older)
    return SourceError(
        str(addition.path),
        f"比已登记的 {earlier.document_id}（{earlier.title}，写成于 {registered}）更新的版本",
        f"这份文件写成于 {own}",
        "已登记的不变；仍要以这份为准，请加 --replace。",
    )


def _is_older(path: Path, registered: Path) -> tuple[str, str] | None:
    """Give both dates where a file says that it was written before the registered one."""
    if not registered.is_file():
        return None
    own, other = find_file_date(path), find_file_date(registered)
    return (own, other) if own and other and own < other else None


def remove_document(document_id: str, folders: Folders) -> list[str]:
    """Take a document out of the manifest and clean again; give in Chinese what was removed and what was kept.

    The file is removed only where `budgetkit add` had put it there and it is unchanged. Raises ParameterError where
    there is no such document.
    """
    raw = folders.raw
    source = next((one for one in _load(raw).sources if one.document_id == document_id), None)
    if source is None:
        raise ParameterError("文件编号", "sources.toml 中的 id", document_id, "用 budgetkit list 查看文件编号。")
    with lock_folder(raw, "--raw"), all_or_nothing(raw) as steps:
        text, added = remove_entry(read_text(raw / MANIFEST), document_id, str(raw / MANIFEST))
        told = [f"已从清单中删去 {document_id}（{source.title}）。"]
        corrections = folders.corrections / f"{document_id}.toml"
        own = added and _is_unchanged(source)
        if own:
            steps.move(source.file, f".removed-{source.file}")
            told.append(f"已删去 {source.file}（由 budgetkit add 放入，内容未变）。")
        elif source.path.exists():
            told.append(f"保留 {source.file}：它不是 budgetkit add 放入的，或已被修改；请自行移走。")
        if corrections.exists():
            told.append(f"保留更正记录 {corrections.name}；不再需要时请自行移走。")
        steps.write(MANIFEST, text)
        if _load(raw).sources:
            clean_folder(raw, folders.clean, folders.corrections)
        else:
            told.append("清单中已没有文件，整理结果保持不变。")
    if own:
        (raw / f".removed-{source.file}").unlink(missing_ok=True)
    return told


def _load(raw: Path) -> SourceManifest:
    """Load the manifest; one that isn't there yet, or has no entry, is an empty one."""
    manifest = raw / MANIFEST
    return load_manifest(raw) if has_entries(read_text(manifest), str(manifest)) else SourceManifest()


def _find_earlier(source: Source, sources: Sequence[Source]) -> Source | None:
    """Find the entry of the same publication: department, year and kind, of self-evaluations the title too."""
    return next(
        (
            one
            for one in sources
            if (one.department_id, one.department, one.year, one.kind, one.part)
            == (source.department_id, source.department, source.year, source.kind, source.part)
            and (source.kind != "self_evaluation" or one.title == source.title)
        ),
        None,
    )


def _earlier_name(source: Source) -> str:
    return f"{EARLIER}/{source.path.stem}-{source.sha256[:8]}{source.path.suffix}"


def _is_unchanged(source: Source) -> bool:
    """Say whether a registered file is there with the bytes that were registered."""
    return source.path.is_file() and hashlib.sha256(source.path.read_bytes()).hexdigest() == source.sha256


def _is_inside(path: Path, raw: Path) -> bool:
    """Say whether a file lies in the raw folder already, under a name that the manifest may bear."""
    return path.resolve().parent == raw.resolve() and is_plain_name(path.name)


def _check_free(target: Path) -> None:
    if target.exists():
        raise SourceError(str(target), "没有同名的文件", "已有未登记的同名文件", "请移走它，或用 --id 换一个编号。")


def _clean(folders: Folders, document_id: str) -> FolderResult:
    """Clean the folder; raises what stopped the new document."""
    result = clean_folder(folders.raw, folders.clean, folders.corrections)
    if all(document.source.document_id != document_id for document in result.documents):
        errors: list[BudgetkitError] = [error for error in result.errors if error.document_id == document_id]
        raise errors[0] if errors else SourceError(document_id, "可以整理的文件", "未能整理", "请检查该文件。")
    return result
