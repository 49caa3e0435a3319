"""The folders of a batch's half-made files, and a reports folder that somebody put a file in place of."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from budgetkit.inside import PlaceError, remove_tree

_MAKING = ".making-"
_MARK = "made-by-budgetkit"  # stands in the folders of half-made files: no other folder is ever removed


def taken(reports: Path) -> PlaceError:
    """Give the error about a file in the place of the reports folder."""
    return PlaceError(str(reports), "文件夹", "同名的文件", "请移走它，检查笔记本后重新运行。")


@contextmanager
def say_taken(reports: Path) -> Iterator[None]:
    """Turn the system's error about a file that somebody put in the reports folder's place into one that says so."""
    try:
        yield
    except OSError as error:
        if reports.is_file():
            raise taken(reports) from error
        raise


@contextmanager
def working_folders(reports: Path) -> Iterator[tuple[Path, Path]]:
    """Give a folder for half-made files, on the disk of the reports, and one out of the way of notebooks."""
    with (
        tempfile.TemporaryDirectory(prefix="budgetkit-", ignore_cleanup_errors=True) as kept,
        tempfile.TemporaryDirectory(dir=reports, prefix=_MAKING, ignore_cleanup_errors=True) as making,
    ):
        Path(making, _MARK).touch()
        yield Path(making).resolve(), Path(kept)


def clear_leftovers(reports: Path) -> None:
    """Remove what a batch that was killed left half-made, known by the mark in it."""
    for path in reports.glob(f"{_MAKING}*"):
        if (path / _MARK).is_file() and not path.is_symlink():
            remove_tree(path, reports)
