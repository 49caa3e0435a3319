"""What every comparison gives: a table, and all that a reader needs to judge it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from budgetkit.dataset.load import Dataset

SourceLine = tuple[str, int]


@dataclass(frozen=True)
class Result:
    """A comparison's outcome.

    `table` has one row an item; its column `sources` holds, for each row, the raw lines behind it as pairs of document
    id and line. `unit` is the amounts' unit, `base` the scope (口径) in Chinese, `years` the years that the figures are
    of, `caveats` Chinese sentences. `missing` says in Chinese why there is no result; the table is then empty. `title`
    names it and `data` is the dataset that it was made from, for whoever shows it without saying more.
    """

    table: pd.DataFrame
    base: str
    unit: str = "万元"
    years: tuple[int, ...] = ()
    caveats: tuple[str, ...] = ()
    missing: str | None = None
    facts: dict[str, float] = field(default_factory=dict)
    title: str = ""
    data: Dataset | None = field(default=None, repr=False, compare=False)

    @property
    def is_missing(self) -> bool:
        """Say whether the comparison could not be made."""
        return self.missing is not None

    @property
    def sources(self) -> tuple[SourceLine, ...]:
        """All raw lines behind the table, in order, each once."""
        if "sources" not in self.table:
            return ()
        return tuple(dict.fromkeys(line for lines in self.table["sources"] for line in lines))


def missing_result(reason: str, base: str = "") -> Result:
    """Give the result of a comparison that cannot be made, for a reason in Chinese."""
    return Result(pd.DataFrame(), base, missing=reason)
