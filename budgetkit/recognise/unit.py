"""The unit of a table's amounts: what it states, held against the decimals that it prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgetkit.parse import is_amount, printed_decimals
from budgetkit.read.row import RawRow

_STATED = re.compile(r"(?:金额)?单位[:：](?P<unit>人民币)?(?P<name>万元|元|亿元|千元)")
_OWN_UNIT = re.compile(r"[亿千万]?元.*|[万亿%‰]")
# powers of ten, so that an amount keeps the place of its last printed digit (1.2 亿元 is not 12,000.0 万元 exactly)
_IN_TEN_THOUSAND = {"元": Decimal("1E-4"), "千元": Decimal("1E-1"), "万元": Decimal(1), "亿元": Decimal("1E+4")}


@dataclass(frozen=True)
class Unit:
    """A table's unit: `stated` in print (None: nowhere), and the factor from it to 万元.

    `conflict` says in Chinese why the unit is not to be trusted; amounts of such a table are not read.
    """

    stated: str | None
    to_ten_thousand: Decimal
    conflict: str | None = None


def recognise_unit(lines: Sequence[RawRow]) -> Unit:
    """Recognise the unit of a table from its statements and its decimals.

    A fen is the smallest amount there is: 元 has at most two decimals, 万元 at most six. A table that states no unit
    is taken as 万元, the unit that the published forms prescribe, and left to the checks across tables.
    """
    texts = (re.sub(r"\s+", "", line.text) for line in lines if "位" in line.text)
    stated = {match["name"] for text in texts if (match := _STATED.search(text))}
    if len(stated) > 1:
        return Unit(None, Decimal(1), f"表内同时注明{'和'.join(sorted(stated))}")
    if not stated:
        return Unit(None, Decimal(1))
    unit = stated.pop()
    if unit == "元":
        decimals = max((printed_decimals(cell) for line in lines for cell in amount_cells(line)), default=0)
        if decimals > 2:
            return Unit(unit, Decimal(1), f"注明单位为元，却印有 {decimals} 位小数")
    return Unit(unit, _IN_TEN_THOUSAND[unit])


def amount_cells(line: RawRow) -> list[str]:
    """Give the cells of a line that hold amounts in the table's unit.

    A number whose next cell names a unit of its own, as the values of indicators do, is not one of them.
    """
    following = (*line.cells[1:], "")
    return [
        cell
        for cell, behind in zip(line.cells, following, strict=True)
        if is_amount(cell) and not _OWN_UNIT.fullmatch(behind)
    ]
