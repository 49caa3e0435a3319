"""Runs a notebook's cells in this process, so that report tests need no kernel."""

from __future__ import annotations

import ast
import contextlib
import io
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

DEMO = Path(__file__).parent / "fixtures" / "report_demo.ipynb"


def run_notebook(path: Path = DEMO) -> nbformat.NotebookNode:
    """Run a notebook's code cells one after another and put their outputs in."""
    notebook = nbformat.read(path, as_version=4)
    names: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = _run_cell(cell.source, names)
    return notebook


def show(*items: Any, **metadata: Any) -> nbformat.NotebookNode:
    """Make a notebook that shows words (str) and values, with metadata of the kit."""
    cells = [
        new_markdown_cell(item) if isinstance(item, str) else new_code_cell("...", outputs=_output(item))
        for item in items
    ]
    return new_notebook(cells=cells, metadata={"budgetkit": metadata})


def _run_cell(source: str, names: dict[str, Any]) -> list[nbformat.NotebookNode]:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    shown: list[nbformat.NotebookNode] = []
    names["display"] = lambda *items: shown.extend(output for item in items for output in _output(item))
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(tree, "<cell>", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names) if last else None
    stream = [new_output("stream", name="stdout", text=printed.getvalue())] if printed.getvalue() else []
    return stream + shown + _output(value)


def _output(value: Any) -> list[nbformat.NotebookNode]:
    if value is None:
        return []
    if isinstance(value, nbformat.NotebookNode):
        return [value]
    if hasattr(value, "_repr_mimebundle_"):
        data = value._repr_mimebundle_()
    else:
        data = {"text/plain": repr(value)}
        if hasattr(value, "_repr_html_"):
            data["text/html"] = value._repr_html_()
    return [new_output("display_data", data=data)]
