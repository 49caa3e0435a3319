"""Files that belong together and change together: a generation of the clean dataset.

`generation.json` lists the files of the current generation by their hashes, and what they were made from. The files of
a new one are written whole into a folder of their own; replacing `generation.json` is the one step that makes them the
current ones; then each takes its place. Whatever ends a run, the files listed are there: in their places, or still in
that folder. So a reader meets the old generation or the new one, never a part of both. (A machine that loses power may
lose files that it had not written out; their hashes tell, and `clean` makes them again.)
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from budgetkit.errors import DatasetError, describe_system_error
from budgetkit.inside import is_plain_name, make_folder, prove_inside
from budgetkit.lock import lock_folder

NAME = "generation.json"
_NEXT = ".next-"
_LOOKS = (0.0, 0.01, 0.02, 0.04, 0.08, 0.16)  # seconds before each look for a file that isn't the one listed
_WAIT = 60.0  # seconds for another run to finish saving
_CLEAN_AGAIN = "请重新运行 budgetkit clean；要改正数字，请写更正记录（data/corrections/）。"


class ReplacedError(DatasetError):
    """The generation that is being read was replaced by another one meanwhile."""


@dataclass(frozen=True)
class Generation:
    """The files (sha256 by name) that belong together, what they were made from, and the documents left out."""

    files: dict[str, str] = field(default_factory=dict)
    made_from: dict[str, Any] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def as_text(self) -> str:
        """Give the text of generation.json: the same for the same generation."""
        found = {"files": self.files, "made_from": self.made_from, "left_out": self.left_out}
        return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @cached_property
    def waiting(self) -> str:
        """The name of the folder where its files are written before they take their places."""
        return _NEXT + hashlib.sha256(self.as_text().encode()).hexdigest()[:16]


def read_generation(folder: Path) -> Generation:
    """Read which files of a folder belong together.

    Raises DatasetError when there is nothing that says so, or it can't be read.
    """
    path = folder / NAME
    try:
        found = json.loads(path.read_bytes() if path.is_file() or not path.exists() else b"")
        return Generation(
            {str(name): str(digest) for name, digest in found["files"].items()},
            dict(found["made_from"]),
            [str(document_id) for document_id in found["left_out"]],
        )
    except FileNotFoundError as error:
        raise DatasetError(str(folder), "整理好的数据表", f"没有 {NAME}", "请先运行 budgetkit clean。") from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise DatasetError(str(path), "整理结果的登记", "无法读取", "请重新运行 budgetkit clean。") from error


def read_file(folder: Path, generation: Generation, name: str) -> bytes:
    """Read a file of a generation, wherever it is on its way to its place.

    Raises DatasetError when it isn't there, or isn't the file that the generation lists.
    """
    if name not in generation.files:
        raise DatasetError(str(folder / name), "整理好的数据表", "没有该文件", "请重新运行 budgetkit clean。")
    place = folder / name
    for pause in _LOOKS:  # again: runs may be replacing it, and have come back to the same generation meanwhile
        if pause:
            time.sleep(pause)
        for is_waiting in (False, True, False):  # it may have moved between two looks
            content = _read(folder / generation.waiting / name if is_waiting else place)
            if content is not None and _hash(content) == generation.files[name]:
                return content
        if read_generation(folder) != generation:
            raise ReplacedError(str(folder), "读取期间不变的数据表", "已被新的一次整理取代", "请重新读取。")
    found = "被修改过，或来自另一次整理" if place.is_file() else "没有该文件"
    raise DatasetError(str(place), "与其他数据表同一次整理的文件", found, _CLEAN_AGAIN)


def check_generation(folder: Path, generation: Generation) -> None:
    """Prove that every file of a generation is the one that it lists, those too that nobody is about to read.

    Raises DatasetError that names all that are not, ReplacedError when another generation takes its place meanwhile.
    """
    changed = []
    for name in generation.files:
        try:
            read_file(folder, generation, name)
        except ReplacedError:
            raise
        except DatasetError:
            changed.append(name)
    if changed:
        found = f"被修改过、来自另一次整理或不存在：{'、'.join(changed)}"
        raise DatasetError(str(folder), "同一次整理的各个数据表", found, _CLEAN_AGAIN)


def save_generation(
    folder: Path, contents: Mapping[str, bytes], made_from: Mapping[str, Any], left_out: list[str]
) -> None:
    """Make these files the current generation of a folder, all of them or none.

    Raises DatasetError when they can't be written (the generation before stays whole), LockedError when another run
    holds the folder, PlaceError when there can't be such a folder.
    """
    new = Generation({name: _hash(content) for name, content in contents.items()}, dict(made_from), left_out)
    with say_not_written(folder), lock_folder(folder, "--clean", wait=_WAIT):
        old = _find_old(folder)
        _finish(folder, old)
        _remove_waiting(folder)
        _check_places(folder, contents)
        waiting = make_folder(prove_inside(folder / new.waiting, folder))
        try:
            for name, content in contents.items():
                prove_inside(waiting / name, waiting).write_bytes(content)
            (waiting / NAME).write_bytes(new.as_text().encode())
            os.replace(waiting / NAME, folder / NAME)
        except BaseException:
            _remove_waiting(folder)
            raise
        _finish(folder, new)
        _remove_files(folder, set(old.files) - set(new.files))


@contextmanager
def say_not_written(folder: Path) -> Iterator[None]:
    """Turn the system's error about a place that takes no files into one that says what to do."""
    try:
        yield
    except OSError as error:
        next_step = "请腾出空间或改变权限后重新运行；此前的整理结果保持不变。"
        raise DatasetError(str(folder), "可以写入的文件夹", describe_system_error(error), next_step) from error


def _check_places(folder: Path, names: Iterable[str]) -> None:
    for name in (*names, NAME):
        if prove_inside(folder / name, folder).is_dir():
            raise DatasetError(str(folder / name), "文件", "同名的文件夹", "请移走或改名后重新运行。")


def _find_old(folder: Path) -> Generation:
    try:
        return read_generation(folder)
    except DatasetError:
        return Generation()


def _finish(folder: Path, generation: Generation) -> None:
    """Move the files of the current generation that still wait to their places."""
    waiting = folder / generation.waiting
    if waiting.is_dir() and not waiting.is_symlink():
        for path in sorted(waiting.iterdir()):
            if path.name in generation.files:
                os.replace(path, prove_inside(folder / path.name, folder))
        _remove_waiting(folder)


def _remove_waiting(folder: Path) -> None:
    """Remove what runs left that ended before their switch: the files that such a run writes, nothing else."""
    for waiting in folder.glob(f"{_NEXT}*"):
        if waiting.is_dir() and not waiting.is_symlink():
            _remove_files(waiting, {path.name for path in waiting.glob("*.parquet")} | {NAME})
            if not any(waiting.iterdir()):
                waiting.rmdir()


def _remove_files(folder: Path, names: set[str]) -> None:
    for name in names:
        if is_plain_name(name):
            prove_inside(folder / name, folder).unlink(missing_ok=True)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
