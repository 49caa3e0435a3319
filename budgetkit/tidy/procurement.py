"""政府采购预算明细表: government procurement by category (A 货物, B 工程, C 服务)."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Row, Tidied
from budgetkit.forms.kinds import make_kind, national_table
from budgetkit.parse import parse_own_code
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known
from budgetkit.recognise.published_table import PublishedRow
from budgetkit.tidy.listed import tidy_list

TABLE = national_table("procurement")
COLUMNS = TABLE.columns


def tidy_procurement(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 政府采购预算明细表 into procurement (万元) and its printed total."""
    return tidy_list("procurement", lines, COLUMNS, _describe)


def _describe(row: PublishedRow) -> Row:
    code, name = parse_own_code(row.text("category"), "[A-Z]")
    return {"category_code": code, "category": name}


KIND = make_kind(TABLE, tidy_procurement)
