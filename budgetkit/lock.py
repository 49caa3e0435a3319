"""One writer at a time in a folder."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from budgetkit.errors import BudgetkitError
from budgetkit.inside import make_folder

NAME = ".lock"
_STEP = 0.05  # seconds between two tries


class LockedError(BudgetkitError):
    """Another process is writing to the same folder."""


@contextmanager
def lock_folder(folder: Path, option: str = "--reports", *, wait: float = 0) -> Iterator[None]:
    """Hold a folder for this process; the system lets go of it however the process ends.

    `option` names the option that gives another folder. Raises LockedError when another process still holds it after
    `wait` seconds, PlaceError when the folder can't be made or written to.
    """
    make_folder(folder)
    with _open(folder / NAME) as file:
        if not _wait_for(file, wait):
            file.seek(0)
            holder = file.read().strip() or "未知"
            raise LockedError(
                str(folder),
                "没有别的运行在写入",
                f"进程 {holder} 正在写入",
                f"请等它结束，或用 {option} 指定别的文件夹。",
            )
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _open(path: Path) -> IO[str]:
    try:
        return path.open("a+", encoding="utf-8")
    except PermissionError as error:
        raise LockedError(
            str(path.parent), "可以写入的文件夹", "没有写入权限", "请改变权限，或指定别的文件夹。"
        ) from error


def _wait_for(file: IO[str], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not _try_lock(file):
        if time.monotonic() >= end:
            return False
        time.sleep(_STEP)
    return True


def _try_lock(file: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(1 << 30)  # a byte that nobody reads, so that the holder's number stays readable
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
