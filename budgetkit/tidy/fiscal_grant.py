"""财政拨款收支总表: the part of income and expenditure that fiscal grants pay."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Tidied
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known, TableKind
from budgetkit.tidy.two_sided import tidy_two_sided


def tidy_fiscal_grant(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 财政拨款收支总表 into fiscal_grant (万元); see tidy_two_sided for the columns."""
    return tidy_two_sided("fiscal_grant", lines)


KIND = TableKind(
    name="fiscal_grant",
    label="财政拨款收支总表",
    titles=("(?:部门|单位)?财政拨款收支(?:预算)?总(?:体情况)?表",),
    tidy=tidy_fiscal_grant,
    gives=("fiscal_grant",),
)
