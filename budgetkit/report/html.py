"""A notebook as one HTML file that needs nothing else: no network, no installed font."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from markupsafe import Markup

from budgetkit.fonts import check_glyphs, find_fonts, text_ems
from budgetkit.plain_text import escape_in_page
from budgetkit.report.document import ReportDocument, build_document
from budgetkit.report.fragments import environment
from budgetkit.report.markdown import Block, inline_text
from budgetkit.report.webfonts import font_faces, visible_characters

_FONT_PLACE = "/* fonts */"
_PROSE = 40.0  # em: a column with so long a text holds sentences, and these need room on a phone too
_PROSE_ROOM = 18.0  # em: the room that they keep, as the style sheet says
_WIDE = 62.0  # em of a table's type beyond which it scrolls sideways on a desktop screen


def write_html(notebook: Mapping[str, Any], name: str = "", carry_from: Path | None = None) -> str:
    """Write an executed notebook as a self-contained HTML page; `name` is the title of last resort.

    Its links lead to the source pages beside it; with `carry_from`, a folder of raw documents, to the cited lines that
    it brings with it. Raises FontError when a character would be shown as a box.
    """
    document = build_document(notebook, name)
    if carry_from:
        from budgetkit.report.carried import carry_lines  # the readers of documents: a batch has no need of them

        document = carry_lines(replace(document, links={}, is_alone=True), carry_from)  # it may be put anywhere
    return render_html(document)


def render_html(document: ReportDocument) -> str:
    """Render a document as a self-contained HTML page, with the characters that it shows embedded as fonts."""
    blocks = [_mark_width(block) for block in document.blocks if not block.get("paper_only")]
    page = _template().render(
        document=document,
        blocks=blocks,
        has_code=any(block["block"] == "code" for block in blocks),
        fonts=_FONT_PLACE,
        style=_style(),
        script=_script(),
    )
    page = escape_in_page(page)
    check_glyphs("".join(visible_characters(page)), document.title)
    return page.replace(_FONT_PLACE, font_faces(page), 1)


@cache
def _template() -> Any:
    environment().filters["inline_text"] = inline_text
    return environment().get_template("briefing.html.j2")


@cache
def _style() -> Markup:
    return Markup(_read("briefing.css").replace("FAMILY", f'"{find_fonts().family}"'))


@cache
def _script() -> Markup:
    return Markup(_read("briefing.js"))


def _read(name: str) -> str:
    return resources.files("budgetkit.report").joinpath("templates", name).read_text("utf-8")


def _mark_width(block: Block) -> Block:
    if block["block"] != "table":
        return block
    longest = [max((text_ems(cells[at]["text"]) for cells in _cells(block)), default=0.0) for at in _texts(block)]
    prose = [at for at, width in zip(_texts(block), longest, strict=True) if width > _PROSE]
    return {**block, "wide": _screen_width(block) > _WIDE, "prose": prose}


def _texts(table: Block) -> list[int]:
    return [at for at, column in enumerate(table["columns"]) if column["kind"] == "text"]


def _cells(table: Block) -> list[list[dict[str, Any]]]:
    return [row["cells"] for row in table["rows"]]


def _screen_width(table: Block) -> float:
    """Estimate the least width of a table in em: numbers and codes stay on one line, names may wrap."""
    width = 5.0 if any(row.get("lines") for row in table["rows"]) else 0.0
    for at, column in enumerate(table["columns"]):
        longest = max((text_ems(row["cells"][at]["text"]) for row in table["rows"]), default=0.0)
        width += 1.4 + (_narrowest_text(longest) if column["kind"] == "text" else max(longest, 3.0))
    return width


def _narrowest_text(longest: float) -> float:
    """Give how narrow a column of text gets in em, as the style sheet has it; sentences keep more room."""
    return _PROSE_ROOM if longest > _PROSE else min(longest, 8.0)
