"""What a stated change is measured against: the year, and whether its budget or what was spent."""

from __future__ import annotations

import re
from typing import NamedTuple

_YEAR = r"(?:(?P<year>(?:19|20)\d\d)年(?:度)?|(?P<last>上一?年(?:度)?|去年))"
_KIND = r"(?P<kind>(?:年初|调整后?|当年)?预算执行数?|执行数|(?:支出|收入)?决算数?|(?:年初|调整后?)?预算数?|完成数)?"
_BASE = re.compile(
    rf"(?:比|较|与|同){_YEAR}[^，；。]{{0,12}}?{_KIND}(?=数|相比|比较|比|对比|一致|持平|基本|相同|不变|[，；。]|"
    r"增|减|上升|下降|降低|提高|多|少|的|$|\d)"
)
_FINAL = re.compile("执行|决算|完成")


class Base(NamedTuple):
    """The base of a change: its year, and `budget` or `final`; `kind` is None where the text doesn't say."""

    year: int | None
    kind: str | None
    text: str


def find_base(words: str, year: int) -> Base | None:
    """Find the base that words of a document of a year name; the last one where there are several."""
    bases = list(_BASE.finditer(words))
    if not bases:
        return None
    found = bases[-1]
    kind = found["kind"] or _kind_near(words[found.start() : found.end() + 6])
    named = "final" if kind and _FINAL.search(kind) else "budget" if kind else None
    return Base(int(found["year"]) if found["year"] else year - 1, named, found[0])


def _kind_near(words: str) -> str | None:
    match = re.search(r"预算执行|执行数|决算|预算", words)
    return match[0] if match else None


def without_base(words: str) -> str:
    """Take the words of a base out, so that what is left names the amount's own subject."""
    return _BASE.sub("", words)
