"""The API at a prompt: what the tab key offers, how things show themselves, what a mistake is answered with."""

from __future__ import annotations

import doctest
import importlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import budgetkit
from budgetkit.dataset.load import GAPS_KEY
from budgetkit.errors import ParameterError, UnknownNameError
from budgetkit.nearest import find_nearest, say_nearest
from budgetkit.report.foreign_html import read_html

ROOT = Path(__file__).parents[2]
WITH_EXAMPLES = ("budgetkit", "budgetkit.dataset.load", "budgetkit.notebook.compare", "budgetkit.notebook.show")
GAP = "比所印合计 101,605.17 万元少 22,510.22 万元"


@pytest.fixture(scope="module")
def clean(published: Path) -> Path:
    """Give the clean tables of the project's own documents."""
    return published


@pytest.fixture(autouse=True)
def project_of_the_reader(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUDGETKIT_CLEAN", str(clean))
    monkeypatch.delenv("BUDGETKIT_TRACEBACK", raising=False)


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_of_docstrings_run(name: str):
    done = doctest.testmod(importlib.import_module(name), extraglobs={"budgetkit": budgetkit})
    assert done.attempted
    assert done.failed == 0


def test_the_tab_key_offers_what_there_is_and_nothing_else():
    from budgetkit import notebook

    assert dir(budgetkit) == ["Dataset", "__version__", "load", "notebook"]
    assert dir(notebook) == ["compare", "draw", "explore", "find", "lesson", "load", "say", "show", "start"]
    for name in dir(notebook):
        offered = getattr(notebook, name)
        for one in dir(offered) if name != "load" else ():
            assert getattr(offered, one).__doc__, f"{name}.{one} doesn't say what it is"
    data = budgetkit.load()
    assert {"expenditure", "tables", "for_department", "coverage"} <= set(dir(data))
    assert [name for name in dir(data) if name.startswith("_")] == []


def test_a_dataset_lists_its_tables_with_chinese_names_rows_departments_and_gaps():
    text = repr(budgetkit.load())
    assert "北京市朝阳区应急管理局（chaoyang-emergency：2024年部门预算）" in text
    line = next(line for line in text.splitlines() if line.startswith("data.expenditure "))
    assert "支出总表　262 行、3 个部门" in line
    assert GAP in line


def test_what_is_filtered_or_summed_from_a_table_with_gaps_still_knows_of_them():
    rows = budgetkit.load().expenditure
    sums = rows.groupby("department_id")["total"].sum()
    assert GAP in str(sums.attrs[GAPS_KEY])
    assert GAP in str(rows[rows["total"] > 5].attrs[GAPS_KEY])
    assert budgetkit.load().fiscal_grant.attrs == {}  # nothing is known to be missing there


MISTAKES = {
    "data.for_department('朝阳区应急管理局')": "最接近的是 chaoyang-emergency（北京市朝阳区应急管理局）",
    "data.for_department('beijing-emergncy')": "最接近的是 beijing-emergency（北京市应急管理局）",
    "data.expendture": "最接近的是 expenditure（支出总表）",
    "data.frame('支出总表')": "最接近的是 expenditure（支出总表）",
    "data.label('expenditure', 'totl')": "最接近的是 total（合计）",
    "data.label('expenditures')": "最接近的是 expenditure（支出总表）",
    "data.expenditure['totl']": "最接近的是 total（合计）",
    "data.expenditure['合计']": "最接近的是 total（合计）",
    "data.expenditure.totl": "最接近的是 total（合计）",
    "data.expenditure[data.expenditure.total > 5][['total', 'basc']]": "最接近的是 basic（基本支出）",
    "data.expenditure.groupby('departmnt_id').total.sum()": "最接近的是 department_id（部门编号）",
    "data.projects.sort_values('totals')": "最接近的是 total（合计）",
    "find.budget(data, '朝阳区应急管理局', 2024)": "最接近的是 chaoyang-emergency",
    "compare.item(find.budgets(data), '培训')": "最接近的是 培训费",
    "show.table(compare.sizes(find.budgets(data)), columns=['amount'])": "最接近的是 amount_1",
    "compare.size(find.budgets(data))": "最接近的是 sizes",
    "show.tabel": "最接近的是 table",
    "compare.sizes(find.budgets(data)).tabel": "最接近的是 table",
    "draw.bars(compare.sizes(find.budgets(data)), 'label', 'amount')": "最接近的是 amount_1",
    "compare.sizes(find.budgets(data)).amount_1": '请写 .table["amount_1"]',
    "compare.sizes(find.budgets(data))['amount_1']": '.table["amount"]',
    "data['expenditure']": "data.expenditure",
    "find.budgets(data)[0]['expenditure']": '.table("expenditure")',
    "compare.heads('beijing-data')": "compare.heads：应为",
    "compare.structures(find.budgets(data)[:1], 'function_code')": "compare.BY_FUNCTION_CLASS",
}
SET_UP = "from budgetkit.notebook import compare, draw, find, load, show\ndata = load()\n"


def test_expected_mistakes_are_a_sentence_in_ipython(tmp_path: Path):
    found = run_in_ipython(tmp_path, list(MISTAKES))
    for cell, said in zip(MISTAKES, found["printed"], strict=True):
        assert MISTAKES[cell] in said, cell
        assert "第 1 行" in said, cell
        assert len(said.strip().splitlines()) == 2, said


@pytest.mark.parametrize("mistake", ["data.expenditure['totl']", "data.for_department('朝阳区应急管理局')"])
def test_expected_mistakes_are_a_sentence_in_plain_python(mistake: str, tmp_path: Path):
    said = run_plain(tmp_path, mistake)
    assert MISTAKES[mistake] in said
    assert f"第 3 行：{mistake}" in said
    assert "Traceback" not in said
    assert "Traceback" in run_plain(tmp_path, mistake, BUDGETKIT_TRACEBACK="1")


def test_other_mistakes_keep_their_traceback(tmp_path: Path):
    found = run_in_ipython(tmp_path, ["{}['totl']", "data.expenditure.index.nothing", "1 / 0"])
    assert all("Traceback" in said for said in found["printed"])
    assert "Traceback" in run_plain(tmp_path, "{}['totl']")


def test_tables_results_and_the_dataset_show_what_a_reader_needs(tmp_path: Path):
    cells = [
        "data",
        "data.expenditure.groupby('department_id').total.sum()",
        "data.expenditure.head(2)",
        "data.expenditure[data.expenditure.department_id == 'beijing-data'].head(2)",
        "compare.item(find.budgets(data), '30216')",
        "compare.sizes(find.budgets(data))",
    ]
    found = run_in_ipython(tmp_path, cells)
    assert found["printed"] == [""] * len(cells)
    shown = found["shown"]
    assert GAP in shown[0]["text/html"]
    assert GAP in shown[1]["text/plain"]
    assert GAP not in shown[2]["text/html"]  # the rows shown are of another department
    assert GAP in shown[3]["text/html"]
    assert GAP in json.dumps(read_html(shown[3]["text/html"]), ensure_ascii=False)
    item = re.sub(r"<[^>]+>", "", shown[4]["text/html"])
    for word in ("培训费", "单位：万元", "口径：全部资金", GAP, "支出总表"):
        assert word in item
    assert "application/vnd.budgetkit.part+json" in shown[5]


def run_plain(folder: Path, line: str, **variables: str) -> str:
    """Run a script that ends in a line; give what it writes to stderr."""
    script = folder / "script.py"
    script.write_text(SET_UP + line + "\n", "utf-8")
    variables = {**os.environ, "PYTHONUTF8": "1", **variables}
    done = subprocess.run([sys.executable, str(script)], cwd=ROOT, env=variables, capture_output=True, encoding="utf-8")
    assert done.returncode == 1
    return done.stderr


def run_in_ipython(folder: Path, cells: list[str]) -> dict[str, list]:
    """Run cells in IPython as a kernel would; give what each prints and the forms in which it shows its value."""
    (folder / "cells.json").write_text(json.dumps(cells), "utf-8")
    code = f"""
import contextlib, io, json
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance(colors="nocolor", display_page=True)
shell.run_cell({SET_UP!r})
printed, shown = [], []
for cell in json.load(open("cells.json", encoding="utf-8")):
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
        result = shell.run_cell("_ = " + cell, silent=True)
        if result.success:
            shown.append(shell.display_formatter.format(shell.user_ns["_"])[0])
    printed.append(out.getvalue())
json.dump({{"printed": printed, "shown": shown}}, open("found.json", "w"))
"""
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "found.json").read_text("utf-8"))


def test_nearest_names_are_found_by_id_by_label_and_by_part_of_a_label():
    known = {"beijing-data": "北京市政务服务和数据管理局", "chaoyang-emergency": "北京市朝阳区应急管理局"}
    assert find_nearest("bejing-data", known) == ["beijing-data"]
    assert find_nearest("朝阳区应急管理局", known)[0] == "chaoyang-emergency"
    assert find_nearest("数据管理局", known)[0] == "beijing-data"
    assert find_nearest("x", known) == []
    assert "可用的有" in say_nearest("x", known)
    many = [f"department-{number:03}" for number in range(300)]
    assert len(say_nearest("department-01", many)) < 100
    assert "等 300 个" in say_nearest("？", many)


def test_names_that_are_not_there_are_errors_of_the_kinds_that_python_expects():
    data = budgetkit.load()
    assert not hasattr(data, "nothing_like_this")
    for kind in (UnknownNameError, ParameterError, KeyError, AttributeError):
        with pytest.raises(kind, match="expenditure"):
            data.frame("expenditures")
