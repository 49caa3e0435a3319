"""Reports and pages whose documents are gone: removed as a run made them, marked where somebody edited one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from budgetkit.batch.manifest import Manifest, Record
from budgetkit.batch.place import remove_unchanged
from budgetkit.batch.slices import Slices
from budgetkit.dataset.generation import read_generation
from budgetkit.inside import prove_inside


@dataclass
class Pruned:
    """Keys of reports and pages that go, of those that somebody edited and that stay marked, of those back again."""

    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)

    def describe(self) -> Iterator[str]:
        """Say in Chinese what was done."""
        if self.removed:
            yield f"所依据的文件已不在数据中，已删除 {len(self.removed)} 份报告和页面：{_some(self.removed)}。"
        if self.kept:
            why = "所依据的文件已不在数据中，但曾被手工修改"
            yield f"{why}，连同其原文页予以保留，并在目录中标为“已无来源”：{_some(self.kept)}。"


def _some(keys: list[str]) -> str:
    return "、".join(keys[:5]) + (" 等" if len(keys) > 5 else "")


def find_orphans(manifest: Manifest, slices: Slices) -> Pruned:
    """Find the reports and pages without a source, and those marked so before that have one again.

    The source pages that an edited report leads to stay with it.

    None are found while documents are left out, whose reports cannot be told from these, nor when nothing of what the
    manifest knows has a source: the tables are then those of another project.
    """
    known = {key: record for key, record in manifest.records.items() if "title" in record or key.startswith("sources/")}
    years = {(row["department_id"], row["year"]) for row in slices.documents}
    years |= {(f"level:{row['level']}", row["year"]) for row in slices.documents}
    pages = {f"sources/{row['document_id']}" for row in slices.documents}
    gone = [key for key, record in known.items() if not _has_source(key, record, years, pages)]
    found = Pruned(back=[key for key, record in known.items() if record.get("orphan") and key not in gone])
    if read_generation(slices.clean).left_out or len(gone) == len(known):
        return found
    edited = [key for key in gone if _is_edited(manifest, key)]
    cited = {f"sources/{document}" for key in edited for document in known[key]["inputs"].get("data", ())}
    found.kept = [key for key in gone if key in edited or key in cited]
    found.removed = [key for key in gone if key not in found.kept]
    return found


def _has_source(key: str, record: Record, years: set[tuple[str, int]], pages: set[str]) -> bool:
    return key in pages if "title" not in record else (record["department_id"], record["year"]) in years


def _is_edited(manifest: Manifest, key: str) -> bool:
    """Say whether somebody changed one of the files since they were written; one that is gone was not."""
    there = {ending: path for ending, path in _files(manifest, key).items() if path.is_file()}
    return bool(manifest.find_edited(key, there))


def _files(manifest: Manifest, key: str) -> dict[str, Path]:
    return {ending: manifest.reports / f"{key}.{ending}" for ending in manifest.records[key]["files"]}


def prune(manifest: Manifest, slices: Slices) -> Pruned:
    """Remove the files of reports and pages without a source that are all as a run wrote them; mark the others.

    Raises PlaceError when a key of the manifest leads out of the reports folder.
    """
    found = find_orphans(manifest, slices)
    for key in found.removed:
        _remove(manifest, key)
    for key in found.kept:
        if not manifest.records[key].get("orphan"):
            manifest.add({**manifest.records[key], "orphan": _title(key, manifest.records[key])})
    for key in found.back:
        manifest.add({name: value for name, value in manifest.records[key].items() if name != "orphan"})
    return found


def _remove(manifest: Manifest, key: str) -> None:
    record = manifest.records[key]
    files = {path: record["files"][ending] for ending, path in _files(manifest, key).items()}
    files |= {manifest.reports / f"{key}.last.{ending}": digest for ending, digest in record.get("last", {}).items()}
    remove_unchanged({prove_inside(path, manifest.reports): digest for path, digest in files.items()})
    manifest.drop(key)
    folder = (manifest.reports / key).parent
    if folder != manifest.reports and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _title(key: str, record: Record) -> str:
    if "title" not in record:
        return f"原文页：{record.get('facts', {}).get('title', key)}"
    return f"{record.get('department') or record['department_id']} {record['year']}年 {record['title']}"
