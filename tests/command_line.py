"""The command line in a process of its own: forked, where that is safe, from one that has imported the libraries."""

from __future__ import annotations

import os
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from budgetkit.batch.processes import start_method, start_process
from budgetkit.cli import main


def run_command(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Call `budgetkit` with arguments in a folder; give its exit code and what it said.

    Python's start and the search for the package are not tried by it: see `start_command`.
    """
    if start_method() != "forkserver":
        return start_command(*arguments, cwd=cwd)
    asked = list(map(str, arguments))
    with TemporaryDirectory() as folder:
        said = [Path(folder, name) for name in ("out", "err")]
        process, connection = start_process("command_line:answer", asked, cwd or Path.cwd(), said, name="budgetkit")
        process.join()
        connection.close()
        out, err = (path.read_text("utf-8") for path in said)
    return subprocess.CompletedProcess(asked, process.exitcode, out, err)


def start_command(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Call `python -m budgetkit`, as a user does."""
    command = [sys.executable, "-m", "budgetkit", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, check=False)


def answer(arguments: list[str], folder: Path, said: list[Path], _: Connection) -> None:
    """Run the command line in this process, which ends with it."""
    os.chdir(folder)
    for number, path in enumerate(said, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8") for number in (1, 2))
    sys.argv = ["budgetkit", *arguments]
    main()
