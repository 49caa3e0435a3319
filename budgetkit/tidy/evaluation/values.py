"""The values of a row: its name, target and actual result told apart where only blanks and line ends separate them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from budgetkit.parse import squeeze
from budgetkit.tidy.evaluation.tokens import EMPTY_MARKS, Token

_OPERATOR = re.compile(r"[≥≤＞＜><=＝≈]+")
_QUANTITY = re.compile(r"(?P<operator>[≥≤＞＜><=＝≈]*)(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>[^\d.,，。；]{0,8})")
_DATE = re.compile(
    r"[≥≤＞＜><=＝]?(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:之?前|底前?|底)?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
)
_WORD = re.compile(
    r"是|否|有|无|好|坏|好坏|优|良|中|差|优良|优良中低差|较好|达标|合格|已?完成|达成|不适用|定性.*|高中低"
)
_FRAGMENT = re.compile(r"[万亿]?元|[%％]|[人台套]次|个月")
_PIECES = 4  # a value breaks into no more pieces than this
_FAR, _CLEAR_MARGIN = 6, 2


class PrintedQuantity(NamedTuple):
    """A printed quantity (≤200.25万元): operator (empty where none), number and unit."""

    operator: str
    number: Decimal
    unit: str


class Split(NamedTuple):
    """A row's pieces by cell; `is_certain` is false where another division was about as good."""

    name: list[Token]
    target: list[Token]
    actual: list[Token]
    is_certain: bool = True


def parse_quantity(text: str | None) -> PrintedQuantity | None:
    """Parse a quantity; None where the text is not one number with at most an operator and a unit."""
    match = _QUANTITY.fullmatch(squeeze(text or ""))
    if not match:
        return None
    return PrintedQuantity(match["operator"], Decimal(match["number"].replace(",", "")), match["unit"])


def split_values(tokens: Sequence[Token], data_line: int) -> Split:
    """Split what stands before weight and score into name, target and actual.

    Two values in the line of the weight are taken as they stand. Where they wrap or stand in lines above, every
    division is weighed: values look like values, a target begins with its operator, and pieces of one cell do not stand
    side by side in one line.
    """
    tokens = merge_pieces(tokens)
    here = [token for token in tokens if token.source.number == data_line]
    if len(here) >= 2 and not any(_FRAGMENT.fullmatch(token.text) for token in here[-2:]):
        return Split(list(tokens[:-2]), [tokens[-2]], [tokens[-1]])
    divisions = [
        (first, second)
        for first, second in combinations(range(max(0, len(tokens) - 2 * _PIECES), len(tokens)), 2)
        if second - first <= _PIECES and len(tokens) - second <= _PIECES
    ]
    if not divisions:
        return Split(list(tokens), [], [], is_certain=False)
    ranked = sorted(divisions, key=lambda cuts: _division_cost(tokens, *cuts))
    costs = [_division_cost(tokens, *cuts) for cuts in ranked[:2]]
    certain = len(costs) == 1 or costs[1] - costs[0] >= _CLEAR_MARGIN
    first, second = ranked[0]
    return Split(list(tokens[:first]), list(tokens[first:second]), list(tokens[second:]), certain)


def merge_pieces(tokens: Sequence[Token]) -> list[Token]:
    """Merge what a blank inside one value parted: an operator and its number, a number and %, year and month."""
    merged: list[Token] = []
    for token in tokens:
        if merged and token.gap == "blank" and _is_one_value(merged[-1].text, token.text):
            merged[-1] = merged[-1]._replace(text=merged[-1].text + token.text, ends_line=token.ends_line)
        else:
            merged.append(token)
    return merged


def _is_one_value(left: str, right: str) -> bool:
    if _OPERATOR.fullmatch(left):
        return bool(_QUANTITY.fullmatch(right) or _DATE.fullmatch(right))
    if right in ("%", "％"):
        return bool(re.search(r"\d$", left))
    if re.fullmatch(r"\d{4}年", left):
        return bool(re.fullmatch(r"\d{1,2}月(?:\d{1,2}日)?.{0,3}", right))
    return bool(re.fullmatch(r"(?:\d{4}年)?\d{1,2}月", left) and re.fullmatch(r"\d{1,2}日.{0,3}", right))


def _division_cost(tokens: Sequence[Token], first: int, second: int) -> int:
    name, target, actual = tokens[:first], tokens[first:second], tokens[second:]
    texts = ["".join(token.text for token in cell) for cell in (target, actual)]
    cost = sum(_cell_cost(cell, text) for cell, text in zip((target, actual), texts, strict=True))
    cost += 0 if name else 8
    if name and _looks_like_value(name[-1].text) and _OPERATOR.match(name[-1].text):
        cost += 4
    if _OPERATOR.match(texts[0]):
        cost -= 2
    return cost


def _cell_cost(cell: Sequence[Token], text: str) -> int:
    joints = sum(1 if token.starts_line else _FAR for token in cell[1:])
    if _FRAGMENT.fullmatch(text):
        return joints + _FAR
    if _looks_like_value(text):
        return joints
    return joints + (2 if len(text) <= 6 and not re.search(r"[，。；]", text) else _FAR)


def _looks_like_value(text: str) -> bool:
    return text in EMPTY_MARKS or any(pattern.fullmatch(text) for pattern in (_QUANTITY, _DATE, _WORD))


def completes_unit(actual: str, target: str, piece: str) -> bool:
    """Say whether a piece printed after the score is the end of the actual value's unit (万 … 元)."""
    found, wanted = parse_quantity(actual), parse_quantity(target)
    return bool(found and wanted and found.unit != wanted.unit and found.unit + piece == wanted.unit)
