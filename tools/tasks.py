"""The project's tasks, with or without make: python3 tools/tasks.py report

Each task first brings .venv up to date (environment.py), then runs a command inside it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from environment import set_up
from lab import lab_options, prepare_lab
from messages import SetupError, say
from packages import get_uv, uv, uv_variables
from places import DEVELOPMENT_LOCK, ROOT, RUN_LOCK, venv_python, venv_variables
from strip import strip_on_commit
from versions import try_versions

MADE_FOLDERS = (ROOT / "data" / "clean", ROOT / "reports")


def main(arguments: list[str]) -> int:
    """Carry out the task that the command line names; return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a console that has no Chinese must not stop the set-up
    parser = argparse.ArgumentParser(
        prog="tasks.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, epilog=list_tasks()
    )
    parser.add_argument("task", choices=TASKS, metavar="TASK")
    parser.add_argument("options", nargs=argparse.REMAINDER, help="handed on to the command that the task runs")
    asked = parser.parse_args(arguments)
    try:
        return TASKS[asked.task](asked.options)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def list_tasks() -> str:
    """List the tasks with what they do."""
    return "\n".join(["tasks:", *(f"  {name:12}{task.__doc__}" for name, task in TASKS.items())])


def run_setup(options: list[str]) -> int:
    """Create or refresh .venv, have git commit notebooks without outputs."""
    set_up(RUN_LOCK)
    strip_on_commit()
    return 0


def run_report(options: list[str]) -> int:
    """Clean the raw documents, then make the briefings in reports/ (options of `budgetkit report`)."""
    set_up(RUN_LOCK)
    cleaned = run("-m", "budgetkit", "clean")
    # A document that can't be used is said at the end by the exit code; it doesn't keep the others from their reports.
    return run("-m", "budgetkit", "report", *options) or cleaned


def run_test(options: list[str]) -> int:
    """Run the tests and list the slowest twenty (options of pytest)."""
    set_up(DEVELOPMENT_LOCK)
    # Neighbours stay together, as what a file's tests share is made once a process; who is done first takes over.
    return run("-m", "pytest", "--numprocesses", "auto", "--dist", "worksteal", "--durations", "20", *options)


def run_check(options: list[str]) -> int:
    """Run what CI runs, all of it whatever fails: ruff, its formatter, the types, the tests."""
    set_up(DEVELOPMENT_LOCK)
    strip_on_commit()
    style = run("-m", "ruff", "check") or run("-m", "ruff", "format", "--check")
    types = run("-m", "mypy")
    return run_test(options) or style or types


def run_versions(options: list[str]) -> int:
    """Run the fast tests on the lowest and on the newest versions that pyproject.toml allows (options of pytest)."""
    set_up(DEVELOPMENT_LOCK)
    return try_versions(options)


def run_lab(options: list[str]) -> int:
    """Clean what changed, then open JupyterLab on the page 开始 (options of jupyter lab)."""
    set_up(RUN_LOCK)
    strip_on_commit()
    prepare_lab()
    run("-m", "budgetkit", "notebook", "ready")  # what can't be used it says; the rest can be worked with
    return run("-m", "jupyterlab", *lab_options(), *options)


def run_docs(options: list[str]) -> int:
    """Make the guides, tutorial, data dictionary and API as pages in site/ (options of `mkdocs build`)."""
    set_up(DEVELOPMENT_LOCK)
    os.environ.setdefault("BUDGETKIT_SITE_RUN", "1")  # the tutorial with what it shows
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # a note on its maker's plans, no fault of the pages
    failed = run("-m", "mkdocs", "build", "--strict", "--quiet", *options)
    if not failed:
        say("说明已生成，在浏览器中打开 site/index.html。", "The guides are made: open site/index.html in a browser.")
    return failed


def run_clean_made(options: list[str]) -> int:
    """Delete what was made: data/clean/ and reports/."""
    for folder in MADE_FOLDERS:
        for path in folder.iterdir():
            if path.name != ".gitkeep":
                shutil.rmtree(str(path)) if path.is_dir() and not path.is_symlink() else path.unlink()
    return 0


def run_lock(options: list[str]) -> int:
    """Renew both lock files from pyproject.toml (options of `uv pip compile`, such as --upgrade)."""
    set_up(DEVELOPMENT_LOCK)
    get_uv()
    same_versions = ["--all-extras", "--constraint", RUN_LOCK.name]
    return compile_lock(RUN_LOCK, options) or compile_lock(DEVELOPMENT_LOCK, [*same_versions, *options])


def compile_lock(lock: Path, options: list[str]) -> int:
    """Pin everything that pyproject.toml asks for, for every platform, with hashes and without naming an index."""
    command = [*uv(), "pip", "compile", "pyproject.toml", "--output-file", lock.name, "--quiet"]
    choices = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-emit-index-url"]
    return subprocess.call([*command, *choices, *options], cwd=str(ROOT), env=uv_variables())


def run(*arguments: str) -> int:
    """Run `.venv`'s Python in the project's folder; return its exit code."""
    return subprocess.call([str(venv_python()), *arguments], cwd=str(ROOT), env=venv_variables())


TASKS = {
    "setup": run_setup,
    "report": run_report,
    "test": run_test,
    "check": run_check,
    "versions": run_versions,
    "lab": run_lab,
    "docs": run_docs,
    "clean-made": run_clean_made,
    "lock": run_lock,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
