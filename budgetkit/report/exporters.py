"""The exporters that nbconvert and JupyterLab's menu find: `briefing_html`, `briefing_pdf` and `briefing_docx`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from traitlets.log import get_logger

from budgetkit.project import default_folders
from budgetkit.report.document import count_unrun
from budgetkit.report.parts import Notice


class _BriefingExporter(Exporter):
    """Hands a notebook, after nbconvert's own preprocessors, to a writer of the kit.

    `folder` is the notebook's own, by which its project is found; None stands for the working folder.
    """

    folder: Path | None = None

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Convert a notebook; the second value is nbconvert's record of what belongs to the output."""
        notebook, made = super().from_notebook_node(nb, resources, **kwargs)
        folder = made.get("metadata", {}).get("path")
        self.folder = Path(folder) if folder and Path(folder).is_dir() else None
        notebook = _warn_of_unrun(notebook)
        return self.write(notebook, made.get("metadata", {}).get("name", "")), made

    def write(self, notebook: NotebookNode, name: str) -> str | bytes:
        """Write the notebook in the exporter's format."""
        raise NotImplementedError


def _warn_of_unrun(notebook: NotebookNode) -> NotebookNode:
    """Put a warning at the head of a notebook of which cells were not run: its exported file would lack their part."""
    unrun = count_unrun(notebook)
    if not unrun:
        return notebook
    warning = Notice("failure", _say_unrun(unrun), "未运行完毕")
    get_logger().warning("budgetkit: %s", warning.plain_text().replace("\n", " "))
    data = warning._repr_mimebundle_()
    cell = new_code_cell("", outputs=[new_output("display_data", data=data)], execution_count=0)
    return NotebookNode(notebook | {"cells": [cell, *notebook.cells]})


class WarnOfUnrun(Preprocessor):
    """Has another exporter's file (Markdown) say at its head that cells were not run; the server is told of it."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Put the warning at the head of a notebook of which cells were not run."""
        unrun = count_unrun(nb)
        cells = [new_markdown_cell(f"**未运行完毕**：{_say_unrun(unrun)}"), *nb.cells] if unrun else nb.cells
        return NotebookNode(nb | {"cells": cells}), resources


def _say_unrun(count: int) -> str:
    return f"有 {count} 个代码单元格没有运行，本文件缺少其内容。请先运行全部单元格再导出。"


class BriefingHTMLExporter(_BriefingExporter):
    """One HTML file that needs no network: contents, sortable tables, links to the source lines, code folded away."""

    export_from_notebook = "预算简报（HTML）"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def write(self, notebook: NotebookNode, name: str) -> str:
        """Write the notebook as HTML."""
        from budgetkit.report.html import write_html

        return write_html(notebook, name, carry_from=default_folders(self.folder).raw)


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


class BriefingWordExporter(_BriefingExporter):
    """A Word file for comments and tracked changes, code left out."""

    export_from_notebook = "预算简报（Word）"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def _file_extension_default(self) -> str:
        return ".docx"

    def write(self, notebook: NotebookNode, name: str) -> bytes:
        """Write the notebook as a Word file."""
        from budgetkit.report.word import write_word

        return write_word(notebook, name)
