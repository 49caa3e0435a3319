"""Make the project's virtual environment `.venv` and keep it in step with the lock files.

Standard library only, and no syntax newer than Python 3.7, so that a machine with too old a Python gets a sentence
that helps it instead of a SyntaxError.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from messages import SetupError, say
from packages import install, register_kernel
from places import DEVELOPMENT_LOCK, ROOT, RUN_LOCK, VENV, venv_python

STAMP = VENV / ".budgetkit-ready.json"
UNFINISHED = VENV / ".budgetkit-unfinished"
OLDEST_PYTHON = (3, 11)


def set_up(lock: Path) -> None:
    """Bring `.venv` to what a lock file says; at once when it is there already.

    Raises SetupError when something is missing that only the user can install.
    """
    if is_ready(lock):
        return
    started = time.monotonic()
    prepare_venv()
    if STAMP.exists():
        STAMP.replace(UNFINISHED)
    say("安装依赖包，首次需下载约 250 MB …", "Installing packages; the first time downloads about 250 MB …")
    install(lock)
    register_kernel()
    STAMP.write_text(json.dumps(expected_stamp(lock)), encoding="utf-8")
    if UNFINISHED.exists():
        UNFINISHED.unlink()
    seconds = round(time.monotonic() - started)
    say(f"环境就绪，用时 {seconds} 秒。", f"Environment ready after {seconds} s.")


def is_ready(lock: Path) -> bool:
    """Tell whether `.venv` was finished for this lock file, in this place; the development lock holds the other too."""
    if not venv_python().exists() or UNFINISHED.exists():
        return False
    return read_stamp() in (expected_stamp(lock), expected_stamp(DEVELOPMENT_LOCK))


def read_stamp() -> dict[str, str]:
    """Read what a finished set-up wrote down about itself; empty when there is none."""
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def expected_stamp(lock: Path) -> dict[str, str]:
    """Say what a finished set-up writes down; the folder too, because the scripts in a venv don't survive a move."""
    digest = hashlib.sha256()
    for path in (ROOT / "pyproject.toml", RUN_LOCK, DEVELOPMENT_LOCK):
        digest.update(path.read_bytes())
    return {"lock": lock.name, "digest": digest.hexdigest(), "folder": str(ROOT)}


def prepare_venv() -> None:
    """Create `.venv`, or keep a working one.

    What an interrupted set-up, a move or a vanished Python left behind is made anew; a broken `.venv` that somebody
    else made is never deleted (SetupError).
    """
    ours = STAMP.exists() or UNFINISHED.exists()
    moved = read_stamp().get("folder", str(ROOT)) != str(ROOT)
    broken = UNFINISHED.exists() or moved or not venv_works()
    if not VENV.exists() or (ours and broken):
        create_venv(find_python())
    elif broken:
        raise SetupError(
            ".venv 不是本项目建立的，且不能使用（没有可用的 Python 3.11+ 或 pip）。请移走后重试：",
            ".venv was not made by this project and can't be used (no working Python 3.11+ with pip). Move it away:",
            "ren .venv venv-old" if os.name == "nt" else "mv .venv venv-old",
        )


def venv_works() -> bool:
    """Tell whether `.venv` has a Python that is new enough, with pip."""
    return runs(str(venv_python()), f"import sys, pip; assert sys.version_info >= {OLDEST_PYTHON}")


def create_venv(python: str) -> None:
    """Create `.venv` from nothing, marked as unfinished until everything is installed."""
    say("建立虚拟环境 .venv …", "Creating the virtual environment .venv …")
    if VENV.exists():
        shutil.rmtree(str(VENV))
    if not runs(python, "import venv, ensurepip"):
        install_venv_module(python)
    VENV.mkdir()
    UNFINISHED.touch()
    if subprocess.call([python, "-m", "venv", str(VENV)]) != 0:
        raise missing_venv_module(python)


def install_venv_module(python: str) -> None:
    """Install Debian's venv package where we are root; elsewhere say which command does it."""
    error = missing_venv_module(python)
    if not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")):
        raise error
    package = venv_package(python)
    say(f"以 root 安装系统包 {package} …", f"Installing the system package {package} as root …")
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
        if subprocess.call(["apt-get", *arguments], env=variables, stdout=subprocess.DEVNULL) != 0:
            raise error


def venv_package(python: str) -> str:
    """Name Debian's package with the venv module of a Python."""
    version = subprocess.check_output([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
    return f"python{version.decode().strip()}-venv"


def missing_venv_module(python: str) -> SetupError:
    """Say that a Python can't create virtual environments, and how to mend it."""
    return SetupError(
        "这个 Python 没有 venv 模块，无法建立虚拟环境（安装它需要 root 权限）。请运行：",
        "This Python lacks the venv module, which takes root to install. Run:",
        f"sudo apt-get update && sudo apt-get install -y {venv_package(python)}",
    )


def find_python() -> str:
    """Find a Python that is new enough: the running one outside any venv, or another on the PATH."""
    running = getattr(sys, "_base_executable", None) or sys.executable
    minors = range(OLDEST_PYTHON[1] + 9, OLDEST_PYTHON[1] - 1, -1)
    for name in [running, *(f"python3.{minor}" for minor in minors), "python3"]:
        path = shutil.which(name)
        if path and runs(path, f"import sys; assert sys.version_info >= {OLDEST_PYTHON}"):
            return path
    version = ".".join(str(part) for part in sys.version_info[:3])
    on_mac, on_debian = "brew install python@3.13", "sudo apt-get install -y python3.11 python3.11-venv"
    raise SetupError(
        f"需要 Python 3.11 或更新版本，这里是 {version}。请安装后重试：",
        f"Python 3.11 or newer is needed, this is {version}. Install it, then try again:",
        on_mac if sys.platform == "darwin" else on_debian,
    )


def runs(python: str, code: str) -> bool:
    """Tell whether a Python carries out a line of code."""
    try:
        return subprocess.call([python, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False
