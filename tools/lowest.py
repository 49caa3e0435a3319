"""The fast tests on the lowest version of each dependency that pyproject.toml allows, in an environment of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

from messages import SetupError
from packages import get_uv, uv, uv_variables
from places import ROOT, venv_variables

ENVIRONMENT = ROOT / ".cache" / "lowest"
EXTRAS = "export,test"
"""The others (docs, dask, ocr) are asked for by tests that are skipped where they are missing."""


def try_lowest(options: list[str]) -> int:
    """Install the lowest versions anew and run the tests that are not slow; raises SetupError when it can't."""
    python = make_environment()
    install(python)
    chosen = options or ["--numprocesses", "auto", "--dist", "loadfile"]
    command = [str(python), "-m", "pytest", "-p", "no:cacheprovider", "-m", "not slow and not exhaustive", *chosen]
    return subprocess.call(command, cwd=str(ROOT), env=variables(python))


def make_environment() -> Path:
    """Make an empty virtual environment; give its interpreter."""
    venv.create(ENVIRONMENT, clear=True, with_pip=False)
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(python: Path) -> None:
    """Install the project with the lowest versions that it names, of other packages the newest that go with them."""
    if not get_uv():
        raise SetupError("未能取得 uv，无法按最低版本安装。", "uv is needed to choose the lowest versions.")
    chosen = ["--resolution", "lowest-direct", "--quiet", "--editable", f"{ROOT}[{EXTRAS}]"]
    if subprocess.call([*uv(), "pip", "install", "--python", str(python), *chosen], env=uv_variables()):
        raise SetupError(
            "最低版本未能一起安装（原因见上），请提高 pyproject.toml 中的下限。",
            "The lowest versions don't go together (see above): raise the bounds in pyproject.toml.",
        )


def variables(python: Path) -> dict[str, str]:
    """Give the variables for a command inside that environment."""
    path = os.pathsep.join([str(python.parent), os.environ.get("PATH", "")])
    return venv_variables() | {"VIRTUAL_ENV": str(ENVIRONMENT), "PATH": path}


if __name__ == "__main__":
    sys.exit(try_lowest(sys.argv[1:]))
