"""Blocks to HTML: the templates' filters, and the fragment that a notebook shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup, escape

from budgetkit.report.parts.column import label_column
from budgetkit.report.sources import SourceBook, all_lines, group_lines
from budgetkit.svg import inline_svg

_VISIBLE_LINES = 3
_QUANTITY = re.compile(r"[-+]?\d[\d,.]* (?:亿元|万元|元|个百分点|项|个|%)")
NOTEBOOK_SOURCES = "../reports/sources/"
"""The source pages, seen from a notebook."""

# JupyterLab listens to the link too and would open the page in a tab of its own, at its top: it must not hear of it.
# A tab of the browser goes to the line.
OPEN_AT_LINE = "event.stopImmediatePropagation(); event.preventDefault(); window.open(this.href)"
_NOTEBOOK_DOCUMENT = {"sources_folder": NOTEBOOK_SOURCES, "is_notebook": True, "open_at_line": OPEN_AT_LINE}


@cache
def environment() -> Environment:
    """Give the templates' environment, made once a process; everything put into a template is escaped."""
    made = Environment(
        loader=PackageLoader("budgetkit.report", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(keep=keep_quantities, split_lines=split_lines, count_documents=count_documents)
    made.globals.update(label_column=label_column, inline_svg=lambda svg, prefix: Markup(inline_svg(svg, prefix)))
    return made


def keep_quantities(text: str) -> Markup:
    """Escape a text and keep each number on one line with its unit."""
    return Markup(_QUANTITY.sub(lambda match: f'<span class="q">{match[0]}</span>', str(escape(text))))


def split_lines(lines: list[list[Any]]) -> tuple[list[tuple[str, int, int]], list[tuple[str, int, int]]]:
    """Split a row's source lines into ranges (document id, first, last) that are shown and those folded away.

    One alone is not folded: it takes no more room than the words that would unfold it.
    """
    ranges = [(document, first, last) for document, spans in group_lines(lines) for first, last in spans]
    shown = len(ranges) if len(ranges) <= _VISIBLE_LINES + 1 else _VISIBLE_LINES
    return ranges[:shown], ranges[shown:]


def count_documents(block: Mapping[str, Any]) -> int:
    """Count the documents that a block's rows come from."""
    return len({document_id for document_id, _ in all_lines(dict(block))})


@cache
def _macros() -> Any:
    return environment().get_template("blocks.html.j2").module


@cache
def _notebook_style() -> str:
    return environment().get_template("notebook.css").render()


def render_for_notebook(data: Mapping[str, Any]) -> str:
    """Render a part's data as the HTML that JupyterLab shows, with a style of its own and without numbers."""
    block = {**data, "block": data["part"], "number": None}
    document = {**_NOTEBOOK_DOCUMENT, "sources": SourceBook.of([block], {})}
    return f"<style>{_notebook_style()}</style>\n{_macros().render_block(block, document)}"
