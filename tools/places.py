"""Where the project's files are, and what a command inside `.venv` sees of the outside."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
RUN_LOCK = ROOT / "requirements.lock"
DEVELOPMENT_LOCK = ROOT / "requirements-dev.lock"


def venv_python() -> Path:
    """Name the interpreter inside `.venv`."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def venv_variables() -> dict[str, str]:
    """Give the variables for a command inside `.venv`: its programs come first, nothing of another environment.

    Compiled code is kept: where a machine forbids it, each start of a process compiles all libraries anew, some 10 s.
    """
    left_out = ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    variables = {name: value for name, value in os.environ.items() if name not in left_out}
    variables["VIRTUAL_ENV"] = str(VENV)
    variables["PATH"] = str(venv_python().parent) + os.pathsep + variables.get("PATH", "")
    variables["PYTHONUTF8"] = "1"  # Chinese text in pipes and files on Windows
    variables["PIP_USER"] = "0"  # a user-wide `pip config set global.user true` can't hold in a venv
    variables["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    return variables
