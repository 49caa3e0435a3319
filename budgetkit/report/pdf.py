"""A notebook as a PDF on A4: tagged, with outline, the same bytes for the same notebook.

Typst is imported when it is first needed and keeps threads of its own: never call it in a process that forks later.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from budgetkit.errors import BudgetkitError
from budgetkit.fonts import SETTING, FontError, find_fonts, missing_characters
from budgetkit.report.document import ReportDocument, build_document
from budgetkit.report.paper import PaperError, blocks_on_paper

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MISSING_GLYPH = "could not be displayed with font"


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
        "blocks": blocks_on_paper(document),
    }
