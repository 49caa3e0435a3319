"""The words by which rules recognise what a name or an indicator speaks of."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

import pandas as pd

_DEADLINE = r"(?:\d{1,2}\s*月)?(?:\d{1,2}\s*日)?(?:中旬|上旬|下旬|初|底|末)?[之以]?前"
_YEAR = re.compile(rf"(?<!\d)(20\d{{2}})\s*年(?!{_DEADLINE})")


@cache
def pattern(kind: str) -> re.Pattern[str]:
    """Give the pattern of a list in words.toml, such as `earlier` or `pay`."""
    lists = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))
    return re.compile("|".join(lists[kind]))


def says(kind: str, text: object) -> bool:
    """Say whether a text has a word of a list; a missing text has none."""
    return isinstance(text, str) and bool(pattern(kind).search(text))


def saying(kind: str, texts: pd.Series) -> pd.Series:
    """Say for each text of a column whether it has a word of a list; a missing text has none."""
    return texts.fillna("").str.contains(pattern(kind))


def years_in(text: object) -> list[int]:
    """Give the years that a text names, in order; one that is named for comparison (比2024年下降) is left out."""
    if not isinstance(text, str):
        return []
    before = re.compile(rf"(?:{pattern('comparison').pattern})\s*$")
    return [int(match[1]) for match in _YEAR.finditer(text) if not before.search(text[: match.start()])]


def pays_earlier_year(text: object, budget_year: int) -> bool:
    """Say whether a name speaks of what an earlier year contracted: 尾款, 上年, or earlier years only."""
    years = years_in(text)
    return says("earlier", text) or (bool(years) and max(years) < budget_year)


def pays_last_of_earlier_year(text: object, budget_year: int) -> bool:
    """Say whether a text speaks of an earlier year's last payment: 上年度尾款, 2025年合同尾款 in a later budget."""
    if not isinstance(text, str):
        return False
    year, between = r"(?:上一?年|(?<!\d)(20\d{2})\s*年)度?", r"[^，,。；;、：:（）()及和与]{0,10}?"
    found = re.finditer(f"{year}{between}(?:{pattern('last').pattern})", text)
    return any(match[1] is None or int(match[1]) < budget_year for match in found)


def names_earlier_year(text: object, budget_year: int) -> bool:
    """Say whether a name that speaks of an earlier year's contract also says which year: not 尾款 alone."""
    years = years_in(text)
    if years:
        return max(years) < budget_year
    return isinstance(text, str) and says("earlier", pattern("last").sub("", text))
