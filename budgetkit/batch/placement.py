"""Putting finished files in place: each whole, all of a report announced before the first."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from budgetkit.batch.decisions import Decision
from budgetkit.batch.failure_page import render_failure
from budgetkit.batch.job import FORMATS, Job
from budgetkit.batch.manifest import Manifest, Record, free_name, hash_file
from budgetkit.batch.task import Outcome, ReportTask
from budgetkit.errors import BudgetkitError
from budgetkit.inside import PlaceError, make_folder, prove_inside

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


class DiskFullError(BudgetkitError):
    """The reports folder takes no more."""


class TamperedError(PlaceError):
    """A finished file was changed or removed before it was put in place."""


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


def place_report(manifest: Manifest, decision: Decision, task: ReportTask, outcome: Outcome) -> None:
    """Move a report's files to their place and record them.

    Of a report that failed, the executed notebook and a page that says why take the place of the files before, which
    stay beside them until it can be made again. Raises PlaceError when a place leads out of the reports folder, or is
    taken by something that is no file.
    """
    job = decision.job
    before = manifest.records.get(job.key, {})
    for ending in ("ipynb", *job.formats):
        check_place(job.output(ending), manifest.reports)
    check_untouched({task.made(ending): digest for ending, digest in outcome.files.items()})
    make_folder(job.folder)
    last = _find_last_good(job, before) if outcome.failure else {}
    files = _write_failure(task, outcome, last, before) if outcome.failure else dict(outcome.files)
    manifest.announce(job.key, files)
    _set_aside(manifest, decision, before, last)
    for ending in files:
        os.replace(task.made(ending), job.output(ending))
    _remove_old(job, before, files, last)
    kept = {"last": last, "last_made": before.get("last_made") or before.get("made", "")} if last else {}
    manifest.add({**_describe(decision, outcome, files), **kept})


def check_place(path: Path, reports: Path) -> None:
    """Raise PlaceError unless a path lies below the reports folder and a file may be put there."""
    if prove_inside(path, reports).is_dir():
        raise PlaceError(str(path), "文件", "同名的文件夹", "请移走或改名后重新运行。")


def check_untouched(made: Mapping[Path, str]) -> None:
    """Raise TamperedError when somebody else changed or removed a file, given with its sha256, after it was made."""
    for path, digest in made.items():
        if not path.is_file() or hash_file(path) != digest:
            raise TamperedError(
                str(path), "刚生成的文件", "已被别的程序改动或删除", "请检查同时运行的笔记本后重新运行。"
            )


def set_aside(path: Path, aside: Path) -> None:
    """Keep a file that is about to be replaced under another name, if there is one."""
    if path.is_file():
        os.replace(path, free_name(aside))


def _find_last_good(job: Job, before: Record) -> dict[str, str]:
    """Give the files (sha256 by ending) of the last report that could be made: in its place, or kept already."""
    if before.get("failed"):
        return before.get("last", {})
    return {ending: hash_file(job.output(ending)) for ending in before.get("files", ()) if job.output(ending).is_file()}


def _write_failure(task: ReportTask, outcome: Outcome, last: Record, before: Record) -> dict[str, str]:
    """Write the page of a failure; give the files that are to be put in place, with the executed notebook if any."""
    made = before.get("last_made") or before.get("made", "")
    kept = {ending: task.job.last(ending).name for ending in (*FORMATS, "ipynb") if ending in last}
    assert outcome.failure  # this is the page of one
    page = render_failure(task.job, outcome.failure, has_notebook="ipynb" in outcome.files, last=kept, made=made)
    task.made("html").write_text(page, "utf-8")
    notebook = {ending: digest for ending, digest in outcome.files.items() if ending == "ipynb"}
    return {**notebook, "html": hash_file(task.made("html"))}


def _set_aside(manifest: Manifest, decision: Decision, before: Record, last: Record) -> None:
    """Keep the last good report beside a failure, and files that a broken manifest or a notebook left unknown."""
    job = decision.job
    unknown = decision.edited if before.get("spoiled") or (manifest.is_lacking and not before) else ()
    for ending in (*unknown, *(() if before.get("failed") else last)):
        set_aside(job.last(ending), job.last(ending))
        set_aside(job.output(ending), job.last(ending))


def _remove_old(job: Job, before: Record, files: Record, last: Record) -> None:
    """Remove what earlier runs made of this report and this one did not make again, unless somebody changed it."""
    old = {job.output(ending): digest for ending, digest in before.get("files", {}).items() if ending not in files}
    old |= {job.last(ending): digest for ending, digest in before.get("last", {}).items() if ending not in last}
    remove_unchanged(old)


def remove_unchanged(files: Mapping[Path, str]) -> list[Path]:
    """Remove the files, given with their sha256, that are still as a batch wrote them; give those that were changed."""
    changed = []
    for path, digest in files.items():
        if path.is_file() and not path.is_symlink() and hash_file(path) == digest:
            path.unlink()
        elif path.is_file() or path.is_symlink():
            changed.append(path)
    return changed


def _describe(decision: Decision, outcome: Outcome, files: dict[str, str]) -> Record:
    job = decision.job
    return {
        "key": job.key,
        "title": job.title,
        "department_id": job.department_id,
        "department": job.department,
        "year": job.year,
        "files": files,
        "inputs": decision.inputs,
        "why": list(decision.reasons),
        "seconds": outcome.seconds,
        "processor": round(outcome.processor, 3),
        "memory": round(outcome.memory, 1),
        "made": datetime.now().astimezone().isoformat(timespec="seconds"),
        "failed": outcome.failure.summary if outcome.failure else None,
    }
