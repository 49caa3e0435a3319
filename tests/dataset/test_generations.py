"""The clean tables change as a whole or not at all, whatever ends the run; a set that is no whole is refused."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from drawn import some_of
from made import make_department, write_project

import budgetkit
from budgetkit.clean_folder import clean_folder
from budgetkit.dataset import generation as generations
from budgetkit.dataset.generation import NAME, read_file, read_generation, save_generation
from budgetkit.dataset.store import load_tables, save_for_report
from budgetkit.errors import BudgetkitError, DatasetError
from budgetkit.inside import PlaceError
from budgetkit.schema import load_schemas

OLD = {f"{name}.parquet": f"old {name}".encode() * 40 for name in "abcd"}
NEW = {f"{name}.parquet": f"new {name}".encode() * 60 for name in "abce"}
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs signals and limits of POSIX")


def contents(folder):
    """Read all files of the current generation."""
    current = read_generation(folder)
    return {name: read_file(folder, current, name) for name in current.files}


def in_places(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.parquet")}


KILL_AT_EACH_STEP = """
import os, signal, sys
from pathlib import Path
from budgetkit.dataset.generation import read_file, read_generation, save_generation
OLD, NEW = {old!r}, {new!r}
STEPS = ("open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.scandir", "os.listdir")
def child(folder, at):
    left = at
    def hook(event, arguments):
        nonlocal left
        if event in STEPS and str(folder) in str(arguments):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)
    save_generation(folder, NEW, {{}}, [])
    os._exit(0)
killed, seen = 0, set()
for at in range(1000):
    folder = Path({folder!r}) / str(at)
    save_generation(folder, OLD, {{}}, [])
    if (pid := os.fork()) == 0:
        child(folder, at)
    status = os.waitpid(pid, 0)[1]
    current = read_generation(folder)
    found = {{name: read_file(folder, current, name) for name in current.files}}
    assert found in (OLD, NEW), at
    seen.add("old" if found == OLD else "new")
    save_generation(folder, NEW, {{}}, [])
    assert all((folder / name).read_bytes() == content for name, content in NEW.items()), at
    assert not list(folder.glob(".next-*")), at
    if not os.WIFSIGNALED(status):
        break
    killed += 1
print(killed, *sorted(seen))
"""


@posix
def test_a_run_killed_at_any_step_leaves_the_old_generation_or_the_new_one(tmp_path):
    script = KILL_AT_EACH_STEP.format(old=OLD, new=NEW, folder=str(tmp_path))
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    killed, *seen = result.stdout.split()
    assert int(killed) > 20
    assert seen == ["new", "old"]


SAVE_FOREVER = """
import itertools, sys
from pathlib import Path
from budgetkit.dataset.generation import save_generation
print("ready", flush=True)
for contents in itertools.islice(itertools.cycle(({old!r}, {new!r})), {times}):
    save_generation(Path({folder!r}), contents, {{}}, [])
