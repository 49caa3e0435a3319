"""nbconvert finds both exporters, and a notebook comes out of a real kernel the same."""

from __future__ import annotations

import subprocess
import sys

import nbformat
import pytest
from report_runner import DEMO, run_notebook, show

from budgetkit.report.html import write_html
from budgetkit.report.parts import KeyPoints
from budgetkit.report.pdf import write_pdf


@pytest.mark.parametrize(("name", "ending", "start"), [("html", ".html", "<!doctype"), ("pdf", ".pdf", b"%PDF")])
def test_exporter_is_found_by_name_and_offered_in_the_menu(name, ending, start):
    from nbconvert.exporters import get_exporter

    exporter = get_exporter(f"briefing_{name}")()
    content, resources = exporter.from_notebook_node(show("# 标题", KeyPoints(["甲。"])))
    assert content.lstrip()[: len(start)] == start
    assert resources["output_extension"] == ending
    assert exporter.export_from_notebook


def test_layout_engine_is_not_loaded_before_a_pdf_is_asked_for():
    code = (
        "import sys; from budgetkit.report import html, pdf, parts, exporters; "
        "html.write_html({'metadata': {}, 'cells': []}); sys.exit('typst' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
def test_notebook_from_a_real_kernel_gives_the_same_report():
    from nbclient import NotebookClient

    notebook = nbformat.read(DEMO, as_version=4)
    NotebookClient(notebook, timeout=300).execute()
    assert write_html(notebook) == write_html(run_notebook())
    assert write_pdf(notebook) == write_pdf(run_notebook())
