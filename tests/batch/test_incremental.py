"""A report is made again only when what it is made from changed, and never over somebody's edits."""

import json

import pytest
from batch_project import READ, Project
from clean_tables import change_rows
from drawn import some_of

from budgetkit.batch import inputs
from budgetkit.batch.state import Options
from budgetkit.dataset.store import load_table
from budgetkit.numbers import format_amount_text

RELATED = {"budgetkit": {"reads": "related"}}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("made"))
    project.add_notebook("1_reads", READ, parameters="top = 3\n", metadata=RELATED)
    assert project.run().is_success
    return project


@pytest.fixture
def project(made, tmp_path):
    return Project(tmp_path, made.top)


def states(summary):
    """Give each department's decision as state and reason."""
    return {one.job.department_id: (one.state, one.why) for one in summary.decisions}


def change_amount(project, department):
    """Change one amount of a department in the clean tables, as another cleaning of its document might."""

    def add_one(rows):
        row = next(row for row in rows if row["department_id"] == department and row["total"] is not None)
        row["total"] += 1
        return rows

    change_rows(project.folders.clean, "expenditure", add_one)


def test_nothing_is_made_when_nothing_changed(project):
    before = {path: path.stat().st_mtime_ns for path in project.folders.reports.rglob("*.[hi]*")}
    summary = project.run()
    assert {state for state, _ in states(summary).values()} == {"keep"}
    assert {path: path.stat().st_mtime_ns for path in project.folders.reports.rglob("*.[hi]*")} == before


def test_only_reports_that_read_a_changed_document_are_made_again(project):
    change_amount(project, project.district)
    assert states(project.run()) == {
        project.city: ("make", f"数据有变（{project.district}-2025-budget）"),
        project.district: ("make", f"数据有变（{project.district}-2025-budget）"),
        project.alone: ("keep", "没有变化"),
    }


def test_a_report_sees_its_own_department_and_counterpart_only(project):
    assert project.outputs(project.alone, "1_reads")[0].endswith(f"['{project.alone}']\n")
    assert project.outputs(project.city, "1_reads")[0].endswith(f"['{project.city}', '{project.district}']\n")


@pytest.mark.parametrize("metadata", [None, {"budgetkit": {"reads": "all"}}])
def test_a_notebook_that_declares_nothing_or_all_reads_the_whole_dataset(project, metadata):
    project.add_notebook("2_all", READ, metadata=metadata)
    project.run(project.alone)
    assert project.outputs(project.alone, "2_all")[0].count("made-") == 3
    change_amount(project, project.city)
    made = {one.job.key for one in project.run().decisions if one.state == "make"}
    departments = (project.city, project.district, project.alone)
    assert made == {f"{one}-2025/2_all" for one in departments} | {
        f"{one}-2025/1_reads" for one in (project.city, project.district)
    }


def test_modules_beside_a_notebook_and_reference_tables_are_inputs(project):
    (project.folders.notebooks / "own.py").write_text("x = 1\n")
    assert states(project.run())[project.alone] == ("make", "笔记本可读取的文件有变（own.py）")
    project.folders.reference.mkdir()
    (project.folders.reference / "heads.csv").write_text("department_id,year,measure,value,source\n")
    assert states(project.run())[project.alone] == ("make", "参考数据有变（heads.csv）")
    assert states(project.run())[project.alone] == ("keep", "没有变化")


READABLE = {
    "a table beside the notebook": ("notebooks/人数.csv", "人数.csv"),
    "a package beside the notebook": ("notebooks/工具包/__init__.py", "工具包/__init__.py"),
    "a table in a folder below": ("notebooks/资料/表 1.xlsx", "资料/表 1.xlsx"),
    "a table in the data folder": ("data/自有.json", "data/自有.json"),
    "a table in a folder of the data folder": ("data/调查/2025/结果.txt", "data/调查/2025/结果.txt"),
}
UNREADABLE = (
    "notebooks/.ipynb_checkpoints/1_reads-checkpoint.ipynb",
    "notebooks/__pycache__/own.cpython-311.pyc",
    "notebooks/~$人数.xlsx",
    "reports/说明.txt",
    "说明.txt",
)


