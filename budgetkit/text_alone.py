"""Documents that hold the explanatory text alone, and those that hold no table although they should."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.check.words import name_some
from budgetkit.errors import SourceError
from budgetkit.narrative.rows import count_known, read_narrative
from budgetkit.narrative.running_text import find_running_text
from budgetkit.parse import is_amount
from budgetkit.read.row import RawRow
from budgetkit.recognise.boundary import may_be_title
from budgetkit.recognise.kind import TableKind
from budgetkit.recognise.tables import RecognisedTable
from budgetkit.recognise.title import find_title
from budgetkit.source_entry import TEXT, Source

_FEWEST_STATED = 3  # amounts of the kind that a publication's text states; a letter may name one or two


def is_text_alone(source: Source, rows: Sequence[RawRow]) -> bool:
    """Say whether rows are a publication's explanatory text alone: they state what its tables print, and hold none."""
    if source.read_as not in ("budget", "final_accounts"):
        return False
    if any(len(row.filled) > 1 and any(map(is_amount, row.filled)) for row in rows):
        return False
    return count_known(read_narrative(find_running_text(rows, ()), source.year, {})) >= _FEWEST_STATED


def not_text_alone(source: Source, recognised: Sequence[RecognisedTable]) -> SourceError:
    """Give the error about tables in a document that the manifest calls text alone."""
    found = name_some([table.kind.label for table in recognised if table.kind])
    return SourceError(
        str(source.path), f"只有文字说明的文件（清单写作 part = \"{TEXT}\"）", f"文件中有{found}",
        "请从清单的这一条中删去 part。", document_id=source.document_id,
    )  # fmt: skip


def no_table(source: Source, lines: Sequence[RawRow], kinds: Sequence[TableKind]) -> SourceError:
    """Give the error about a document without a published table, with what it may be instead."""
    titles = dict.fromkeys(line.text.strip() for line in lines if find_title(line) or may_be_title(line))
    seen = f"文件中的标题有“{name_some(list(titles))}”" if titles else "文件中没有一行像表的标题"
    labels = "、".join(kind.label for kind in kinds[:3])
    return SourceError(
        str(source.path),
        f"含有公开表格的文件（如{labels}）",
        f"没有可识别的表格：{seen}",
        "请检查该文件是否印有公开表或情况说明，以及清单中的 kind 是否正确。",
        document_id=source.document_id,
    )
