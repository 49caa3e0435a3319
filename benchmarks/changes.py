"""Changes of a cell or of rows, as misprints and damaged extractions make them; each gives new lines, or None."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from cells import Cell, amount_spans, name_span, project_total_cell

from budgetkit.codes.reference import load_reference
from budgetkit.finding import Row

Lines = list[str]
Change = Callable[[Random, str, Sequence[str]], str | None]
RowChange = Callable[[Random, Sequence[str], Sequence[int]], Lines | None]


def digit(random: Random, text: str, others: Sequence[str]) -> str | None:
    """One digit is another; a leading digit doesn't become 0."""
    places = [place for place, character in enumerate(text) if character.isdigit()]
    if not places:
        return None
    place = random.choice(places)
    wrong = [one for one in "0123456789" if one != text[place] and (one != "0" or place != places[0])]
    return text[:place] + random.choice(wrong) + text[place + 1 :]


def transposition(random: Random, text: str, others: Sequence[str]) -> str | None:
    """Two neighbouring digits change places."""
    places = [place for place in range(len(text) - 1) if text[place : place + 2].isdigit()]
    places = [place for place in places if text[place] != text[place + 1]]
    if not places:
        return None
    place = random.choice(places)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def power_of_ten(random: Random, text: str, others: Sequence[str]) -> str | None:
    """The decimal point is one place further."""
    whole, point, decimals = text.replace(",", "").partition(".")
    if not point or len(whole) < 2:
        return f"{text}0" if text.isdigit() else None
    return f"{whole[:-1]}.{whole[-1]}{decimals[: len(decimals) - 1]}"


def sign(random: Random, text: str, others: Sequence[str]) -> str | None:
    """A minus stands before the number."""
    return f"-{text}"


def unreadable(random: Random, text: str, others: Sequence[str]) -> str | None:
    """One digit is a letter."""
    places = [place for place, character in enumerate(text) if character.isdigit()]
    place = random.choice(places) if places else None
    return None if place is None else text[:place] + random.choice("OlZS?") + text[place + 1 :]


def lost(random: Random, text: str, others: Sequence[str]) -> str | None:
    """The cell is empty."""
    return ""


def character(random: Random, text: str, others: Sequence[str]) -> str | None:
    """One character of a name is lost."""
    places = [place for place, one in enumerate(text) if "\u4e00" <= one <= "\u9fff"]
    place = random.choice(places) if len(places) > 1 else None
    return None if place is None else text[:place] + text[place + 1 :]


def exchanged(random: Random, text: str, others: Sequence[str]) -> str | None:
    """Another cell of the same kind and table stands here."""
    wrong = [other for other in others if _plain(other) != _plain(text)]
    return random.choice(wrong) if wrong else None


def other_valid(random: Random, text: str, others: Sequence[str]) -> str | None:
    """Another code that is in force stands before the old name: one digit away where there is one, else any."""
    kind = "function" if text.startswith("2") else "gov_econ" if text.startswith("5") else "dept_econ"
    valid = [code for code in load_reference(kind) if len(code) == len(text) and code != text]
    near = [code for code in valid if sum(a != b for a, b in zip(code, text, strict=True)) == 1]
    return random.choice(near or valid) if valid else None


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text).replace("(", "（").replace(")", "）")


def other_unit(random: Random, text: str, others: Sequence[str]) -> str | None:
    """Another unit of money is stated."""
    return random.choice([unit for unit in ("元", "万元", "千元", "亿元", "百万元", "万", "万美元") if unit != text])


_NUMBERS = (digit, transposition, power_of_ten, sign, unreadable, lost)
_VALUES = (digit, power_of_ten)
_CODES = (digit, transposition, exchanged)
_CLASSES = (*_CODES, other_valid)
_NAMES = (character, exchanged)
CHANGES: dict[str, tuple[Change, ...]] = {
    "amount": _NUMBERS,
    "total": _NUMBERS,
    "function code": _CLASSES,
    "gov_econ code": _CLASSES,
    "dept_econ code": _CLASSES,
    "function name": _NAMES,
    "gov_econ name": _NAMES,
    "dept_econ name": _NAMES,
    "unit code": _CODES,
    "project id": _CODES,
    "indicator value": _VALUES,
    "indicator target": _VALUES,
    "indicator actual": _VALUES,
    "weight or score": (digit, power_of_ten),
    "unit statement": (other_unit, lost),
}


