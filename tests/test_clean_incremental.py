"""Cleaning reads only what changed, and gives the same bytes as reading everything."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from drawn import some_of
from made import make_department, write_project

from budgetkit import jobs
from budgetkit.clean_cluster import read_shipped, ship
from budgetkit.clean_folder import clean_folder
from budgetkit.dataset.freshness import find_stale
from budgetkit.dataset.kept import Record, make_key
from budgetkit.dataset.rests import OCR, fingerprint_rests, name_rests
from budgetkit.dataset.spill import Spill
from budgetkit.dataset.store import load_table
from budgetkit.forms.form import load_forms
from budgetkit.pipeline import clean_documents
from budgetkit.project import Folders
from budgetkit.schema import load_schemas
from budgetkit.sources import load_sources


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory):
    """Make a project of a city in two years and a district, cleaned."""
    folder = tmp_path_factory.mktemp("project")
    city = make_department(7, "city", year=2025, projects=2, units=1)
    documents = [city, city.evaluation, make_department(7, "district", year=2025, projects=2, units=1)]
    raw = write_project(folder, documents)
    first = clean_folder(raw, folder / "clean")
    assert [document.is_read for document in first.documents] == [True] * 3
    return folder


@pytest.fixture
def project(cleaned, tmp_path):
    shutil.copytree(cleaned, tmp_path / "project")
    return tmp_path / "project"


def read_names(project, **options):
    """Clean again; give the numbers of the documents that were read, in the manifest's order."""
    result = clean_folder(project / "data" / "raw", project / "clean", **options)
    assert result.errors == []
    return [number for number, document in enumerate(result.documents) if document.is_read]


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".parquet", ".json")}


def check_same_as_reading_all(project):
    clean_folder(project / "data" / "raw", project / "whole")
    assert content(project / "clean") == content(project / "whole")


def change_file(source):
    """Change a document's bytes, and the hash in its entry."""
    source.path.write_bytes(source.path.read_bytes() + b"\n\n")
    digest = hashlib.sha256(source.path.read_bytes()).hexdigest()
    manifest = source.path.parent / "sources.toml"
    manifest.write_text(manifest.read_text("utf-8").replace(source.sha256, digest), "utf-8")


def change_entry(source):
    manifest = source.path.parent / "sources.toml"
    line = f'sha256 = "{source.sha256}"'
    manifest.write_text(manifest.read_text("utf-8").replace(line, f'{line}\nurl = "https://example.org/"'), "utf-8")


def add_correction(source):
    folder = source.path.parent.parent / "corrections"
    folder.mkdir(exist_ok=True)
    (folder / f"{source.document_id}.toml").write_text("# 尚无更正\n", "utf-8")


def test_nothing_changed_is_nothing_read_and_the_same_bytes(project):
    before = content(project / "clean")
    assert read_names(project) == []
    assert content(project / "clean") == before
    assert read_names(project, again=True) == [0, 1, 2]
    assert content(project / "clean") == before


@pytest.mark.parametrize(("change", "number"), some_of(product([change_file, change_entry, add_correction], [0, 2]), 3))
def test_only_the_document_that_changed_is_read(project, change, number):
    change(load_sources(project / "data" / "raw")[number])
    assert read_names(project) == [number]
    check_same_as_reading_all(project)


def test_a_document_that_is_taken_out_or_put_elsewhere_in_the_manifest_is_no_reading(project):
    manifest = project / "data" / "raw" / "sources.toml"
    _, budget, evaluation, other = manifest.read_text("utf-8").split("[[document]]")
    manifest.write_text("".join(f"[[document]]{entry}\n" for entry in (other, budget, evaluation)), "utf-8")
    assert read_names(project) == []
    check_same_as_reading_all(project)
    load_sources(project / "data" / "raw")[0].path.unlink()
    manifest.write_text("".join(f"[[document]]{entry}\n" for entry in (budget, evaluation)), "utf-8")
    assert read_names(project) == []
    shutil.rmtree(project / "whole")
    check_same_as_reading_all(project)


def test_a_document_that_cannot_be_read_is_told_every_time_and_the_others_are_kept(project):
    source = load_sources(project / "data" / "raw")[2]
    source.path.write_text("没有表格", "utf-8")
    digest = hashlib.sha256(source.path.read_bytes()).hexdigest()
    manifest = source.path.parent / "sources.toml"
    manifest.write_text(manifest.read_text("utf-8").replace(source.sha256, digest), "utf-8")
    for _ in range(2):
        result = clean_folder(project / "data" / "raw", project / "clean")
        assert [error.document_id for error in result.errors] == result.left_out == [source.document_id]
        assert [document.is_read for document in result.documents] == [False, False]


def test_tables_that_were_changed_by_hand_are_made_again(project):
    path = project / "clean" / "expenditure.parquet"
    path.write_bytes(path.read_bytes() + b"x")
    assert read_names(project) == [0, 1, 2]
    check_same_as_reading_all(project)


def test_several_processes_give_the_same_bytes(project):
    before = content(project / "clean")
    assert read_names(project, again=True, jobs=2) == [0, 1, 2]
    assert content(project / "clean") == before


