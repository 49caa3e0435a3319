"""Each report runs in a process of its own, warm and clean, and shows what an ordinary kernel shows."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest
from batch_project import READ, Project, with_pages
from drawn import tries

from budgetkit.batch.processes import SETTING
from budgetkit.batch.state import Options

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LEAK = """
import builtins, os, random, sys
import matplotlib, matplotlib.pyplot as plt, numpy, pandas
import budgetkit.parse
print(sorted(name for name in globals() if name.startswith("left")), len(plt.get_fignums()))
print(matplotlib.rcParams["lines.linewidth"], pandas.get_option("display.max_rows"))
print(hasattr(budgetkit.parse, "patched"), hasattr(builtins, "patched"), "left_module" in sys.modules)
print(os.getcwd() == here, os.environ.get("LEFT"), os.environ.get("MPLBACKEND"), sys.path[0])
"""
SPOIL = """
left_variable = 1
plt.figure(); plt.figure()
matplotlib.rcParams["lines.linewidth"] = 99
pandas.set_option("display.max_rows", 7)
budgetkit.parse.patched = builtins.patched = True
os.chdir("/")
os.environ["LEFT"] = "yes"
sys.modules["left_module"] = sys
random.seed(1); numpy.random.seed(1)
print(random.random(), numpy.random.random())
"""
SHOWS = (
    "import sys\nprint('out'); print('err', file=sys.stderr); display('shown'); print('after')\n1 + 1",
    "import matplotlib.pyplot as plt\n_ = plt.plot([1, 2])",
    "%matplotlib inline\nplt.style.use('default'); _ = plt.title('默认')",
    "import pandas\npandas.DataFrame({'a': [1.5, None], 'b': ['x', 'y']})",
    "shown = display('first', display_id='it')\ndisplay('second', display_id='it', update=True)",
    "from IPython.display import HTML, clear_output\nprint('gone'); clear_output(); HTML('<b>x</b>')",
    "import asyncio\nawait asyncio.sleep(0)\nprint('awaited')",
    "import warnings\nwarnings.warn('careful')",
    "!echo from a shell",
    "get_ipython().__class__.__name__, __name__, len(In)",
    "def fail():\n    raise ValueError('wrong')",
    "try:\n    input()\nexcept Exception as error:\n    print(type(error).__name__, error)",
    "print(asyncio.get_running_loop().is_running()); later = asyncio.ensure_future(asyncio.sleep(0, 'later'))",
    "print(await later, later.done())",
    "async def show_later():\n    await asyncio.sleep(0.02)\n    display('later')",
    "task = asyncio.create_task(show_later())",
    "await task",
    "task = asyncio.create_task(asyncio.sleep(0, 'turned'))",
    "task.result()",
    "%%capture captured\nprint('hidden')",
    "captured.stdout, sorted(Out)",
    "raise ValueError('wrong, as expected')",
    "print('after it', In[-2])",
)
EXPECTED_TO_FAIL = "raise ValueError('wrong, as expected')"


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path, with_pages())


def test_nothing_leaks_from_one_report_into_the_next(project):
    project.add_notebook("1_spoil", "import os; here = os.getcwd()", LEAK, SPOIL)
    project.add_notebook("2_after", "import os; here = os.getcwd()", LEAK, SPOIL)
    summary = project.run(options=Options(workers=1))
    assert not summary.failed
    shown = [
        project.outputs(name, stem)[1:] for name in (project.city, project.alone) for stem in ("1_spoil", "2_after")
    ]
    clean = "[] 0\n1.5 60\nFalse False False\nTrue None module://matplotlib_inline.backend_inline \n"
    assert {before for before, _ in shown} == {clean}


def test_reports_share_the_tables_that_were_read_and_not_what_one_does_to_them(project):
    change = "data.expenditure.loc[:, 'function_code'] = 'changed'; data.documents.drop(0, inplace=True)"
    same = "print(data.expenditure is budgetkit.load().expenditure, data.expenditure is data.expenditure)"
    shared = "import os; print(os.getsid(0) == os.getppid())"  # who read the tables leads the session
    for stem in ("1_changes", "2_changes", "3_changes"):
        project.add_notebook(stem, READ, "print(set(data.expenditure['function_code']))", change, same, shared)
    assert project.run(project.alone).is_success
    first, *others = [project.outputs(project.alone, stem) for stem in ("1_changes", "2_changes", "3_changes")]
    assert [other[:-1] for other in others] == [first[:-1]] * 2
    assert "changed" not in first[1]
    assert first[3:] == ["False True\n", "True\n"]


def test_random_numbers_differ_between_reports(project):
    stems, departments = ("1_random", "2_random"), (project.city, project.district, project.alone)
    for stem in stems:
        project.add_notebook(stem, "import random, numpy\nprint(random.random(), numpy.random.random())")
    project.run()
    drawn = [project.outputs(name, stem)[0].split() for name in departments for stem in stems]
    assert len({first for first, _ in drawn}) == len({second for _, second in drawn}) == 6


@pytest.mark.slow
def test_outputs_equal_those_of_an_ordinary_kernel_byte_for_byte(project):
    path = project.add_notebook("1_shows", *SHOWS)
    notebook = nbformat.read(path, as_version=4)
    next(cell for cell in notebook.cells if cell.source == EXPECTED_TO_FAIL).metadata["tags"] = ["raises-exception"]
    nbformat.write(notebook, path)
    project.run(project.city, options=Options(engine="budgetkit"))
    assert project.outputs(project.city, "1_shows")[-1].startswith("after it")
    ours = with_whole_streams(project.report(project.city, "1_shows", "ipynb"))
    project.run(project.city, options=Options(engine="kernel", force=True))
    assert with_whole_streams(project.report(project.city, "1_shows", "ipynb")) == ours


def with_whole_streams(path: Path) -> str:
    """Read a notebook, what a cell prints in one piece: where an ordinary kernel cuts it is a matter of time."""
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        whole: list[dict] = []
        for output in cell.get("outputs", []):
            if whole and output.get("name") and output.get("name") == whole[-1].get("name"):
                whole[-1]["text"] = "".join(whole[-1]["text"]) + "".join(output["text"])
            else:
                whole.append(output)
        cell["outputs"] = whole
    return json.dumps(notebook, ensure_ascii=False)


@pytest.mark.slow
def test_the_kits_own_notebooks_are_the_same_bytes_in_both_engines(project):
    kit = sorted(NOTEBOOKS.glob("[0-9]_*.ipynb"))
    tried = [path for path in kit if path.stem in ("3_project_composition", "5_briefing")] if tries(0, 1) == 0 else kit
    for path in tried:
        shutil.copy2(path, project.folders.notebooks)
    assert not project.run(project.city, options=Options(engine="budgetkit")).failed
    paths = sorted(project.report(project.city, "5_briefing", "ipynb").parent.glob("*.ipynb"))
    ours = [path.read_bytes() for path in paths]
    assert not project.run(project.city, options=Options(engine="kernel", force=True)).failed
    assert len(ours) == len([path for path in tried if path.stem != "6_across"])  # that one is of all departments
    assert [path.stem for path, ours in zip(paths, ours, strict=True) if path.read_bytes() != ours] == []


@pytest.mark.slow
@pytest.mark.slow
@pytest.mark.parametrize("engine", ["budgetkit", "kernel"])
def test_what_lacks_in_the_rows_that_a_notebook_asked_for_is_kept_whatever_runs_it(project, engine):
    note = "from budgetkit.dataset import load\nload._lacking['支出总表'] = ['某局缺“甲”行']"
    project.add_notebook("1_asks", note)
    project.add_notebook("2_asks_nothing", "print(1)")
    assert not project.run(project.alone, options=Options(engine=engine)).failed
    kept = [nbformat.read(project.report(project.alone, stem, "ipynb"), 4) for stem in ("1_asks", "2_asks_nothing")]
    assert [notebook.metadata.get("budgetkit", {}).get("lacking") for notebook in kept] == [
        ["支出总表的行不完整：某局缺“甲”行。"],
        None,
    ]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="such sockets are not for Windows")
def test_an_ordinary_kernel_needs_no_port_that_another_could_take_first(project):
    ask = "import json\nfrom ipykernel.connect import get_connection_info\ninfo = json.loads(get_connection_info())"
    project.add_notebook("1_asks", ask, "print(info['transport'], info['ip'])")
    assert not project.run(project.alone, options=Options(engine="kernel")).failed
    transport, address = project.outputs(project.alone, "1_asks")[-1].split()
    assert transport == "ipc"
    assert not Path(address).parent.exists()


@pytest.mark.slow
def test_a_failed_cell_equals_that_of_an_ordinary_kernel(project):
    project.add_notebook("1_fails", "def fail(x):\n    return 1 / x", "fail(0)", "print('never')")
    project.run(project.city)
    ours = project.outputs(project.city, "1_fails")
    project.run(project.city, options=Options(engine="kernel", force=True))
    assert project.outputs(project.city, "1_fails") == ours
    assert ours[1][0]["ename"] == "ZeroDivisionError"
    assert ours[2] == []


def test_the_same_inputs_give_the_same_bytes(project):
    project.add_notebook("1_reads", READ)
    project.run(project.city, formats=("html", "pdf"))
    paths = [project.report(project.city, "1_reads", ending) for ending in ("ipynb", "html", "pdf")]
    before = [path.read_bytes() for path in paths]
    project.run(project.city, formats=("html", "pdf"), options=Options(force=True))
    assert [path.read_bytes() for path in paths] == before


def test_papermill_finds_the_engine_by_its_name(project, tmp_path, monkeypatch):
    monkeypatch.setenv("BUDGETKIT_CLEAN", str(project.folders.clean))
    source = project.add_notebook("1_reads", READ, "left = 1")
    for _ in range(2):
        done = papermill.execute_notebook(
            str(source), str(tmp_path / "done.ipynb"), {"year": 2025}, engine_name="budgetkit", progress_bar=False
        )
        assert [cell.get("execution_count") for cell in done.cells] == [None, 1, 2, 3, 4]
        assert project.city in done.cells[-2].outputs[0].text
    assert nbformat.read(tmp_path / "done.ipynb", as_version=4) == done
    with pytest.raises(papermill.PapermillExecutionError, match="NameError"):
        papermill.execute_notebook(
            str(project.add_notebook("2_fails", "left")), None, engine_name="budgetkit", progress_bar=False
        )


def test_papermill_gets_what_later_cells_changed_in_earlier_outputs(project):
    update = "_ = display(2, display_id='it', update=True)"
    source = project.add_notebook("1_updates", "shown = display(1, display_id='it')", update)
    done = papermill.execute_notebook(str(source), None, engine_name="budgetkit", progress_bar=False)
    assert [[out.data["text/plain"] for out in cell.outputs] for cell in done.cells[-2:]] == [["2"], []]


@pytest.mark.slow
def test_without_forking_every_report_gets_a_newly_started_process(project, monkeypatch):
    project.add_notebook("1_reads", "import multiprocessing", READ)
    monkeypatch.setenv(SETTING, "spawn")
    assert not project.run(project.city).failed
    assert project.city in project.outputs(project.city, "1_reads")[1]


def test_the_main_script_is_not_run_again_in_the_workers(project, tmp_path):
    """A user's script that makes reports needs no guard against being imported."""
    project.add_notebook("1_reads", READ)
    script = tmp_path / "script.py"
    script.write_text(
        "print('begins')\nfrom pathlib import Path\nfrom batch_project import Project\n"
        f"project = Project(Path({str(tmp_path / 'other')!r}), Path({str(project.top)!r}))\n"
        "print(len(project.run(project.city).made))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.split() == ["begins", "1"]
