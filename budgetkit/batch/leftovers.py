"""What is left of documents and notebooks that are gone: removed as a run made it, marked where somebody edited it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from budgetkit.batch.manifest import Manifest, Record
from budgetkit.batch.placement import remove_unchanged
from budgetkit.batch.plan import is_across
from budgetkit.batch.slices import Slices
from budgetkit.dataset.generation import read_generation
from budgetkit.inside import prove_inside


@dataclass
class Pruned:
    """Keys of reports and pages that go, of those that somebody edited and that stay marked, of those back again.

    `retired` are failures whose notebook is gone, `unkept` reports of such notebooks, which nothing makes again.
    """

    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    unkept: list[str] = field(default_factory=list)

    def describe(self) -> Iterator[str]:
        """Say in Chinese what was done."""
        if self.removed:
            yield f"所依据的文件已不在数据中，已删除 {len(self.removed)} 份报告和页面：{_some(self.removed)}。"
        if self.kept:
            why = "所依据的文件已不在数据中，但曾被手工修改"
            yield f"{why}，连同它们链接的报告和原文页予以保留，并在目录中标为“已无来源”：{_some(self.kept)}。"
        if self.retired:
            what = f"已撤下 {len(self.retired)} 份失败说明（有上次成功的报告的，报告放回原位）"
            yield f"笔记本已不在，{what}：{_some(self.retired)}。"
        if self.unkept:
            what = f"{len(self.unkept)} 份报告予以保留，数字不再更新，目录中已注明；不要的请自行删去文件"
            yield f"笔记本已不在，{what}：{_some(self.unkept)}。"


def _some(keys: list[str]) -> str:
    return "、".join(keys[:5]) + (" 等" if len(keys) > 5 else "")


def find_orphans(manifest: Manifest, slices: Slices) -> Pruned:
    """Find the reports and pages without a source, and those marked so before that have one again.

    What an edited report leads to stays with it: the other reports of its department and year, and their source pages.

    None are found while documents are left out, whose reports cannot be told from these, nor when nothing of what the
    manifest knows has a source: the tables are then those of another project.
    """
    known = {key: record for key, record in manifest.records.items() if "title" in record or key.startswith("sources/")}
    years = {(row["department_id"], row["year"]) for row in slices.documents}
    levels = {(row["level"], row["year"]) for row in slices.documents}
    years |= {(f"level:{level}", year) for level, year in levels if is_across(slices.documents, level, year)}
    pages = {f"sources/{row['document_id']}" for row in slices.documents}
    gone = [key for key, record in known.items() if not _has_source(key, record, years, pages)]
    found = Pruned(back=[key for key, record in known.items() if record.get("orphan") and key not in gone])
    if read_generation(slices.clean).left_out or len(gone) == len(known):
        return found
    edited = {Path(key).parent for key in gone if "title" in known[key] and _is_edited(manifest, key)}
    kept = {key for key in gone if "title" in known[key] and Path(key).parent in edited}
    kept |= {f"sources/{document}" for key in kept for document in known[key]["inputs"].get("data", ())}
    found.kept = [key for key in gone if key in kept or _is_edited(manifest, key)]
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


def prune(manifest: Manifest, slices: Slices, notebooks: Path) -> Pruned:
    """Remove the files of reports and pages without a source that are all as a run wrote them; mark the others.

    A failure whose notebook is no longer among `notebooks` makes room for the last good report, if there is one.
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
    found.retired = _retire_failures(manifest, notebooks)
    found.unkept = _mark_unkept(manifest, notebooks)
    return found


def find_unkept(manifest: Manifest, notebooks: Path) -> list[str]:
    """Find the finished reports whose notebook is no longer among `notebooks`: nothing makes them again."""
    known = {key: one for key, one in manifest.records.items() if "title" in one and not one.get("orphan")}
    there = [key for key in known if any(path.is_file() for path in _files(manifest, key).values())]
    return [key for key in there if not (notebooks / f"{Path(key).name}.ipynb").is_file()]


def _mark_unkept(manifest: Manifest, notebooks: Path) -> list[str]:
    unkept = find_unkept(manifest, notebooks)
    for key, record in list(manifest.records.items()):
        if (key in unkept) != record.get("unkept", False):
            rest = {name: value for name, value in record.items() if name != "unkept"}
            manifest.add({**rest, "unkept": True} if key in unkept else rest)
    return unkept


def _retire_failures(manifest: Manifest, notebooks: Path) -> list[str]:
    failed = [key for key, record in manifest.records.items() if record.get("failed")]
    gone = [key for key in failed if not (notebooks / f"{Path(key).name}.ipynb").is_file()]
    gone = [key for key in gone if not _is_edited(manifest, key)]
    for key in gone:
        _put_back(manifest, key) if manifest.records[key].get("last") else _remove(manifest, key)
    return gone


def _put_back(manifest: Manifest, key: str) -> None:
    """Put the last good report in the place of its failure."""
    record = dict(manifest.records[key])
    _remove_files(manifest, key, record["files"])
    record |= {"files": record.pop("last"), "made": record.pop("last_made"), "failed": None}
    for ending in record["files"]:
        kept = prove_inside(manifest.reports / f"{key}.last.{ending}", manifest.reports)
        if kept.is_file():
            os.replace(kept, kept.with_name(f"{Path(key).name}.{ending}"))
    manifest.add(record)


def _remove(manifest: Manifest, key: str) -> None:
    record = manifest.records[key]
    _remove_files(manifest, key, record["files"])
    _remove_files(manifest, f"{key}.last", record.get("last", {}))
    manifest.drop(key)
    folder = (manifest.reports / key).parent
    if folder != manifest.reports and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _remove_files(manifest: Manifest, stem: str, files: Mapping[str, str]) -> None:
    """Remove files, given by ending with their sha256, that nobody changed."""
    paths = {manifest.reports / f"{stem}.{ending}": digest for ending, digest in files.items()}
    remove_unchanged({prove_inside(path, manifest.reports): digest for path, digest in paths.items()})


def _title(key: str, record: Record) -> str:
    if "title" not in record:
        return f"原文页：{record.get('facts', {}).get('title', key)}"
    return f"{record.get('department') or record['department_id']} {record['year']}年 {record['title']}"
