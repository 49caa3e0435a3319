"""One department's budget document of one year, and how to find it in the dataset."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import pandas as pd

from budgetkit.dataset.load import Dataset
from budgetkit.errors import ParameterError
from budgetkit.finding import PARENT_ROLES, Row
from budgetkit.nearest import say_nearest
from budgetkit.source_entry import ACCOUNTS, BUDGETS, KIND_LABELS, TEXT

LEVELS = {"city": "市级", "district": "区级"}
Made = TypeVar("Made")

_remembered: WeakKeyDictionary[Dataset, dict[tuple[str, str], Any]] = WeakKeyDictionary()


def remember(data: Dataset, what: str, make: Callable[[], Made], document: str = "") -> Made:
    """Give what `make` gives of a dataset, or of one document's rows alone, made once.

    What is remembered must not be changed by whoever gets it.
    """
    known = _remembered.setdefault(data, {})
    if (document, what) not in known:
        known[document, what] = make()
    return known[document, what]


def share_measures(data: Dataset, other: Dataset) -> None:
    """Let another dataset, which has all rows of the departments in this one, know what was made of their documents."""
    made = {key: value for key, value in _remembered.get(data, {}).items() if key[0]}
    _remembered.setdefault(other, {}).update(made)


@dataclass(frozen=True, eq=False)
class Budget:
    """A department's budget of a year: its clean tables, its name and level."""

    data: Dataset = field(repr=False)
    department_id: str
    department: str
    year: int
    level: str
    region: str
    document_id: str
    counterpart: str | None
    kind: str = "budget"
    is_text: bool = False
    part_of: str | None = None

    def table(self, name: str) -> pd.DataFrame:
        """Give one clean table's rows of this document that count in sums."""
        return self.remember(f"table {name}", lambda: self._choose(name)).copy(deep=False)

    def _choose(self, name: str) -> pd.DataFrame:
        frame = self.data.frame(name)
        own = self.document_ids if name == "statements" else [self.document_id]
        frame = frame[frame["document_id"].isin(own)]
        return frame[~frame["role"].isin(PARENT_ROLES)] if "role" in frame else frame

    def remember(self, what: str, make: Callable[[], Made]) -> Made:
        """Give what `make` gives of this document, made once a dataset: reports ask for the same again and again.

        What is remembered must not be changed by whoever gets it.
        """
        return remember(self.data, what, make, self.document_id)

    @cached_property
    def document_ids(self) -> list[str]:
        """The documents that the publication consists of: its own, and its explanatory text where that came apart."""
        rows = self.data.documents
        same = rows[(rows["department_id"] == self.department_id) & (rows["year"] == self.year)]
        texts = same[(same["kind"] == self.kind) & (same["part"] == TEXT)]["document_id"]
        return [*dict.fromkeys([self.document_id, *texts])]

    @property
    def label(self) -> str:
        """The department and year as titles name them."""
        return f"{self.department}（{self.year}年{KIND_LABELS[self.kind] if self.is_unit else ''}）"

    @property
    def kind_label(self) -> str:
        """What kind of document it is, with its year (`2024年部门预算`)."""
        return f"{self.year}年{KIND_LABELS[self.kind]}{'（只有文字说明）' if self.is_text else ''}"

    @property
    def side(self) -> str:
        """The level and year as table headers name them (`市级 2026年`); that it is a single unit's where it is."""
        return f"{LEVELS[self.level]} {self.year}年{f'（{KIND_LABELS[self.kind]}）' if self.is_unit else ''}"

    @property
    def is_unit(self) -> bool:
        """Say whether it is the budget of a single unit (单位预算), not of a department with all its units."""
        return self.kind == "unit_budget"

    @cached_property
    def printed_totals(self) -> dict[tuple[str, str], float]:
        """The totals that the document prints, by clean table and column, in 万元."""
        frame = self.table("printed_totals")
        return {(row.table, row.column): row.amount for row in frame.itertuples()}


def find_budgets(data: Dataset) -> list[Budget]:
    """Find every budget of the dataset, of departments and of single units, in its order.

    An explanatory text counts by itself only where the tables that belong to it are not there.
    """
    return _find(data, BUDGETS)


