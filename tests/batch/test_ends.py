"""However a batch or a notebook ends, it is said in words, and nothing runs on."""

import os
import signal
import subprocess
import sys
import time
from multiprocessing import forkserver

import pytest
from batch_project import Project, with_pages
from drawn import some_of
from process_tree import is_running, workers_of

from budgetkit.batch import processes
from budgetkit.batch.state import Options
from budgetkit.cli.interrupts import Interrupts

posix = pytest.mark.skipif(os.name == "nt", reason="signals")
HEAVY = """
import pandas as pd
table = pd.DataFrame([[f'第{at}列的内容很长很长' for at in range(19)] for _ in range(60)])
for _ in range(90): display(table)
"""


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path, with_pages())


def start(project, *options):
    command = [sys.executable, "-m", "budgetkit", "report", "--department", project.alone, *options]
    top = project.folders.notebooks.parent
    return subprocess.Popen(
        command,
        cwd=top,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=heed_signals if os.name == "posix" else None,
    )


def heed_signals():
    """Let signals end a process even where the tests run under nohup or in the background, which ignore some.

    The command leaves ignored signals ignored.
    """
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)


def processes_below(session):
    """List all processes whose session leader, or whose parent's, is a given process."""
    found = subprocess.run(["ps", "-eo", "pid,sess"], capture_output=True, text=True, check=True).stdout
    return [pid for pid, leader in (map(int, line.split()) for line in found.splitlines()[1:]) if leader == session]


@posix
@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs /proc")
@pytest.mark.parametrize(
    "number", some_of([signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, signal.SIGQUIT, signal.SIGINT], 2)
)
def test_a_signal_while_a_pdf_is_set_leaves_no_process(project, number):
    project.add_notebook("1_heavy", HEAVY)
    process = start(project, "--format", "pdf", "--json")
    for line in process.stdout:
        if '"step": "pdf"' in line:
            break
    time.sleep(0.3)
    running = workers_of(process) + processes_below(process.pid)
    assert len(running) >= 3
    process.send_signal(number)
    code = process.wait(10)
    assert code == (-number if number == signal.SIGKILL else 128 + number)
    deadline = time.monotonic() + 8
    while any(map(is_running, running)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in running if is_running(pid)] == []
    said = process.stderr.read()
    assert "Traceback" not in said
    assert number == signal.SIGKILL or "已中断" in said
    assert number == signal.SIGKILL or project.leftovers() == []


@posix
@pytest.mark.parametrize("delay", [0.15, 0.4, 0.8, 1.3])
def test_ctrl_c_at_the_beginning_is_a_sentence(project, delay):
    project.add_notebook("1_reads", "print(1)")
    process = start(project, "--format", "html")
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    _, said = process.communicate(timeout=20)
    if process.returncode == -signal.SIGINT or "init_import_site" in said:
        pytest.skip("the interpreter itself was still starting, or the code of a string was being run")
    assert process.returncode == 130
    assert "Traceback" not in said
    assert "已中断" in said
    deadline = time.monotonic() + 1
    while any(map(is_running, processes_below(process.pid))) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in processes_below(process.pid) if is_running(pid)] == []


SLOW = """
import sys
from multiprocessing import forkserver
from budgetkit import cli, upstream

def interrupted():
    forkserver.set_forkserver_preload(["imports_for_long"])
    upstream.ensure_parent()
    print(forkserver._forkserver._forkserver_pid, flush=True)
    raise KeyboardInterrupt

cli._run = interrupted
cli.main()
"""


@posix
@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs /proc")
def test_an_interrupted_command_leaves_no_parent_of_workers_amid_its_imports(tmp_path):
    (tmp_path / "imports_for_long.py").write_text("import time\ntime.sleep(30)\n", "utf-8")
    paths = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    out, err = tmp_path / "out", tmp_path / "err"  # a parent that runs on would hold pipes open
    with out.open("w") as stdout, err.open("w") as stderr:
        command = [sys.executable, "-c", SLOW]
        ended = subprocess.run(
            command, stdout=stdout, stderr=stderr, env={**os.environ, "PYTHONPATH": paths}, check=False
        )
    assert (ended.returncode, "已中断" in err.read_text("utf-8")) == (130, True)
    parent = int(out.read_text("utf-8"))
    deadline = time.monotonic() + 1
    while is_running(parent) and time.monotonic() < deadline:
        time.sleep(0.05)
    left = is_running(parent)
    if left:
        os.kill(parent, signal.SIGKILL)
    assert not left


@posix
def test_ctrl_c_while_the_parent_of_workers_starts_is_heard(monkeypatch):
    monkeypatch.setattr(processes, "start_method", lambda: "forkserver")
    monkeypatch.setattr(forkserver, "ensure_running", lambda: os.kill(os.getpid(), signal.SIGINT))
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            processes.warm_up()
    finally:
        signal.signal(signal.SIGINT, before)


class Interrupted:
    """Something that is thrown away while Ctrl-C comes: Python goes on as if it had not."""

    def __del__(self):
        signal.raise_signal(signal.SIGINT)


@posix
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_ctrl_c_that_a_destructor_swallows_is_heard():
    interrupts, before = Interrupts(), signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        interrupts.hear()
        interrupts.raise_lost()
        Interrupted()
        with pytest.raises(KeyboardInterrupt):
            interrupts.raise_lost()
    finally:
        signal.signal(signal.SIGINT, before)


ENDS = {
    "sys.exit in the middle": ("import sys; sys.exit(0)", "SystemExit", "提前结束"),
    "exit without a code": ("import sys; sys.exit()", "SystemExit", "提前结束"),
    "exit": ("exit()", "SystemExit", "提前结束"),
    "quit": ("quit", "SystemExit", "提前结束"),
    "exit with words": ("raise SystemExit('done')", "SystemExit", "提前结束"),
    "no message": ("raise KeyError", "KeyError", "没有说明"),
    "an assertion": ("assert department == 'x'", "AssertionError", "没有说明"),
    "input": ("input('?')", "StdinNotImplementedError", "等待键盘输入"),
    "memory": ("raise MemoryError", "MemoryError", "内存不足"),
    "numpy's memory": ("import numpy; numpy.zeros((1 << 40, 1 << 18))", "MemoryError", "内存不足"),
}


@pytest.fixture(scope="module", params=["budgetkit", pytest.param("kernel", marks=pytest.mark.slow)])
def ended(request, tmp_path_factory):
    """Give a project after a batch of one notebook for each end, and what came of each by its name."""
    project = Project(tmp_path_factory.mktemp("ended"), with_pages())
    for end, (source, _, _) in ENDS.items():
        project.add_notebook(end, "print('before')", source, "print('after')")
    summary = project.run(project.alone, options=Options(engine=request.param))
    assert not summary.made
    return project, {decision.job.notebook.stem: outcome for decision, outcome in summary.failed}


@pytest.mark.parametrize("end", ENDS)
def test_how_a_notebook_ends_is_said_with_its_cell(ended, end):
    project, outcomes = ended
    _, error, words = ENDS[end]
    failure = outcomes[end].failure
    assert "第 4 个单元格" in failure.summary
    assert error in failure.summary
    assert words in failure.summary
    page = project.report(project.alone, end, "html").read_text("utf-8")
    assert "第 4 个单元格" in page
    assert error in page


def test_leaving_in_the_last_cell_is_an_end(tmp_path):
    project = Project(tmp_path, with_pages())
    project.add_notebook("1_ends", "print('all')", "import sys; sys.exit(0)")
    assert project.run(project.alone).is_success
