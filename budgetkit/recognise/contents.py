"""A document's own table of contents: it names the tables and is none of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from budgetkit.parse import squeeze
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import TableKind
from budgetkit.recognise.title import match_kind, title_of_contents

_HEADING = re.compile(r"[目表]?录|目次|附?表?目录|.{0,30}(?:目录|目次)")
_OTHER_ENTRY = re.compile(
    r"(?:第[一二三四五六七八九十\d]+[部章]分?|附件?[一二三四五六七八九十\d]*[:：、.]?|[（(]?[一二三四五六七八九十\d]+[）)、.．]).{0,50}"
    r"|[\u4e00-\u9fff（）“”]{2,30}[.．…·]*\d{1,3}"  # an entry whose words alone name no table (收入 4)
)
_ENOUGH = 3  # entries that follow each other before they are a list


def find_contents(rows: Sequence[RawRow], kinds: Sequence[TableKind]) -> set[int]:
    """Find the lines of tables of contents: runs of titles with nothing under them that come again as titles below.

    Leaders and page numbers may stand behind the titles, other headings between them. Tables that are really empty come
    only once, and stay, unless 目录 stands above them.
    """
    filled = [row for row in rows if row.filled and not row.from_markup]
    titles = [_name(row, kinds) for row in filled]
    left = Counter(title for title in titles if title)
    found: set[int] = set()
    run: list[int] = []
    for position in range(len(filled) + 1):
        is_entry = position < len(filled) and (titles[position] is not None or _may_stand_between(filled[position]))
        if is_entry:
            run.append(position)
            continue
        found |= _entries(run, filled, titles, left)
        left.subtract(title for place in run if (title := titles[place]))
        run = []
    return found


def _entries(run: Sequence[int], filled: Sequence[RawRow], titles: Sequence[str | None], left: Counter) -> set[int]:
    """Give the lines of a run that is a table of contents; its last title may be the one that opens the first table."""
    named = [place for place in run if titles[place]]
    if not named:
        return set()
    own = Counter(titles[place] for place in named)
    again = [place for place in named if left[titles[place]] > own[titles[place]] or own[titles[place]] > 1]
    headed = any(_HEADING.fullmatch(squeeze("".join(filled[place].filled))) for place in run if place < named[0])
    if len(named) < _ENOUGH or (len(again) * 2 < len(named) and not headed):
        return set()
    end = named[-1] if own[titles[named[-1]]] > 1 else named[-1] + 1
    return {filled[place].number for place in run if place < end}


def _name(row: RawRow, kinds: Sequence[TableKind]) -> str | None:
    """Name the table that a row names, by its kind where that is known, so that titles are known again."""
    title = title_of_contents(row)
    kind = match_kind(title, kinds) if title else None
    return kind.name if kind else title


def _may_stand_between(row: RawRow) -> bool:
    text = squeeze("".join(row.filled))
    return len(row.filled) <= 2 and bool(_HEADING.fullmatch(text) or _OTHER_ENTRY.fullmatch(text))
