"""Proof that a 项目支出表 joined from two blocks was joined rightly: sums that other tables print."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from budgetkit.finding import Row, is_leaf
from budgetkit.recognise.kind import Known
from budgetkit.tidy.project_names import name_key, sum_by_name

_CLASSES = ("function_code", "gov_econ_code", "dept_econ_code")
_ECONOMIC = ("gov_econ_code", "dept_econ_code")
Verdict = Literal["proved", "partly", "unproved", "disproved"]


@dataclass
class JoinProof:
    """What other tables say about joined rows: positions that they confirm, and what they contradict.

    `classes` counts the classes of 支出总表 (function, government and department economic) whose sums agree,
    `wrong_classes` those that the join got wrong. `projects` counts projects whose total is printed elsewhere too;
    `wrong_projects` has, by name key, the total printed elsewhere where it is another.
    """

    rows: int
    confirmed: set[int] = field(default_factory=set)
    classes: int = 0
    wrong_classes: int = 0
    projects: int = 0
    wrong_projects: dict[str, Decimal] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        """Say whether the join holds: for all rows, for some, without any evidence, or not at all."""
        if self.wrong_classes or len(self.wrong_projects) > self.projects:
            return "disproved"
        if not self.confirmed:
            return "unproved"
        return "proved" if len(self.confirmed) == self.rows and not self.wrong_projects else "partly"


def prove_join(rows: Sequence[Row], known: Known) -> JoinProof:
    """Hold joined rows of 项目支出表 (amounts in 万元) against 支出总表, the project list and 购买服务明细表."""
    proof = JoinProof(len(rows))
    _compare_classes(proof, rows, filter(is_leaf, known.get("expenditure", ())))
    _compare_projects(proof, rows, sum_by_name(known.get("project_list", ()), "total"))
    _compare_purchases(proof, rows, sum_by_name(known.get("purchased_services", ()), "amount"))
    return proof


def _compare_classes(proof: JoinProof, rows: Sequence[Row], expenditure: Iterable[Row]) -> None:
    """Compare the sums by function and economic class.

    A difference speaks against the join only where both tables agree on the economic class as a whole: otherwise
    it was there before any row was joined. A class with an unread amount says nothing.
    """
    expenditure = list(expenditure)
    printed, own = _sums(expenditure, _CLASSES, "project"), _sums(rows, _CLASSES, "total")
    printed_economic, own_economic = _sums(expenditure, _ECONOMIC, "project"), _sums(rows, _ECONOMIC, "total")
    unread = {_key(row, _CLASSES) for row in rows if row["total"] is None}
    for key, total in own.items():
        if key in unread:
            continue
        if printed.get(key) == total:
            proof.classes += 1
            proof.confirmed.update(position for position, row in enumerate(rows) if _key(row, _CLASSES) == key)
        elif printed_economic.get(key[1:]) == own_economic[key[1:]]:
            proof.wrong_classes += 1


def _compare_projects(proof: JoinProof, rows: Sequence[Row], printed: dict[str, Decimal]) -> None:
    for key, total in sum_by_name(rows, "total").items():
        if printed.get(key) == total:
            proof.projects += 1
            _confirm(proof, rows, key)
        elif key in printed:
            proof.wrong_projects[key] = printed[key]


def _compare_purchases(proof: JoinProof, rows: Sequence[Row], bought: dict[str, Decimal]) -> None:
    """Purchases are a part of a project: equal confirms, more than the project contradicts."""
    for key, total in sum_by_name(rows, "total").items():
        if bought.get(key) == total:
            _confirm(proof, rows, key)
        elif key in bought and bought[key] > total:
            proof.wrong_projects.setdefault(key, bought[key])


def _confirm(proof: JoinProof, rows: Sequence[Row], key: str) -> None:
    proof.confirmed.update(position for position, row in enumerate(rows) if name_key(row["project_name"]) == key)


def _sums(rows: Iterable[Row], classes: tuple[str, ...], amount: str) -> dict[tuple, Decimal]:
    sums: dict[tuple, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row[amount] is not None:
            sums[_key(row, classes)] += row[amount]
    return dict(sums)


def _key(row: Row, classes: tuple[str, ...]) -> tuple:
    return tuple(row[name] for name in classes)
