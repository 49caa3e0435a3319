"""The fast tests on the lowest and the newest versions that pyproject.toml allows, each in its own environment."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

from messages import SetupError
from packages import get_uv, uv, uv_variables
from places import ROOT, venv_variables

RESOLUTIONS = {"lowest": "lowest-direct", "newest": "highest"}
"""What uv calls them; of the packages that ours need in turn, both take the newest that go with them."""
_WORDS = {"lowest": "最低", "newest": "最新"}
EXTRAS = "export,test"
"""The others (docs, dask, ocr) are asked for by tests that are skipped where they are missing."""


def try_versions(options: list[str]) -> int:
    """Run the tests that are not slow on both, whatever fails; raises SetupError when one can't be installed."""
    return max([try_on(which, options) for which in RESOLUTIONS])


def try_on(which: str, options: list[str]) -> int:
    """Install the lowest or newest versions anew and run the tests (options of pytest)."""
    environment = ROOT / ".cache" / which
    python = make_environment(environment)
    install(python, which)
    chosen = options or ["--numprocesses", "auto", "--dist", "loadfile"]
    command = [str(python), "-m", "pytest", "-p", "no:cacheprovider", "-m", "not slow and not exhaustive", *chosen]
    return subprocess.call(command, cwd=str(ROOT), env=variables(environment, python))


def make_environment(environment: Path) -> Path:
    """Make an empty virtual environment; give its interpreter."""
    venv.create(environment, clear=True, with_pip=False)
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(python: Path, which: str) -> None:
    """Install the project with the lowest or newest versions of what it names."""
    if not get_uv():
        raise SetupError("未能取得 uv，无法选择版本安装。", "uv is needed to choose versions.")
    chosen = ["--resolution", RESOLUTIONS[which], "--quiet", "--editable", f"{ROOT}[{EXTRAS}]"]
    if subprocess.call([*uv(), "pip", "install", "--python", str(python), *chosen], env=uv_variables()):
        raise SetupError(
            f"{_WORDS[which]}版本未能一起安装（原因见上），请修改 pyproject.toml 中的版本范围。",
            f"The {which} versions don't go together (see above): change the bounds in pyproject.toml.",
        )


def variables(environment: Path, python: Path) -> dict[str, str]:
    """Give the variables for a command inside that environment."""
    path = os.pathsep.join([str(python.parent), os.environ.get("PATH", "")])
    return venv_variables() | {"VIRTUAL_ENV": str(environment), "PATH": path}


if __name__ == "__main__":
    sys.exit(try_versions(sys.argv[1:]))
