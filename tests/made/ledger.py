"""The ledger of a made department: every sum that it spends, from which each published table follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from made.amounts import add
from made.classification import Code

Fund = Literal["general_public", "gov_fund", "state_capital", "unit_funds"]
Purpose = Literal["personnel", "public_funds", "project"]


@dataclass(frozen=True)
class Unit:
    """A budget unit: its code, name, and whether it is an administrative unit or a public institution."""

    code: str
    name: str
    administrative: bool

    @property
    def type(self) -> str:
        """The unit's type as 项目支出表 prints it."""
        return "1-行政单位" if self.administrative else "2-参照公务员法管理的事业单位"


@dataclass(frozen=True)
class Sum:
    """An amount of 万元 that a unit spends on one function and economic class, from one fund, for one purpose."""

    unit: Unit
    function: Code
    gov_econ: Code
    dept_econ: Code
    amount: Decimal
    purpose: Purpose
    fund: Fund = "general_public"
    capital: bool = False
    project_id: str | None = None

    @property
    def is_fiscal(self) -> bool:
        """Say whether a fiscal grant pays it."""
        return self.fund != "unit_funds"

    @property
    def is_basic(self) -> bool:
        """Say whether it is basic expenditure."""
        return self.purpose != "project"


@dataclass(frozen=True)
class Project:
    """A made project; `listed` says whether the document publishes its targets."""

    project_id: str
    name: str
    goal: str
    listed: bool = True


Ledger = list[Sum]


def total(sums: Iterable[Sum], wanted: Callable[[Sum], bool] = lambda _: True) -> Decimal | None:
    """Add the wanted sums; None when there is none."""
    return add(entry.amount for entry in sums if wanted(entry))


def group(sums: Iterable[Sum], key: Callable[[Sum], tuple]) -> dict[tuple, list[Sum]]:
    """Group sums by a key, groups in the key's order."""
    groups: dict[tuple, list[Sum]] = {}
    for entry in sums:
        groups.setdefault(key(entry), []).append(entry)
    return dict(sorted(groups.items()))