@pytest.mark.parametrize("kind", some_of(READABLE, 3))
def test_a_notebook_that_declares_nothing_is_made_again_when_any_file_that_it_may_read_changes(project, kind):
    place, name = READABLE[kind]
    project.add_notebook("2_all", READ)
    project.run(project.alone)
    path = project.top / place
    path.parent.mkdir(parents=True, exist_ok=True)
    for content in ("1", "2"):
        path.write_text(content)
        made = {
            one.job.key.split("/")[1]: one.why for one in project.run(project.alone).decisions if one.state == "make"
        }
        assert made.pop("2_all") == f"笔记本可读取的文件有变（{name}）"
        assert set(made) == ({"1_reads"} if path.suffix == ".py" else set())  # it may import what lies beside


def test_files_that_no_report_reads_are_no_inputs(project):
    project.add_notebook("2_all", READ)
    project.run(project.alone)
    for place in UNREADABLE:
        path = project.top / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1")
    assert {one.state for one in project.run(project.alone).decisions} == {"keep"}


def test_a_notebook_that_declares_what_it_reads_is_made_again_for_files_that_it_or_its_modules_name(project):
    (project.folders.notebooks / "own.py").write_text('TABLE = "乙.csv"\n')
    project.add_notebook("2_names", 'print(open("甲.csv").read())', metadata=RELATED)
    for name in ("甲.csv", "乙.csv", "丙.csv"):
        (project.folders.notebooks / name).write_text("1")
    assert project.run(project.alone).is_success
    for name, is_read in (("甲.csv", True), ("乙.csv", True), ("丙.csv", False)):
        (project.folders.notebooks / name).write_text("2")
        made = {one.job.key for one in project.run(project.alone).decisions if one.state == "make"}
        assert (f"{project.alone}-2025/2_names" in made) == is_read, name


def test_another_notebook_is_an_input_where_it_is_named(project):
    project.add_notebook("3_other", "x = 1", metadata={"budgetkit": {"report": False}})
    project.add_notebook("2_runs", "%run 3_other.ipynb", READ)
    project.add_notebook("4_alone", READ)
    assert project.run(project.alone).is_success
    project.add_notebook("3_other", "x = 2", metadata={"budgetkit": {"report": False}})
    made = {one.job.key.split("/")[1] for one in project.run(project.alone).decisions if one.state == "make"}
    assert made == {"2_runs"}


def test_outputs_that_a_notebook_was_saved_with_are_no_reason(project):
    path = project.folders.notebooks / "1_reads.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    for number, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "code":
            cell.update(outputs=[{"output_type": "stream", "name": "stdout", "text": "x"}], execution_count=number)
    notebook["metadata"]["kernelspec"] = {"name": "other", "display_name": "other"}
    path.write_text(json.dumps(notebook))
    assert states(project.run())[project.alone] == ("keep", "没有变化")


def test_a_department_named_by_a_parameter_is_read(project):
    project.add_notebook("2_other", READ, parameters=f'other = "{project.city}"\n', metadata=RELATED)
    project.run(project.alone)
    assert project.outputs(project.alone, "2_other")[0].count("made-") == 2


def test_a_changed_notebook_parameter_or_date_is_a_reason(project):
    assert states(project.run(project.alone, top=5))[project.alone] == ("make", "参数有变（top：未指定 → 5）")
    assert states(project.run(project.alone, options=Options(date="2026-03-01")))[project.alone][1].startswith(
        "参数有变"
    )
    project.add_notebook("1_reads", READ, "print('more')", parameters="top = 3\n", metadata=RELATED)
    assert states(project.run(project.alone, options=Options(date="2026-03-01")))[project.alone] == (
        "make",
        "笔记本有变",
    )


def test_changed_libraries_program_template_and_fonts_are_reasons(project, monkeypatch):
    known = inputs.surroundings()
    changed = {**known, "libraries": {**known["libraries"], "pandas": "99"}, "template": "x", "fonts": "x"}
    monkeypatch.setattr(inputs, "surroundings", lambda: changed)
    why = states(project.run(project.alone))[project.alone][1]
    assert why == f"模板有变；字体有变；依赖有变（pandas：{known['libraries']['pandas']} → 99）"


def test_a_missing_file_or_another_format_is_made_and_the_formats_stay_together(project):
    assert states(project.run(project.alone, formats=("pdf",)))[project.alone] == ("make", "缺少 pdf")
    project.report(project.alone, "1_reads", "html").unlink()
    assert states(project.run(project.alone))[project.alone] == ("make", "缺少 html")
    change_amount(project, project.alone)
    pdf = project.report(project.alone, "1_reads", "pdf")
    before = pdf.stat().st_mtime_ns
    project.run(project.alone, formats=("html",))
    assert pdf.stat().st_mtime_ns > before


