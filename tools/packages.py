"""Install the packages of a lock file into `.venv`: by uv, which is fast, or by pip, which is always there."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from messages import SetupError, say
from places import ROOT, venv_python, venv_variables

KERNEL = "budgetkit"

# A mirror or a certificate that works for pip must work for uv too, which doesn't read pip's settings.
UV_NAME_OF_PIP_SETTING = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}


def install(lock: Path) -> None:
    """Install a lock file's packages, each held to its hash, and the project itself, editable.

    Raises SetupError when neither uv nor pip can.
    """
    if get_uv() and install_with([*uv(), "pip", "install", *uv_options()], lock, uv_variables()):
        return
    say("uv 未能完成，改用 pip …", "uv could not do it, trying pip …")
    if install_with([*pip(), "install", "--quiet"], lock, venv_variables()):
        return
    raise SetupError(
        "依赖包未能安装（原因见上）。若是网络不通，请先为 pip 设置可用的镜像，再重试：",
        "The packages could not be installed (see above). If the network is the reason, name a mirror to pip first:",
        f'"{venv_python()}" -m pip config set global.index-url <mirror>/simple',
    )


def install_with(command: list[str], lock: Path, variables: dict[str, str]) -> bool:
    """Install a lock file and the project by one installer's command; False when it fails.

    The project is found by a plain path: by setuptools' own finder, Python started beside the clone would take the
    clone's folder for the package.
    """
    parts = (["--require-hashes", "-r", str(lock)], ["--no-deps", "-C", "editable_mode=compat", "-e", str(ROOT)])
    return all(subprocess.call([*command, *part], cwd=str(ROOT), env=variables) == 0 for part in parts)


def register_kernel() -> None:
    """Register the Jupyter kernel of this environment, inside it."""
    command = [str(venv_python()), "-m", "ipykernel", "install", "--sys-prefix"]
    names = ["--name", KERNEL, "--display-name", KERNEL]
    subprocess.check_call([*command, *names], env=venv_variables(), stdout=subprocess.DEVNULL)


def pip() -> list[str]:
    """Begin a pip command."""
    return [str(venv_python()), "-m", "pip"]


def uv() -> list[str]:
    """Begin a uv command."""
    return [str(venv_python()), "-m", "uv"]


def get_uv() -> bool:
    """Put uv into `.venv`; False when it can't be had.

    Any uv will do, so no version is named: whatever it installs is held to the lock file's hashes.
    """
    return subprocess.call([*pip(), "install", "--quiet", "uv"], env=venv_variables()) == 0


def uv_options() -> list[str]:
    """Name the environment to install into, and show progress only where somebody watches."""
    return ["--python", str(venv_python()), *([] if sys.stderr.isatty() else ["--quiet"])]


def uv_variables() -> dict[str, str]:
    """Give uv the user's pip settings; what is set for uv itself stays."""
    variables = venv_variables()
    if any(name.startswith("UV_") and "INDEX" in name for name in variables):
        return variables
    for name, value in read_pip_settings().items():
        parts = usable_parts(value)
        if name in UV_NAME_OF_PIP_SETTING and parts:
            separator = "," if name == "find-links" else " "
            variables.setdefault(UV_NAME_OF_PIP_SETTING[name], separator.join(parts))
    # pip takes the best version of all indexes; uv would stop at the first index that knows the name.
    variables["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return variables


def usable_parts(value: str) -> list[str]:
    """Split a setting; folders that aren't there go, which pip warns of and uv fails on."""
    return [part for part in value.split() if not Path(part).is_absolute() or Path(part).exists()]


def read_pip_settings() -> dict[str, str]:
    """Read pip's settings as pip sees them: `global` sections, over them `install`, over them the environment."""
    done = subprocess.run(
        [*pip(), "config", "list"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=venv_variables()
    )
    settings: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        key, _, quoted = line.partition("=")
        section, _, name = key.rpartition(".")
        if section in settings and quoted:
            settings[section][name] = str(ast.literal_eval(quoted))
    return {**settings["global"], **settings["install"], **settings[":env:"]}
