"""Values are held against what there is, in a batch, in a notebook and under plain papermill; figures have glyphs."""

import importlib
import json
import shutil
import sys

import nbformat
import papermill
import pytest
from batch_project import READ, Project, with_pages
from report_runner import show

import budgetkit
from budgetkit.briefing.sides import find_sides
from budgetkit.briefing.year_over_year import find_years
from budgetkit.compare.choices import check_top
from budgetkit.compare.ratios import compare_ratios, load_heads
from budgetkit.dataset.load import load
from budgetkit.errors import BudgetkitError, ParameterError
from budgetkit.fonts import FontError
from budgetkit.injected import check_bounds, check_cells
from budgetkit.report.html import write_html
from budgetkit.report.pdf import write_pdf


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path, with_pages())


@pytest.fixture
def data(project):
    return load(project.folders.clean)


def test_a_counterpart_of_another_field_is_refused_with_those_that_fit(project, data):
    assert find_sides(data, project.city, 2025, project.district).other.department_id == project.district
    assert find_sides(data, project.city, 2025, "").other.department_id == project.district
    for wrong in (project.alone, "nobody", "../../x", project.city):
        with pytest.raises(ParameterError, match=f"counterpart.*{project.district}"):
            find_sides(data, project.city, 2025, wrong)
    with pytest.raises(ParameterError, match="没有可用的值"):
        find_sides(data, project.alone, 2025, project.city)


def test_a_base_year_that_nothing_is_of_is_refused(project, data):
    assert find_years(data, project.city, 2025, 0).earlier is None
    for wrong in (2020, 2025, 2030, -1):
        with pytest.raises(ParameterError, match="base_year"):
            find_years(data, project.city, 2025, wrong)


@pytest.mark.parametrize("top", [-3, 0, True, 1.5, "3", None])
def test_a_number_of_things_to_list_is_at_least_one(top):
    with pytest.raises(ParameterError, match="top"):
        check_top(top)


@pytest.mark.parametrize("name", ["dominant", "close", "low_execution", "low_score", "least", "most", "detailed"])
@pytest.mark.parametrize("value", [-1, "3", None, True, float("nan")])
def test_thresholds_and_numbers_of_things_lie_within_their_bounds(name, value):
    check_bounds(name, 30)
    check_bounds(f"my_{name}", value)
    with pytest.raises(ParameterError, match=name):
        check_bounds(name, value)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("base_year", 2020, "base_year"), ("counterpart", "nobody", "counterpart"), ("top", -3, "不小于 1")],
)
def test_a_batch_refuses_such_values_before_anything_runs(project, name, value, said):
    project.add_notebook("1_a", READ, parameters='base_year = 0\ncounterpart = ""\ntop = 3\n')
    with pytest.raises(ParameterError, match=said):
        project.plan(**{name: value})
    assert len(project.plan(counterpart=project.district)) == 3  # it fits one: the others say so in place


def test_papermill_alone_is_told_of_a_parameter_that_the_notebook_has_not(project, monkeypatch):
    monkeypatch.setenv("BUDGETKIT_CLEAN", str(project.folders.clean))
    source = project.add_notebook("1_a", READ, parameters="top = 3\n")
    for engine in ("budgetkit", None):
        with pytest.raises(papermill.PapermillExecutionError, match="是否想写 top"):
            papermill.execute_notebook(
                str(source), None, {"tpo": 4}, engine_name=engine, kernel_name="python3", progress_bar=False
            )
    papermill.execute_notebook(str(source), None, {"top": 4}, engine_name="budgetkit", progress_bar=False)


def test_cells_without_an_injected_one_or_with_computed_parameters_say_nothing():
    check_cells(["", "import x", "a = 1", "b = 2"])
    check_cells(["", "a = f()\nimport x", "# Parameters\nb = 2\n"])
    check_cells(["", "a = 1  # x\nc: int = 2", "# Parameters\na = 2\nc = 3\n"])
    with pytest.raises(ParameterError, match="是否想写 alpha"):
        check_cells(["", "alpha = 1", "# Parameters\nalhpa = 2\n"])


DRAW = """
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.bar(["培训费", "会议费"], [1, -2])
_ = axes.set_title("各部门{extra}")
"""


OTHER_FONTS = (
    "%matplotlib inline\nplt.style.use('default')\n_ = plt.title('默认的样式')",
    "plt.rcParams['font.family'] = 'monospace'\n_ = plt.title('等宽', weight='bold')",
    "_ = plt.title('另一种字体', family='DejaVu Serif')",
)


