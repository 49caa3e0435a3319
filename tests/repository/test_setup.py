"""The set-up behind `make`: quick when nothing changed, begun anew when cut off, careful with what isn't its own."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A project folder with the set-up's own modules, which install nothing but write down what was asked of them."""
    shutil.copytree(ROOT / "tools", tmp_path / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text("# empty\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "tools"))
    modules = ("messages", "places", "packages", "environment", "lab", "strip", "tasks")
    loaded = {name: importlib.import_module(name) for name in modules}
    installed: list[str] = []
    python = loaded["places"].venv_python()

    def create_venv(command: list[str]) -> int:
        python.parent.mkdir()
        python.touch()
        return 0

    environment = loaded["environment"]
    monkeypatch.setattr(environment, "subprocess", SimpleNamespace(**{**vars(subprocess), "call": create_venv}))
    monkeypatch.setattr(environment, "runs", lambda command, code: Path(command).exists())
    monkeypatch.setattr(environment, "install", lambda lock: installed.append(lock.name))
    monkeypatch.setattr(environment, "register_kernel", lambda: None)
    yield SimpleNamespace(folder=tmp_path, installed=installed, **loaded)
    for name in modules:
        del sys.modules[name]


def set_up(project: SimpleNamespace, lock: str = "requirements.lock") -> list[str]:
    """Set up and return the lock files that had to be installed."""
    project.installed.clear()
    project.environment.set_up(project.folder / lock)
    return list(project.installed)


def test_second_set_up_does_nothing(project):
    assert set_up(project) == ["requirements.lock"]
    assert set_up(project) == []


def test_what_a_task_runs_keeps_compiled_code_where_the_machine_forbids_it(project, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    asked = "import sys; sys.exit(sys.dont_write_bytecode)"
    assert subprocess.call([sys.executable, "-c", asked], env=project.places.venv_variables()) == 0


def test_changed_lock_is_installed_into_the_same_environment(project):
    set_up(project)
    (project.folder / ".venv" / "kept").touch()
    (project.folder / "requirements.lock").write_text("# other\n", encoding="utf-8")
    assert set_up(project) == ["requirements.lock"]
    assert (project.folder / ".venv" / "kept").exists()


def test_development_environment_serves_reports_too(project):
    assert set_up(project, "requirements-dev.lock") == ["requirements-dev.lock"]
    assert set_up(project) == []


def test_interrupted_set_up_is_begun_anew(project, monkeypatch):
    def interrupt(lock: Path) -> None:
        (project.folder / ".venv" / "half-installed").touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(project.environment, "install", interrupt)
        assert project.tasks.main(["setup"]) == 130
    assert set_up(project) == ["requirements.lock"]
    assert not (project.folder / ".venv" / "half-installed").exists()


def test_moved_project_gets_a_new_environment(project):
    set_up(project)
    stamp = project.environment.STAMP
    stamp.write_text(stamp.read_text("utf-8").replace(project.folder.name, "elsewhere"), encoding="utf-8")
    (project.folder / ".venv" / "scripts-with-the-old-path").touch()
    set_up(project)
    assert not (project.folder / ".venv" / "scripts-with-the-old-path").exists()


def test_somebody_elses_broken_environment_is_not_deleted(project, capsys):
    (project.folder / ".venv").mkdir()
    (project.folder / ".venv" / "precious").touch()
    assert project.tasks.main(["setup"]) == 2
    assert (project.folder / ".venv" / "precious").exists()
    assert "venv-old" in capsys.readouterr().err


def test_missing_venv_module_is_named_with_the_command_that_mends_it(project, monkeypatch, capsys):
    works = project.environment.runs
    monkeypatch.setattr(
        project.environment, "runs", lambda python, code: "ensurepip" not in code and works(python, code)
    )
    monkeypatch.setattr(project.environment.shutil, "which", lambda name: name if os.path.isabs(name) else None)
    assert project.tasks.main(["setup"]) == 2
    said = capsys.readouterr().err
    assert "sudo apt-get" in said
    assert f"python3.{sys.version_info.minor}-venv" in said
    assert "没有 venv 模块" in said


def test_python_that_is_too_old_is_named(project, monkeypatch, capsys):
    monkeypatch.setattr(project.environment, "runs", lambda python, code: False)
    assert project.tasks.main(["setup"]) == 2
    assert "Python 3.11" in capsys.readouterr().err


def test_mirror_set_for_pip_is_used_by_uv(project, monkeypatch):
    settings = {"index-url": "https://mirror.example/simple", "find-links": "/no/such/folder", "timeout": "60"}
    monkeypatch.setattr(project.packages, "read_pip_settings", lambda: settings)
    for name in [name for name in os.environ if name.startswith("UV_")]:
        monkeypatch.delenv(name)
    variables = project.packages.uv_variables()
    assert variables["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert "UV_FIND_LINKS" not in variables


def test_mirror_set_for_uv_itself_stays(project, monkeypatch):
    monkeypatch.setenv("UV_INDEX_URL", "https://uv.example/simple")
    monkeypatch.setattr(project.packages, "read_pip_settings", lambda: {"index-url": "https://mirror.example/simple"})
    assert "UV_DEFAULT_INDEX" not in project.packages.uv_variables()


def test_pip_takes_over_where_uv_fails(project, monkeypatch):
    asked: list[list[str]] = []

    def install_with(command: list[str], lock: Path, variables: dict[str, str]) -> bool:
        asked.append(command[1:3])
        return "uv" not in command

    monkeypatch.setattr(project.packages, "get_uv", lambda: True)
    monkeypatch.setattr(project.packages, "read_pip_settings", dict)
    monkeypatch.setattr(project.packages, "install_with", install_with)
    project.packages.install(project.folder / "requirements.lock")
    assert asked == [["-m", "uv"], ["-m", "pip"]]


def test_clean_made_deletes_what_was_made_and_nothing_else(project):
    for name in (
        "data/raw/a.txt",
        "data/clean/.gitkeep",
        "data/clean/a.parquet",
        "reports/.gitkeep",
        "reports/x/a.pdf",
    ):
        (project.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (project.folder / name).touch()
    assert project.tasks.main(["clean-made"]) == 0
    left = {path.relative_to(project.folder).as_posix() for path in project.folder.rglob("*") if path.is_file()}
    assert {name for name in left if name.startswith(("data", "reports"))} == {
        "data/raw/a.txt",
        "data/clean/.gitkeep",
        "reports/.gitkeep",
    }


def test_report_goes_on_after_a_document_that_cannot_be_used_and_still_fails(project, monkeypatch):
    asked: list[str] = []

    def run(*arguments: str) -> int:
        asked.append(arguments[2])
        return int(arguments[2] == "clean")

    monkeypatch.setattr(project.tasks, "run", run)
    monkeypatch.setattr(project.tasks, "set_up", lambda lock: None)
    assert project.tasks.main(["report"]) == 1
    assert asked == ["clean", "report"]


@pytest.fixture
def clean_copy(tmp_path: Path) -> Path:
    """The tracked files alone, in a folder with blanks in its name."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git clone")
    folder = tmp_path / "预算 clean copy"
    for name in filter(None, listed.stdout.decode("utf-8").split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def registry_answers(folder: Path) -> bool:
    """Tell whether a package can be had from the index that pip is set to."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), "packaging"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def run_task(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a task as a newcomer does, with no environment active."""
    variables = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    command = [sys._base_executable, "tools/tasks.py", *arguments]
    return subprocess.run(
        command, cwd=folder, env=variables, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.mark.slow
def test_newcomer_gets_reports_from_a_clean_copy(clean_copy: Path, tmp_path: Path):
    if not registry_answers(tmp_path / "download"):
        pytest.skip("no package registry answers")
    report = run_task(clean_copy, "report", "--help")
    assert report.returncode == 0, report.stdout + report.stderr
    assert "--department" in report.stdout
    assert list((clean_copy / "data" / "clean").glob("*.parquet"))


@pytest.mark.exhaustive  # whoever runs the tests by their command has just done so
@pytest.mark.slow
def test_newcomer_gets_the_tests_from_a_clean_copy(clean_copy: Path, tmp_path: Path):
    if not registry_answers(tmp_path / "download"):
        pytest.skip("no package registry answers")
    assert run_task(clean_copy, "setup").returncode == 0
    started = time.monotonic()
    assert run_task(clean_copy, "setup").stdout == ""
    assert time.monotonic() - started < 5
    few = ("tests/repository/test_environment.py", "-k", "lock", "--numprocesses", "1")
    tests = run_task(clean_copy, "test", *few)
    assert tests.returncode == 0, tests.stdout + tests.stderr
    assert " passed" in tests.stdout.splitlines()[-1]


@pytest.mark.parametrize("place", ["lib/python3.12/site-packages", "Lib/site-packages"])
def test_lab_is_chinese_where_its_language_pack_is_installed(place: str, tmp_path: Path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    lab = importlib.import_module("lab")
    settings = tmp_path / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    lab.prepare_lab(tmp_path)
    assert "zh_CN" not in settings.read_text("utf-8")
    (tmp_path / place / "jupyterlab_language_pack_zh_CN").mkdir(parents=True)
    lab.prepare_lab(tmp_path)
    assert "zh_CN" in settings.read_text("utf-8")
    menu = next((tmp_path / "share" / "jupyter" / "labextensions").glob("*/schemas/*/menu.json"))
    assert "导出预算简报" in menu.read_text("utf-8")
