"""Executed notebooks to HTML and PDF."""

from __future__ import annotations

from nbformat import NotebookNode

from budgetkit.report.html import write_html
from budgetkit.report.pdf import write_pdf

_WRITERS = {"html": write_html, "pdf": write_pdf}


def export_notebook(notebook: NotebookNode, ending: str, name: str) -> bytes:
    """Export an executed notebook in a format (`html`, `pdf`), as the nbconvert exporter `briefing_…` does.

    Raises FontError or PaperError when it cannot be set.
    """
    content = _WRITERS[ending](notebook, name)
    return content if isinstance(content, bytes) else content.encode("utf-8")
