"""Putting finished files in place: each whole, all of a report announced before the first."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from budgetkit.batch.decide import Decision
from budgetkit.batch.failure_page import render_failure
from budgetkit.batch.manifest import Manifest, hash_file
from budgetkit.batch.task import Outcome, Task
from budgetkit.errors import BudgetkitError

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


class DiskFullError(BudgetkitError):
    """The reports folder takes no more."""


def is_disk_full(error: BaseException) -> bool:
    """Say whether an error means that the disk, or the user's share of it, is full."""
    return isinstance(error, OSError) and error.errno in _FULL


def disk_full(place: Path) -> DiskFullError:
    """Give the error that says so."""
    return DiskFullError(str(place), "有可用的磁盘空间", "磁盘已满", "请腾出空间后重新运行；已生成的报告会保留。")


@contextmanager
def say_disk_full(place: Path) -> Iterator[None]:
    """Turn the system's error about a full disk into one that says what to do."""
    try:
        yield
    except OSError as error:
        if is_disk_full(error):
            raise disk_full(place) from error
        raise


def place_report(manifest: Manifest, decision: Decision, task: Task, outcome: Outcome) -> None:
    """Move a report's files to their place and record them.

    Of a report that failed, the executed notebook and a page that says why take the place of the files before.
    """
    job, files = decision.job, dict(outcome.files)
    if outcome.failure:
        page = render_failure(job, outcome.failure, has_notebook="ipynb" in files)
        task.made("html").write_text(page, "utf-8")
        files = {"html": hash_file(task.made("html"))} | {name: files[name] for name in ("ipynb",) if name in files}
    manifest.announce(job.key, files)
    job.folder.mkdir(parents=True, exist_ok=True)
    for ending in files:
        os.replace(task.made(ending), job.output(ending))
    for ending in {"ipynb", *job.formats} - files.keys():
        job.output(ending).unlink(missing_ok=True)
    manifest.add(
        {
            "key": job.key,
            "title": job.title,
            "department_id": job.department_id,
            "year": job.year,
            "files": files,
            "inputs": decision.inputs,
            "why": list(decision.reasons),
            "seconds": outcome.seconds,
            "processor": round(outcome.processor, 3),
            "memory": round(outcome.memory, 1),
            "made": datetime.now().astimezone().isoformat(timespec="seconds"),
            "failed": outcome.failure.message if outcome.failure else None,
        }
    )
