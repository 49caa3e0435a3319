"""收支总表: all income and expenditure of a department, by source and by functional class."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Tidied
from budgetkit.forms.kinds import make_kind, national_table
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known
from budgetkit.tidy.two_sided import tidy_two_sided

TABLE = national_table("income_expenditure")


def tidy_income_expenditure(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 收支总表 into income_expenditure (万元); see tidy_two_sided for the columns."""
    return tidy_two_sided(TABLE, lines)


KIND = make_kind(TABLE, tidy_income_expenditure)
