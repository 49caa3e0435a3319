"""Running headers without a page's number in a document of forms: a body's name, the form's title at each page's top.

Forms repeat words of their own, so that coming again proves nothing: a header comes page by page, at even distances,
between lines that differ each time, where a word of the form always has the same lines around it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from budgetkit.find.page_series import ENOUGH, PAGE, PlacedRow, mark_text

_SHORTEST, _LONGEST = 3, 60  # characters
_OPENING = 3  # lines within which a form's own title is followed by the name of its project
_PAGES = 2.5  # pages that may lie between two headers, and before the first and behind the last
_UNEVEN = 0.2  # of a page, by which distances may differ
_BEGIN = re.compile("项目名称")
_TITLE = re.compile(r"绩效.{0,8}表|[（(]?(?:19|20)\d{2}年度?[）)]?")
_OWN = re.compile(  # values, and the words of which forms are made
    r"[。；;，,：:≥≤＞＜><=%％]|\d\.\d|^其[中他]|(?:指标|目标|完成情况|[预执]行?算?数|分值|得分|资金|拨款|主管部门|(?:实施|项目)单位)(?!.*表$)"
)


def find_form_headers(rows: Sequence[PlacedRow]) -> Mapping[str, list[int]]:
    """Find the lines of running headers, by what they are in Chinese; `rows` are those with words, with positions.

    A form's own title or year, above the name of its project, stays.
    """
    places: dict[str, list[int]] = defaultdict(list)
    texts = [mark_text(row) for _, row in rows]
    for place, text in enumerate(texts):
        if _SHORTEST <= len(text) <= _LONGEST and not _OWN.search(text) and not _begins_form(texts, place):
            places[text].append(place)
    end = rows[-1][0] if rows else 0
    found = {}
    for text, own in places.items():
        for some in (own, _without_labelled(texts, own)):
            if len(some) >= ENOUGH and _is_even([rows[place][0] for place in some], end) and _is_apart(texts, some):
                found[f"每页重复的“{text}”"] = [rows[place][1].number for place in some]
                break
    return found


def _without_labelled(texts: Sequence[str], places: Sequence[int]) -> list[int]:
    """Leave out the places that always have the same line before them, a label's, of which the text is the value."""
    before = Counter(texts[place - 1] for place in places if place)
    label = before.most_common(1)[0][0] if before else None
    return [place for place in places if not place or texts[place - 1] != label]


def _begins_form(texts: Sequence[str], place: int) -> bool:
    """Say whether a text is the title or year of a form that begins right below."""
    return _TITLE.search(texts[place]) is not None and any(
        _BEGIN.match(text) for text in texts[place + 1 : place + 1 + _OPENING]
    )


def _is_even(positions: Sequence[int], end: int) -> bool:
    """Say whether texts stand a page apart from the document's first pages to its last; one may be left out between."""
    steps = [after - before for before, after in pairwise(positions)]
    page = min(steps)
    if page < PAGE or max(positions[0], *steps, end - positions[-1]) > _PAGES * page:
        return False
    return all(abs(step / page - round(step / page)) <= _UNEVEN for step in steps)


def _is_apart(texts: Sequence[str], places: Sequence[int]) -> bool:
    """Say whether what stands before, and what stands behind, differs from place to place, but for one in three."""
    around = (
        [texts[place - 1] if place else "" for place in places],
        [texts[place + 1] if place + 1 < len(texts) else "" for place in places],
    )
    return all(max(Counter(side).values()) * 3 <= len(places) * 2 for side in around)
