"""nbconvert finds both exporters, and a notebook comes out of a real kernel the same."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from report_runner import DEMO, run_notebook, show

from budgetkit.briefing.citations import CitedStatement
from budgetkit.report.html import write_html
from budgetkit.report.parts import KeyPoints
from budgetkit.report.pdf import write_pdf

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"


@pytest.mark.parametrize(("name", "ending", "start"), [("html", ".html", "<!doctype"), ("pdf", ".pdf", b"%PDF")])
def test_exporter_is_found_by_name_and_offered_in_the_menu(name, ending, start):
    from nbconvert.exporters import get_exporter

    exporter = get_exporter(f"briefing_{name}")()
    content, resources = exporter.from_notebook_node(show("# 标题", KeyPoints(["甲。"])))
    assert content.lstrip()[: len(start)] == start
    assert resources["output_extension"] == ending
    assert exporter.export_from_notebook


@pytest.mark.parametrize("has_raw", [True, False])
def test_an_exported_file_has_no_link_that_leads_beside_it(has_raw: bool, tmp_path: Path):
    from nbconvert.exporters import get_exporter

    if has_raw:
        shutil.copytree(RAW, tmp_path / "data" / "raw")
        (tmp_path / "notebooks").mkdir()
    point = CitedStatement("一句。", (), (("beijing-emergency-2026-budget", 156),))
    words = (
        "# 标题\n\n[旁边](5_briefing.html)、[**上层**](../index.html)、[网址](https://example.org/)、[本页](#content)"
    )
    resources = {"metadata": {"name": "a", "path": str(tmp_path)}}
    html, _ = get_exporter("briefing_html")().from_notebook_node(show(words, KeyPoints([point])), resources)
    links = [link for link in re.findall(r'href="([^"]*)"', html) if not link.startswith(("data:", "#s"))]
    inside = {link for link in links if link.startswith("#")}
    assert set(links) - inside == {"https://example.org/"}
    assert ("#beijing-emergency-2026-budget-L156" in inside) == has_raw
    assert {link[1:] for link in inside} <= set(re.findall(r'id="([^"]*)"', html))
    assert "旁边" in html
    assert "<strong>上层</strong>" in html


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
