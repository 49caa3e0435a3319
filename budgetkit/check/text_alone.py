"""A publication of explanatory text alone: what its tables print can't be checked."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.check.document import CheckedDocument
from budgetkit.check.result import make_row
from budgetkit.finding import Row


def check_text_alone(document: CheckedDocument) -> Iterator[Row]:
    """Say that nothing of the tables could be checked: the document prints none."""
    text = "文件只有文字说明，没有公开表：所述金额只能互相核对，不能与表核对"
    yield make_row("text_alone", "published_tables", "文件中有公开表", "insufficient", text)
