"""The worked examples of docs/contributing.md, tried as they stand: the files that they name are all that it takes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(\w+)\n# (\S+)\n(.*?)^```", re.M | re.S)


def blocks() -> list[tuple[str, str, str]]:
    """Give the page's blocks in order: language, file or `try`, content."""
    return BLOCK.findall((ROOT / "docs" / "contributing.md").read_text("utf-8"))


def register(path: Path, change: str) -> None:
    """Add the lines with `+` behind the line before them, each once further down than the last; else at the end."""
    lines, place = path.read_text("utf-8").splitlines(), None
    for line in change.splitlines():
        if line.startswith("+"):
            place = len(lines) if place is None else place
            lines.insert(place, line[1:])
            place += 1
        else:
            place = lines.index(line[1:], place or 0) + 1
    path.write_text("\n".join(lines) + "\n", "utf-8")


def test_every_worked_example_takes_just_the_files_that_it_names(tmp_path):
    shutil.copytree(ROOT / "budgetkit", tmp_path / "budgetkit", ignore=shutil.ignore_patterns("__pycache__"))
    tries = []
    for language, name, content in blocks():
        if name == "try":
            tries.append(content)
        elif language == "diff":
            register(tmp_path / name, content)
        else:
            assert not (tmp_path / name).exists()
            (tmp_path / name).write_text(content, "utf-8")
    assert len(tries) == 9
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT / "tests")])}
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(tries)], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