def find_accounted(budget: Budget) -> tuple[Budget, Budget] | None:
    """Find the latest year, up to a budget's own, of which the department published budget and final accounts.

    Both are of the department, or both of the same single unit: a budget is never held against accounts of another
    scope. None where there is no such year.
    """
    own = [one for one in find_budgets(budget.data) if one.department_id == budget.department_id]
    found = [one for one in _find(budget.data, ACCOUNTS.values()) if one.department_id == budget.department_id]
    accounts = {(one.year, one.kind): one for one in found}
    pairs = [(one, accounts[key]) for one in own if (key := (one.year, ACCOUNTS[one.kind])) in accounts]
    pairs = [pair for pair in pairs if pair[0].year <= budget.year]
    return max(pairs, key=lambda pair: (pair[0].kind == budget.kind, pair[0].year), default=None)


def _find(data: Dataset, kinds: Collection[str]) -> list[Budget]:
    rows = [
        row for row in remember(data, "documents", lambda: data.documents.to_dict("records")) if row["kind"] in kinds
    ]
    return [_budget(data, row) for row in leave_out_texts(rows)]


def leave_out_texts(rows: Sequence[Row]) -> list[Row]:
    """Leave out documents of explanatory text alone whose tables are among the others."""
    whole = {_publication(row) for row in rows if row.get("part") != TEXT}
    return [row for row in rows if row.get("part") != TEXT or _publication(row) not in whole]


def _publication(row: Row) -> tuple:
    return row["department_id"], row["year"], row["kind"]


def find_budget(data: Dataset, department: str, year: int) -> Budget:
    """Find the budget of a department and year: the whole department's where there is also one of a unit of it.

    Raises ParameterError when the department or its year is not there.
    """
    budgets = find_budgets(data)
    own = [budget for budget in budgets if budget.department_id == department]
    if not own:
        near = say_other_kinds(data.documents.to_dict("records"), department) or say_nearest(
            department, {budget.department_id: budget.department for budget in budgets}
        )
        raise ParameterError("参数 department", "有预算文件的部门编号", repr(department), near)
    found = min((one for one in own if one.year == year), key=lambda one: one.is_unit, default=None)
    if found is None:
        years = "、".join(str(budget.year) for budget in own)
        raise ParameterError("参数 year", f"{department} 已有的预算年度 {years}", repr(year), "请改正年度。")
    return found


def say_other_kinds(rows: Sequence[Row], department: str) -> str:
    """Say which documents of a department are there, where none is a budget; empty where there is none at all."""
    own = [row for row in rows if row["department_id"] == department]
    kinds = "、".join(dict.fromkeys(f"{row['year']}年{KIND_LABELS[row['kind']]}" for row in own))
    return f"该部门只有{kinds}，报告须有其预算文件，请用 budgetkit add 加入。" if own else ""


def find_counterpart(budget: Budget, counterpart: str | None = None) -> Budget | None:
    """Find the counterpart's budget: of the same year, else of the nearest one; None where there is no document.

    A budget of the other kind (of a unit against a department) is taken only where none alike is there.

    `counterpart` is a department id, by default the one that the sources manifest names.
    Raises ParameterError when a counterpart is asked for that no document is of.
    """
    budgets = find_budgets(budget.data)
    wanted = counterpart or budget.counterpart or _named_by(budget, budgets)
    found = [other for other in budgets if other.department_id == wanted]
    if counterpart and not found:
        raise ParameterError("参数 counterpart", "有预算文件的部门编号", repr(counterpart), "请改正或留空。")
    return min(
        found, key=lambda other: (other.kind != budget.kind, abs(other.year - budget.year), -other.year), default=None
    )


def _named_by(budget: Budget, budgets: list[Budget]) -> str | None:
    """Give the department that names this one as its counterpart, where one alone does."""
    naming = {other.department_id for other in budgets if other.counterpart == budget.department_id}
    return naming.pop() if len(naming) == 1 else None


def find_earlier_budget(budget: Budget, base_year: int | None = None) -> Budget | None:
    """Find the same department's budget of the base year, by default of the nearest earlier year; one alike first."""
    own = [b for b in find_budgets(budget.data) if b.department_id == budget.department_id and b.year < budget.year]
    if base_year is not None:
        own = [other for other in own if other.year == base_year]
    return max(own, key=lambda other: (other.kind == budget.kind, other.year), default=None)


def _budget(data: Dataset, row: dict) -> Budget:
    counterpart = row["counterpart"] if isinstance(row["counterpart"], str) else None
    return Budget(
        data,
        row["department_id"],
        row["department"],
        int(row["year"]),
        row["level"],
        row["region"],
        row["document_id"],
        counterpart,
        row["kind"],
        row.get("part") == TEXT,
        row["part_of"] if isinstance(row.get("part_of"), str) else None,
    )
