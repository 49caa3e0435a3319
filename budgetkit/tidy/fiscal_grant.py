"""财政拨款收支总表: the part of income and expenditure that fiscal grants pay."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Tidied
from budgetkit.forms.kinds import make_kind, national_table
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known
from budgetkit.tidy.two_sided import tidy_two_sided

TABLE = national_table("fiscal_grant")


def tidy_fiscal_grant(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 财政拨款收支总表 into fiscal_grant (万元); see tidy_two_sided for the columns."""
    return tidy_two_sided(TABLE, lines)


KIND = make_kind(TABLE, tidy_fiscal_grant)
