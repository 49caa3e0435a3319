"""Names right behind a post or role (`司机万里`, `科长为张建国和王秀英`), names among them that are ordinary words.

A word is a name where something beside it proves that a person is meant: a telephone number, a name of a sure form, a
colon behind the post. Words that people are often named for need no such proof where nothing else goes on behind them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetkit.late_pattern import late_pattern
from budgetkit.personal.names import KIND, is_nobody, is_person, looks_named
from budgetkit.personal.persons import is_veiled, may_be_whole_name
from budgetkit.personal.span import Span
from budgetkit.personal.vocabulary import any_of, words

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_SURNAMES = frozenset("".join(words("names", "surnames")))
_GIVEN = frozenset("".join(words("names", "given"))) | set("里万")
_NAMED_FOR = frozenset(words("names", "named_for"))
_STRADDLED = frozenset(words("names", "straddled"))
_ABSTRACT = frozenset((*words("names", "abstract"), *words("labels", "parts")))
_POST = any_of((*words("roles"), *words("short_roles"), *words("titles", "words"), *words("titles", "places")))
_PERSON = "人员长任机记师者生警书导总纳家"  # ends of posts that are no deed, as 审核 and 主管 are
_PLACES = words("titles", "places")
_RIVERS = "江安沙春"  # 市长江路: 长江路, 长安街, 长沙路, 长春
_ONE = rf"[{_HAN}]{{2,3}}?"
_NUMBER = (
    r"[ ]{0,2}[,;(:、]?[ ]{0,2}(?:(?:联系|办公|手机|移动)?(?:电话|手机|座机|联系方式|传真|微信|号码)号?码?)?"
    r"[ :为]{0,3}[+(]{0,2}(?:\d[ ()-]{0,2}){7}(?!\d*[.年])"
)
_ONWARD = any_of(
    (*words("names", "deeds"), "电话", "手机", "座机", "微信", "填报", "教授", "同志", "先生", "女士", "授课", "到会")
)
_AND = r"[ ]?[、/→和与及][ ]?(?!电话|手机|座机|联系|传真|微信|邮箱)"
_BEHIND_POST = late_pattern(
    rf"(?P<post>{_POST})(?:姓名)?(?:[ ]?\([^()]{{1,12}}\))?[ ]{{0,3}}(?P<mark>:?)[为是]?[ ]{{0,4}}"
    rf"(?P<names>{_ONE}(?:{_AND}{_ONE}){{0,5}})(?:(?![{_HAN}A-Za-z%])|(?={_ONWARD}))(?=(?P<number>{_NUMBER})?)"
)
_BEFORE_POST = late_pattern(rf"(?<![{_HAN}])({_ONE})[ ]?\([{_HAN}]{{0,6}}{_POST}\)")
_CALLED = "(?:副?(?:科长|处长|主任|书记|经理|教授)|同志|先生|女士|老师|医生|工程师)"
_WITH_TITLE = late_pattern(
    rf"(?:(?<![{_HAN}])|(?<=聘请|邀请|特邀|感谢|慰问))({_ONE})[ ]?{_CALLED}(?:(?![{_HAN}])|(?={_ONWARD}))"
)
_TO_REACH = late_pattern(rf"(?:请|可)与({_ONE})(?=联系)")
_ITEM = re.compile(rf"({_ONE})(?:{_AND}|$)")
_MOBILE = r"1[3-9]\d{9}(?!\d)"
_BEFORE_MOBILE = late_pattern(rf"(?<![{_HAN}])({_ONE})[ ]{{0,3}}[:(]?[ ]{{0,2}}(?={_MOBILE})")
_BEHIND_MOBILE = late_pattern(rf"{_MOBILE}[ ]{{0,2}}\(?[ ]?({_ONE})(?![{_HAN}])")


def find_behind_posts(text: str) -> Iterator[Span]:
    """Find the names beside posts in a folded text, and words that people are named for beside a mobile number."""
    for match in _BEHIND_POST.finditer(text):
        items = [(item.start(1), item[1]) for item in _ITEM.finditer(match["names"])]
        if _are_names([name for _, name in items], match["post"], is_proved=bool(match["mark"] or match["number"])):
            start = match.start("names")
            yield from (Span(start + place, start + place + len(name), KIND) for place, name in items)
    others = (
        _WITH_TITLE,
        _TO_REACH,
        *([_BEFORE_POST] if "(" in text else ()),
        *((_BEFORE_MOBILE, _BEHIND_MOBILE) if "1" in text else ()),
    )
    for pattern in others:
        found = (match for match in pattern.finditer(text) if match[1] in _NAMED_FOR)
        yield from (Span(match.start(1), match.end(1), KIND) for match in found)


def _are_names(names: list[str], post: str, *, is_proved: bool) -> bool:
    if not is_proved and (post[-1] + names[0][0] in _STRADDLED or (post in _PLACES and names[0][0] in _RIVERS)):
        return False
    sure = [name for name in names if _is_sure(name)]
    others = [name for name in names if name not in sure]
    if not all(map(_may_be_named_for, others)):
        return False
    return bool(sure) or is_proved or (post[-1] in _PERSON and all(name in _NAMED_FOR for name in others))


def _is_sure(name: str) -> bool:
    is_made_so = is_person(name) and all(character in _GIVEN for character in name[1:])
    return is_made_so or may_be_whole_name(name) or is_veiled(name) or looks_named(name)


def _may_be_named_for(word: str) -> bool:
    """Say whether a word is made as names are: a surname, and characters of given names."""
    if word in _NAMED_FOR:
        return True
    is_made_so = word[0] in _SURNAMES and all(character in _GIVEN for character in word[1:])
    return is_made_so and word not in _ABSTRACT and not is_nobody(word)