@pytest.mark.parametrize("ending", ["html", "ipynb"])
def test_an_edited_report_is_listed_and_not_overwritten_without_force(project, ending):
    edited = project.report(project.alone, "1_reads", ending)
    edited.write_text(edited.read_text("utf-8").replace("1_reads", "改过"), "utf-8")
    content = edited.read_bytes()
    change_amount(project, project.alone)
    state, why = states(project.run())[project.alone]
    assert (state, why) == ("edited", f"{ending} 在写入后被修改；数据有变（{project.alone}-2025-budget）")
    assert edited.read_bytes() == content
    project.run(options=Options(force=True))
    assert edited.read_bytes() != content
    assert states(project.run())[project.alone] == ("keep", "没有变化")


def test_files_that_no_batch_wrote_are_not_overwritten(project):
    (project.folders.reports / "manifest.jsonl").unlink()
    before = {path: path.read_bytes() for path in project.folders.reports.glob("*-2025/*")}
    for _ in range(2):  # the first run leaves no manifest that would let the second overwrite them
        assert {state for state, _ in states(project.run()).values()} == {"edited"}
        assert {path: path.read_bytes() for path in project.folders.reports.glob("*-2025/*")} == before


def test_the_manifest_says_why_each_report_was_made(project):
    change_amount(project, project.alone)
    project.run()
    lines = (project.folders.reports / "manifest.jsonl").read_text("utf-8").splitlines()
    records = {record["key"]: record for record in map(json.loads, lines)}
    assert records[f"{project.alone}-2025/1_reads"]["why"] == [f"数据有变（{project.alone}-2025-budget）"]
    assert records[f"{project.city}-2025/1_reads"]["why"] == ["尚未生成"]
    assert len(lines) == len(records) == 3 + 3 + 2  # reports, source pages, the index and the view of items


def test_a_failed_report_is_tried_again_and_its_neighbours_are_kept(project):
    project.add_notebook("2_fails", "assert department != 'made-city-7', '此处有误'")
    summary = project.run()
    assert [one.job.department_id for one, _ in summary.failed] == [project.alone]
    page = project.report(project.alone, "2_fails", "html").read_text("utf-8")
    assert "未能生成" in page
    assert "此处有误" in page
    assert "下一步" in page
    executed = project.report(project.alone, "2_fails", "ipynb").read_text("utf-8")
    assert "AssertionError" in executed
    again = {one.job.key: one.state for one in project.run().decisions}
    assert [key for key, state in again.items() if state == "make"] == [f"{project.alone}-2025/2_fails"]
    project.add_notebook("2_fails", "print('mended')")
    assert project.run().is_success
    assert "未能生成" not in project.report(project.alone, "2_fails", "html").read_text("utf-8")


def test_the_index_links_every_report_with_its_failures_and_sources(project):
    project.add_notebook("2_fails", "1 / 0")
    project.run(project.alone)
    index = (project.folders.reports / "index.html").read_text("utf-8")
    assert f'href="{project.city}-2025/1_reads.html"' in index
    assert f'class="bad" href="{project.alone}-2025/2_fails.html"' in index
    for line in index.split('href="')[1:]:
        target = line.split('"')[0]
        assert target.startswith("#") or (project.folders.reports / target).is_file()


def test_the_index_shows_what_each_document_prints_and_how_its_checks_went(project):
    project.run(project.alone, options=Options(force=True))  # the other departments' rows stay as they were
    index = (project.folders.reports / "index.html").read_text("utf-8")
    rows = {row.split('-2025"')[0]: row for row in index.split('<li class="card" id="')[1:]}
    tables = {name: load_table(name, project.folders.clean).to_pylist() for name in ("printed_totals", "checks")}
    assert set(rows) == {project.city, project.district, project.alone}
    for department, row in rows.items():
        printed = {
            total["column"]: total["amount"]
            for total in tables["printed_totals"]
            if total["department_id"] == department and total["table"] == "expenditure"
        }
        words = {"total": "支出总计", "basic": "基本支出", "project": "项目支出"}
        assert all(f"{words[column]} {format_amount_text(printed[column])}" in row for column in words)
        passed = sum(check["department_id"] == department and check["status"] == "pass" for check in tables["checks"])
        assert passed > 20
        assert f"通过 {passed} 项" in row
