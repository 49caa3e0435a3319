"""What costs that print a unit of their own tell of the unit of their projects' money; amounts in 万元."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import is_telling
from budgetkit.check.unit_verdict import AS_READ, DECISIVE, STRONG, SUPPORTING, FactorEvidence
from budgetkit.cost_ceilings import Ceiling, is_cost, parse_ceiling
from budgetkit.parse import half_unit

_WAN = Decimal(10000)
POWERS = tuple(Decimal(10) ** power for power in (-4, 4, -3, 3, -2, 2, -1, 1))
SWAPS = {1 / _WAN: "万分之一", _WAN: "一万倍"}  # 元 printed for 万元, and the other way
_MANY = 2
_SEVERAL = 3  # a cost of a tenth or a hundredth of its project may be meant, once or twice
_TELLING = 3  # digits of money that a cost meets at a small power of ten


def of_costs(document: CheckedDocument) -> Iterator[FactorEvidence]:
    """Compare costs that print a unit of their own with the money of their project or form."""
    pairs = list(_cost_pairs(document))
    meeting = sum(_meets(*pair, AS_READ) for pair in pairs)
    against = list(_against(pairs, meeting))
    if meeting:  # outvoted, they weigh no more than chance
        most = SUPPORTING if any(piece.strength == DECISIVE for piece in against) else STRONG
        yield FactorEvidence(AS_READ, min(meeting, most), f"{meeting} 项成本指标自带单位，与预算数相符")
    yield from against


def in_words(factor: Decimal) -> str:
    """Say a factor in words."""
    return SWAPS.get(factor) or f"{factor.normalize():f} 倍"


def _cost_pairs(document: CheckedDocument) -> Iterator[tuple[Ceiling, Decimal]]:
    """Pair each cost that prints its own unit, and a project's costs together, with the money (万元) for them."""
    totals = {row["project_seq"]: row["total"] for row in document.rows("projects")}
    costs: dict[int, list[Ceiling]] = defaultdict(list)
    for row in document.rows("project_indicators"):
        ceiling = parse_ceiling(row["value"], row["unit"]) if is_cost(row["level1"], row["level2"]) else None
        if ceiling and ceiling.number and totals.get(row["project_seq"]):
            costs[row["project_seq"]].append(ceiling)
    for seq, ceilings in costs.items():
        whole = Ceiling(sum(ceiling.amount for ceiling in ceilings), "万元")
        yield from ((ceiling, totals[seq]) for ceiling in (*ceilings, *([whole] if len(ceilings) > 1 else ())))
    budgets = {
        row["evaluation_seq"]: row["full_year_budget"]
        for row in document.rows("evaluation_funds")
        if row["fund"] == "total"
    }
    for row in document.rows("evaluation_indicators"):
        ceiling = parse_ceiling(row["target"])
        if ceiling and ceiling.number and budgets.get(row["evaluation_seq"]):
            yield ceiling, budgets[row["evaluation_seq"]]


def _against(pairs: Sequence[tuple[Ceiling, Decimal]], meeting: int) -> Iterator[FactorEvidence]:
    """Costs that meet their money at a power of ten only; decisive where they are far more than those that meet it."""
    for factor in POWERS:
        is_swap = factor in SWAPS
        count = sum(_meets(*pair, factor) for pair in pairs if is_swap or is_telling(pair[1], _TELLING))
        if count >= (_MANY if is_swap else _SEVERAL):
            text = f"{count} 项自带单位的成本指标只与项目金额的{in_words(factor)}相符"
            yield FactorEvidence(factor, DECISIVE if count > 2 * meeting else SUPPORTING, text)


def _meets(ceiling: Ceiling, total: Decimal, factor: Decimal) -> bool:
    """Say whether a total meets a cost at a factor, to the printed digits."""
    return abs(ceiling.amount - total * factor) <= ceiling.slack + half_unit(total) * factor
