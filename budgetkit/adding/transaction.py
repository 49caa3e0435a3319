"""Steps that are undone when a later one fails, or the user stops it: files and manifest stay as they were."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from budgetkit.errors import SourceError, describe_system_error
from budgetkit.inside import make_folder, prove_inside

_PART = ".part-"


class Steps:
    """Changes below a folder, and how each is undone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._undo: list[Callable[[], object]] = []

    def copy(self, source: Path, name: str) -> None:
        """Copy a file into the folder: whole, or not at all."""
        target = prove_inside(self.folder / name, self.folder)
        part = target.with_name(f"{_PART}{target.name}")
        self._undo.append(lambda: part.unlink(missing_ok=True))
        shutil.copyfile(source, part)
        self._undo.append(lambda: target.unlink(missing_ok=True))
        os.replace(part, target)

    def move(self, name: str, to: str) -> None:
        """Move a file of the folder to another name in it."""
        old, new = (prove_inside(self.folder / one, self.folder) for one in (name, to))
        if not new.parent.is_dir():
            make_folder(new.parent)
            self._undo.append(new.parent.rmdir)
        self._undo.append(lambda: os.replace(new, old) if new.exists() and not old.exists() else None)
        os.replace(old, new)

    def write(self, name: str, text: str) -> None:
        """Write a text file of the folder anew, as it is: line ends included."""
        target = prove_inside(self.folder / name, self.folder)
        before = target.read_bytes() if target.exists() else None
        part = target.with_name(f"{_PART}{target.name}")
        self._undo.append(lambda: part.unlink(missing_ok=True))
        part.write_bytes(text.encode("utf-8"))
        self._undo.append(lambda: target.unlink(missing_ok=True) if before is None else target.write_bytes(before))
        os.replace(part, target)

    def undo(self) -> None:
        """Undo everything, the last step first."""
        for step in reversed(self._undo):
            step()


@contextmanager
def all_or_nothing(folder: Path) -> Iterator[Steps]:
    """Make changes below a folder that all stay or none: an error, or Ctrl-C, undoes them.

    Raises SourceError where the system refuses one.
    """
    steps = Steps(folder)
    try:
        yield steps
    except OSError as error:
        steps.undo()
        where = str(error.filename or folder)
        raise SourceError(
            where, "可以写入的位置", describe_system_error(error), "请检查该位置和权限后重试。"
        ) from error
    except BaseException:
        steps.undo()
        raise
