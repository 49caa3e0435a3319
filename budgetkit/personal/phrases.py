"""Phrases that speak of persons or of bodies (`由…组成`, `经…同意`, `受…委托`): persons where all in them are names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetkit.late_pattern import late_pattern
from budgetkit.personal.names import KIND, looks_named
from budgetkit.personal.persons import is_veiled, may_be_whole_name, may_hold_name
from budgetkit.personal.span import Span
from budgetkit.personal.vocabulary import any_of, words

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_POST = any_of((*words("titles", "words"), *words("titles", "places")))
_DEED = any_of((*words("names", "deeds"), *words("persons", "make_up"), "列席", "到会"))
_AND = r"[ ]?[、,/和与及或][ ]?"
_ONE = rf"[{_HAN}]{{2,4}}?(?:{_POST})?(?:\([^()]{{1,8}}\))?"
_MORE = r"(?:等[ ]?[\d一二三四五六七八九十两]{0,3}[名位]?[ ]?(?:人|同志)?)?"
_SOME = rf"(?P<names>{_ONE}(?:{_AND}{_ONE}){{0,12}}){_MORE}"
_SEVERAL = rf"(?P<names>{_ONE}(?:{_AND}{_ONE}){{1,12}}){_MORE}"
_BODY = "(?:[局处室科部院委办校厅站所队]|中心|公司)"
_OF = rf"(?:[{_HAN}]{{0,10}}?{_BODY}|[{_HAN}]{{0,6}}?{_POST}|)"  # 经财政局…, 经局长…
_ROLES = any_of((*words("roles"), *words("titles", "words")))
_MEMBER = any_of(("成员", "组员", "专家", "人员", "名单", "代表", "教师", "委员"))
_PHRASES = tuple(
    late_pattern(pattern)
    for pattern in (
        rf"由{_OF}{_SOME}(?={any_of(words('persons', 'make_up'))})",
        rf"(?:{any_of(words('persons', 'asked'))}){_OF}{_SOME}(?={any_of(words('persons', 'consent'))})",
        rf"(?:{any_of(words('persons', 'granted'))}){_SOME}(?={any_of(words('persons', 'grants'))})",
        rf"受{_OF}{_SOME}(?={any_of(words('persons', 'commissioned'))})",
        rf"以{_SOME}(?=为[{_HAN}]{{0,6}}{_ROLES})",
        rf"(?:由|请?与|可?联系|请|经){_OF}{_SOME}(?:\(|(?=联系|对接|接洽|{_DEED}))",
        rf"(?:(?<![{_HAN}])){_SEVERAL}(?={_DEED})",
        rf"{_MEMBER}(?:包括|包含|有|分别为|分别是){_SOME}(?![{_HAN}])",
        rf"{any_of(words('roles'))}[ ]?[为是:][ ]?[{_HAN}]{{0,10}}?{_BODY}{_SOME}(?![{_HAN}])",
    )
)
_ITEM = late_pattern(rf"({_ONE})(?:{_AND}|$)")
_NAME = late_pattern(rf"([{_HAN}]{{2,4}}?)(?:{_POST})?(?:\([^()]{{1,8}}\))?")


def find_phrases(text: str) -> Iterator[Span]:
    """Find the names in phrases that as well speak of bodies, in a folded text."""
    if not may_hold_name(text):
        return
    for pattern in _PHRASES:
        for match in pattern.finditer(text):
            yield from _read(match)


def _read(match: re.Match[str]) -> Iterator[Span]:
    names = [
        (item.start(1), name[1] if name else "")
        for item in _ITEM.finditer(match["names"])
        for name in [_NAME.fullmatch(item[1])]
    ]
    sure = {name for _, name in names if may_be_whole_name(name) or is_veiled(name)}
    if sure and all(name in sure or looks_named(name) for _, name in names):
        start = match.start("names")
        yield from (Span(start + place, start + place + len(name), KIND) for place, name in names)
