"""What documents and manifests say reaches the terminal as text: no markup, no control sequence is obeyed."""

from __future__ import annotations

import io
import json
from functools import partial

import pytest
from command_line import run_command
from hypothesis import given
from hypothesis import strategies as st
from made import make_department, write_project
from rich.console import Console

from budgetkit.batch.progress import Bar, Quiet
from budgetkit.cli import console
from budgetkit.plain_text import escape_controls

BAD = "[/bad][red]某局[/red] :smile:"


@given(st.text())
def test_no_control_sequence_survives_and_other_text_does(text):
    shown = escape_controls(text)
    assert not {character for character in shown if not character.isprintable() and not character.isspace()}
    assert "\x1b" not in shown
    assert "\r" not in shown
    assert escape_controls(shown) == shown


@pytest.mark.parametrize("text", ["某局　预算\t1,234.56\n（万元）≥", BAD, "plain"])
def test_usual_text_stays_as_it_is(text):
    assert escape_controls(text) == text


def test_markup_and_escapes_in_cells_are_printed_as_they_are(monkeypatch):
    written = Console(record=True, width=200, force_terminal=True)
    monkeypatch.setattr(console, "console", lambda: written)
    console.print_table(BAD, ("名称",), [(BAD,), ("\x1b]0;title\x07",), (None,), (5,)])
    text = written.export_text()
    assert text.count(BAD) == 2
    assert r"\x1b]0;title\x07" in text


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Give a project with markup in a name, and how to run a command on it."""
    folder = tmp_path_factory.mktemp("terminal")
    document = make_department(31)
    raw = write_project(folder, [document])
    manifest = raw / "sources.toml"
    quoted = json.dumps(document.title, ensure_ascii=False)
    manifest.write_text(manifest.read_text("utf-8").replace(f"title = {quoted}", f'title = "{BAD}"'), "utf-8")
    run = partial(run_command, cwd=folder)
    assert run("clean").returncode == 0
    return run, document, folder


@pytest.mark.parametrize("name", ["clean", "check", "list", "show", "export"])
def test_no_command_obeys_what_a_name_says(project, name):
    run, document, folder = project
    arguments = {
        "show": ["show", document.document_id, "3"],
        "export": ["export", "--format", "csv", "--to", str(folder / "out")],
    }
    result = run(*arguments.get(name, [name]))
    assert "Traceback" not in result.stderr
    assert "MarkupError" not in result.stderr
    assert "\x1b" not in result.stdout + result.stderr


def test_what_commands_say_holds_no_control_sequence(capsys):
    console.say("a\x1b[2Jb")
    console.complain("c\x1b[2Jd", None)
    assert capsys.readouterr() == ("a\\x1b[2Jb\n", "c\\x1b[2Jd\n")


def test_what_a_batch_says_holds_no_control_sequence_and_obeys_no_markup(capsys):
    shown = io.StringIO()
    bar = Bar(Console(file=shown, width=200))
    bar.noticed("a\x1b[2Jb [/bad] [red]c")
    assert "a\\x1b[2Jb [/bad] [red]c" in shown.getvalue()
    Quiet().noticed("d\x1b[2Je")
    assert capsys.readouterr().err == "d\\x1b[2Je\n"
