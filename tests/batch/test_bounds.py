"""Whatever a cell shows, notebook, HTML and PDF stay small and quick, and say how much is left out."""

import io
import time
from types import SimpleNamespace

import nbformat
import pandas as pd
import pypdfium2
import pytest
from batch_project import Project, with_pages
from hypothesis import given
from hypothesis import strategies as st
from report_runner import show

from budgetkit.batch.engine import bound_outputs
from budgetkit.batch.kernel_output import BoundedStream
from budgetkit.batch.state import Options
from budgetkit.report.bounds import KEPT_CHARACTERS, KEPT_LINES, KEPT_OUTPUTS, Allowance, cut_text, keep_text
from budgetkit.report.foreign_html import read_html
from budgetkit.report.html import write_html
from budgetkit.report.pdf import write_pdf

FLOODS = {
    "32,000 lines": ("for i in range(32_000): print('第', i, '行', flush=True)", "此后省略 31,600 行"),
    "200,000 lines": ("for i in range(200_000): print('x' * 3000)", "此后省略 199,971 行"),
    "a line of 50 MB": ("print('行' * 17_000_000)", "此后省略 1 行，共 16,800,001 个字符"),
    "<table": ("print('<table' * 20_000)", "（此行另有 118,000 个字符）"),
    "stderr": ("import sys\nfor i in range(32_000): print(i, file=sys.stderr)", "省略"),
    "displays": ("for i in range(20_000): display(i)", "此后省略 19,500 项显示"),
    "a long error": ("raise ValueError('x' * 20_000_000)", "省略"),
    "a long value": ("class Long:\n    def __repr__(self): return 'x\\n' * 1_000_000\nLong()", "省略"),
    "long HTML": (
        "from IPython.display import HTML\nHTML('<table><tr><td>x</td></tr></table>' * 200_000)",
        "个字符，未保留",
    ),
}


@pytest.mark.parametrize(
    ("flood", "engine"),
    [
        *((flood, "budgetkit") for flood in FLOODS),
        ("200,000 lines", "kernel"),
        *(pytest.param(flood, "kernel", marks=pytest.mark.exhaustive) for flood in FLOODS if flood != "200,000 lines"),
    ],
)
def test_a_flood_of_output_is_cut_with_a_note_in_bounded_time_and_memory(tmp_path, flood, engine):
    source, note = FLOODS[flood]
    project = Project(tmp_path, with_pages())
    project.add_notebook("1_flood", source)
    start = time.monotonic()
    summary = project.run(project.alone, formats=("html", "pdf"), options=Options(engine=engine))
    [(_, outcome)] = summary.made or summary.failed
    assert (outcome.failure is not None) == (flood == "a long error")
    assert time.monotonic() - start < 60
    assert outcome.memory < (500 if engine == "kernel" else 450)  # a kernel is a process of its own, with the libraries
    made = {ending: project.report(project.alone, "1_flood", ending) for ending in ("ipynb", "html", "pdf")}
    assert all(path.stat().st_size < 1_500_000 for path in made.values() if path.is_file())
    assert note in made["ipynb" if flood in ("stderr", "a long error", "a long value") else "html"].read_text("utf-8")


def test_a_kernel_sends_no_more_of_a_cells_printing_than_is_kept_and_counts_the_rest():
    sent = []
    stream = SimpleNamespace(write=sent.append)
    bounded = BoundedStream(stream)
    assert all(stream.write(text) == len(text) for _ in range(KEPT_LINES + 500) for text in ("x" * 50, "\n"))
    assert "".join(sent).count("\n") == KEPT_LINES
    assert bounded.left_out == (500, 500 * 51)
    bounded.allowance = Allowance()
    stream.write("again")
    assert sent[-1] == "again"


