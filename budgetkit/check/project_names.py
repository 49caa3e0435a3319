"""Names of projects against what their goals and indicators speak of: two that changed places fit each other's."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from budgetkit.check.document import CheckedDocument
from budgetkit.check.result import make_row
from budgetkit.finding import Row

RULE, TABLE = "project_name_fits", "projects"
_LETTERS = re.compile(r"[\u4e00-\u9fff]+")
_FEW, _RARE = 3, 0.15  # of the projects may speak of a word by which one of them is known; at least three
_BETTER = 3  # words by which two names fit each other's projects better than their own


def check_project_names(document: CheckedDocument) -> Iterator[Row]:
    """Doubt each two projects whose names both fit the other's goal and indicators better than their own."""
    projects = {row["project_seq"]: row for row in document.rows(TABLE) if row["project_name"]}
    for one, other in find_exchanged(projects, _read_words(document)):
        first, second = projects[one], projects[other]
        what = f"“{first['project_name']}”与“{second['project_name']}”的名称各合其绩效目标"
        text = "两个名称都更合对方的绩效目标和指标，可能互换了位置，宜复核"
        lines = ((first["source_line"],), (second["source_line"],))
        yield make_row(RULE, TABLE, what, "insufficient", text, lines=lines)


def find_exchanged(projects: dict[int, Row], words: dict[int, set[str]]) -> list[tuple[int, int]]:
    """Find the pairs of projects, by number, whose names may have changed places; `words` are those of each project."""
    named = {number: _pairs(row["project_name"]) for number, row in projects.items()}
    rare = _find_rare(words, set().union(*named.values()))
    fits = {number: Counter(owner for word in own for owner in rare.get(word, ())) for number, own in named.items()}
    pairs = {tuple(sorted((one, other))) for one, fit in fits.items() for other in fit if other in fits}
    return sorted(pair for pair in pairs if _is_exchanged(fits, *pair))


def _is_exchanged(fits: dict[int, Counter[int]], one: int, other: int) -> bool:
    own, crossed = (fits[one][one], fits[other][other]), (fits[one][other], fits[other][one])
    return all(a < b for a, b in zip(own, crossed, strict=True)) and sum(crossed) - sum(own) >= _BETTER


def _find_rare(words: dict[int, set[str]], wanted: set[str]) -> dict[str, set[int]]:
    """Give those of the wanted words that few projects use, with the projects that do."""
    owners: dict[str, set[int]] = defaultdict(set)
    for number, own in words.items():
        for word in own & wanted:
            owners[word].add(number)
    most = max(_FEW, _RARE * len(words))
    return {word: numbers for word, numbers in owners.items() if len(numbers) <= most}


def _read_words(document: CheckedDocument) -> dict[int, set[str]]:
    words = {row["project_seq"]: _pairs(row["goal"] or "") for row in document.rows(TABLE)}
    for row in document.rows("project_indicators"):
        if row["project_seq"] in words:
            words[row["project_seq"]] |= _pairs(row["name"] or "")
    return words


def _pairs(text: str) -> set[str]:
    return {one + other for run in _LETTERS.findall(text) for one, other in pairwise(run)}
