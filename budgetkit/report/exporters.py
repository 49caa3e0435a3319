"""The exporters that nbconvert and JupyterLab's menu find: `briefing_html` and `briefing_pdf`."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode


class _BriefingExporter(Exporter):
    """Hands a notebook, after nbconvert's own preprocessors, to a writer of the kit."""

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Convert a notebook; the second value is nbconvert's record of what belongs to the output."""
        notebook, made = super().from_notebook_node(nb, resources, **kwargs)
        return self.write(notebook, made.get("metadata", {}).get("name", "")), made

    def write(self, notebook: NotebookNode, name: str) -> str | bytes:
        """Write the notebook in the exporter's format."""
        raise NotImplementedError


class BriefingHTMLExporter(_BriefingExporter):
    """One HTML file that needs no network: contents, sortable tables, links to the source lines, code folded away."""

    export_from_notebook = "预算简报（HTML）"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def write(self, notebook: NotebookNode, name: str) -> str:
        """Write the notebook as HTML."""
        from budgetkit.report.html import write_html

        return write_html(notebook, name)


class BriefingPDFExporter(_BriefingExporter):
    """A tagged PDF on A4 with outline and running header, code left out."""

    export_from_notebook = "预算简报（PDF）"
    output_mimetype = "application/pdf"

    def _file_extension_default(self) -> str:
        return ".pdf"

    def write(self, notebook: NotebookNode, name: str) -> bytes:
        """Write the notebook as PDF."""
        from budgetkit.report.pdf import write_pdf

        return write_pdf(notebook, name)
