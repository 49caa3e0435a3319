"""Clean tables that no longer stand for what they were made from are named, and made again or refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import typer
from made import make_department, write_project
from made.folder import file_name
from typer.testing import CliRunner

from budgetkit.clean_folder import clean_folder
from budgetkit.cli import report
from budgetkit.cli.app import app
from budgetkit.dataset import freshness, generation
from budgetkit.dataset.freshness import check_fresh, find_stale
from budgetkit.errors import DatasetError
from budgetkit.project import Folders

DOCUMENTS = [make_department(seed, "city", projects=2, units=1) for seed in (1, 2)]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    clean_folder(write_project(folder, DOCUMENTS), folder / "data" / "clean")
    return folder


@pytest.fixture
def folders(made, tmp_path):
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    data = tmp_path / "data"
    return Folders(data / "raw", data / "clean", tmp_path / "notebooks", tmp_path / "reports")


def change_raw(folders):
    path = folders.raw / file_name(DOCUMENTS[0])
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")


def change_manifest(folders):
    path = folders.raw / "sources.toml"
    path.write_text(path.read_text("utf-8").replace("预算", "计划"), "utf-8")


def remove_entry(folders):
    path = folders.raw / "sources.toml"
    path.write_text("[[document]]" + path.read_text("utf-8").split("[[document]]")[1], "utf-8")


def add_correction(folders):
    folders.corrections.mkdir()
    (folders.corrections / f"{DOCUMENTS[0].document_id}.toml").write_text("", "utf-8")


CHANGES = {
    change_raw: file_name(DOCUMENTS[0]),
    change_manifest: DOCUMENTS[0].document_id,
    remove_entry: DOCUMENTS[1].document_id,
    add_correction: "更正记录",
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_since_the_cleaning_is_named_and_the_tables_are_refused(folders, change):
    assert find_stale(folders) is None
    change(folders)
    assert CHANGES[change] in find_stale(folders)
    with pytest.raises(DatasetError, match="budgetkit clean"):
        check_fresh(folders)


def test_tables_of_another_version_of_the_program_are_stale(folders, monkeypatch):
    monkeypatch.setattr(freshness, "hash_program", lambda: {"budgetkit 0": "x"})
    assert "程序" in find_stale(folders)


def test_a_comment_in_the_manifest_makes_nothing_stale(folders):
    path = folders.raw / "sources.toml"
    path.write_text("# 说明\n" + path.read_text("utf-8"), "utf-8")
    assert find_stale(folders) is None


def test_tables_without_raw_documents_are_taken_as_they_are(folders):
    shutil.rmtree(folders.raw)
    assert find_stale(folders) is None


@pytest.mark.parametrize("command", [["check"], ["export"], ["show", DOCUMENTS[0].document_id, "3"]])
def test_commands_refuse_stale_tables_unless_these_are_named_alone(folders, tmp_path, command):
    change_raw(folders)
    where = ["--clean", str(folders.clean)]
    if command == ["export"]:
        command = ["export", "--format", "csv", "--to", str(tmp_path / "out")]
    result = CliRunner().invoke(app, [*command, *where, "--raw", str(folders.raw)])
    assert isinstance(result.exception, DatasetError)
    assert file_name(DOCUMENTS[0]) in str(result.exception)
    assert not (tmp_path / "out").exists()
    if command[0] == "export":
        assert CliRunner().invoke(app, [*command, *where]).exit_code == 0


def test_report_cleans_stale_tables_again_and_says_each_time_which_documents_are_left_out(folders, capsys):
    change_raw(folders)
    for said in ("sha256", "未采用"):
        errors = report.clean_if_needed(folders, report.OutputOptions())
        assert DOCUMENTS[0].document_id in str(errors[0])
        assert said in capsys.readouterr().err
    assert find_stale(folders) is None


def test_report_makes_nothing_of_old_tables_when_no_document_can_be_cleaned(folders, capsys):
    for document in DOCUMENTS:
        (folders.raw / file_name(document)).write_bytes(b"")
    with pytest.raises(typer.Exit) as stopped:
        report.clean_if_needed(folders, report.OutputOptions())
    assert stopped.value.exit_code == 1
    assert "sha256" in capsys.readouterr().err
    assert Path(folders.clean / "documents.parquet").is_file()


COMMANDS = (["check"], ["show", DOCUMENTS[0].document_id, "1"], ["export", "--format", "csv"], ["report"])


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_any_table_changed_by_hand_is_named_by_every_command_that_reads_tables(folders, command, monkeypatch):
    monkeypatch.chdir(folders.clean.parents[1])
    monkeypatch.setattr(generation, "_LOOKS", (0.0,))  # no other run is about to put it right
    for path in sorted(folders.clean.glob("*.parquet"))[COMMANDS.index(command) :: len(COMMANDS)]:
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        result = CliRunner().invoke(app, command)
        path.write_bytes(content)
        assert result.exit_code == 1
        assert path.name in str(result.exception)


def test_tables_that_changed_places_are_all_named(folders, monkeypatch):
    monkeypatch.chdir(folders.clean.parents[1])
    first, second = (folders.clean / f"{name}.parquet" for name in ("projects", "gov_fund"))
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)
    result = CliRunner().invoke(app, ["check"])
    assert "gov_fund.parquet、projects.parquet" in str(result.exception)
