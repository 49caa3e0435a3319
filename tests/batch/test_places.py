"""Nothing is written or removed outside the reports folder; a broken manifest is said, and nothing is lost with it."""

import json
import os
import re

import pyarrow as pa
import pytest
from batch_project import READ, Project, with_pages
from clean_tables import change_rows, change_tables
from command_line import run_command
from drawn import some_of

from budgetkit.batch.state import Listener, Options
from budgetkit.errors import BudgetkitError
from budgetkit.inside import PlaceError


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path / "project")


class Hearing(Listener):
    """Keeps what is noticed."""

    def __init__(self):
        self.words = []

    def noticed(self, words):
        self.words.append(words)


def rename(project, column, old, new):
    """Change an id in every clean table, as a manifest that was let through would."""

    def change(table):
        values = [new if value == old else value for value in table[column].to_pylist()]
        at = table.schema.get_field_index(column)
        return table.set_column(at, table.schema.field(at), pa.array(values, table.schema.field(at).type))

    change_tables(project.folders.clean, change)


OUTSIDE = ["../../../X", "..", "a/../../b", "a\nb", "a\0b", "x" * 300, ""]


@pytest.mark.parametrize("column", ["department_id", "document_id"])
@pytest.mark.parametrize("value", [*OUTSIDE, "absolute"])
def test_an_id_that_leads_out_of_the_reports_removes_and_writes_nothing(project, tmp_path, column, value):
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "kept").write_text("x")
    value = str(victim) if value == "absolute" else value
    project.add_notebook("1_reads", READ)
    rename(
        project, column, {"department_id": project.alone, "document_id": f"{project.alone}-2025-budget"}[column], value
    )
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BudgetkitError, match=column):
        project.run()
    assert sorted(tmp_path.rglob("*")) == before
    assert (victim / "kept").read_text() == "x"


def test_ids_that_differ_in_case_only_are_refused(project):
    project.add_notebook("1_reads", READ)
    rename(project, "department_id", project.alone, project.city.upper())
    with pytest.raises(BudgetkitError, match="大小写"):
        project.run()


