"""Cells of amount columns that hold digits and are no amount: what they print is lost, a total or a row alike."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.check.document import CheckedDocument
from budgetkit.check.result import make_row
from budgetkit.check.unread_amounts import find_read_in_part
from budgetkit.finding import Finding, Row
from budgetkit.parse import is_lost_number

RULE = "unreadable_cells"
_NEXT = "；请对照公开的原文，是提取有误的，在 data/corrections/ 中逐行更正"


def check_unreadable_cells(document: CheckedDocument) -> Iterator[Row]:
    """Fail for every table with such cells, quoting the first; a table of which nothing was read says so elsewhere."""
    for found in find_read_in_part(document):
        own = {line.number for line in found.lines}
        cells = [one for one in document.findings if _is_unreadable(one) and one.source_line in own]
        if cells:
            first = cells[0]
            text = (
                f"第 {first.source_line} 行的“{first.text}”等 {len(cells)} 格印有数字，却不是完整的金额，未采用" + _NEXT
            )
            description = f"{found.kind.label}：各金额格均可读出（{len(cells)} 格不能）"
            lines = ([one.source_line for one in cells],)
            yield make_row(RULE, first.table, description, "fail", text, lines=lines)


def _is_unreadable(finding: Finding) -> bool:
    return finding.kind == "ocr_amount" and finding.action == "flagged" and is_lost_number(finding.text)
