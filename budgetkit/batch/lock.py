"""One batch at a time in a reports folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from budgetkit.errors import BudgetkitError
from budgetkit.inside import make_folder

NAME = ".lock"


class LockedError(BudgetkitError):
    """Another batch is writing to the same reports folder."""


@contextmanager
def lock_folder(reports: Path) -> Iterator[None]:
    """Hold a reports folder for this process; the system lets go of it however the process ends.

    Raises LockedError when another process holds it.
    """
    make_folder(reports)
    with (reports / NAME).open("a+", encoding="utf-8") as file:
        if not _try_lock(file):
            file.seek(0)
            holder = file.read().strip() or "未知"
            raise LockedError(
                str(reports),
                "没有别的运行在写入",
                f"进程 {holder} 正在写入",
                "请等它结束，或用 --reports 指定别的文件夹。",
            )
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _try_lock(file: IO[str]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(1 << 30)  # a byte that nobody reads, so that the holder's number stays readable
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
