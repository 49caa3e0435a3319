"""A notebook as a PDF on A4: tagged, with outline, the same bytes for the same notebook."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from budgetkit.fonts import find_fonts
from budgetkit.report.document import ReportDocument, build_document
from budgetkit.report.paper import blocks_on_paper
from budgetkit.report.typesetting import typeset

AUTHOR = "budgetkit"  # the department whose budget a report is about did not write it
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def write_pdf(notebook: Mapping[str, Any], name: str = "") -> bytes:
    """Write an executed notebook as a PDF (PDF/UA-1, with a date PDF/A-2a as well); `name` is the title of last resort.

    Raises FontError when a character would be printed as a box, PaperError when the page layout fails.
    """
    return render_pdf(build_document(notebook, name))


def render_pdf(document: ReportDocument) -> bytes:
    """Render a document as a PDF."""
    report = json.dumps(paper_data(document), ensure_ascii=False)
    standards = ["ua-1", "a-2a"] if _DATE.fullmatch(document.date) else ["ua-1"]
    return typeset(_template(), {"report": report}, document.title, format="pdf", pdf_standards=standards)


@cache
def _template() -> bytes:
    return files("budgetkit.report").joinpath("templates/briefing.typ").read_bytes()


def paper_data(document: ReportDocument) -> dict[str, Any]:
    """Give what the page template prints, as JSON values: every text ready, every width known."""
    return {
        "title": document.title,
        "scope": document.scope,
        "report": document.report,
        "department": document.department,
        "author": AUTHOR,
        "description": document.description,
        "keywords": [
            word for word in (document.department, document.year and f"{document.year}年", document.report) if word
        ],
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
