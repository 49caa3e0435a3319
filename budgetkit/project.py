"""Where a project's folders are: raw documents, clean tables, notebooks, reports."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).parent
"""Where the package itself is."""


@dataclass(frozen=True)
class Folders:
    """The folders that the commands read and write."""

    raw: Path
    clean: Path
    notebooks: Path
    reports: Path

    @property
    def top(self) -> Path | None:
        """The project's own folder; None where raw documents and notebooks don't lie in one as a project lays them."""
        top = self.notebooks.parent
        return top if self.raw.resolve() == top.resolve() / "data" / "raw" else None

    @property
    def corrections(self) -> Path:
        """The correction records, beside the raw folder."""
        return self.raw.parent / "corrections"

    @property
    def reference(self) -> Path:
        """Optional reference tables (staff, residents), beside the raw folder; BUDGETKIT_REFERENCE names another."""
        return Path(os.environ.get("BUDGETKIT_REFERENCE") or self.raw.parent / "reference")


def find_project(start: Path | None = None) -> Path:
    """Find the project's top folder: the nearest one upwards that holds data/raw and notebooks, else `start` itself.

    The environment variable BUDGETKIT_PROJECT goes before everything.
    """
    if explicit := os.environ.get("BUDGETKIT_PROJECT"):
        return Path(explicit)
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / "data" / "raw").is_dir() and (folder / "notebooks").is_dir():
            return folder
    return start


def default_folders(start: Path | None = None) -> Folders:
    """Give the project's own folders; BUDGETKIT_CLEAN names another folder of clean tables."""
    top = find_project(start)
    clean = Path(os.environ.get("BUDGETKIT_CLEAN") or top / "data" / "clean")
    return Folders(top / "data" / "raw", clean, top / "notebooks", top / "reports")
