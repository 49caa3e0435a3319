"""The reference of classification codes: which names a code has had, in which years, and how sure that is.

Three kinds of code, a data file each: `function` (支出功能分类, 3 to 7 digits), `gov_econ` (政府预算支出经济分类) and
`dept_econ` (部门预算支出经济分类), both 3 or 5 digits. Local codes of 7 digits extend one of `dept_econ`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

KINDS = ("function", "gov_econ", "dept_econ")
SLACK_YEARS = 1  # a document may still print last year's name, and the years of the reference may be one off
_SAME_IN_PRINT = str.maketrans({"和": "、", "与": "、", "及": "、", "，": "、", "(": "（", ")": "）", '"': "“"})
_MARKS = re.compile(r"[\s“”（）\-]")


class ListedCode(NamedTuple):
    """A code with one of its names: first and last year, 0 and 9999 where open, and where it was seen in print.

    `seen` is empty where the compilation is the only source.
    """

    code: str
    name: str
    since: int
    until: int
    seen: str

    def holds_in(self, year: int) -> bool:
        """Say whether a document of a year may print this name."""
        return self.since - SLACK_YEARS <= year <= self.until + SLACK_YEARS


@cache
def load_reference(kind: str) -> Mapping[str, tuple[ListedCode, ...]]:
    """Load the entries of a kind of code, by code, earlier names first."""
    entries: dict[str, tuple[ListedCode, ...]] = {}
    for entry in _read_entries(kind):
        entries[entry.code] = (*entries.get(entry.code, ()), entry)
    return entries


def _read_entries(kind: str) -> list[ListedCode]:
    return [
        ListedCode(row["code"], row["name"], int(row["since"] or 0), int(row["until"] or 9999), row["seen"])
        for row in _read_rows(kind)
    ]


def _read_rows(name: str) -> list[dict[str, str]]:
    text = resources.files(__package__).joinpath(f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@cache
def load_codes_by_name(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Load the codes that have or had a name, by the name's key."""
    codes: dict[str, tuple[str, ...]] = {}
    for entry in (entry for entries in load_reference(kind).values() for entry in entries):
        key = name_key(entry.name)
        if entry.code not in codes.get(key, ()):
            codes[key] = (*codes.get(key, ()), entry.code)
    return codes


@lru_cache(1 << 12)
def name_key(name: str) -> str:
    """Reduce a name to what tells it from others: without blanks, brackets and quotes, one word for `and`."""
    return _MARKS.sub("", name.translate(_SAME_IN_PRINT))


def find_entries(kind: str, code: str, year: int) -> tuple[ListedCode, ...]:
    """Give the entries of a code that hold in a year; none where the code was not in force then."""
    return tuple(entry for entry in load_reference(kind).get(code, ()) if entry.holds_in(year))


def is_pair(gov_econ: str, dept_econ: str) -> bool | None:
    """Say whether a department economic code belongs under a government one; None where the reference doesn't tell."""
    codes = _load_pairs().get(gov_econ)
    return None if codes is None else dept_econ.startswith(codes)


@cache
def _load_pairs() -> Mapping[str, tuple[str, ...]]:
    return {row["gov"]: tuple(row["dept"].split()) for row in _read_rows("pairs")}
