"""Items of the two-sided tables that are a known item but for one character, or whose number is unreadable."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import read_figure
from budgetkit.check.result import make_row
from budgetkit.check.two_sides import TABLES
from budgetkit.check.words import table_label
from budgetkit.codes.class_names import find_class, load_class_stems
from budgetkit.finding import Row

RULE = "item_name"
_LEAST = 4  # characters from which one that differs is more likely a misprint than another word
_OPEN, _SPENT = "*", "支出"
_NUMERAL = "一二三四五六七八九十"
_NUMBERED = re.compile(rf"(?:（.{{1,3}}）|(?:.?[{_NUMERAL}].?|.)[、.．])(?P<name>.+)")


def check_item_names(document: CheckedDocument) -> Iterator[Row]:
    """Doubt an item of a two-sided table that is not known, but is a known one with one character changed."""
    for table in TABLES:
        for row in document.all_rows(table):
            meant = find_meant(row["item_name"] or "")
            if meant is None:
                continue
            figure = read_figure(row, "amount")
            text = f"“{row['item']}”与“{meant}”只差一字或序号，可能误印，宜复核"
            description = f"{table_label(table)}：项目名称是该表已知的项目"
            yield make_row(RULE, table, description, "insufficient", text, lines=(figure.lines,), left=figure.value)


@cache
def find_meant(name: str) -> str | None:
    """Find the known item that an unknown one is but for one character or its number; None for others."""
    known = _load_known()
    if len(name) < _LEAST or known.get(name) == name or find_class(name):
        return None
    numbered = _NUMBERED.fullmatch(name)
    if numbered and (known.get(numbered["name"]) == numbered["name"] or find_class(numbered["name"])):
        return numbered["name"]
    return next((known[form] for form in _blur(name) if form in known), None)


@cache
def _load_known() -> dict[str, str]:
    """Load the known items by each way of blurring them."""
    listed = tomllib.loads(resources.files(__package__).joinpath("item_names.toml").read_text("utf-8"))
    funds = {fund + ending for fund in listed["funds"] for ending in listed["endings"]}
    names = {*funds, *listed["items"], *(f"{stem}{_SPENT}" for stem in load_class_stems())}
    return {form: name for name in sorted(names) for form in (*_blur(name), name)}


def _blur(name: str) -> Iterator[str]:
    """Give a name with each of its characters left open, which a name with another, or none, there shares."""
    for place in range(len(name)):
        yield f"{name[:place]}{_OPEN}{name[place + 1 :]}"
    for place in range(len(name) + 1):
        yield f"{name[:place]}{_OPEN}{name[place:]}"
