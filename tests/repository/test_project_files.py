"""What the repository promises about its own files: README's commands exist, nothing made or local is committed."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")
SET_UP_FILES = ("pyproject.toml", "environment.yml", "Makefile", ".ci/run", "tools/tasks.py", "tools/packages.py")
HOST = re.compile(r"https?://[\w.-]+")
MACHINE_PATH = re.compile(r"""(?<![\w.~/<>-])/(?:work|root|home|Users|opt|tmp)/[\w.]""")


def tracked_files() -> list[Path]:
    """List the files under version control; skips where there is none, as in a downloaded archive."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git clone")
    paths = [ROOT / name for name in listed.stdout.decode("utf-8").split("\0") if name]
    return [path for path in paths if path.is_file()]


@pytest.mark.parametrize("name", READMES)
def test_every_make_target_that_the_readme_names_exists(name: str):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z][a-z-]*)", (ROOT / name).read_text("utf-8"), re.MULTILINE))
    assert {"report", "test", "lab"} <= named <= targets


@pytest.mark.parametrize("name", READMES)
def test_every_file_that_the_readme_links_exists(name: str):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", (ROOT / name).read_text("utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_make_target_is_a_task():
    text = (ROOT / "Makefile").read_text("utf-8")
    tasks = subprocess.run(
        ["python3", "tools/tasks.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert {name for name in re.findall(r"\$\(TASK\) ([a-z-]+)", text) if f"  {name} " not in tasks.stdout} == set()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such mark")
def test_ci_script_is_executable():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_only_sources_are_committed():
    made = [path.relative_to(ROOT).as_posix() for path in tracked_files() if path.is_relative_to(ROOT / "reports")]
    made += [p.relative_to(ROOT).as_posix() for p in tracked_files() if p.is_relative_to(ROOT / "data" / "clean")]
    assert set(made) <= {"reports/.gitkeep", "data/clean/.gitkeep"}


def test_no_file_names_a_place_on_somebodys_machine():
    found = []
    for path in tracked_files():
        if path.is_relative_to(ROOT / "data" / "raw") or b"\0" in (content := path.read_bytes()):
            continue
        found += [(path.name, match) for match in MACHINE_PATH.findall(content.decode("utf-8"))]
    assert found == []


@pytest.mark.parametrize("name", SET_UP_FILES)
def test_set_up_leaves_the_choice_of_package_index_to_the_user(name: str):
    assert HOST.findall((ROOT / name).read_text("utf-8")) == []


def test_notebooks_carry_no_outputs():
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        notebook = json.loads(path.read_text("utf-8"))
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        assert [cell for cell in cells if cell["outputs"] or cell["execution_count"]] == [], path.name
        assert "papermill" not in notebook["metadata"], path.name
