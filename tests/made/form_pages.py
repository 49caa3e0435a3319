"""What made forms of all families are printed with: amounts, hierarchies, and pages of cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from random import Random

from made.form_ledger import FormLedger, Item, add, name_of

Cells = list[str]
NUMERALS = "一二三四五六七八九十"


def write(amount: Decimal | None, step: Decimal) -> str:
    """Write an amount with thousands separators, to the step of its ledger; a missing one is empty."""
    return "" if amount is None else f"{amount:,.{-step.as_tuple().exponent}f}"


def with_parents(kind: str, items: Sequence[Item], year: int, lengths: Sequence[int]) -> list[Item]:
    """Give the items with their classes (and sections) above them, each with the sums of what is below it."""
    rows: dict[str, Item] = {}
    for item in items:
        for length in lengths:
            code = item.code[:length]
            if length < len(item.code) and code not in rows:
                own = [other for other in items if other.code.startswith(code)]
                parts = tuple(_sum_or_none(other.parts[side] for other in own) for side in (0, 1))
                rows[code] = Item(code, name_of(kind, code, year), parts)
        rows[item.code] = item
    return list(rows.values())


def _sum_or_none(amounts: Iterable[Decimal | None]) -> Decimal | None:
    present = [amount for amount in amounts if amount is not None]
    return add(present) if present else None


class FormPages:
    """Pages of a made document, cells of a line set apart by tabs; a header may come again behind a page break."""

    def __init__(self, ledger: FormLedger, seed: int, breaks: float = 0.08) -> None:
        self.ledger, self.random, self.breaks = ledger, Random(seed), breaks
        self.gap = self.random.choice(("", " ", "　", "　　"))
        self.functions = with_parents("function", ledger.functions, ledger.year, (3, 5))
        self.classes = [item for item in self.functions if len(item.code) == 3]
        self.economy = with_parents("dept_econ", ledger.economy, ledger.year, (3,))
        self._lines: list[Cells] = []

    @property
    def numbered(self) -> list[tuple[str, str]]:
        """The function classes as a summary lists them: numbered name, and amount."""
        return [(f"{NUMERALS[n]}、{item.name}", self.amount(item.total)) for n, item in enumerate(self.classes)]

    def amount(self, value: Decimal | None) -> str:
        return write(value, self.ledger.step)

    def amounts(self, item: Item) -> Cells:
        """Write an item's total and its two parts."""
        return [self.amount(item.total), *map(self.amount, item.parts)]

    def whole(self, items: Sequence[Item]) -> Item:
        """Make the 合计 of items."""
        return Item("", "合计", tuple(_sum_or_none(item.parts[side] for item in items) for side in (0, 1)))

    def page(
        self, top: Sequence[Cells], header: Sequence[Cells], rows: Sequence[Cells], notes: Sequence[str] = ()
    ) -> None:
        self._lines += [*top, *header]
        width = len(header[-1])
        blank = self.random.randint(1, 4) if self.random.random() < 0.3 else 0  # a page filled up with empty rows
        for place, row in enumerate([*rows[:-1], *[[""] * width] * blank, rows[-1]]):
            if place and self.random.random() < self.breaks:
                self._lines += [[], *(header if self.random.random() < 0.8 else [])]
            self._lines.append([self._space(cell) for cell in row])
        self._lines += [*([note] for note in notes), []]

    def _space(self, cell: str) -> str:
        """Set a label of a total apart, as print does to fill its cell."""
        return self.gap.join(cell) if cell in ("合计", "总计", "小计") else cell

    def text(self) -> str:
        return "\n".join("\t".join(cells) for cells in self._lines)


def beside(left: Sequence[Cells], right: Sequence[Cells]) -> list[Cells]:
    """Set two lists of rows beside each other, the shorter one filled up with empty cells."""
    height = max(len(left), len(right))
    sides = [[*side, *([[""] * len(side[0])] * (height - len(side)))] for side in (left, right)]
    return [[*one, *other] for one, other in zip(*sides, strict=True)]
