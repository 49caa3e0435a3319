"""Proof that a path lies inside a folder, before anything is written there or removed."""

from __future__ import annotations

import os
import shutil
import unicodedata
from pathlib import Path

from budgetkit.errors import BudgetkitError

LONGEST_NAME = 200
"""Bytes that an id may have, so that every ending and prefix still fits into what file systems take (255)."""
LONGEST_STEM = 243
"""Bytes that a file's name may have without its ending, so that it fits even as `.last.ipynb`."""


class PlaceError(BudgetkitError):
    """A path leads out of its folder, or what stands there is not what has to stand there."""


def is_plain_name(name: object) -> bool:
    """Say whether a text can be the name of one file or folder everywhere: no way up or down, nothing unprintable."""
    return (
        isinstance(name, str)
        and name.isprintable()
        and name == name.strip()
        and not name.startswith(".")
        and not set(name) & set('/\\:*?"<>|')
        and 0 < len(name.encode("utf-8", "surrogatepass")) <= LONGEST_NAME
    )


def is_file_stem(name: str) -> bool:
    """Say whether a file of this name, without its ending, can have others beside it and be told of in a line."""
    is_shown = all(one.isprintable() or unicodedata.category(one) == "Zs" for one in name)  # full-width blanks, too
    return is_shown and 0 < len(name.encode("utf-8", "surrogatepass")) <= LONGEST_STEM


def prove_inside(path: Path, folder: Path) -> Path:
    """Give the path if it lies below the folder, whatever links and `..` are on the way; else raise PlaceError.

    The path's last part is not followed: a link that stands there is itself what would be replaced or removed.
    """
    if path.name not in ("", "..") and "\0" not in str(path):
        whole = path.parent.resolve() / path.name
        if whole.is_relative_to(folder.resolve()) and whole != folder.resolve():
            return path
        if link := _find_link(path.parent, folder):
            found = f"链接（指向 {os.readlink(link)}，在文件夹之外）"
            raise PlaceError(str(link), "文件夹本身", found, "不会写入链接所指之处；请移走该链接后重新运行。")
    raise PlaceError(repr(str(path)), f"位于文件夹 {folder} 之内的路径", "在它之外", "请改正编号或文件名。")


def _find_link(path: Path, folder: Path) -> Path | None:
    """Find the first link on the way from a folder to a path below it; None where there is none."""
    steps = path.parts[len(folder.parts) :] if path.is_relative_to(folder) else ()
    way = [folder.joinpath(*steps[: count + 1]) for count in range(len(steps))]
    return next((place for place in way if place.is_symlink()), None)


def make_folder(path: Path) -> Path:
    """Make a folder and those above it; give it.

    Raises PlaceError when a file stands in its place, or the place can't be written to.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise PlaceError(str(path), "文件夹", "同名的文件", "请移走或改名后重新运行。") from error
    except PermissionError as error:
        raise PlaceError(str(path), "可以写入的位置", "没有写入权限", "请改变权限，或换一个位置。") from error
    return path


def remove_tree(path: Path, folder: Path) -> None:
    """Remove what a run made below a folder; a link in its place is left, so nothing elsewhere is reached.

    Raises PlaceError when it lies outside.
    """
    if not prove_inside(path, folder).is_symlink():
        shutil.rmtree(path, ignore_errors=True)
