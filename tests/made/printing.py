"""Made documents as text: what a publisher's PDF gives when its text is extracted."""

from __future__ import annotations

from made.department import MadeDepartment
from made.evaluation import MadeEvaluation
from made.page import Paper
from made.printing_city import print_city_tables
from made.printing_department import print_department_targets, print_transfer
from made.printing_district import print_district_tables
from made.printing_evaluation import print_evaluations
from made.printing_targets import print_targets
from made.style import PLAIN, Style


def print_document(document: MadeDepartment | MadeEvaluation, style: Style = PLAIN) -> str:
    """Print a made document as a text extraction in a style."""
    paper = Paper(style, document.document_id, document.department, document.year)
    if document.kind == "self_evaluation":
        print_evaluations(paper, document)
    elif document.level == "district":
        print_district_tables(paper, document)
    else:
        print_city_tables(paper, document)
        print_targets(paper, document.truth["projects"], document.truth["project_indicators"])
        print_department_targets(paper, document)
        print_transfer(paper, document)
    return paper.text()
