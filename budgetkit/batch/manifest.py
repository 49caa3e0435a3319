"""The manifest in reports/: what each file was made from and why, a line of JSON each.

Lines are appended while a batch runs, so that whatever ends it, the next one knows what is there: a line `placing` says
which files are about to be replaced, the record that follows says that they were.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from budgetkit.site.files import write_whole

NAME = "manifest.jsonl"

Record = dict[str, Any]


def has_reports(reports: Path) -> bool:
    """Say whether a batch has written to a reports folder before."""
    return (reports / NAME).is_file()


class Manifest:
    """The records of a reports folder by key (`department-year/notebook`, `sources/document`, `index`)."""

    def __init__(self, reports: Path) -> None:
        self._reports = reports
        self._path = reports / NAME
        self.records: dict[str, Record] = {}
        self._placing: dict[str, dict[str, str]] = {}
        content = self._path.read_bytes() if self._path.is_file() else b""
        for line in content.splitlines():
            self._take(line)
        if content and not content.endswith(b"\n"):
            self.compact()

    def _take(self, line: bytes) -> None:
        """Take in a line; one that was cut off by the end of a batch says nothing."""
        try:
            entry = json.loads(line)
            key = entry["key"]
        except (ValueError, KeyError, TypeError):
            return
        if "placing" in entry:
            self._placing[key] = entry["placing"]
        else:
            self.records[key] = entry
            self._placing.pop(key, None)

    def announce(self, key: str, files: Mapping[str, str]) -> None:
        """Say which files (sha256 by ending) are about to be put in place."""
        self._append({"key": key, "placing": dict(files)})

    def add(self, record: Record) -> None:
        """Add a record, which has a `key`, in place of the one before it."""
        self._append(record)

    def _append(self, entry: Record) -> None:
        line = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode() + b"\n"
        with self._path.open("ab") as file:
            file.write(line)
        self._take(line)

    def compact(self) -> None:
        """Write the manifest anew with one line a record."""
        entries = [self.records[key] for key in sorted(self.records)]
        entries += [{"key": key, "placing": files} for key, files in sorted(self._placing.items())]
        lines = [json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n" for entry in entries]
        write_whole(self._path, "".join(lines))

    def find_edited(self, key: str, paths: Mapping[str, Path]) -> list[str]:
        """List the endings of the files at `paths` that are there and not as a batch wrote them."""
        files = self.records.get(key, {}).get("files", {})
        placing = self._placing.get(key, {})
        return [
            ending
            for ending, path in paths.items()
            if path.is_file() and hash_file(path) not in (files.get(ending), placing.get(ending))
        ]


def hash_file(path: Path) -> str:
    """Give the sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
