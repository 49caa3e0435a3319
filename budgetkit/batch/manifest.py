"""The manifest in reports/: what each file was made from and why, a line of JSON each.

Lines are appended while a batch runs, so that whatever ends it, the next one knows what is there: a line `placing` says
which files are about to be replaced, the record that follows says that they were.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from budgetkit.whole_files import write_whole

NAME = "manifest.jsonl"

Record = dict[str, Any]


def has_reports(reports: Path) -> bool:
    """Say whether a batch has written to a reports folder before."""
    return (reports / NAME).is_file()


class Manifest:
    """The records of a reports folder by key (`department-year/notebook`, `sources/document`, `index`).

    `problem` says in Chinese what of it cannot be read; the files that it then knows nothing of are made again. `words`
    say that, or what else is amiss: a last line cut off, nothing in it or no manifest although reports are there.
    """

    def __init__(self, reports: Path) -> None:
        self.reports = reports
        self._path = reports / NAME
        self.records: dict[str, Record] = {}
        self._placing: dict[str, dict[str, str]] = {}
        self._is_missing = not self._path.exists()
        content = self._path.read_bytes() if self._path.is_file() else b""
        lines = content.split(b"\n")
        last = lines.pop()  # nothing, or what the end of a batch cut off, which says nothing
        unread = [number for number, line in enumerate(lines, start=1) if line.strip() and not self._take(line)]
        self._size: int | None = len(content) if self._path.is_file() else None
        self.was_touched = False
        self._is_cut = bool(last) and not self._take(last)
        self.problem = self._say_problem(unread, is_all_cut=self._is_cut and not lines)
        self.words = self.problem or self._say_lacking()

    def _say_problem(self, unread: list[int], *, is_all_cut: bool) -> str | None:
        if self._path.is_dir():
            found = "是文件夹，不是文件"
        elif unread or is_all_cut:
            found = f"第 {'、'.join(map(str, unread[:5] or [1]))}{' 等' if len(unread) > 5 else ''} 行无法读取"
        else:
            return None
        return f"{self._path}：报告清单{found}；清单另存，所涉报告重新生成，原有文件另存为 .last 文件。"

    @property
    def is_lacking(self) -> bool:
        """Say whether records are lost: a report without one is then made again, else it is somebody's own.

        Without a manifest nothing shows that a batch ever wrote to the folder, so what is there is somebody's own.
        """
        return self.words is not None and not self._is_missing

    def _say_lacking(self) -> str | None:
        """Say what a manifest lacks that can be read: its last line, or everything, though reports are there."""
        if self._is_cut:
            return (
                f"{self._path}：报告清单最后一行不完整（上次生成可能中断），已去掉；所涉报告如无法证明完整则重新生成。"
            )
        if not self.records and not self._placing and _has_report(self.reports):
            if self._is_missing:
                return f"{self._path}：报告清单不在，无法证明文件夹里的报告由本工具生成；这些文件不覆盖。"
            return f"{self._path}：报告清单是空的，而文件夹里已有报告；报告重新生成，原有文件另存为 .last 文件。"
        return None

    def mend(self) -> None:
        """Put a manifest that cannot be read aside, whole, and write what could be read of it."""
        if self.problem:
            os.replace(self._path, free_name(self._path.with_name(f"{NAME}.broken")))
        if self.problem or self._is_cut:
            self._size = None
            self.compact()

    def _take(self, line: bytes) -> bool:
        """Take in a line and say whether it could be read."""
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            return False
        if not _is_entry(entry):
            return False
        key = entry["key"]
        if "placing" in entry:
            self._placing[key] = entry["placing"]
        else:
            self.records[key] = entry
            self._placing.pop(key, None)
        return True

    def announce(self, key: str, files: Mapping[str, str]) -> None:
        """Say which files (sha256 by ending) are about to be put in place."""
        self._append({"key": key, "placing": dict(files)})

    def add(self, record: Record) -> None:
        """Add a record, which has a `key`, in place of the one before it."""
        self._append(record)

    def drop(self, key: str) -> None:
        """Forget a record; its line goes when the manifest is written anew."""
        self.records.pop(key, None)
        self._placing.pop(key, None)

    def spoil(self, key: str) -> None:
        """Note that a report or page was changed by a notebook, and not by anybody's hand: it is to be made again."""
        self._append({**self.records[key], "spoiled": True})

    def _append(self, entry: Record) -> None:
        line = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode() + b"\n"
        self._take(line)
        if self.is_touched():
            self.was_touched = True
            self.compact()
            return
        with self._path.open("ab") as file:
            file.write(line)
            self._size = file.tell()

    def is_touched(self) -> bool:
        """Say whether somebody else changed the file since this batch wrote to it, or removed it."""
        if self._size is None:
            return False
        return not self._path.is_file() or self._path.stat().st_size != self._size

    def compact(self) -> None:
        """Write the manifest anew with one line a record; a folder in its place is put aside.

        Where none was and there is nothing to record, none is written: an empty one would say that records are lost.
        """
        self.was_touched |= self.is_touched()
        if self._path.is_dir():
            os.replace(self._path, free_name(self._path.with_name(f"{NAME}.broken")))
        entries = [self.records[key] for key in sorted(self.records)]
        entries += [{"key": key, "placing": files} for key, files in sorted(self._placing.items())]
        if not entries and self._is_missing:
            return
        lines = [json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n" for entry in entries]
        write_whole(self._path, "".join(lines))
        self._size = self._path.stat().st_size

    def find_edited(self, key: str, paths: Mapping[str, Path]) -> list[str]:
        """List the endings of the files at `paths` that are there and not as a batch wrote them."""
        files = self.records.get(key, {}).get("files", {})
        placing = self._placing.get(key, {})
        return [
            ending
            for ending, path in paths.items()
            if path.is_file() and hash_file(path) not in (files.get(ending), placing.get(ending))
        ]


def _has_report(reports: Path) -> bool:
    """Say whether something in a reports folder looks like a report that a batch placed."""
    return any(path.suffixes == [".html"] for path in reports.glob("*-[0-9][0-9][0-9][0-9]/*.html"))


def _is_entry(entry: Any) -> bool:
    """Say whether a line's value is what a batch writes: every key that is read later is there and of its type."""
    if not isinstance(entry, dict) or not isinstance(entry.get("key"), str):
        return False
    if "placing" in entry:
        return _are_texts(entry["placing"])
    kinds = {"title": str, "department_id": str, "year": int, "failed": str | None} if "title" in entry else {}
    return (
        _are_texts(entry.get("files"))
        and _are_texts(entry.get("last", {}))
        and isinstance(entry.get("inputs"), dict)
        and isinstance(entry.get("facts", {}), dict)
        and isinstance(entry.get("orphan", ""), str)
        and all(name in entry and isinstance(entry[name], kind) for name, kind in kinds.items())
    )


def _are_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def free_name(path: Path) -> Path:
    """Give a path, or the first with a number behind its stem, that nothing stands at."""
    number, free = 1, path
    while free.exists() or free.is_symlink():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def hash_file(path: Path) -> str:
    """Give the sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
