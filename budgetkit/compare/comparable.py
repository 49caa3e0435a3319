"""Growth of what two years have in common: without the money that pays earlier years' contracts."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.costs import cost_indicators
from budgetkit.compare.earlier_bills import find_earlier_bills
from budgetkit.compare.measure import DECIMALS, share_of, source_lines
from budgetkit.compare.memory import remembered
from budgetkit.compare.result import SourceLine
from budgetkit.compare.words import pays_earlier_year, saying
from budgetkit.cost_ceilings import parse_ceiling
from budgetkit.dataset.load import Dataset
from budgetkit.numbers import known


@dataclass(frozen=True)
class Bill:
    """What of a project pays earlier years' contracts (万元), whether that is in doubt, and the lines that say so.

    `first` says that the rest is, or has in it, a first instalment: it is not what the thing costs in a year.
    """

    amount: float = 0.0
    doubtful: bool = False
    first: bool = False
    sources: tuple[SourceLine, ...] = ()


NO_BILL = Bill()


@remembered
def bills_of(budget: Budget) -> dict[int, Bill]:
    """Give the earlier years' bills and first instalments of a budget by project_seq; other projects are not there."""
    found, firsts = find_earlier_bills(budget), _first_instalments(budget)
    bills = {seq: Bill(first=True, sources=lines) for seq, lines in firsts.items()}
    for row in () if found.is_missing else found.table.itertuples():
        lines = tuple(dict.fromkeys((*row.sources, *firsts.get(row.project_seq, ()))))
        bills[row.project_seq] = Bill(row.earlier, row.doubtful, row.project_seq in firsts, lines)
    return bills


def _first_instalments(budget: Budget) -> dict[int, tuple[SourceLine, ...]]:
    """Find the projects whose name or cost indicators say 首款, and the lines that do."""
    projects, costs = budget.table("projects"), cost_indicators(budget.table("project_indicators"))
    said = [frame[saying("first", frame[column])] for frame, column in ((projects, "project_name"), (costs, "name"))]
    rows = pd.concat([frame[["document_id", "source_line", "project_seq"]] for frame in said])
    return {int(seq): source_lines(own) for seq, own in rows.dropna().groupby("project_seq")}


def evaluated_bill(data: Dataset, form: dict, year: int, *, first: bool = False) -> Bill:
    """Give what of a self-evaluated project's executed money (万元) paid earlier years' contracts.

    `form` has document_id, evaluation_seq, project_name, executed and sources. As in a budget, the name says so of all
    the money, else the cost indicators that say so count with the cost that the form reports as reached. `first` says
    that what was executed is a first instalment.
    """
    if pd.isna(form["executed"]):
        return NO_BILL
    if pays_earlier_year(form["project_name"], year):
        return Bill(form["executed"], first=first, sources=tuple(form["sources"]))
    own = cost_indicators(data.evaluation_indicators)
    own = own[(own["document_id"] == form["document_id"]) & (own["evaluation_seq"] == form["evaluation_seq"])]
    own = own[[pays_earlier_year(name, year) for name in own["name"]]]
    read = [(row, parse_ceiling(row.actual)) for row in own.itertuples()]
    costs = [(row, cost.amount) for row, cost in read if cost is not None and cost.amount is not None]
    total = round(float(sum(amount for _, amount in costs)), DECIMALS)
    lines = tuple((row.document_id, int(row.source_line)) for row, _ in costs)
    return Bill(min(total, form["executed"]), first=first, sources=lines)


def grow_comparable(before: float | None, after: float | None, old_before: Bill, old_after: Bill) -> float | None:
    """Give the growth in per cent of two amounts less what of each pays earlier years' contracts.

    None where an amount is missing, or for one of the reasons that `say_untold` gives.
    """
    if not (known(before) and known(after)) or say_untold(before, after, old_before, old_after):
        return None
    first, second = (_rest(money, old) for money, old in ((before, old_before), (after, old_after)))
    return share_of(round(second - first, DECIMALS), first)


def say_untold(
    before: float, after: float, old_before: Bill, old_after: Bill, years: tuple[str, str] = ("前一年", "后一年")
) -> str:
    """Say why no growth is given of two amounts less their earlier years' bills; "" where one is, or one is missing.

    What is to be taken off is in doubt, only one of the two is a first instalment, or nothing is left of one.
    """
    if old_before.doubtful or old_after.doubtful:
        return "尾款属于哪一年存疑"
    if old_before.first != old_after.first:
        return f"{years[0 if old_before.first else 1]}所列含首款、不是全年数"
    is_left = all(pd.isna(money) or _rest(money, old) > 0 for money, old in ((before, old_before), (after, old_after)))
    return "" if is_left else "扣除后没有余额"


def _rest(money: float, old: Bill) -> float:
    return round(money - old.amount, DECIMALS)
