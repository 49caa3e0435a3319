"""Reports whose documents are gone: removed where a run made them, marked where somebody edited one, else untouched."""

from __future__ import annotations

import re
import shutil
from urllib.parse import unquote

import nbformat
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from batch_project import READ, Project
from clean_tables import change_tables

from budgetkit.batch.leftovers import find_orphans, prune
from budgetkit.batch.manifest import Manifest
from budgetkit.batch.slices import Slices


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("prune"))
    project.add_notebook("1_reads", READ, metadata={"budgetkit": {"reads": "related"}})
    assert project.run(formats=("html", "docx")).is_success
    return project


@pytest.fixture
def project(made, tmp_path):
    return Project(tmp_path, made.top)


def withdraw(project, *departments):
    """Take departments' documents out of the clean tables, as cleaning a folder without them does."""
    gone = pa.array(departments)
    change_tables(project.folders.clean, lambda table: table.filter(pc.invert(pc.is_in(table["department_id"], gone))))


def parts(project):
    return Manifest(project.folders.reports), Slices(project.folders.clean), project.folders.notebooks


def test_reports_and_pages_of_a_withdrawn_document_are_removed_and_the_index_forgets_them(project):
    own = project.report(project.alone, "1_reads", "html")
    note = own.with_name("手记.txt")
    note.write_text("别人的文件", "utf-8")
    withdraw(project, project.alone)
    summary = project.run(formats=("html", "docx"))
    assert summary.is_success
    assert sorted(summary.pruned.removed) == [f"{project.alone}-2025/1_reads", f"sources/{project.alone}-2025-budget"]
    assert [path.name for path in own.parent.iterdir()] == ["手记.txt"]
    assert not (project.folders.reports / "sources" / f"{project.alone}-2025-budget.html").exists()
    assert project.report(project.city, "1_reads", "docx").is_file()
    assert project.alone not in (project.folders.reports / "index.html").read_text("utf-8")
    assert not [key for key in Manifest(project.folders.reports).records if project.alone in key]
    note.unlink()


def test_the_report_on_a_level_goes_with_the_last_but_one_of_its_departments(project):
    notebook = nbformat.read(project.add_notebook("6_across", READ, "print(level, year)"), as_version=4)
    notebook.cells[1]["source"] = 'level = ""  # 层级\nyear = 0  # 年度\n'
    nbformat.write(notebook, project.folders.notebooks / "6_across.ipynb")
    assert project.run().is_success
    report = project.folders.reports / "level-city-2025" / "6_across.html"
    assert report.is_file()
    withdraw(project, project.alone)
    assert "level-city-2025/6_across" in project.run().pruned.removed
    assert not report.exists()
    assert "6_across" not in (project.folders.reports / "index.html").read_text("utf-8")


def ways(page):
    """Give the pages and places of them that a page's links lead to."""
    return [unquote(href) for href in re.findall(r'<a [^>]*href="(\.\./[^"]*\.html[^"]*)"', page.read_text("utf-8"))]


def test_every_link_of_a_report_that_somebody_edited_still_leads_somewhere(project):
    project.add_notebook("2_beside", READ)
    assert project.run().is_success
    edited = project.report(project.alone, "2_beside", "html")
    edited.write_text(edited.read_text("utf-8").replace("</body>", "<p>批注</p></body>"), "utf-8")
    withdraw(project, project.alone)
    assert project.run().is_success
    page = project.folders.reports / "sources" / f"{project.alone}-2025-budget.html"
    found = [way for place in (edited, page) for way in ways(place)]
    assert any("1_reads.html" in way for way in found)
    for way in found:
        path, _, anchor = way.partition("#")
        target = (edited.parent / path).resolve()
        assert target.is_file(), way
        if "index.html" in path:
            assert f'id="{anchor}"' in target.read_text("utf-8"), way


def test_an_empty_folder_of_removed_reports_goes(project):
    withdraw(project, project.alone)
    prune(*parts(project))
    assert not project.report(project.alone, "1_reads", "html").parent.exists()