def change_cell(
    random: Random, lines: Sequence[str], cell: Cell, change: Change, others: Sequence[str]
) -> Lines | None:
    """Change one cell; None where it can't be changed so."""
    text = lines[cell.line]
    new = change(random, text[cell.start : cell.end], others)
    if new is None or new == text[cell.start : cell.end]:
        return None
    return [*lines[: cell.line], text[: cell.start] + new + text[cell.end :], *lines[cell.line + 1 :]]


def remove_row(random: Random, lines: Sequence[str], rows: Sequence[int]) -> Lines | None:
    """A row is lost."""
    line = random.choice(rows)
    return [*lines[:line], *lines[line + 1 :]]


def repeat_row(random: Random, lines: Sequence[str], rows: Sequence[int]) -> Lines | None:
    """A row stands twice."""
    line = random.choice(rows)
    return [*lines[: line + 1], *lines[line:]]


def swap_names(random: Random, lines: Sequence[str], rows: Sequence[int]) -> Lines | None:
    """The words before the amounts of two rows change places, all of them or those of one cell."""
    one, other = random.sample(list(rows), 2) if len(rows) > 1 else (0, 0)
    cells = [lines[line].split("\t") for line in (one, other)]
    heads = [_head(row) for row in cells]
    has_amount = [bool(row[head : head + 1] and row[head]) for row, head in zip(cells, heads, strict=True)]
    if one == other or not heads[0] or heads[0] != heads[1] or not all(has_amount):
        return None
    places = random.choice([list(range(heads[0])), *([place] for place in range(heads[0]))])
    for place in places:
        cells[0][place], cells[1][place] = cells[1][place], cells[0][place]
    return _with(lines, {one: "\t".join(cells[0]), other: "\t".join(cells[1])})


def swap_amounts(random: Random, lines: Sequence[str], rows: Sequence[int]) -> Lines | None:
    """The amounts of two rows change places."""
    one, other = random.sample(list(rows), 2) if len(rows) > 1 else (0, 0)
    cuts = [amount_spans(lines[line])[0][0] if amount_spans(lines[line]) else 0 for line in (one, other)]
    if one == other or not all(cuts):
        return None
    new = {one: lines[one][: cuts[0]] + lines[other][cuts[1] :], other: lines[other][: cuts[1]] + lines[one][cuts[0] :]}
    return _with(lines, new)


def swap_project_names(lines: Sequence[str], one: Row, other: Row) -> Lines | None:
    """The names of two projects change places; ids, money and indicators stay."""
    rows = [(row["source_line"] - 1, name_span(lines[row["source_line"] - 1], row)) for row in (one, other)]
    names = [lines[line][slice(*span)] for line, span in rows]
    return _with(
        lines,
        {
            line: lines[line][: span[0]] + name + lines[line][span[1] :]
            for (line, span), name in zip(rows, names[::-1], strict=True)
        },
    )


def swap_project_amounts(lines: Sequence[str], one: Row, other: Row) -> Lines | None:
    """The money of two projects changes places, from the total on to the last cell of money."""
    cells = [lines[row["source_line"] - 1].split("\t") for row in (one, other)]
    starts = [project_total_cell(row, project) for row, project in zip(cells, (one, other), strict=True)]
    for step in range(3):  # total, fiscal and other funds
        places = [start + step for start in starts]
        held = [row[place] for row, place in zip(cells, places, strict=True) if place < len(row)]
        if len(held) < 2 or not all(re.fullmatch(r"[\d,]*\.?\d*", cell.strip()) for cell in held):
            break
        cells[0][places[0]], cells[1][places[1]] = held[1], held[0]
    return _with(lines, _joined(one, other, cells))


def _joined(one: Row, other: Row, cells: Sequence[Lines]) -> dict[int, str]:
    return {row["source_line"] - 1: "\t".join(of_row) for row, of_row in zip((one, other), cells, strict=True)}


def _head(cells: Sequence[str]) -> int:
    """Count the cells of words before the first amount."""
    return next((n for n, cell in enumerate(cells) if re.fullmatch(r"-?[\d,]+\.\d+", cell) or not cell), len(cells))


def _with(lines: Sequence[str], new: dict[int, str]) -> Lines | None:
    changed = [new.get(number, line) for number, line in enumerate(lines)]
    return None if changed == list(lines) else changed


ROW_CHANGES: dict[str, RowChange] = {
    "removed": remove_row,
    "repeated": repeat_row,
    "names swapped": swap_names,
    "amounts swapped": swap_amounts,
}
PROJECT_CHANGES = {"names swapped": swap_project_names, "amounts swapped": swap_project_amounts}
