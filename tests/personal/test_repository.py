"""The repository's own files hold no personal data."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOL = ROOT / "tools" / "personal_data.py"


def _look(*names: Path) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, TOOL, *names], capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs git to know which files are the repository's")
def test_no_file_of_the_repository_holds_personal_data():
    looked = _look()
    assert (looked.returncode, looked.stdout, looked.stderr) == (0, "", "")


def test_a_number_that_is_not_made_up_is_named_by_place_and_not_quoted(tmp_path):
    number = "1" + "39" + "8" * 8
    (tmp_path / "notes.md").write_text(f"一\n请致电 {number}，或发邮件至 someone@{'mail'}.cn\n", "utf-8")
    looked = _look(tmp_path / "notes.md")
    assert looked.returncode == 1
    assert looked.stdout.splitlines() == [f"{tmp_path / 'notes.md'}:2: {kind}" for kind in ("电话", "电子邮件")]


def test_numbers_that_tests_invent_are_told_by_their_form(tmp_path):
    made = "电话：13800001234，010-55501234；身份证：110105190912310021；a@example.cn"
    (tmp_path / "made.txt").write_text(made, "utf-8")
    assert _look(tmp_path / "made.txt").returncode == 0
