"""Whatever ends a batch, files are whole and the next one completes them; nobody gets in another's way."""

import errno
import os
import signal
import subprocess
import sys
import time

import pytest
from batch_project import Project, with_pages
from drawn import some_of
from process_tree import is_running, workers_of

from budgetkit.batch import limits, run
from budgetkit.batch.placement import DiskFullError
from budgetkit.batch.processes import SETTING
from budgetkit.batch.run import run_batch
from budgetkit.batch.state import Listener, Options
from budgetkit.batch.task import Limits
from budgetkit.lock import LockedError, lock_folder

SLOW = "import time; time.sleep(60 if department == 'made-city-7' else 0)"

posix = pytest.mark.skipif(os.name == "nt", reason="signals")


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path, with_pages())


def heed_interrupts():
    """Let Ctrl-C end a process even where the tests run in the background, where it is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture(params=["alone", "shared"])
def slow(project, request):
    """Start `budgetkit report` on a notebook that takes a minute for the last department; wait until it is there, and
    until another report is finished. With a second notebook, both are forked from a process that read their tables."""
    source = project.add_notebook("1_slow", SLOW)
    if request.param == "shared":
        project.add_notebook("2_quick", "print('quick')")
    command = [sys.executable, "-m", "budgetkit", "report", "--format", "html", "--json", "--jobs", "2"]
    process = subprocess.Popen(
        command,
        cwd=source.parent.parent,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        preexec_fn=heed_interrupts if os.name == "posix" else None,
    )
    for line in process.stdout:
        if '"report": "made-city-7-2025/1_slow"' in line and '"cell": 3' in line:
            break
    limit = time.monotonic() + 30
    while not project.report(project.city, "1_slow", "html").is_file() and time.monotonic() < limit:
        time.sleep(0.1)
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def assert_completed_by_the_next_run(project):
    project.add_notebook("1_slow", "print('quick')")
    summary = project.run()
    assert summary.is_success
    assert project.leftovers() == []
    assert all(one.state == "keep" for one in project.run().decisions)
    assert "quick" in project.report(project.alone, "1_slow", "html").read_text("utf-8")


def add_others(project, count):
    """Add notebooks whose reports read the same tables as the one that is tested, and come after it."""
    for number in range(count):
        project.add_notebook(f"{number + 2}_other", "print('other')")


@posix
@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs /proc")
def test_a_killed_batch_leaves_whole_files_and_no_processes(project, slow):
    workers = workers_of(slow)
    assert workers
    slow.kill()
    slow.wait()
    deadline = time.monotonic() + 10
    while any(map(is_running, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_running, workers))
    assert project.report(project.city, "1_slow", "html").is_file()
    assert not project.report(project.alone, "1_slow", "html").exists()
    assert_completed_by_the_next_run(project)


@posix
def test_a_second_batch_is_refused_and_changes_nothing_and_ctrl_c_ends_the_first_with_130_and_keeps_what_was_finished(
    project, slow
):
    with pytest.raises(LockedError, match=str(slow.pid)):
        project.run()
    assert len(project.leftovers()) == 1
    assert slow.poll() is None
    slow.send_signal(signal.SIGINT)
    assert slow.wait(10) == 130
    assert project.leftovers() == []
    assert project.report(project.city, "1_slow", "html").is_file()
    assert_completed_by_the_next_run(project)


def test_the_lock_goes_with_its_holder(tmp_path):
    with lock_folder(tmp_path):
        pass
    with lock_folder(tmp_path), pytest.raises(LockedError), lock_folder(tmp_path):
        pass


def test_a_batch_killed_between_two_files_of_a_report_did_not_edit_it(project, monkeypatch):
    project.add_notebook("1_reads", "print(1)")
    project.run(project.alone)
    project.add_notebook("1_reads", "print(2)")
    replace, moved = os.replace, []

    def killed_at_the_second(source, target):
        if str(target).endswith((".ipynb", ".html")) and "index" not in str(target) and "sources" not in str(target):
            moved.append(target)
            if len(moved) > 1:
                raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr(os, "replace", killed_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        project.run(project.alone)
    monkeypatch.undo()
    assert [one.state for one in project.run(project.alone).decisions] == ["make"]
    assert project.outputs(project.alone, "1_reads") == ["2\n"]


class _Noticing(Listener):
    def __init__(self):
        self.words = []

    def noticed(self, words):
        self.words.append(words)


def test_a_line_of_the_manifest_that_was_cut_off_is_said_and_mended(project):
    project.add_notebook("1_reads", "print(1)")
    project.run(project.alone)
    path = project.folders.reports / "manifest.jsonl"
    path.write_bytes(path.read_bytes() + b'{"key": "made-city-7-2025/1_re')
    listener = _Noticing()
    assert [one.state for one in project.run(project.alone, listener=listener).decisions] == ["keep"]
    assert "最后一行不完整" in listener.words[0]
    assert path.read_text("utf-8").endswith("}\n")


@pytest.mark.parametrize(
    ("engine", "seconds", "others"),
    some_of([("budgetkit", 1.5, 1), ("budgetkit", 1.5, 0), ("kernel", 4, 0), ("kernel", 4, 1)], 2),
)
def test_a_cell_over_its_limit_fails_and_what_ran_before_is_kept(project, engine, seconds, others):
    project.add_notebook("1_slow", "print('before')", SLOW)
    add_others(project, others)
    options = Options(engine=engine, limits=Limits(cell=seconds))
    summary = project.run(project.alone, project.city, options=options)
    assert [one.job.key for one, _ in summary.failed] == [f"{project.alone}-2025/1_slow"]
    assert "时限" in summary.failed[0][1].failure.message
    assert project.outputs(project.alone, "1_slow")[0] == "before\n"
    assert "时限" in project.report(project.alone, "1_slow", "html").read_text("utf-8")


@pytest.mark.parametrize("others", [0, 1])
def test_a_cell_that_awaits_is_held_to_its_limit_too(project, others):
    project.add_notebook("1_slow", "print('before'); import asyncio; await asyncio.sleep(60)")
    add_others(project, others)
    summary = project.run(project.alone, options=Options(limits=Limits(cell=1.5)))
    assert [one.job.notebook.stem for one, _ in summary.failed] == ["1_slow"]
    assert "时限" in summary.failed[0][1].failure.message
    assert project.outputs(project.alone, "1_slow")[0].startswith("before\n")


def test_a_process_that_does_not_start_in_time_is_a_failure(project, monkeypatch):
    project.add_notebook("1_reads", "print(1)")
    monkeypatch.setenv(SETTING, "spawn")  # takes a second or more, a forked process doesn't
    summary = project.run(project.alone, options=Options(limits=Limits(start=0.05)))
    assert summary.failed[0][1].failure.message == "进程启动超过 0.05 秒的时限"
    assert "--start-limit" in project.report(project.alone, "1_reads", "html").read_text("utf-8")


@posix
@pytest.mark.parametrize("others", [0, 2])
def test_a_report_that_does_not_listen_is_killed(project, monkeypatch, others):
    monkeypatch.setattr(limits, "_GRACE", 1.0)
    add_others(project, others)
    project.add_notebook("1_deaf", "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(60)")
    start = time.monotonic()
    summary = project.run(project.alone, options=Options(limits=Limits(report=1)))
    assert len(summary.made) == others
    assert "时限" in summary.failed[0][1].failure.message
    assert time.monotonic() - start < 30


@posix
@pytest.mark.parametrize("others", [0, 2])
def test_a_process_that_dies_is_tried_once_more_and_its_neighbours_are_left_alone(project, tmp_path, others):
    marks = tmp_path / "marks"
    add_others(project, others)
    project.add_notebook(
        "1_dies",
        f"open({str(marks)!r}, 'a').write(department + ' ')\nif department == 'made-city-7': import os; os.abort()",
    )
    summary = project.run()
    assert len(summary.made) == 2 + 3 * others
    assert "信号 6" in summary.failed[0][1].failure.message
    assert sorted(marks.read_text().split()) == ["made-city-1", "made-city-7", "made-city-7", "made-district-1"]


@pytest.mark.parametrize("others", [0, 2])
@pytest.mark.parametrize("leave", ["import sys; sys.exit(3)", "import os; os._exit(0)", "import os; os._exit(3)"])
def test_leaving_the_interpreter_is_a_failure_not_an_end(project, leave, others):
    project.add_notebook("1_exits", leave)
    add_others(project, others)
    summary = project.run(project.alone)
    assert [one.job.notebook.stem for one, _ in summary.failed] == ["1_exits"]
    assert "sys.exit" in leave or f"代码 {leave[-2]}" in summary.failed[0][1].failure.message
    assert len(summary.made) == others


@posix
def test_reports_come_out_although_the_process_that_read_their_tables_is_killed(project, tmp_path):
    mark = tmp_path / "mark"
    source = f"import os, time\ntry:\n    os.close(os.open({str(mark)!r}, os.O_CREAT | os.O_EXCL))\n"
    source += "    os.kill(os.getppid(), 9)\n    time.sleep(60)\nexcept FileExistsError:\n    pass"
    project.add_notebook("1_kills", source)
    add_others(project, 3)
    start = time.monotonic()
    assert len(project.run(project.alone).made) == 4
    assert mark.exists()
    assert time.monotonic() - start < 30


FORK = "import os, time\nif os.fork() == 0:\n    time.sleep(60)\n    os._exit(0)\n"


@posix
@pytest.mark.parametrize("others", [0, 2])
def test_the_driver_notices_a_death_although_what_the_notebook_forked_lives_on(project, others):
    project.add_notebook("1_dies", FORK + "os.abort()")
    add_others(project, others)
    start = time.monotonic()
    summary = project.run(project.alone, options=Options(limits=Limits(None, None, None)))
    assert [one.job.notebook.stem for one, _ in summary.failed] == ["1_dies"]
    assert len(summary.made) == others
    assert time.monotonic() - start < 30


@posix
@pytest.mark.parametrize("others", [0, 2])
def test_what_a_notebook_started_ends_with_its_batch(project, tmp_path, others):
    pids = tmp_path / "pids"
    project.add_notebook("1_starts", f"import os\nos.system('sleep 60 & echo $! >> {pids}')")
    add_others(project, others)
    assert project.run(project.alone).is_success
    deadline = time.monotonic() + 10
    while is_running(int(pids.read_text())) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(int(pids.read_text()))


@posix
def test_what_a_notebook_started_ends_before_the_next_report(project, tmp_path):
    pids = tmp_path / "pids"
    wait = f"import os, time\nfrom pathlib import Path\npids, alive = Path({str(pids)!r}), []\nfor _ in range(50):\n"
    wait += "    found = pids.read_text().split() if pids.exists() else []\n"
    wait += "    alive = [pid for pid in found if Path('/proc', pid).exists()]\n"
    wait += "    if not alive: break\n    time.sleep(0.1)\nprint(len(found), alive)"
    for stem in ("1_starts", "2_starts", "3_starts"):
        project.add_notebook(stem, wait, f"os.system('sleep 60 & echo $! >> {pids}')")
    assert run_batch(project.plan(project.alone), project.folders, Options(workers=1), Listener()).is_success
    shown = [project.outputs(project.alone, stem)[0] for stem in ("1_starts", "2_starts", "3_starts")]
    assert shown == ["0 []\n", "1 []\n", "2 []\n"]


@posix
def test_a_copy_of_a_notebooks_process_answers_nobody(project):
    project.add_notebook("1_forks", "import os\nleft = os.fork()\nprint('cell')")
    add_others(project, 3)
    summary = project.run(project.alone)
    assert len(summary.made) == 4
    for number in range(3):
        assert project.outputs(project.alone, f"{number + 2}_other") == ["other\n"]


@posix
@pytest.mark.parametrize("others", [0, 2])
def test_a_copy_of_a_notebooks_process_saves_nothing(project, others):
    fork = "import os, time\nfrom pathlib import Path\nleft = os.fork()\nif not left: time.sleep(0.1)"
    look = f"time.sleep(0.6)\nprint(list(Path({str(project.folders.reports)!r}).glob('.making-*/**/1_forks*.ipynb')))"
    project.add_notebook("1_forks", fork, look)
    add_others(project, others)
    assert project.run(project.alone).is_success
    assert project.outputs(project.alone, "1_forks")[-1] == "[]\n"


def test_a_full_disk_is_said_as_such(project, monkeypatch):
    project.add_notebook("1_reads", "print(1)")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(run, "place_report", full)
    with pytest.raises(DiskFullError, match="磁盘已满"):
        project.run(project.alone)
    monkeypatch.undo()
    assert project.leftovers() == []
    assert project.run(project.alone).is_success


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_disk_that_fills_up_in_a_worker_stops_the_batch(project, monkeypatch):
    project.add_notebook(
        "1_reads",
        "import budgetkit.batch.execution as execution\ndef full(*_): open('/dev/full', 'w').write('x' * 99999)\n"
        "execution.save_notebook = full",
    )
    with pytest.raises(DiskFullError):
        project.run(project.alone)


def test_listeners_hear_every_step(project):
    project.add_notebook("1_reads", "print(1)")
    heard = []

    class Hearing(Listener):
        def heard(self, task, event):
            heard.append((task.key, event.step, event.cell))

        def finished(self, decision, outcome):
            heard.append((decision.job.key, "finished", None))

    project.run(project.alone, listener=Hearing())
    steps = [step for key, step, cell in heard if key == "made-city-7-2025/1_reads" and not cell]
    assert steps == ["start", "execute", "html", "finished"]
