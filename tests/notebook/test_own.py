"""One's own notebook, as an analyst makes it: laid out by a command, checked, run; what breaks a batch is named."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import nbformat
import pytest
from batch_project import Project, with_pages
from command_line import run_command
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from budgetkit.batch.parameters import read_notebook
from budgetkit.errors import ParameterError
from budgetkit.notebook.check import check_notebook
from budgetkit.notebook.template import find_item_in, lay_out

ROOT = Path(__file__).parents[2]
PARAMETERS = 'department = "d"\nyear = 2025'


def save(folder: Path, *sources: str, parameters: str = PARAMETERS, **metadata: object) -> Path:
    """Save a notebook of code cells behind a parameters cell."""
    cells = [new_markdown_cell("# 题"), new_code_cell(parameters, metadata={"tags": ["parameters"]})]
    notebook = new_notebook(cells=[*cells, *map(new_code_cell, sources)], metadata={"budgetkit": metadata})
    nbformat.write(notebook, folder / "own.ipynb")
    return folder / "own.ipynb"


@pytest.mark.parametrize(
    ("name", "item"),
    [("培训费对比", "培训费"), ('{各局}"会议费', "会议费"), ("行政运行与其他", "行政运行"), ("我的分析", "培训费")],
)
def test_a_new_notebook_compares_the_item_that_its_name_contains(name: str, item: str, tmp_path: Path):
    assert find_item_in(name) == item
    path = lay_out(name, tmp_path, "beijing-emergency", 2026)
    assert path.stem == name
    read = read_notebook(path)
    assert read.title == name
    assert {key: one.default for key, one in read.parameters.items()}["item"] == item
    assert all(one.help for one in read.parameters.values())
    assert check_notebook(path) == []
    title = next(cell.source for cell in nbformat.read(path, as_version=4).cells if "show.cover" in cell.source)
    written = eval(title.rpartition("budget, ")[2].removesuffix(", used)"), {"item": item})  # as the template has it
    assert written == (name if item in name else f"{name}：{item}")
    nbformat.validate(nbformat.read(path, as_version=4))


@pytest.mark.parametrize("name", ["a/b", "..", "", "x" * 300, "a\nb"])
def test_a_name_that_cannot_be_a_files_is_refused(name: str, tmp_path: Path):
    with pytest.raises(ParameterError, match="笔记本名称"):
        lay_out(name, tmp_path, "d", 2025)
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_taken_is_refused(tmp_path: Path):
    lay_out("一", tmp_path, "d", 2025)
    with pytest.raises(ParameterError, match="换一个名称"):
        lay_out("一.ipynb", tmp_path, "d", 2025)


BREAKS = {
    "x = (": "不是有效的 Python",
    "print(later)": "用到的名称 later 没有任何单元格定义",
    "value = defined_below + 1": "用到的名称 defined_below 在后面的单元格才定义",
    "name = input('?')": "等待键盘输入",
    f"open('/{'home'}/me/heads.csv')": "本机路径",
    "open('C:\\\\data\\\\heads.csv')": "本机路径",
    "!pip install something": "安装软件包",
    "%pip install something": "安装软件包",
    "exit()": "中途退出",
    "def f():\n    return nowhere\nf()": "用到的名称 nowhere",
    "[other for one in range(3)]": "用到的名称 other",
    "import sys\nsys.exit(0)": "中途退出",
    "import os\nos._exit(0)": "中途退出",
    "import getpass\ngetpass.getpass()": "等待键盘输入",
    "import os\nos.system('pip install x')": "外部命令",
    "import subprocess\nsubprocess.run(['pip'])": "外部命令",
    "from pathlib import Path\nPath.home()": "个人文件夹",
    "open('~/heads.csv')": "本机路径",
    "open('D:/data/heads.csv')": "本机路径",
    "year = 2024": "改写了参数 year",
    "for department in ['a']:\n    print(department)": "改写了参数 department",
    "def f():\n    global made\n    made = 1\nprint(mad)": "用到的名称 mad ",
}
FINE = [
    "import math\nprint(math.pi, department, year, display)",
    "def f(one, *rest, two=3, **more):\n    inner = one\n    return [inner + x for x in rest], more\nf(1)",
    "total = 0\nfor number in range(3):\n    total += number\nprint(total, number)",
    "%matplotlib inline\nprint('a')",
    "class A:\n    field = 1\n    def get(self):\n        return self.field\nA().get()",
    "with open('heads.csv') as file:\n    rows = [line for line in file]\nprint(rows)",
    "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    print(error)",
    "pairs = {key: value for key, value in zip('ab', 'cd')}\nprint(*(k for k in pairs), f'{pairs!r}')",
    "print('/2026/预算', 'https://example.org/home/x')",
    "from math import *  # noqa\nprint(sin(1))",
    "def f():\n    global made\n    made = 1\nf()\nprint(made)",
    "len?",
    "?len",
    "%time x = 1\nprint(x)",
    "%%time\nx = 1\nprint(x)",
    "%%capture\nx = 1\nprint(x)",
    "def show(year):\n    return year\nshow(2024)",
    "print([year for year in (1, 2)])",
]


@pytest.mark.parametrize("source", BREAKS)
def test_what_would_break_a_batch_is_named_with_its_cell(source: str, tmp_path: Path):
    said = check_notebook(save(tmp_path, source, "defined_below = 1"))
    assert len(said) == 1, said
    assert BREAKS[source] in said[0]
    assert "第 3 个单元格" in said[0]


@pytest.mark.parametrize("source", FINE)
def test_what_runs_is_not_complained_of(source: str, tmp_path: Path):
    assert check_notebook(save(tmp_path, source)) == []


def test_a_notebook_without_parameters_or_with_other_ones_is_named(tmp_path: Path):
    assert "没有 department" in check_notebook(save(tmp_path, parameters="year = 2025"))[0]
    assert "写成了 yaer" in check_notebook(save(tmp_path, parameters='department = "d"\nyaer = 2025'))[0]
    assert "第 1 行：invalid syntax" in check_notebook(save(tmp_path, parameters="department ="))[0]
    assert check_notebook(save(tmp_path, parameters="year = 2025", report=False)) == []


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_the_kits_own_notebooks_pass_their_own_check(path: Path):
    assert check_notebook(path) == []


def test_a_new_notebook_runs_for_every_department_and_check_tries_it(tmp_path: Path):
    project = Project(tmp_path, with_pages())
    run = partial(run_command, "notebook", cwd=project.top)
    assert run("new", "培训费对比").returncode == 0
    done = run("check", "培训费对比")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "失败 0 份" in done.stdout
    assert not project.folders.reports.exists() or not list(project.folders.reports.glob("*/培训费对比*"))
    project.add_notebook("breaks", "1 / (year - year)")
    done = run("check", "breaks")
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