def test_a_raw_file_outside_the_raw_folder_is_not_published(project, tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    project.add_notebook("1_reads", READ)
    change_rows(
        project.folders.clean, "documents", lambda rows: [row | {"file": "../../../secret.txt"} for row in rows]
    )
    with pytest.raises(PlaceError, match="secret"):
        project.run()


def test_a_link_in_the_place_of_a_report_folder_leads_nowhere(project, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    project.add_notebook("1_reads", READ)
    project.folders.reports.mkdir()
    os.symlink(outside, project.folders.reports / f"{project.alone}-2025")
    summary = project.run()
    ((failed, outcome),) = summary.failed
    assert (failed.job.department_id, outcome.failure.step) == (project.alone, "place")
    assert f"{project.alone}-2025：应为文件夹本身，实为链接（指向 {outside}" in outcome.failure.summary
    assert list(outside.iterdir()) == []
    assert len(summary.made) == 2
    (project.folders.reports / f"{project.alone}-2025").unlink()
    assert [decision.job.department_id for decision, _ in project.run().made] == [project.alone]


def test_a_link_in_the_place_of_the_logs_is_refused(project, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    project.add_notebook("1_reads", READ)
    project.folders.reports.mkdir()
    os.symlink(outside, project.folders.reports / "logs")
    with pytest.raises(PlaceError, match="logs：应为文件夹本身，实为链接"):
        project.run()
    assert list(outside.iterdir()) == []


def test_a_folder_that_looks_half_made_but_was_not_made_by_a_batch_stays(project, tmp_path):
    project.add_notebook("1_reads", READ)
    own = project.folders.reports / ".making-mine"
    own.mkdir(parents=True)
    (own / "kept").write_text("x")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "made-by-budgetkit").touch()
    os.symlink(outside, project.folders.reports / ".making-link")
    assert project.run(project.alone).is_success
    assert (own / "kept").read_text() == "x"
    assert (outside / "made-by-budgetkit").is_file()


def test_a_folder_in_a_reports_place_fails_that_report_alone(project):
    project.add_notebook("1_reads", READ)
    project.report(project.alone, "1_reads", "html").mkdir(parents=True)
    summary = project.run()
    assert [one.job.department_id for one, _ in summary.failed] == [project.alone]
    assert "同名的文件夹" in summary.failed[0][1].failure.summary
    assert len(summary.made) == 2


def test_a_file_in_a_departments_place_is_said_with_what_to_do_next(project):
    project.add_notebook("1_reads", READ)
    place = project.report(project.alone, "1_reads", "html").parent
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("x")
    ended = run_command("report", "--department", project.alone, "--format", "html", cwd=project.top)
    assert ended.returncode == 1
    assert "同名的文件" in ended.stderr
    assert "原因与下一步见" not in ended.stderr
    assert "请移走或改名" in ended.stderr
    assert place.read_text() == "x"


def test_a_file_in_the_reports_folders_place_is_said(project):
    project.add_notebook("1_reads", READ)
    project.folders.reports.write_text("x")
    with pytest.raises(PlaceError, match="同名的文件"):
        project.run()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Give a project with a report of each department, to be copied."""
    project = Project(tmp_path_factory.mktemp("made"))
    project.add_notebook("1_reads", READ)
    summary = project.run()
    assert summary.is_success
    assert summary.edited_pages == []
    return project


NAMES = ["报告 一.二", "a#b?c%d", "'单'", "x" * 240, "&<b>", "培训费"]


@pytest.mark.parametrize("name", NAMES)
def test_a_report_may_have_any_name_that_a_file_may_have(tmp_path, name):
    project = Project(tmp_path, with_pages())
    project.add_notebook(f"1{name}", READ)
    assert project.run(project.alone).is_success
    index = (project.folders.reports / "index.html").read_text("utf-8")
    from html import unescape
    from urllib.parse import unquote

    links = [unquote(unescape(link)) for link in re.findall(r'href="([^"]*)"', index)]
    assert f"{project.alone}-2025/1{name}.html" in links


BROKEN = {
    "truncated": lambda text: text[: len(text) // 2],
    "not JSON": lambda text: b"hello\n" + text,
    "wrong types": lambda text: text.replace(b'"files": {', b'"files": [{').replace(b'}, "inputs"', b'}], "inputs"'),
    "no objects": lambda text: b"1\n[]\nnull\n" + text,
    "binary": lambda text: os.urandom(500) + b"\n",
    "missing keys": lambda text: b"".join(
        json.dumps({"key": json.loads(line)["key"]}).encode() + b"\n" for line in text.splitlines()
    ),
    "deep": lambda text: b"[" * 100_000 + b"\n" + text,
    "empty": lambda text: b"",
    "duplicates": lambda text: text * 2,
}


@pytest.mark.parametrize("how", some_of([*BROKEN, "folder"], 4))
def test_a_broken_manifest_is_said_and_everything_is_made_again_and_nothing_lost(made, tmp_path, how):
    project = Project(tmp_path, made.top)
    edited = project.report(project.alone, "1_reads", "html")
    edited.write_text("edited by hand", "utf-8")
    path = project.folders.reports / "manifest.jsonl"
    content = path.read_bytes()
    path.unlink()
    if how == "folder":
        path.mkdir()
        (path / "kept").touch()
    else:
        path.write_bytes(BROKEN[how](content))
    listener = Hearing()
    summary = project.run(listener=listener)
    assert summary.is_success
    assert any("edited by hand" in file.read_text("utf-8") for file in edited.parent.glob("*.html"))
    assert how == "duplicates" or "报告清单" in listener.words[0]
    if how not in ("duplicates", "empty", "truncated"):
        assert list(project.folders.reports.glob("manifest*.broken"))
    again = project.run(listener=(second := Hearing()))
    assert not second.words
    assert {one.state for one in again.decisions} <= {"keep", "edited"}


def test_hand_edited_pages_are_left_and_reported_until_forced(made, tmp_path):
    project = Project(tmp_path, made.top)
    page = project.folders.reports / "sources" / f"{project.alone}-2025-budget.html"
    index = project.folders.reports / "index.html"
    for path in (page, index):
        path.write_text("edited by hand", "utf-8")
    assert project.run().edited_pages == [f"sources/{project.alone}-2025-budget", "index"]
    assert page.read_text("utf-8") == index.read_text("utf-8") == "edited by hand"
    assert project.run(options=Options(force=True)).edited_pages == []
    assert "edited by hand" not in page.read_text("utf-8") + index.read_text("utf-8")


def test_a_failed_report_keeps_the_last_good_one_beside_the_page_that_says_why(tmp_path):
    project = Project(tmp_path, with_pages())
    project.add_notebook("1_reads", "print('good')")
    formats = ("html", "pdf")
    assert project.run(project.alone, formats=formats).is_success
    good = {
        ending: project.report(project.alone, "1_reads", ending).read_bytes() for ending in ("html", "pdf", "ipynb")
    }
    for message in ("'first'", "'second'"):
        project.add_notebook("1_reads", f"raise ValueError({message})")
        assert len(project.run(project.alone, formats=formats).failed) == 1
        page = project.report(project.alone, "1_reads", "html").read_text("utf-8")
        assert 'href="1_reads.last.html"' in page
        assert 'href="1_reads.last.pdf"' in page
        kept = {ending: project.report(project.alone, "1_reads", f"last.{ending}").read_bytes() for ending in good}
        assert kept == good
    project.add_notebook("1_reads", "print('mended')")
    assert project.run(project.alone, formats=formats).is_success
    assert sorted(path.name for path in project.report(project.alone, "1_reads", "html").parent.iterdir()) == [
        f"1_reads.{ending}" for ending in ("html", "ipynb", "pdf")
    ]
