"""Whether notebooks leave alone what is not theirs: the clean tables, the raw documents, other reports and pages.

A notebook can do to files whatever its user can. What it reads are copies of the clean tables; what it changes all the
same is noticed, named with the reports that ran meanwhile, put back or made again. Raw documents, records and notebooks
are somebody's own, who may have worked on them meanwhile: they are not put back, but what they were is kept beside.
Else only what goes right in the project's folder is noticed. What happens deeper, or in other places, is not seen: many
programs write to the folders around a project, to the home folder or to that of temporary files.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from budgetkit.batch.manifest import NAME, Manifest, free_name
from budgetkit.inside import make_folder
from budgetkit.project import Folders

Mark = tuple[int, int, int, int] | None
"""Size, times of change of the content and of anything, and inode of a file; None where there is none."""

_SHARE = 0.02  # of the time, at most, that looking after files may take while reports are made
_NOT_REPORTS = ("logs", NAME, ".lock")
_PACKAGE = Path(__file__).parents[1]
_NOT_OURS = (".ipynb_checkpoints", "__pycache__", ".lock", ".git")
_MOST = 200_000_000  # bytes of raw documents, records and notebooks of which copies are kept


def _mark(path: Path) -> Mark:
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _list_files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in _NOT_OURS]
        yield from (Path(place, name) for name in names if name not in _NOT_OURS)


def mark_files(folder: Path) -> dict[Path, Mark]:
    """Give the files below a folder, each with what tells whether it was changed."""
    return {path: _mark(path) for path in _list_files(folder)}


def _mark_neighbours(folder: Path | None) -> dict[Path, Mark]:
    """Give what lies right in a folder, and is not hidden or another program's temporary file, with its mark.

    Of a folder nothing counts but that it is there.
    """
    with suppress(OSError), os.scandir(folder or "") as entries:
        named = [entry for entry in entries if not entry.name.startswith((".", "~"))]
        return {Path(entry.path): None if entry.is_dir() else _mark(Path(entry.path)) for entry in named}
    return {}


@dataclass
class Damage:
    """What was changed: files of the data, keys of reports and pages, files that nobody asked for; and who ran then.

    `neighbours` lie in the project's folder beside these: they may be anybody's doing.
    """

    data: list[Path] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    strangers: list[Path] = field(default_factory=list)
    neighbours: list[Path] = field(default_factory=list)
    suspects: list[str] = field(default_factory=list)


class Guard:
    """Looks after the files of a batch from its beginning to its end.

    `kept` is a folder out of the way, for a copy of the clean tables.
    """

    def __init__(self, folders: Folders, manifest: Manifest, kept: Path) -> None:
        self._manifest = manifest
        self._clean = folders.clean.resolve()
        self._kept = kept / "clean"
        shutil.copytree(self._clean, self._kept, symlinks=True)
        own = (folders.raw, folders.corrections, folders.reference, folders.notebooks)
        self._own = [place.resolve() for place in own if place.is_dir()]
        self._data = {path: _mark(path) for path in self._list_data()}
        self._originals = kept / "originals"
        self._keep_originals()
        self._reports: dict[str, dict[Path, Mark]] = {}
        for key in manifest.records:
            self.note(key)
        self._known = {*self._others(), *self._data}
        self._top = folders.top and folders.top.resolve()
        self._neighbours = _mark_neighbours(self._top)
        self._running: set[str] = set()
        self._suspects: dict[str, None] = {}
        self._ran: dict[str, None] = {}
        self._looked, self._cost = time.monotonic(), 0.0

    def note(self, key: str) -> None:
        """Note a report or page as it was put in place just now."""
        files = self._manifest.records[key]["files"]
        paths = [self._manifest.reports / f"{key}.{ending}" for ending in files]
        self._reports[key] = {path: _mark(path) for path in paths}

    def begins(self, key: str) -> None:
        """Note that a report runs."""
        self._running.add(key)
        self._ran[key] = None
        self._suspects[key] = None

    def look(self, finished: str | None = None) -> Damage | None:
        """Look whether something was changed since the last time; while reports are made, not more often than is cheap.

        `finished` is the report that has just been finished; without one, everything is looked at.
        """
        began = time.monotonic()
        if finished is not None:
            self._running.discard(finished)
            if (began - self._looked) * _SHARE < self._cost:
                return None
        damage = Damage(
            [path for path, mark in self._data.items() if _mark(path) != mark],
            [key for key, marks in self._reports.items() if any(_mark(path) != mark for path, mark in marks.items())],
            sorted({*self._others(), *self._list_data()} - self._known) if finished is None else [],
            self._take_gone() if finished is None else [],
            self.suspects,
        )
        self._suspects = dict.fromkeys(self._running)
        self._looked = time.monotonic()
        self._cost = self._looked - began
        self._data |= {path: _mark(path) for path in damage.data}
        for key in damage.keys:
            self._reports[key] = {path: _mark(path) for path in self._reports[key]}
        return damage if damage.data or damage.keys or damage.strangers or damage.neighbours else None

    @property
    def suspects(self) -> list[str]:
        """The keys of the reports that ran since everything was looked at."""
        return list(self._suspects or self._ran)

    def _take_gone(self) -> list[Path]:
        """Give what lay in the project's folder and is changed or gone since the last time; forget it."""
        now = _mark_neighbours(self._top)
        gone = sorted(path for path, mark in self._neighbours.items() if now.get(path, path) != mark)
        self._neighbours = now
        return gone

    def restore(self) -> None:
        """Put the clean tables back as they were; what was added to them stays."""
        for path in _list_files(self._kept):
            target = self._clean / path.relative_to(self._kept)
            if path.is_symlink() or _differ(path, target):
                target.parent.mkdir(parents=True, exist_ok=True)
                temporary = target.with_name(f".{target.name}.restored")
                shutil.copy2(path, temporary, follow_symlinks=False)
                os.replace(temporary, target)
        self._data |= {path: _mark(path) for path in self._data if path.is_relative_to(self._clean)}

    def keep(self, paths: Iterable[Path], folder: Path) -> list[Path]:
        """Put what changed files of raw documents, records or notebooks were into a folder; give the files there."""
        found = []
        for path in paths:
            if (original := self._originals / _flat(path)).is_file():
                make_folder(folder)
                found.append(free_name(folder / path.name))
                shutil.copy2(original, found[-1])
        return found

    def _list_data(self) -> set[Path]:
        """Give the files that no notebook has to change: data, notebooks, the package itself."""
        return {path for place in (self._clean, *self._own, _PACKAGE) for path in _list_files(place)}

    def _keep_originals(self) -> None:
        paths = [path for path in self._data if any(map(path.is_relative_to, self._own)) and path.is_file()]
        if sum(path.stat().st_size for path in paths) <= _MOST:
            self._originals.mkdir()
            for path in paths:
                shutil.copy2(path, self._originals / _flat(path))

    def is_clean(self, path: Path) -> bool:
        """Say whether a file is one of the clean tables."""
        return path.is_relative_to(self._clean)

    def _others(self) -> Iterator[Path]:
        """Give the files of the reports folder that the manifest doesn't know."""
        reports = self._manifest.reports
        if not reports.is_dir():
            return
        known = {path for marks in self._reports.values() for path in marks}
        for entry in sorted(reports.iterdir()):
            if entry.name not in _NOT_REPORTS and not entry.name.startswith(".making-"):
                files = _list_files(entry) if entry.is_dir() and not entry.is_symlink() else iter((entry,))
                yield from (path for path in files if path not in known and ".last" not in path.suffixes)


def _flat(path: Path) -> str:
    """Give a name for the copy of a file that no other file's copy has."""
    return hashlib.sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()


def _differ(kept: Path, path: Path) -> bool:
    return not path.is_file() or kept.read_bytes() != path.read_bytes()