@pytest.mark.parametrize("engine", ["budgetkit", pytest.param("kernel", marks=pytest.mark.slow)])
def test_a_cells_own_figure_has_chinese_glyphs_without_a_call(project, engine):
    from budgetkit.batch.state import Options

    project.add_notebook("1_draws", DRAW.format(extra=""), *OTHER_FONTS)
    project.add_notebook("2_boxes", DRAW.format(extra="\U00013000"))
    summary = project.run(project.alone, formats=("html", "pdf"), options=Options(engine=engine))
    assert [one.job.notebook.stem for one, _ in summary.made] == ["1_draws"]
    [(_, outcome)] = summary.failed
    assert "缺字：" in outcome.failure.summary
    assert "（U+13000）" in outcome.failure.summary
    assert "第 4 个单元格" in outcome.failure.summary
    assert "Glyph" not in project.report(project.alone, "1_draws", "ipynb").read_text("utf-8")


@pytest.mark.slow
def test_an_ordinary_kernel_draws_chinese_once_the_kit_is_imported(project, monkeypatch):
    monkeypatch.setenv("BUDGETKIT_CLEAN", str(project.folders.clean))
    for order in (
        "import budgetkit\n" + DRAW.format(extra=""),
        "import pandas, matplotlib\nimport budgetkit\n" + DRAW.format(extra=""),
    ):
        source = project.add_notebook("1_draws", order)
        done = papermill.execute_notebook(str(source), None, kernel_name="python3", progress_bar=False)
        assert "Glyph" not in json.dumps(done, ensure_ascii=False)
        assert "image/png" in json.dumps(done)


def test_importing_the_kit_outside_a_notebook_sets_nothing(monkeypatch):
    monkeypatch.setattr(sys, "modules", {k: v for k, v in sys.modules.items() if k != "ipykernel"})
    finders = list(sys.meta_path)
    importlib.reload(budgetkit)
    assert sys.meta_path == finders


@pytest.mark.parametrize("write", [write_html, write_pdf])
def test_a_figure_with_boxes_that_was_drawn_elsewhere_is_not_exported(write):
    words = "x.py:1: UserWarning: Glyph 22521 (\\N{CJK UNIFIED IDEOGRAPH-57F9}) missing from font(s) DejaVu Sans.\n"
    write(show(nbformat.v4.new_output("stream", name="stderr", text="careful\n")))
    with pytest.raises(FontError, match="第 1 个单元格"):
        write(show(nbformat.v4.new_output("stream", name="stderr", text=words)))


def save_heads(folder, *lines, encoding="utf-8"):
    folder.mkdir(exist_ok=True)
    head = "department_id,year,measure,value,source\n"
    (folder / "heads.csv").write_bytes((head + "".join(f"{line}\n" for line in lines)).encode(encoding))
    return folder


def test_each_per_head_figure_says_per_how_many_heads_on_each_side(project, data, tmp_path):
    lines = [f"{project.city},2025,staff,1200,统计表", f"{project.district},2025,staff,80,年报"]
    heads = load_heads(save_heads(tmp_path / "reference", *lines))
    result = compare_ratios(find_sides(data, project.city, 2025).budgets, heads)
    [base] = result.table.loc[result.table["key"] == "per_staff", "base"]
    assert base == "市级 2025年：1,200 人（统计表）；区级 2025年：80 人（年报）"


@pytest.mark.parametrize(
    ("line", "encoding"),
    [
        ("x,2025,staff,0,a", "utf-8"),
        ("x,2025,staff,²,a", "utf-8"),
        ("x,2025,cats,1,a", "utf-8"),
        ("x,2025,staff,1,年报", "gbk"),
    ],
)
def test_a_reference_line_that_cannot_be_used_is_said(tmp_path, line, encoding):
    with pytest.raises(BudgetkitError, match=r"heads\.csv"):
        load_heads(save_heads(tmp_path / "reference", line, encoding=encoding))


def test_the_template_is_one_that_can_be_filled_in(tmp_path):
    from pathlib import Path

    shutil.copy(Path(__file__).parents[2] / "data" / "reference" / "heads.template.csv", tmp_path / "heads.csv")
    assert load_heads(tmp_path) == []
    with (tmp_path / "heads.csv").open("a") as file:
        file.write("x,2025,staff,3,made\n")
    assert len(load_heads(tmp_path)) == 1
