"""The files that a report may read besides the clean tables: its notebook, what lies beside it, reference data."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from budgetkit.batch.manifest import hash_file
from budgetkit.project import Folders

_OF_THE_KIT = ("raw", "clean", "corrections", "reference")  # folders of `data` that other inputs tell of
_OF_A_RUN = ("kernelspec", "language_info", "widgets")  # metadata that running a notebook writes
_MODULE = ".py"


class OwnFiles:
    """Fingerprints of files by their place; each file is looked at once, so take a new one for each look."""

    def __init__(self, folders: Folders | None = None) -> None:
        self._notebooks = folders.notebooks.resolve() if folders else None
        self._reference = folders.reference.resolve() if folders else None
        self._data = folders.raw.parent.resolve() if folders and folders.top else None
        self._hash = cache(hash_file)
        self._list = cache(_list_below)
        self.notebook = cache(_hash_notebook)

    def readable(self, notebook: Path, *, reads_all: bool) -> dict[str, str]:
        """Give what a notebook may read: modules in its folder, and files there and in `data` that it or they name.

        Of a notebook that reads all, and lies in the project's folder of notebooks, it is all that lies in these two,
        other notebooks only where it names them. Elsewhere what lies below its folder is nobody's business.
        """
        is_own = self._notebooks is not None and notebook.resolve().is_relative_to(self._notebooks)
        own = notebook.parent
        beside = dict.fromkeys(self._list(own) if is_own else _list_files(own), own)
        words = "\n".join(_read(path) for path in (notebook, *(path for path in beside if path.suffix == _MODULE)))
        if self._data and is_own:
            beside |= dict.fromkeys(self._list(self._data, _OF_THE_KIT), self._data.parent)
        return {
            path.relative_to(folder).as_posix(): self._hash(path)
            for path, folder in beside.items()
            if path != notebook
            and (path.suffix == _MODULE or path.name in words or (reads_all and is_own and path.suffix != ".ipynb"))
        }

    def reference(self) -> dict[str, str]:
        """Give the reference tables, and all that lies beside them."""
        folder = self._reference
        return {path.relative_to(folder).as_posix(): self._hash(path) for path in self._list(folder)} if folder else {}


def _list_below(folder: Path, without: Iterable[str] = ()) -> list[Path]:
    """List the files in a folder and below, in order: no hidden ones, none that programs leave there for themselves.

    `without` names folders in it that are left out.
    """
    found: list[Path] = []
    for top, folders, names in os.walk(folder):
        known = without if Path(top) == folder else ()
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")) and name not in known)
        found += _kept(Path(top, name) for name in names)
    return found


def _list_files(folder: Path) -> list[Path]:
    return _kept(folder.iterdir())


def _kept(paths: Iterable[Path]) -> list[Path]:
    return sorted(path for path in paths if not path.name.startswith((".", "~")) and path.is_file())


def _read(path: Path) -> str:
    return path.read_text("utf-8", "replace")


def _hash_notebook(path: Path) -> str:
    """Hash a notebook without outputs and counts; one that is no valid JSON by its bytes."""
    try:
        content = json.loads(path.read_bytes())
        cells = [[cell.get(name) for name in ("cell_type", "source", "metadata")] for cell in content["cells"]]
        metadata = {name: value for name, value in content["metadata"].items() if name not in _OF_A_RUN}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return hash_file(path)
    return hashlib.sha256(json.dumps([cells, metadata], sort_keys=True).encode()).hexdigest()
