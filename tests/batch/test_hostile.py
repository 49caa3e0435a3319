"""A notebook that changes what is not its own is noticed and named; what it changed is put back or made again."""

import shutil

import pytest
from batch_project import READ, Project, with_pages
from drawn import some_of
from hostile_notebooks import ATTACKS, FIND, Hearing, contents

from budgetkit.batch import guard
from budgetkit.batch.state import Options
from budgetkit.inside import PlaceError
from budgetkit.project import Folders


@pytest.fixture(scope="module")
def unspoiled(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("unspoiled"))
    project.add_notebook("2_reads", READ)
    project.add_notebook("3_reads", READ)
    project.add_notebook("1_hostile", "print('not yet')")  # the other reports' bars name it from the start
    assert project.run().is_success
    return project


@pytest.mark.parametrize("attack", some_of(ATTACKS, 5))
def test_what_a_hostile_notebook_spoils_is_named_and_put_right(unspoiled, tmp_path, attack):
    project = Project(tmp_path, unspoiled.top)
    raw_file = next(path for path in project.folders.raw.glob("*.txt") if "made-city-1" in path.name)
    before, tables = contents(project.folders.reports), contents(project.folders.clean)
    before = {path: content for path, content in before.items() if path.stem not in ("index", "1_hostile")}
    source = ATTACKS[attack].replace("made-city-1-2025-budget.txt", raw_file.name)
    project.add_notebook("1_hostile", FIND, f"if department == {project.alone!r}: {source}")
    summary = project.run(listener=(listener := Hearing()))
    assert not summary.failed
    after = contents(project.folders.reports)
    assert {path: after.get(path) for path in before} == before
    assert contents(project.folders.clean) == tables
    if attack == "deletes what it was given":
        return
    assert not summary.is_success
    said = "\n".join(listener.words)
    assert "1_hostile" in said
    if "raw" in attack:
        assert raw_file.name in said
    project.add_notebook("1_hostile", "print('mended')")
    assert project.run().is_success
    assert {one.state for one in project.run().decisions} == {"keep"}


VICTIMS = {
    "removes all that is half-made": "for path in reports.glob('.making-*'): shutil.rmtree(path, ignore_errors=True)",
    "removes what others read": "for path in reports.glob('.making-*/tables-*'): shutil.rmtree(path)",
    "changes what others read": "for path in reports.glob('.making-*/tables-*/*'): path.write_bytes(b'')",
    "removes all reports": "shutil.rmtree(reports, ignore_errors=True)",
}


@pytest.mark.parametrize("attack", some_of(VICTIMS, 2))
def test_reports_whose_half_made_files_a_notebook_took_away_are_made_in_the_same_run(tmp_path, attack):
    project = Project(tmp_path)
    project.add_notebook("1_hostile", FIND, f"if department == {project.city!r}:\n    {VICTIMS[attack]}")
    project.add_notebook("2_reads", "import time; time.sleep(0.3)", READ)
    summary = project.run(listener=(listener := Hearing()))
    assert [decision.job.key for decision, _ in summary.failed] == []
    assert not summary.failed_pages
    assert not summary.is_success
    assert {decision.job.key for decision in summary.decisions} == {decision.job.key for decision, _ in summary.made}
    assert any("1_hostile" in words and "本次将逐份重新生成" in words for words in listener.words)
    assert all(project.report(one, "2_reads", "html").is_file() for one in (project.city, project.district))
    assert {one.state for one in project.run().decisions} == {"keep"}
    assert not project.leftovers()


def test_a_file_in_the_place_of_all_reports_is_said(tmp_path):
    project = Project(tmp_path, with_pages())
    project.add_notebook("1_hostile", FIND, "shutil.rmtree(reports, ignore_errors=True); hit(reports)")
    with pytest.raises(PlaceError, match="同名的文件"):
        project.run(project.alone)


def test_what_a_notebook_does_right_in_the_projects_folder_is_named(tmp_path):
    project = Project(tmp_path / "project", with_pages())
    gone, changed, new = (tmp_path / "project" / name for name in ("论文.docx", "说明.md", "new.txt"))
    gone.write_text("1")
    changed.write_text("1")
    deed = f"Path({str(gone)!r}).unlink(); hit(Path({str(changed)!r})); hit(Path({str(new)!r}))"
    project.add_notebook("1_hostile", FIND, deed)
    summary = project.run(project.alone, listener=(listener := Hearing()))
    assert summary.is_success
    [words] = listener.words
    assert all(said in words for said in ("1_hostile", gone.name, changed.name))
    assert new.name not in words