def test_a_report_that_somebody_edited_stays_whole_and_is_marked_until_its_document_is_back(project):
    edited = project.report(project.alone, "1_reads", "html")
    edited.write_text("手工改过", "utf-8")
    tables = project.folders.clean.parent / "kept"
    shutil.copytree(project.folders.clean, tables)
    withdraw(project, project.alone)
    summary = project.run(formats=("html", "docx"))
    page = f"sources/{project.alone}-2025-budget"  # what the report leads to
    assert sorted(summary.pruned.kept) == [f"{project.alone}-2025/1_reads", page]
    assert (project.folders.reports / f"{page}.html").is_file()
    assert edited.read_text("utf-8") == "手工改过"
    assert project.report(project.alone, "1_reads", "docx").is_file()
    index = (project.folders.reports / "index.html").read_text("utf-8")
    assert "已无来源" in index
    assert f'href="{project.alone}-2025/1_reads.html"' in index
    shutil.rmtree(project.folders.clean)
    shutil.copytree(tables, project.folders.clean)
    assert sorted(prune(*parts(project)).back) == [f"{project.alone}-2025/1_reads", page]
    assert "orphan" not in Manifest(project.folders.reports).records[f"{project.alone}-2025/1_reads"]


def test_nothing_is_removed_when_the_tables_are_of_another_project(project):
    withdraw(project, project.alone, project.city, project.district)
    assert prune(*parts(project)).removed == []
    assert project.report(project.alone, "1_reads", "html").is_file()


def test_nothing_is_removed_while_a_document_is_left_out(project, monkeypatch):
    withdraw(project, project.alone)
    manifest, slices, _notebooks = parts(project)
    assert find_orphans(manifest, slices).removed
    from budgetkit.batch import leftovers as module

    read = module.read_generation
    monkeypatch.setattr(
        module,
        "read_generation",
        lambda folder: type(read(folder))(read(folder).files, {}, ["made-city-7-2025-budget"]),
    )
    assert find_orphans(manifest, slices).removed == []


def test_a_key_that_leads_out_of_the_folder_removes_nothing(project):
    from budgetkit.inside import PlaceError

    outside = project.folders.reports.parent / "precious.html"
    outside.write_text("x", "utf-8")
    manifest, slices, notebooks = parts(project)
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    record = {"title": "t", "department_id": "gone", "year": 1, "failed": None, "files": {"html": digest}, "inputs": {}}
    manifest.add({"key": "../precious", **record})
    with pytest.raises(PlaceError):
        prune(manifest, slices, notebooks)
    assert outside.is_file()


@pytest.mark.parametrize("was_good", [True, False])
def test_the_failure_of_a_notebook_that_is_gone_makes_room_for_the_last_good_report(project, was_good):
    if was_good:
        project.add_notebook("2_own", READ)
        assert project.run(project.alone).is_success
    own = project.report(project.alone, "2_own", "html")
    good = own.read_bytes() if was_good else None
    path = project.add_notebook("2_own", "1 / 0")
    assert not project.run(project.alone).is_success
    assert own.read_bytes() != good
    path.unlink()
    summary = project.run(project.alone)
    assert summary.is_success
    assert summary.pruned.retired == [f"{project.alone}-2025/2_own"]
    assert "失败说明" in " ".join(summary.pruned.describe())
    assert (own.read_bytes() if own.is_file() else None) == good
    assert not [path for path in own.parent.iterdir() if ".last" in path.name or ("2_own" in path.name and not good)]
    index = (project.folders.reports / "index.html").read_text("utf-8")
    assert ("2_own.html" in index) == was_good
    assert "2_own.last" not in index


def test_a_report_whose_notebook_is_gone_is_said_to_be_no_longer_kept_up(project):
    path = project.add_notebook("2_own", READ)
    assert project.run(project.alone).is_success
    path.rename(path.with_suffix(".aside"))
    summary = project.run(project.alone)
    assert summary.pruned.unkept == [f"{project.alone}-2025/2_own"]
    assert "不再更新" in " ".join(summary.pruned.describe())
    index = project.folders.reports / "index.html"
    assert index.read_text("utf-8").count("2_own（笔记本已不在，不再更新）") == 1
    path.with_suffix(".aside").rename(path)
    assert project.run(project.alone).pruned.unkept == []
    assert "不再更新" not in index.read_text("utf-8")
