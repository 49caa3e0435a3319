"""Notebooks are committed without outputs: git strips them on their way into a commit, the files stay as they are."""

from __future__ import annotations

import subprocess

from places import ROOT, venv_python

# papermill's traces too: the times of a run, the parameters that it was given.
_LANGUAGE = ("codemirror_mode", "mimetype", "nbconvert_exporter", "pygments_lexer", "version")
EXTRA_KEYS = " ".join(
    [
        "metadata.papermill",
        "cell.metadata.papermill",
        "cell.metadata.execution",
        *(f"metadata.language_info.{name}" for name in _LANGUAGE),  # a kernel's own, written by a run in Lab
    ]
)


def strip_on_commit() -> None:
    """Tell git of this clone how to strip the notebooks that .gitattributes names; without a clone, do nothing."""
    python = venv_python().relative_to(ROOT).as_posix()
    command = f'"{python}" -m nbstripout --keep-id --extra-keys "{EXTRA_KEYS}"'
    for name, value in (("clean", command), ("smudge", "cat"), ("required", "false")):
        if git("config", "--local", f"filter.nbstripout.{name}", value):
            return


def git(*arguments: str) -> int:
    """Run a git command in the project; not 0 where there is no git, or no clone."""
    try:
        command = ["git", "-C", str(ROOT), *arguments]
        return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return 1
