"""What is personal in a running text: numbers, and names by their words and by the numbers beside them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from budgetkit.late_pattern import late_pattern
from budgetkit.personal.names import find_names, name_before, name_behind
from budgetkit.personal.numbers import NUMBER_END, find_numbers
from budgetkit.personal.persons import find_persons
from budgetkit.personal.phrases import find_phrases
from budgetkit.personal.posts import find_behind_posts
from budgetkit.personal.span import Span, without_overlaps
from budgetkit.personal.visible import make_visible
from budgetkit.personal.vocabulary import any_of, words

MASK = "（略）"
_LOCAL_NUMBER = late_pattern(rf"(?<![\d.,-])[2-9]\d{{6,7}}{NUMBER_END}")
_BETWEEN_NAMES = late_pattern(r"(?:[ ]{0,2}[、/;&|][ ]{0,2}|[ ]{1,3})$")
_NUMBER_BEHIND = late_pattern(
    rf"(?:[ ]?{any_of(words('persons', 'callings'))})?"
    r"[ ]{0,3}[(:,/、-]?[ ]{0,2}(\d{7,15}|\d{3,4}[ -]\d{4}(?:[ -]\d{1,6})?)(?!\d)(?![.,]\d)"
)


@lru_cache(maxsize=1 << 14)  # the cells of tables come again and again
def find_personal(text: str) -> list[Span]:
    """Find what is personal in a text: names, numbers, mail and home addresses, in order, with their kind."""
    visible = make_visible(text)
    spans = without_overlaps(_find(visible.text))
    return [Span(*visible.original(span.start, span.end), span.kind) for span in spans]


def mask_text(text: str) -> str:
    """Write a text with （略） for all that is personal in it."""
    return mask_spans(text, find_personal(text))


def mask_spans(text: str, spans: list[Span]) -> str:
    """Write a text with （略） for these spans, which are in order."""
    if not spans:
        return text
    pieces: list[str] = []
    last = 0
    for span in spans:
        pieces += [text[last : span.start], MASK]
        last = span.end
    return "".join([*pieces, text[last:]])


def _names_beside(text: str, start: int, end: int) -> Iterator[Span]:
    before = name_before(text, start)
    while before:
        yield before
        separator = _BETWEEN_NAMES.search(text[max(0, before.start - 8) : before.start])
        before = name_before(text, before.start - len(separator[0])) if separator else None
    yield from filter(None, (name_behind(text, end),))


def _find(text: str) -> Iterator[Span]:
    numbers = list(find_numbers(text))
    yield from numbers
    for number in numbers:
        yield from _names_beside(text, number.start, number.end)
    for match in _LOCAL_NUMBER.finditer(text):  # might be anything, but for the name beside it
        names = list(_names_beside(text, *match.span()))
        yield from [*names, Span(*match.span(), "电话")] if names else []
    for name in (*find_persons(text), *find_phrases(text), *find_names(text), *find_behind_posts(text)):
        yield name
        behind = _NUMBER_BEHIND.match(text, name.end)
        if behind:
            yield Span(*behind.span(1), "电话")
