"""The notebooks that teach and show the way run from top to bottom, and what they say comes out."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from html import unescape
from pathlib import Path
from urllib.parse import quote

import matplotlib
import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_runner import run_notebook
from rich.console import Console

from budgetkit.cli import console as console_module
from budgetkit.fonts import use_fonts
from budgetkit.notebook import lesson, load, start
from budgetkit.project import Folders
from budgetkit.report.html import write_html

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"


@pytest.fixture(scope="module")
def clean(published: Path) -> Path:
    """Give the clean tables of the project's own documents."""
    return published


@pytest.fixture(autouse=True)
def reader(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUDGETKIT_CLEAN", str(clean))
    monkeypatch.setenv("BUDGETKIT_PROJECT", str(ROOT))


def run(name: str) -> tuple[nbformat.NotebookNode, str]:
    """Run a notebook; give it with its outputs, and all that it prints and shows as text."""
    notebook = run_notebook(NOTEBOOKS / f"{name}.ipynb")
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    texts = [
        output.get("text") or output["data"].get("text/markdown") or output["data"]["text/plain"] for output in outputs
    ]
    return notebook, "\n".join(texts)


def test_the_tutorial_leads_from_a_document_to_a_briefing(monkeypatch):
    for name in ("FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE"):  # as every kernel sets it
        monkeypatch.setenv(name, "1")
    notebook, text = run("教程")
    assert "\x1b" not in text
    assert "区级（district）" in text
    for said in (
        "下载的文件.pdf：登记内容",
        "1 份文件整理完毕",
        "支出总表",
        "静态检查没有发现问题",
        "失败 0 份",
        "培训费对比.html",
        "培训费对比.pdf",
    ):
        assert said in text, said
    assert "错误" not in text
    assert "Traceback" not in text
    shown = [cell for cell in notebook.cells if cell.cell_type == "code" and not cell.source.lstrip().startswith("#")]
    assert [cell.source for cell in shown[1:] if not cell.outputs] == []
    assert "北京市朝阳区应急管理局" in write_html(notebook)


def test_the_examples_run():
    with matplotlib.rc_context():
        use_fonts()  # as every kernel of the kit does before the first cell
        _, text = run("示例")
    assert "各部门的培训费（单位：万元）" in text
    assert "人均培训费" in text


def test_the_first_page_lists_documents_notebooks_and_links():
    data = load()
    rows = start.departments(data).data.splitlines()[2:]
    assert len(rows) == len(data.documents)
    district = next(row for row in rows if "chaoyang-emergency" in row)
    for said in ("北京市朝阳区应急管理局", "区级", "2024", "2 项差异的原因未证明", "项目清单"):
        assert said in district
    listed = start.notebooks(NOTEBOOKS).data
    others = [path for path in NOTEBOOKS.glob("*.ipynb") if path.stem != "00_开始"]
    assert [path.name for path in others if f"({quote(path.name)})" not in listed] == []
    assert listed.index("5_briefing") < listed.index(quote("探索"))
    assert "|---" not in listed + start.departments(data).data  # JupyterLab sets such a column's head to the right
    assert "make report" in start.links().data or "index.html" in start.links().data


def test_the_first_page_names_reports_by_their_titles_those_on_a_level_too(tmp_path, monkeypatch):
    for folder in ("chaoyang-emergency-2024", "level-city-2026"):
        (tmp_path / "reports" / folder).mkdir(parents=True)
    (tmp_path / "reports" / "chaoyang-emergency-2024" / "5_briefing.html").write_text("x")
    (tmp_path / "reports" / "level-city-2026" / "6_across.html").write_text("x")
    folders = Folders(ROOT / "data" / "raw", tmp_path, NOTEBOOKS, tmp_path / "reports")
    monkeypatch.setattr(start, "default_folders", lambda: folders)
    row = next(row for row in start.departments(load()).data.splitlines() if "chaoyang-emergency" in row)
    assert "[预算简报](" in row
    assert "[5_briefing]" not in row
    assert re.search(r"市级各部门2026年：\[横向比较\]\(\S*level-city-2026/6_across.html\)", start.links().data)


_CELLS = st.text("培训费(30216)abc1,234.50%<b>&*|_$-", max_size=12).map(str.strip)


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(_CELLS, min_size=width, max_size=width), min_size=1)))
def test_tables_that_a_command_draws_are_shown_as_tables_with_the_same_cells(rows):
    shown = []
    drawn = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(drawn):
        patch.setattr(console_module, "console", lambda: Console(file=drawn, width=2000, highlight=False))
        console_module.print_table("标题", [f"列{at}" for at in range(len(rows[0]))], rows)
    printed = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(printed):
        patch.setattr(lesson, "display", lambda bundle, raw: shown.append(bundle))
        lesson.show_output(f"前\n{drawn.getvalue()}后")
    assert [line.strip() for line in printed.getvalue().split()] == ["前", "标题", "后"]
    (bundle,) = shown
    cells = [
        [unescape(cell) for cell in re.findall(r"<t[dh] [^>]*>(.*?)</t[dh]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", bundle["text/html"])
    ]
    assert cells[1:] == rows
