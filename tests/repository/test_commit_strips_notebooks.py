"""Committed notebooks carry no outputs, whatever was run before: git strips them once `make setup` has told it how."""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a clone with the project's attributes, set up by the project's own module, with this Python as its own."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    strip = importlib.import_module("strip")
    monkeypatch.setattr(strip, "ROOT", tmp_path)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    python.chmod(0o755)
    monkeypatch.setattr(strip, "venv_python", lambda: python)
    strip.strip_on_commit()
    yield tmp_path
    for name in ("strip", "places", "messages"):
        sys.modules.pop(name, None)


def commit(clone: Path, notebook: dict) -> str:
    """Add a notebook and give its text as git keeps it."""
    path = clone / "notebooks" / "培训费.ipynb"
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8")
    subprocess.run(["git", "-C", str(clone), "add", "notebooks"], check=True)
    shown = subprocess.run(
        ["git", "-C", str(clone), "show", ":notebooks/培训费.ipynb"], check=True, capture_output=True, encoding="utf-8"
    )
    assert json.loads(path.read_text("utf-8")) == notebook  # the file that somebody works in stays as it is
    return shown.stdout


def test_outputs_numbers_and_traces_of_papermill_are_not_committed(clone: Path):
    own = json.loads((ROOT / "notebooks" / "4_performance.ipynb").read_text("utf-8"))
    stripped = commit(clone, own)
    run = json.loads(json.dumps(own))
    for number, cell in enumerate(run["cells"]):
        cell["metadata"]["papermill"] = {"duration": number}
        if cell["cell_type"] == "code":
            cell["execution_count"] = number
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["1,234.56\n"]}]
    run["metadata"]["papermill"] = {"parameters": {"department": "d"}}
    assert commit(clone, run) == stripped


def test_the_kits_notebooks_are_kept_as_the_filter_leaves_them(tmp_path: Path):
    """Else a clone that was only set up would show changes that nobody made."""
    originals = sorted((ROOT / "notebooks").glob("*.ipynb"))
    copies = [Path(shutil.copy(path, tmp_path)) for path in originals]
    subprocess.run([sys.executable, "-m", "nbstripout", "--keep-id", *copies], check=True)
    assert [path.read_text("utf-8") for path in copies] == [path.read_text("utf-8") for path in originals]


def test_a_notebook_of_the_kit_is_as_git_keeps_it(clone: Path):
    path = ROOT / "notebooks" / "1_city_district.ipynb"
    assert commit(clone, json.loads(path.read_text("utf-8"))) == path.read_text("utf-8")