@pytest.mark.parametrize("apart", ["clean", "reports", "raw", "notebooks", "reports and clean"])
def test_what_other_programs_write_around_the_folders_of_a_batch_is_not_laid_to_notebooks(tmp_path, monkeypatch, apart):
    """Temporary files, the home folder, the working folder, wherever the options say that folders are."""
    project, shared = Project(tmp_path / "project", with_pages()), tmp_path / "shared"
    shared.mkdir()
    places = {name: getattr(project.folders, name) for name in ("raw", "clean", "notebooks", "reports")}
    for name in apart.split(" and "):
        if places[name].is_dir():
            shutil.move(places[name], shared / name)
        places[name] = shared / name
    project.folders = Folders(**places)
    monkeypatch.chdir(shared)
    monkeypatch.setenv("HOME", str(shared))
    around = [shared, tmp_path, *([tmp_path / "project"] if apart in ("raw", "notebooks") else [])]
    others = [folder / name for folder in around for name in ("setup.log", "论文.docx")]
    for path in others:
        path.write_text("1")
    deeds = "\n".join(f"hit(Path({str(path)!r}))" for path in others)
    project.add_notebook("1_reads", FIND, deeds)
    assert project.run(project.alone, listener=(listener := Hearing())).is_success
    assert listener.words == []


@pytest.mark.parametrize("engine", ["budgetkit", pytest.param("kernel", marks=pytest.mark.slow)])
def test_what_a_notebook_does_to_raw_documents_and_other_notebooks_is_named_and_the_originals_are_kept(
    tmp_path, engine
):
    project = Project(tmp_path, with_pages())
    project.add_notebook("2_reads", READ)
    raw_file = next(project.folders.raw.glob("*.txt"))
    originals = {path.name: path.read_bytes() for path in (raw_file, project.folders.notebooks / "2_reads.ipynb")}
    source = f"hit(top / 'data' / 'raw' / {raw_file.name!r}); (top / 'notebooks' / '2_reads.ipynb').unlink()"
    project.add_notebook("1_hostile", FIND, f"if department == {project.alone!r}: {source}")
    listener = Hearing()
    summary = project.run(listener=listener, options=Options(engine=engine))
    assert not summary.is_success
    said = "\n".join(listener.words)
    assert all(word in said for word in ("1_hostile", raw_file.name, "2_reads.ipynb", "原件另存于"))
    kept = {path.name: path.read_bytes() for path in (project.folders.reports / "logs" / "originals").iterdir()}
    assert kept == originals


@pytest.mark.parametrize(
    "deed", ["listed.unlink()", "listed.unlink(); listed.exists() or listed.mkdir()", "listed.write_text('')"]
)
def test_what_a_notebook_does_to_the_list_of_reports_is_named_and_undone(tmp_path, deed):
    project = Project(tmp_path, with_pages())
    project.add_notebook("1_reads", READ)
    project.run(project.alone)
    project.add_notebook("2_hostile", FIND, f"listed = reports / 'manifest.jsonl'; {deed}")
    project.add_notebook("3_reads", READ)
    listener = Hearing()
    summary = project.run(project.alone, listener=listener)
    assert not summary.failed
    assert not summary.is_success
    assert any("报告清单" in words for words in listener.words)
    assert {one.state for one in project.run(project.alone).decisions} == {"keep"}


def test_what_a_notebook_does_to_the_package_is_named(tmp_path, monkeypatch):
    package = tmp_path / "package"
    package.mkdir()
    (package / "module.py").write_text("value = 1\n")
    monkeypatch.setattr(guard, "_PACKAGE", package)
    project = Project(tmp_path / "project", with_pages())
    project.add_notebook("1_hostile", f"open({str(package / 'module.py')!r}, 'w').write('value = 2')")
    listener = Hearing()
    assert not project.run(project.alone, listener=listener).is_success
    assert "module.py" in "\n".join(listener.words)


def test_what_is_spoiled_beside_the_reports_asked_for_is_made_again_the_next_time(tmp_path):
    project = Project(tmp_path, with_pages())
    project.add_notebook("2_reads", READ)
    project.run()
    before = project.report(project.city, "2_reads", "html").read_bytes()
    project.add_notebook("1_hostile", FIND, "hit(reports / 'made-city-1-2025' / '2_reads.html')")
    project.run(project.alone, listener=(listener := Hearing()))
    assert "made-city-1-2025/2_reads" in "".join(listener.words)
    (project.folders.notebooks / "1_hostile.ipynb").unlink()
    [again] = [one for one in project.run().decisions if one.state == "make"]
    assert again.why.startswith("被别的笔记本改动")
    assert project.report(project.city, "2_reads", "html").read_bytes() == before


def test_a_file_that_another_notebook_changes_before_it_is_placed_is_not_taken(tmp_path):
    project = Project(tmp_path, with_pages())
    change = "for path in reports.glob('.making-*/made-city-7-2025/2_reads/*'): hit(path)"
    project.add_notebook("1_waits", "print(1)")
    project.add_notebook("2_reads", "import time; time.sleep(0.5)")
    project.add_notebook("3_hostile", FIND, f"import time\nfor _ in range(40):\n    {change}\n    time.sleep(0.05)")
    summary = project.run(project.alone, options=Options())
    page = project.report(project.alone, "2_reads", "html")
    hit = [outcome.failure for one, outcome in summary.failed if one.job.notebook.stem == "2_reads"]
    assert page.is_file() != bool(hit)
    assert not page.is_file() or "spoiled" not in page.read_text("utf-8")
