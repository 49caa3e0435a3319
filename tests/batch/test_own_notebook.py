"""What `budgetkit.load()` promises holds in a batch: an unplanned notebook gives what plain Python gives."""

import contextlib
import io
from functools import partial

import pytest
from batch_project import Project, with_pages
from command_line import run_command
from drawn import some_of

from budgetkit.batch.state import Options
from budgetkit.cli.report import Asked, plan
from budgetkit.schema import load_schemas

UNPLANNED = {
    "other departments": "print(data.expenditure.groupby('department_id')['total'].sum().round(6).to_dict())",
    "all tables": "print({name: (len(data.frame(name)), data.exact(name).num_rows) for name in tables})",
    "a third department": "for one in sorted(set(data.documents['department_id'])):\n"
    "    print(one, len(data.for_department(one).expenditure), len(data.for_department(one, 2025).checks))",
    "one item everywhere": "e = data.expenditure\n"
    "print(e[e['dept_econ_code5'] == '30216'].groupby('department_id').size().to_dict())",
    "years": "print(sorted(data.documents['year'].unique().tolist()), data.checks['status'].value_counts().to_dict())",
    "loaded again": "print(len(budgetkit.load().findings), len(budgetkit.load().documents))",
    "found by the kit": "from budgetkit.compare.budget import find_budgets\n"
    "print([(b.department_id, len(b.table('projects')), b.printed_totals.get(('expenditure', 'total'))) "
    "for b in find_budgets(data)])",
}
LOAD = f"import budgetkit\ntables = {list(load_schemas())!r}\ndata = budgetkit.load()\n"


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path, with_pages())


@pytest.fixture
def plain(project, monkeypatch):
    """Give what a source prints in plain Python."""
    monkeypatch.setenv("BUDGETKIT_CLEAN", str(project.folders.clean))

    def run(source):
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(LOAD + source, {})
        return printed.getvalue()

    return run


@pytest.mark.parametrize(
    ("engine", "count"), some_of([("budgetkit", 2), ("budgetkit", 1), ("kernel", 1), ("kernel", 2)], 2)
)
def test_an_unplanned_notebook_gives_in_a_batch_what_plain_python_gives(project, plain, engine, count):
    for number in range(count):  # several share the tables that one process has read
        project.add_notebook(f"培训费 {number}", *(LOAD + source for source in UNPLANNED.values()))
    assert project.run(project.alone, options=Options(engine=engine)).is_success
    expected = [plain(source) for source in UNPLANNED.values()]
    assert all(project.city in text and project.district in text for text in (expected[0], expected[2]))
    for number in range(count):
        assert project.outputs(project.alone, f"培训费 {number}") == expected


def test_tables_that_are_too_large_to_be_read_ahead_are_the_same(project, plain, monkeypatch):
    monkeypatch.setattr("budgetkit.batch.task_list._READ_AT_ONCE", 1)
    project.add_notebook("a", *(LOAD + source for source in UNPLANNED.values()))
    project.add_notebook("b", LOAD + UNPLANNED["all tables"])
    assert project.run(project.alone).is_success
    assert project.outputs(project.alone, "a") == [plain(source) for source in UNPLANNED.values()]


def test_notebooks_that_cannot_be_reports_are_skipped_by_name_and_the_rest_is_made(project):
    project.add_notebook("good", "print(1)")
    folder = project.folders.notebooks
    for stem, parameters in (("broken", "import os\n"), ("unparsable", "x = (\n"), ("computed", "x = 1 + len('a')\n")):
        project.add_notebook(stem, "print(1)", parameters=parameters)
    (folder / "scratch.ipynb").write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    (folder / "old.ipynb").write_text('{"worksheets": [], "metadata": {}, "nbformat": 3, "nbformat_minor": 0}')
    (folder / "none.ipynb").write_bytes(b"\xff\xfe\0")
    (folder / "explorer.ipynb").write_text(
        '{"cells": [], "metadata": {"budgetkit": {"report": false}}, "nbformat": 4, "nbformat_minor": 5}'
    )
    (folder / "folder.ipynb").mkdir()
    jobs = plan(project.folders, Asked((project.alone,), (), (), ("html",), ()), skipped := [])
    assert [job.notebook.stem for job in jobs] == ["good"]
    said = "\n".join(map(str, skipped))
    names = ("broken", "unparsable", "computed", "scratch", "old", "none", "folder")
    assert all(f"{name}.ipynb" in said for name in names)
    assert len(skipped) == len(names)


def test_a_report_whose_name_the_fonts_lack_fails_alone(project):
    """The reports beside it name it in their bars, with a mark for what can't be shown."""
    for stem in ("\U0001f3db 图标", "1_good", "2_good"):
        project.add_notebook(stem, "print(1)")
    summary = project.run(project.alone, formats=("html", "pdf"))
    assert [decision.job.notebook.stem for decision, _ in summary.failed] == ["\U0001f3db 图标"]
    for stem in ("1_good", "2_good"):
        assert "〓 图标</a>" in project.report(project.alone, stem, "html").read_text("utf-8")


def test_the_command_makes_the_rest_and_ends_with_1_when_a_notebook_is_broken(project):
    project.add_notebook("good", "print(1)")
    scratch = project.folders.notebooks / "scratch.ipynb"
    scratch.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    run = partial(run_command, "report", "--format", "html", "--department", project.alone, cwd=project.top)
    done = run()
    assert done.returncode == 0, done.stderr
    assert "scratch.ipynb" in done.stderr
    assert project.report(project.alone, "good", "html").is_file()
    assert run("--notebook", "scratch", "--notebook", "good").returncode == 1
    project.add_notebook("broken", "print(1)", parameters="import os\n")
    done = run("--force")
    assert done.returncode == 1
    assert "broken.ipynb" in done.stderr
    assert "Traceback" not in done.stderr


def test_parameters_that_are_not_the_notebooks_own_are_in_the_title(project):
    project.add_notebook("x", "print(top)", parameters="top = 3\n")
    assert [job.title for job in project.plan(project.alone, top=5)] == ["x（top=5）"]
    assert [job.title for job in project.plan(project.alone, top=3)] == ["x"]


def test_a_report_that_takes_anothers_place_for_its_parameters_is_said(project):
    project.add_notebook("x", "print(top)", parameters="top = 3\n")
    run = partial(run_command, "report", "--format", "html", "--department", project.alone, cwd=project.top)
    said = [run(*more).stdout for more in ((), ("--parameter", "top=5"), ("--parameter", "top=5"))]
    assert ["--reports" in text for text in said] == [False, True, False]
    assert "1 份替换了以别的参数生成的报告（top：未指定 → 5）" in said[1]