@pytest.mark.skipif(sys.platform != "linux", reason="no cheap processes here")
def test_a_few_documents_are_read_at_once_where_processes_cost_nothing(monkeypatch):
    monkeypatch.setattr(jobs, "_processors", lambda: 2)
    monkeypatch.setattr(jobs.threading, "active_count", lambda: 1)
    assert os.getpid() not in set(jobs.run_tasks(tell_process, range(2), None, int))


def tell_process(_: int) -> int:
    return os.getpid()


def test_documents_of_the_last_run_have_their_rows(project):
    expected = clean_documents(project / "data" / "raw").documents
    result = clean_folder(project / "data" / "raw", project / "clean")
    for stored, document in zip(result.documents, expected, strict=True):
        assert not stored.is_read
        assert {name: len(rows) for name, rows in stored.tables.items() if rows} == {
            name: len(rows) for name, rows in document.tables.items() if rows
        }


def test_a_document_depends_on_the_budgets_of_those_before_it():
    inputs = {"sources": {"a": "1"}, "files": {}, "corrections": {}, "program": {"p": "2"}}
    key = make_key("a", inputs, [])
    assert key == make_key("a", inputs, ())
    assert key != make_key("a", inputs, [Decimal("1.5")])
    assert key != make_key("a", inputs | {"program": {"p": "3"}}, [])
    assert key != make_key("a", inputs | {"corrections": {"a.toml": "4"}}, [])
    assert key == make_key("a", inputs | {"corrections": {"b.toml": "4"}}, [])


def change_forms(monkeypatch, **changes):
    """Change what forms hold, as their files would; `name__field` is the form's field."""
    for where, value in changes.items():
        name, field = where.split("__")
        name = name.replace("_", "-")
        monkeypatch.setitem(load_forms(), name, replace(load_forms()[name], **{field: value}))


@pytest.mark.parametrize(
    ("changes", "read"),
    [
        ({"shanghai__label": "x", "final_accounts__tables": {}}, []),
        ({"beijing__label": "x"}, []),
        ({"beijing_district__label": "x"}, [0, 2]),
        ({"shanghai__tell": ("x",)}, [0, 2]),
        ({"final_accounts__tell": ("x",)}, []),
    ],
)
def test_a_form_that_changed_has_the_documents_read_that_rest_on_it(project, monkeypatch, changes, read):
    change_forms(monkeypatch, **changes)
    raw = project / "data" / "raw"
    stale = find_stale(Folders(raw, project / "clean", project / "notebooks", project / "reports"))
    assert ("依据" in (stale or "")) == bool(read)
    assert read_names(project) == read
    check_same_as_reading_all(project)


def test_a_scanned_document_rests_on_what_recognises_it():
    inputs = {"sources": {"a": "1"}, "files": {}, "corrections": {}, "program": {"p": "2"}}
    key = make_key("a", inputs, [])
    for is_scanned, ocr in [(True, {OCR: "another"}), (False, {})]:
        names = name_rests("budget", "shanghai", is_scanned=is_scanned)
        record = Record(key, None, [], [], fingerprint_rests(names))
        assert record.stands_for(key)
        assert replace(record, rests=record.rests | ocr).stands_for(key) != is_scanned


def end_on_three(number: int) -> int:
    if number == 3:
        os._exit(9)
    return number


def test_a_process_that_ends_costs_its_own_task_only():
    assert sorted(jobs.run_tasks(end_on_three, range(5), 2, lambda number: -number)) == [-3, 0, 1, 2, 4]


def test_what_is_shipped_to_a_cluster_gives_the_same_bytes_and_says_errors_of_this_machine(project):
    raw = project / "data" / "raw"
    path = raw / load_sources(raw)[1].file
    path.write_text("不是自评表\n", "utf-8")
    manifest = (raw / "sources.toml").read_text("utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (raw / "sources.toml").write_text(manifest.replace(load_sources(raw)[1].sha256, digest), "utf-8")
    shipped = lambda tasks: (read_shipped(ship(task)) for task in tasks)  # noqa: E731
    (there,) = clean_folder(raw, project / "there", run=shipped).errors
    (here,) = clean_folder(raw, project / "here").errors
    assert str(there) == str(here)
    assert content(project / "there") == content(project / "here")


def test_another_program_on_the_cluster_reads_nothing(project, monkeypatch):
    monkeypatch.setattr("budgetkit.clean_cluster.hash_program", lambda: {"budgetkit 0": "x"})
    shipped = lambda tasks: (read_shipped(ship(task)) for task in tasks)  # noqa: E731
    result = clean_folder(project / "data" / "raw", project / "there", run=shipped)
    assert result.documents == []
    assert {error.found for error in result.errors} == {"集群上的 budgetkit 与本机的不同"}


def test_tables_that_wait_on_the_disk_come_back_as_they_were(cleaned):
    tables = {name: load_table(name, cleaned / "clean") for name in load_schemas()}
    with Spill() as spill:
        spill.put("a", tables)
        spill.put("none", {name: table.slice(0, 0) for name, table in tables.items()})
        spill.put("b", {name: table.slice(1) for name, table in tables.items()})
        folder = spill._folder
        for name, table in tables.items():
            assert spill.take(name) == {"a": table, "none": table.slice(0, 0), "b": table.slice(1)}
    assert not folder.exists()