@given(st.lists(st.text(alphabet="ab\n", max_size=12), max_size=30), st.integers(0, 9), st.integers(0, 40))
def test_what_is_kept_and_what_is_left_out_is_everything(texts, lines, characters):
    allowance = Allowance(lines, characters)
    kept = "".join(allowance.take(text) for text in texts)
    whole = "".join(texts)
    assert whole.startswith(kept)
    assert len(kept) + allowance.characters_left_out == len(whole)
    assert kept.count("\n") + allowance.lines_left_out == whole.count("\n")
    assert len(kept) <= characters
    assert kept.count("\n") <= lines
    assert bool(allowance.note) == (kept != whole)


@given(st.text(alphabet="a\n", max_size=50))
def test_a_short_text_is_left_as_it_is(text):
    assert keep_text(text) == text
    assert cut_text(text) == text


def test_bounding_what_is_bounded_changes_nothing():
    texts = ["x\n" * (KEPT_LINES * 3), "y" * (KEPT_CHARACTERS * 2)]
    outputs = [nbformat.v4.new_output("stream", name="stdout", text=text) for text in texts]
    outputs += [nbformat.v4.new_output("display_data", data={"text/plain": "x"}) for _ in range(KEPT_OUTPUTS * 2)]
    cell = nbformat.v4.new_code_cell(outputs=outputs)
    bound_outputs(cell)
    once = nbformat.from_dict(cell)
    bound_outputs(cell)
    assert cell == once
    assert len(cell.outputs) == 1 + 1 + KEPT_OUTPUTS + 1  # text, its note, what is displayed, its note


def pdf_text(content):
    """Give the text of a PDF's pages without blanks and line ends."""
    texts = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(io.BytesIO(content))]
    return "".join("".join(texts).split())


@pytest.mark.parametrize(("rows", "note"), [(60, None), (80, "前 5 行和后 5 行，共 80 行")])
def test_a_plain_table_is_whole_or_says_how_much_of_it_there_is(rows, note):
    notebook = show(pd.DataFrame({"名称": [f"项目{at}" for at in range(rows)], "金额": range(rows)}))
    page, paper = write_html(notebook), pdf_text(write_pdf(notebook))
    for text in (page, paper):
        assert (note is None) == ("共" not in text)
        assert note is None or note.replace(" ", "") in "".join(text.split())
    assert ("项目30" in page) == ("项目30" in paper) == (note is None)


def test_columns_that_pandas_left_out_are_said():
    with pd.option_context("display.max_columns", 20):
        [_, note] = read_html(pd.DataFrame({f"列{at}": [1] for at in range(45)})._repr_html_())
    assert note["inlines"][0]["text"] == "前 10 列和后 10 列，共 45 列。"


def test_a_long_table_of_foreign_html_is_cut_with_a_note():
    [grid, note] = read_html("<table>" + "<tr><td>x</td></tr>" * 5000 + "</table>")
    assert len(grid["rows"]) == 400
    assert note["inlines"][0]["text"] == "前 400 行，共 5,000 行。"


@pytest.mark.parametrize("columns", [3, 12, 19])
def test_a_wide_plain_table_is_turned_or_broken_and_none_of_it_lost(columns):
    names = [f"第{at}列的名称很长" for at in range(columns)]
    notebook = show(pd.DataFrame([[f"内容{at}长长长长长长" for at in range(columns)]], columns=names))
    document = pypdfium2.PdfDocument(io.BytesIO(write_pdf(notebook)))
    text = pdf_text(write_pdf(notebook))
    assert all(f"内容{at}长" in text for at in range(columns))
    sizes = [page.get_size() for page in document]
    assert any(width > height for width, height in sizes) == (columns == 12)  # fewer fit, more go into panels


@pytest.mark.parametrize("span", ["1000000000", "abc", "-1", "", "٣", "9" * 5000])
def test_a_span_beyond_reason_is_one_column(span):
    [grid] = read_html(f'<table><tr><td colspan="{span}">x</td></tr></table>')
    assert len(grid["align"]) == 1