"""


def start_saving(folder, times=10**9):
    script = SAVE_FOREVER.format(old=OLD, new=NEW, folder=str(folder), times=times)
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


@posix
@pytest.mark.parametrize("seed", range(6))
def test_a_run_killed_at_any_moment_leaves_a_whole_generation(tmp_path, seed):
    save_generation(tmp_path, OLD, {}, [])
    process = start_saving(tmp_path)
    time.sleep(random.Random(seed).uniform(0.0, 0.3))
    process.kill()
    process.wait()
    assert contents(tmp_path) in (OLD, NEW)


def test_two_runs_at_once_and_a_reader_never_mix_generations(tmp_path):
    save_generation(tmp_path, OLD, {}, [])
    processes = [start_saving(tmp_path, 40) for _ in range(2)]
    read = 0
    while any(process.poll() is None for process in processes):
        try:
            assert contents(tmp_path) in (OLD, NEW)
            read += 1
        except generations.ReplacedError:
            continue
    assert [process.returncode for process in processes] == [0, 0]
    assert read
    assert in_places(tmp_path) in (OLD, NEW)


FULL = """
import resource, sys
from pathlib import Path
from budgetkit.dataset.generation import save_generation
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
save_generation(Path({folder!r}), {new!r}, {{}}, [])
"""


@posix
@pytest.mark.parametrize("limit", [0, 1, 100, 299])
def test_a_full_disk_is_said_and_leaves_the_old_generation(tmp_path, limit):
    save_generation(tmp_path, OLD, {}, [])
    script = FULL.format(new=NEW, folder=str(tmp_path), limit=limit)
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "磁盘已满" in result.stderr
    assert "保持不变" in result.stderr
    assert contents(tmp_path) == in_places(tmp_path) == OLD


@pytest.mark.parametrize("at", range(10))
def test_whatever_the_system_refuses_the_generation_is_whole(tmp_path, monkeypatch, at):
    save_generation(tmp_path, OLD, {}, [])
    left = at

    def refuse(step):
        def wrapped(*arguments, **options):
            nonlocal left
            left -= 1
            if left < 0:
                raise OSError(28, "No space left on device")
            return step(*arguments, **options)

        return wrapped

    monkeypatch.setattr(generations.Path, "write_bytes", refuse(generations.Path.write_bytes))
    monkeypatch.setattr(generations.os, "replace", refuse(generations.os.replace))
    with pytest.raises(DatasetError, match="磁盘已满"):
        save_generation(tmp_path, NEW, {}, [])
    assert contents(tmp_path) in (OLD, NEW)
    monkeypatch.undo()
    save_generation(tmp_path, NEW, {}, [])
    assert in_places(tmp_path).items() >= NEW.items()


def test_nothing_that_a_run_did_not_make_is_removed(tmp_path):
    own = {"mine.parquet": b"1", "d.csv": b"2", ".next-mine/notes.txt": b"3"}
    for name, content in own.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    save_generation(tmp_path, OLD, {}, [])
    save_generation(tmp_path, NEW, {}, [])
    assert {name: (tmp_path / name).read_bytes() for name in own} == own
    assert not (tmp_path / "d.parquet").exists()


def test_a_link_in_the_waiting_folders_place_leads_nowhere(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.parquet").write_bytes(b"mine")
    folder = tmp_path / "clean"
    folder.mkdir()
    (folder / ".next-0").symlink_to(outside)
    save_generation(folder, OLD, {}, [])
    assert (outside / "a.parquet").read_bytes() == b"mine"


def test_a_name_that_leads_out_of_the_folder_is_not_written(tmp_path):
    folder = tmp_path / "clean"
    with pytest.raises(PlaceError):
        save_generation(folder, {"../../x.parquet": b"x"}, {}, [])
    assert [path.name for path in tmp_path.rglob("*.parquet")] == []


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    documents = [make_department(seed, "city", projects=2, units=1) for seed in (1, 2)]
    raw = write_project(folder, documents)
    clean_folder(raw, folder / "data" / "clean")
    clean_folder(write_project(folder / "other", documents[:1]), folder / "other" / "clean")
    return folder


@pytest.fixture
def clean(made, tmp_path):
    return Path(shutil.copytree(made / "data" / "clean", tmp_path / "clean"))


@pytest.mark.parametrize("table", ["expenditure", "documents", "checks"])
def test_a_table_of_another_run_or_changed_by_hand_is_refused(made, clean, table):
    path = clean / f"{table}.parquet"
    original = path.read_bytes()
    for content in ((made / "other" / "clean" / path.name).read_bytes(), original[:-9], original + b" ", b""):
        path.write_bytes(content)
        with pytest.raises(DatasetError, match=f"被修改过.*{table}"):
            budgetkit.load(clean)
        with pytest.raises(DatasetError, match=table):
            load_tables(clean)
    path.write_bytes(original)
    assert load_tables(clean)


def test_a_dataset_loaded_before_another_run_does_not_read_that_runs_tables(made, clean):
    before = budgetkit.load(clean)
    assert len(before.documents) == 2
    shutil.copytree(made / "other" / "clean", clean, dirs_exist_ok=True)
    with pytest.raises(DatasetError, match="重新读取"):
        _ = before.expenditure
    assert len(budgetkit.load(clean).documents) == 1


@pytest.mark.parametrize(
    "content",
    some_of(
        ["", "{", "[]", "{}", '{"files": []}', '{"files": {}, "made_from": 1, "left_out": []}', "\x00", "[" * 9999], 4
    ),
)
def test_a_broken_registration_is_said_and_the_next_run_mends_it(made, clean, content):
    (clean / NAME).write_text(content)
    with pytest.raises(DatasetError, match="budgetkit clean"):
        budgetkit.load(clean)
    clean_folder(made / "data" / "raw", clean)
    assert set(load_tables(clean)) == set(load_schemas())


def test_a_folder_without_registration_or_with_a_stray_arrow_file_is_refused(clean):
    (clean / "expenditure.arrow").write_bytes(b"x")
    assert len(budgetkit.load(clean).expenditure)
    (clean / NAME).unlink()
    with pytest.raises(DatasetError, match="budgetkit clean"):
        budgetkit.load(clean)
    (clean / "expenditure.arrow").unlink()
    with pytest.raises(DatasetError, match="budgetkit clean"):
        budgetkit.load(clean)


def test_what_a_batch_saved_for_a_report_is_refused_once_it_was_changed(clean, tmp_path):
    save_for_report(load_tables(clean), tmp_path / "report")
    assert len(budgetkit.load(tmp_path / "report").expenditure)
    path = tmp_path / "report" / "expenditure.arrow"
    path.write_bytes((tmp_path / "report" / "income.arrow").read_bytes())
    with pytest.raises(DatasetError, match="被修改过"):
        len(budgetkit.load(tmp_path / "report").expenditure)


@pytest.mark.parametrize("where", ["clean", "clean/expenditure.parquet", "parent"])
def test_a_file_for_a_folder_and_the_reverse_are_said_and_nothing_is_lost(made, tmp_path, where):
    target = tmp_path / "clean"
    if where == "clean":
        target.write_text("mine")
    elif where == "parent":
        (tmp_path / "file").write_text("mine")
        target = tmp_path / "file" / "clean"
    else:
        (target / "expenditure.parquet").mkdir(parents=True)
    with pytest.raises(BudgetkitError, match="同名的文件"):
        clean_folder(made / "data" / "raw", target)
    assert not list(tmp_path.rglob(NAME))
    assert not list(tmp_path.rglob(".next-*"))


def test_the_registration_says_what_the_tables_were_made_from(clean, made):
    found = json.loads((clean / NAME).read_text("utf-8"))
    assert set(found) == {"files", "made_from", "left_out"}
    assert set(found["made_from"]["files"]) == {path.name for path in (made / "data" / "raw").glob("*.txt")}
    assert set(found["files"]) == {f"{name}.parquet" for name in load_schemas()}
