"""What projects are for (用途), by an open list of words: one purpose a name, and the word that decided."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import add_shares, total_of
from budgetkit.compare.result import Result, missing_result
from budgetkit.errors import DatasetError
from budgetkit.finding import Row
from budgetkit.project import default_folders

FILE = "purposes.toml"
UNKNOWN = "未归类"
SYSTEMS, UPKEEP = "信息化", "运行维护"
_BASE = "所列项目，按项目名称中的用途词归类（取最后出现的），个别项目可能归类不准"


class Purposes(dict[str, tuple[re.Pattern[str], ...]]):
    """The words by purpose, and what was found of names by them: reports ask for the same names again and again."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        super().__init__((purpose, tuple(map(re.compile, own))) for purpose, own in words.items())
        self.found: dict[str, tuple[str, str]] = {}


def load_purposes(folder: Path | None = None) -> Purposes:
    """Load the words by purpose: from purposes.toml of a folder of reference tables, else the list that comes along.

    Raises DatasetError when the file is no list of purposes with a name and words.
    """
    own = (folder or default_folders().reference) / FILE
    return _read(str(own), own.read_text("utf-8")) if own.is_file() else default_purposes()


@lru_cache(1)
def default_purposes() -> Purposes:
    """Give the words by purpose that come along."""
    return _read(FILE, resources.files(__package__).joinpath(FILE).read_text("utf-8"))


def _read(where: str, text: str) -> Purposes:
    try:
        return Purposes({one["name"]: one["words"] for one in tomllib.loads(text)["purpose"]})
    except (tomllib.TOMLDecodeError, KeyError, TypeError, re.error) as error:
        form = '若干段 [[purpose]]，各有 name = "用途" 和 words = ["词", …]'
        raise DatasetError(where, form, str(error), "请改正该文件。") from error


def find_purpose(name: object, purposes: Purposes) -> tuple[str, str]:
    """Find what a project is for: the purpose and the word of its name that decided; 未归类 and nothing without any.

    The word that ends last in the name decides, of several the longest.
    """
    if not isinstance(name, str):
        return UNKNOWN, ""
    if name not in purposes.found:
        purposes.found[name] = _find_last(name, purposes)
    return purposes.found[name]


def _find_last(name: str, purposes: Purposes) -> tuple[str, str]:
    matches = [
        (match.end(), match.end() - match.start(), purpose, match[0])
        for purpose, words in purposes.items()
        for word in words
        for match in word.finditer(name)
    ]
    return max(matches, key=lambda found: found[:2])[2:] if matches else (UNKNOWN, "")


def measure_purposes(budget: Budget, purposes: Purposes | None = None) -> Result:
    """Measure the listed projects by purpose: code and name (of the purpose), count, amount (万元), share of the listed
    money in percent, words (those that decided), largest (project of the purpose), sources; 未归类 last.

    Missing result where the document lists no project.
    """
    projects = budget.table("projects")
    if projects.empty:
        return missing_result("文件没有列出项目，不能按用途归类。", _BASE)
    known = load_purposes() if purposes is None else purposes
    projects = projects.sort_values("total", ascending=False, kind="stable", na_position="last")
    groups: dict[str, list[tuple[Row, str]]] = defaultdict(list)
    for row in projects[["project_name", "total", "document_id", "source_line"]].to_dict("records"):
        purpose, word = find_purpose(row["project_name"], known)
        groups[purpose].append((row, word))
    rows = [_row(purpose, own) for purpose, own in groups.items()]
    table = add_shares(pd.DataFrame(rows), "amount")
    order = table["amount"].fillna(0.0).mask(table["name"] == UNKNOWN, -1.0)
    table = table.loc[order.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
    return Result(table, _BASE, years=(budget.year,), facts={"total": total_of(table["amount"]) or 0.0})


def measure_upkeep(budget: Budget, purposes: Purposes | None = None) -> float:
    """Add up the listed money (万元) whose purpose is 运行维护 and whose name has a word of 信息化 as well.

    Upkeep of systems is 运行维护 by the word that ends last; all that is spent on systems is that and 信息化.
    """
    known = load_purposes() if purposes is None else purposes
    projects = budget.table("projects").dropna(subset=["project_name"])
    kept = [find_purpose(name, known)[0] == UPKEEP for name in projects["project_name"]]
    own = projects[pd.Series(kept, index=projects.index, dtype=bool)]
    of_systems = [any(word.search(name) for word in known.get(SYSTEMS, ())) for name in own["project_name"]]
    return total_of(own["total"][pd.Series(of_systems, index=own.index, dtype=bool)]) or 0.0


def _row(purpose: str, own: Sequence[tuple[Row, str]]) -> Row:
    rows = [row for row, _ in own]
    words = Counter(word for _, word in own if word)
    return {
        "code": purpose,
        "name": purpose,
        "count": len(own),
        "amount": total_of(row["total"] for row in rows),
        "words": "、".join(word for word, _ in words.most_common()),
        "largest": rows[0]["project_name"],
        "sources": tuple(dict.fromkeys((row["document_id"], int(row["source_line"])) for row in rows)),
    }
