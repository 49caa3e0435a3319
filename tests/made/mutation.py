"""Misprints in the amounts of a made document, and what the checks say of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from budgetkit.finding import Row

_AMOUNTS = {
    "budget": re.compile(r"(?<![\d.,-])\d{1,3}(?:,\d{3})*\.\d{6}(?![\d.]|\t万元)"),
    "self_evaluation": re.compile(r"(?<![\d.,-≤])\d+\.\d{2}(?![\d.万])"),
}
_TITLE = re.compile(r"(?:预算\d+表 ?)?(?P<title>\S*(?:表|收入|转移支付绩效目标表))")


@dataclass(frozen=True)
class Mutation:
    """An amount of a printed document with one digit changed: where it stands, before and after."""

    table: str
    line: int
    printed: str
    changed: str
    text: str

    def __str__(self) -> str:
        return f"{self.table} line {self.line}: {self.printed} printed as {self.changed}"


def change_digit(random: Random, text: str, kind: str = "budget") -> Mutation:
    """Change one digit of one amount (of a self-evaluation: of an amount, rate or score), drawn from all in a document.

    The values of indicators are not among them: nothing adds up to them, so that no arithmetic can find the change.
    The leading digit never becomes 0, so that the amount stays well-formed.
    """
    amount = random.choice(list(_AMOUNTS[kind].finditer(text)))
    printed = amount[0]
    places = [place for place, character in enumerate(printed) if character.isdigit()]
    place = random.choice(places)
    digits = "123456789" if place == 0 and len(printed) > 8 else "0123456789"
    digit = random.choice([digit for digit in digits if digit != printed[place]])
    changed = f"{printed[:place]}{digit}{printed[place + 1 :]}"
    start, end = amount.span()
    return Mutation(
        table=_table_at(text, start),
        line=text.count("\n", 0, start) + 1,
        printed=printed,
        changed=changed,
        text=text[:start] + changed + text[end:],
    )


SLIPS = ("digit", "sign", "power", "unreadable")
UNREADABLE = ("NaN", "1,23,456.00", "1.5e3", "(1,548.80)", "{}元", "{}.5", "#REF!", "约{}", "{}*", "O.12")


def change_row(random: Random, text: str, slip: str) -> Mutation:
    """Misprint an amount of a budget wherever its line prints it: a digit, the sign, the point, or beyond reading.

    A row's total and its part are then wrong alike, so that the row itself agrees.
    """
    amount = random.choice([found for found in _AMOUNTS["budget"].finditer(text) if float(found[0].replace(",", ""))])
    changed = _misprint(random, amount[0], slip)
    start = text.rfind("\n", 0, amount.start()) + 1
    end = text.find("\n", amount.end())
    row = text[start:end]
    cells = [changed if cell.strip() == amount[0] else cell for cell in row.split("\t")]
    return Mutation(
        table=_table_at(text, start),
        line=text.count("\n", 0, start) + 1,
        printed=amount[0],
        changed=changed,
        text=text[:start] + "\t".join(cells) + text[end:],
    )


def _misprint(random: Random, printed: str, slip: str) -> str:
    value = Decimal(printed.replace(",", ""))
    if slip == "sign":
        return f"-{printed}"
    if slip == "power":
        return f"{value * Decimal(10) ** random.choice((-3, -2, -1, 1, 2, 3)):,.6f}"
    if slip == "unreadable":
        return random.choice(UNREADABLE).format(printed)
    places = [place for place, character in enumerate(printed) if character.isdigit()]
    place = random.choice(places[1:])
    digit = random.choice([digit for digit in "0123456789" if digit != printed[place]])
    return f"{printed[:place]}{digit}{printed[place + 1 :]}"


def _table_at(text: str, position: int) -> str:
    """Find the title above a position; tables without one count with the table before."""
    titles = [line for line in text[:position].split("\n") if "\t" not in line and _TITLE.fullmatch(line)]
    return _TITLE.fullmatch(titles[-1])["title"] if titles else ""


def verdict(before: Sequence[Row], after: Sequence[Row]) -> str:
    """Say what checks make of a change: `found` (a difference is open), `explained` away, or `missed`.

    `before` are the checks of the document as it was, `after` those of the changed one.
    """
    if any(check["status"] in ("fail", "located") for check in after):
        return "found"
    return "explained" if newly_explained(before, after) else "missed"


def newly_explained(before: Sequence[Row], after: Sequence[Row]) -> set[tuple]:
    """Give the differences that checks explain of a changed document and not of the one that it was."""
    return _explained(after) - _explained(before)


def _explained(checks: Sequence[Row]) -> set[tuple]:
    names = ("rule", "table", "description", "left", "right")
    return {tuple(check[name] for name in names) for check in checks if check["status"] == "explained"}
