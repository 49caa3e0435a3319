"""Invented money for the forms of other families: items of function and economic classes that add up, from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from budgetkit.codes.reference import load_reference
from made.words import REGIONS

YUAN, FEN = Decimal(1), Decimal("0.01")
_CLASSES = ("201", "206", "208", "210", "211", "213", "221")
_ECONOMY = {"301": "personnel", "302": "public_funds", "303": "personnel", "310": "public_funds"}


@dataclass(frozen=True)
class Item:
    """An item of a classification with its two amounts, in the unit that is printed; a missing one is None."""

    code: str
    name: str
    parts: tuple[Decimal | None, Decimal | None]

    @property
    def total(self) -> Decimal:
        """What both amounts add up to."""
        return add(self.parts)


@dataclass(frozen=True)
class FormLedger:
    """An invented body's money: functions as basic and project, economic classes as personnel and public funds."""

    body: str
    year: int
    functions: tuple[Item, ...]
    economy: tuple[Item, ...]
    step: Decimal

    @property
    def total(self) -> Decimal:
        """All money."""
        return add(item.total for item in self.functions)

    @property
    def basic(self) -> Decimal:
        """Basic expenditure: of the functions, and what the economic classes add up to."""
        return add(item.parts[0] for item in self.functions)

    @property
    def project(self) -> Decimal:
        """Project expenditure."""
        return add(item.parts[1] for item in self.functions)


def add(amounts) -> Decimal:
    """Add what is there; nothing is zero."""
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def name_of(kind: str, code: str, year: int) -> str:
    """Name a code as it is called in a year."""
    entries = load_reference(kind)[code]
    return next((entry.name for entry in reversed(entries) if entry.since <= year <= entry.until), entries[-1].name)


def make_form_ledger(seed: int, year: int, step: Decimal = FEN, digits: int = 9) -> FormLedger:
    """Make an invented body's money from a seed, to whole steps; no amount has more than so many digits."""
    random = Random(seed * 7919 + year)
    region = random.choice(REGIONS)
    body = f"{region if isinstance(region, str) else region[0]}{random.choice(('湖泊', '气候', '星象', '驿路'))}局"
    items = [_draw_item(random, code, year, step, digits) for code in _draw_functions(random, year)]
    if add(item.parts[0] for item in items) == 0:
        items[0] = Item(items[0].code, items[0].name, (Decimal(1000) * step, items[0].parts[1]))
    basic = add(item.parts[0] for item in items)
    return FormLedger(body, year, tuple(items), tuple(_draw_economy(random, basic, year, step)), step)


def _draw_functions(random: Random, year: int) -> list[str]:
    known = load_reference("function")
    codes = [
        code
        for code, entries in known.items()
        if len(code) == 7 and code[:3] in _CLASSES and entries[-1].since <= year <= entries[-1].until
        and code[:5] in known
    ]  # fmt: skip
    return sorted(random.sample(codes, random.randint(3, 12)))


def _draw_item(random: Random, code: str, year: int, step: Decimal, digits: int) -> Item:
    amounts = [
        random.randint(1, 10 ** random.randint(3, digits)) * step if random.random() < 0.7 else None for _ in "bp"
    ]
    if amounts == [None, None]:
        amounts[random.randint(0, 1)] = random.randint(1, 10**6) * step
    return Item(code, name_of("function", code, year), tuple(amounts))


def _draw_economy(random: Random, basic: Decimal, year: int, step: Decimal) -> list[Item]:
    """Share basic expenditure out among economic items: personnel or public funds by their class."""
    known = load_reference("dept_econ")
    codes = [c for c, e in known.items() if len(c) == 5 and c[:3] in _ECONOMY and e[-1].since <= year <= e[-1].until]
    chosen = sorted(random.sample(codes, min(random.randint(3, 14), len(codes))))
    rest, items = basic, []
    for code in chosen:
        amount = rest if code == chosen[-1] else (rest * random.randint(0, 60) / 100 // step) * step
        rest -= amount
        if amount:
            is_personnel = _ECONOMY[code[:3]] == "personnel"
            parts = (amount, None) if is_personnel else (None, amount)
            items.append(Item(code, name_of("dept_econ", code, year), parts))
    return items
