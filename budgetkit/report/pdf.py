"""A notebook as a PDF on A4: tagged, with outline, the same bytes for the same notebook.

Typst is imported when it is first needed and keeps threads of its own: never call it in a process that forks later.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from budgetkit.errors import BudgetkitError
from budgetkit.fonts import SETTING, FontError, find_fonts, missing_characters
from budgetkit.report.document import ReportDocument, build_document
from budgetkit.report.markdown import Block, inline_text
from budgetkit.report.parts.source import format_ranges
from budgetkit.report.sources import label_column
from budgetkit.report.widths import lay_out_table

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MISSING_GLYPH = "could not be displayed with font"


class PaperError(BudgetkitError):
    """A report could not be set on paper."""


def write_pdf(notebook: Mapping[str, Any], name: str = "") -> bytes:
    """Write an executed notebook as a PDF (PDF/UA-1, with a date PDF/A-2a as well); `name` is the title of last resort.

    Raises FontError when a character would be printed as a box, PaperError when the page layout fails.
    """
    return render_pdf(build_document(notebook, name))


def render_pdf(document: ReportDocument) -> bytes:
    """Render a document as a PDF."""
    import typst

    report = json.dumps(paper_data(document), ensure_ascii=False)
    dated = _DATE.fullmatch(document.date)
    try:
        return _compiler(not missing_characters(report)).compile(
            input=_template(),
            sys_inputs={"report": report},
            format="pdf",
            pdf_standards=["ua-1", "a-2a"] if dated else ["ua-1"],
        )
    except typst.TypstError as error:
        raise _explain(error, document.title) from error


@cache
def _template() -> bytes:
    return files("budgetkit.report").joinpath("templates/briefing.typ").read_bytes()


@cache
def _compiler(ignore_system_fonts: bool) -> Any:
    """Make the compiler once a process; the system's fonts only come in for characters that ours lack."""
    import typst

    folders = [str(folder) for folder in find_fonts().folders]
    fonts = typst.Fonts(include_system_fonts=not ignore_system_fonts, include_embedded_fonts=True, font_paths=folders)
    return typst.Compiler(font_paths=fonts)


def _explain(error: Exception, where: str) -> BudgetkitError:
    message = str(getattr(error, "message", error))
    if _MISSING_GLYPH in message:
        return FontError(where, "字体中有的字符", message, f"请改写该字符，或用环境变量 {SETTING} 指定含有它的字体。")
    return PaperError(where, "可以排版的报告", message, "请检查笔记本中最后改动的部分。")


def paper_data(document: ReportDocument) -> dict[str, Any]:
    """Give what the page template prints, as JSON values: every text ready, every width known."""
    return {
        "title": document.title,
        "scope": document.scope,
        "report": document.report,
        "department": document.department,
        "version": document.version,
        "date": [int(part) for part in match.groups()] if (match := _DATE.fullmatch(document.date)) else [],
        "facts": document.facts,
        "full_page_cover": document.full_page_cover,
        "family": find_fonts().family,
        "documents": [
            {"number": number, "title": document.sources.title(document_id)}
            for document_id, number in document.sources.numbers.items()
        ],
        "blocks": [_on_paper(block, document) for block in document.blocks if block["block"] != "code"],
    }


def _on_paper(block: Block, document: ReportDocument) -> Block:
    match block["block"]:
        case "table":
            return {**block, **_table(block), "sources": _sources(block, document)}
        case "figure":
            return {**block, "sources": _sources(block, document)}
        case "grid":
            return _grid(block)
        case "image" if block["format"] != "svg":
            return _raster(block)
        case _:
            return block


def _sources(block: Block, document: ReportDocument) -> list[str]:
    return [
        source["text"] + (f"（原文第 {format_ranges(source['ranges'])} 行）" if source["ranges"] else "")
        for source in document.sources.sources_of(block)
    ]


def _table(block: Block) -> dict[str, Any]:
    layout = lay_out_table(block["columns"], block["rows"])
    rows = [
        {
            "cells": [cell["text"] for cell in row["cells"]],
            "emphasis": row.get("emphasis", ""),
            "indent": row.get("indent", 0),
        }
        for row in block["rows"]
    ]
    return {
        "rows": rows,
        "label": label_column(block["columns"]),
        "has-lines": any(row.get("lines") for row in block["rows"]),
        "widths": layout.widths,
        "size": layout.size,
        "landscape": layout.landscape,
    }


def _grid(block: Block) -> Block:
    """Lay out a plain table like a report's: what stands to the right is a number."""
    columns = [
        {"label": inline_text(head), "kind": "amount" if align == "right" else "text"}
        for head, align in zip(block["header"], block["align"], strict=True)
    ]
    rows = [{"cells": [{"text": inline_text(cell)} for cell in row]} for row in block["rows"]]
    layout = lay_out_table(columns, rows)
    cells = [[{"items": cell} for cell in row] for row in block["rows"]]
    return {**block, "rows": cells, "widths": layout.widths, "size": layout.size}


def _raster(block: Block) -> Block:
    try:
        content = base64.b64decode(block["content"], validate=False)
    except binascii.Error as error:
        raise PaperError("笔记本中的图像", "可以解码的图像", str(error), "请重新运行该单元格。") from error
    return {**block, "content": "", "bytes": list(content)}
