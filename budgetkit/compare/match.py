"""Projects over the years: which ones go on, which are new, which have ended."""

from __future__ import annotations

import re

import pandas as pd
from rapidfuzz import fuzz, process

SIMILAR = 80.0  # from here on a pair of names is worth an analyst's look; it is never merged by itself
_KEPT = (("seq", "project_seq"), ("id", "project_id"), ("name", "project_name"), ("amount", "amount"))
_YEAR = re.compile(r"\d{4}年度?")
_PUNCTUATION = re.compile(r"[\s（）()“”\"'《》、，,。．·—–-]+")


def name_key(name: str) -> str:
    """Reduce a project's name to what must agree for two names to be the same: no punctuation, no brackets' width."""
    return _PUNCTUATION.sub("", name)


def match_projects(earlier: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    """Match the projects of two years, each used once.

    Both frames have project_id, project_name (both may be missing), amount and sources. Gives a row a project: status
    (`continued`, `similar`, `new`, `ended`, `unmatched`), method (`id`, `name`, `similar`), similarity of names
    that are only similar (80–100), renamed (the same id under another name), side (`1` or `2` where one year alone has
    it), seq_1 (project_seq, where the frame has it), id_1, name_1, amount_1, seq_2, id_2, name_2, amount_2 and sources.
    A pair whose names are only similar is `similar`: shown as a borderline pair, and counted neither as continued nor
    as new or ended. One without a name that no id matches is `unmatched`, since nothing tells whether the other year
    has it. Order: the later year's, then those that only the earlier year has.
    """
    by_id = _match_equal(earlier, later, "id", set(), set())
    by_name = _match_equal(earlier, later, "name", set(by_id), set(by_id.values()))
    methods = dict.fromkeys(by_id, "id") | dict.fromkeys(by_name, "name")
    pairs = by_id | by_name
    similar = _match_similar(earlier, later, set(pairs), set(pairs.values()))
    rows = [_pair(earlier, later, position, pairs, similar, methods) for position in range(len(later))]
    left = set(range(len(earlier))) - set(pairs.values()) - {other for other, _ in similar.values()}
    rows += [_row(_alone(earlier.iloc[n], "ended"), None, None, earlier.iloc[n], None) for n in sorted(left)]
    return pd.DataFrame(rows)


def _keys(frame: pd.DataFrame, by: str) -> list[str | None]:
    if by == "id":
        return [value if isinstance(value, str) else None for value in frame["project_id"]]
    return [(name_key(value) or None) if isinstance(value, str) else None for value in frame["project_name"]]


def _alone(project: pd.Series, status: str) -> str:
    """Give the status of a project that the other year does not have; without a name nobody can say that."""
    name = project["project_name"]
    return status if isinstance(name, str) and name_key(name) else "unmatched"


def _is_renamed(row: dict) -> bool:
    names = (row["name_1"], row["name_2"])
    both = all(isinstance(name, str) and name_key(name) for name in names)
    return both and row["method"] == "id" and name_key(names[0]) != name_key(names[1])


def _match_equal(earlier: pd.DataFrame, later: pd.DataFrame, by: str, done: set[int], used: set[int]) -> dict[int, int]:
    """Match where a key stands once on each side; a key that stands several times is left to the analyst."""
    first, second = _keys(earlier, by), _keys(later, by)
    pairs = {}
    for position, key in enumerate(second):
        if key is None or position in done or second.count(key) > 1 or first.count(key) != 1:
            continue
        if (other := first.index(key)) not in used:
            pairs[position] = other
    return pairs


def _match_similar(
    earlier: pd.DataFrame, later: pd.DataFrame, done: set[int], used: set[int]
) -> dict[int, tuple[int, float]]:
    """Pair what is left by the best similarity of names, years aside, from SIMILAR on; each project once."""
    first = {i: _YEAR.sub("", key) for i, key in enumerate(_keys(earlier, "name")) if key and i not in used}
    second = {i: _YEAR.sub("", key) for i, key in enumerate(_keys(later, "name")) if key and i not in done}
    if not first or not second:
        return {}
    scores = process.cdist(list(second.values()), list(first.values()), scorer=fuzz.ratio)
    candidates = sorted(
        ((scores[row][column], -i, -j) for row, i in enumerate(second) for column, j in enumerate(first)), reverse=True
    )
    pairs: dict[int, tuple[int, float]] = {}
    for score, i, j in candidates:
        if score >= SIMILAR and -i not in pairs and -j not in {other for other, _ in pairs.values()}:
            pairs[-i] = (-j, float(score))
    return pairs


def _pair(
    earlier: pd.DataFrame,
    later: pd.DataFrame,
    position: int,
    pairs: dict[int, int],
    similar: dict[int, tuple[int, float]],
    methods: dict[int, str],
) -> dict:
    own = later.iloc[position]
    if position in pairs:
        return _row("continued", methods[position], None, earlier.iloc[pairs[position]], own)
    if position in similar:
        other, score = similar[position]
        return _row("similar", "similar", score, earlier.iloc[other], own)
    return _row(_alone(own, "new"), None, None, None, own)


def _row(
    status: str, method: str | None, similarity: float | None, first: pd.Series | None, second: pd.Series | None
) -> dict:
    side = "" if first is not None and second is not None else "2" if first is None else "1"
    row = {"status": status, "side": side, "method": method, "similarity": similarity}
    lines: tuple = ()
    for number, project in (("1", first), ("2", second)):
        for column, key in _KEPT:
            row[f"{column}_{number}"] = None if project is None else project.get(key)
        lines += () if project is None else tuple(project["sources"])
    return {**row, "renamed": _is_renamed(row), "sources": lines}
