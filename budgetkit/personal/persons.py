"""Persons told by a noun of any kind before their name (`受助学生…`, `获奖者…`, `摄影：…`), by what they are called
(`找…老师`), or by what is said of them (`…，女，汉族`).

Such words are common, and budgets are full of them. So a name behind one has to be a surname with characters of given
names, and to end where its text ends or goes on as after a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from budgetkit.late_pattern import late_pattern
from budgetkit.personal.headers import header_word
from budgetkit.personal.names import KIND, begins_like_word, is_dotted, is_person
from budgetkit.personal.span import Span
from budgetkit.personal.vocabulary import any_of, words

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_GIVEN = frozenset("".join(words("names", "given")))
_NEVER = frozenset("".join(words("names", "never")))
_SURNAMES = frozenset("".join(words("names", "surnames")))
_COMPOUND = words("names", "compound")
_PLACEHOLDERS = frozenset(words("names", "placeholders")[0])
_END = (
    rf"(?:人(?![文才民大口士事生身体])|(?<![会委])员|(?<![或两前后三再二])者|(?<![会出])师"
    r"|(?<![入着动上下双握亲随左右分白])手(?![段机续册工法里中术])|(?<![账帐入开门到分落建客窗散])户|(?<![五器感])官(?![方网微])|(?<![卫民发产诞养丛滋催派共])生"
    rf")(?![{_HAN}]{{0,2}}会)"
)
_NOUN = rf"(?:{any_of(words('persons', 'nouns'))}|第[一二三四五六七八九十\d]+名|(?<=[{_HAN}]){_END})"
_PAY = any_of(words("persons", "pay"))
_DEED = any_of(words("persons", "deeds"))
_FOLLOW = late_pattern(any_of((*words("persons", "follow"), *words("persons", "pay"), *words("titles", "words"))))
_THING = late_pattern(rf"{any_of(words('persons', 'things'))}$")
_LINKS = "人员者师手户官名字本为是系叫"  # what else may stand right before a name
_GAP = (
    r"(?:姓名|名字|本人)?(?:[ ]{0,2}\((?P<note>[^()]{1,12})\))?"
    r"(?:[ ]{0,3}(?:[:为是系-]|叫|名叫)[ ]{0,4}|[ ]{1,4}|[\"“《(]?)"
)
_BEHIND = late_pattern(
    rf"(?:{_NOUN}|(?:(?<![{_HAN}])|(?<=[期次]))(?:{_DEED})|{_PAY}-?|{any_of(words('persons', 'towards'))})"
    rf"{_GAP}(?=[{_HAN}])"
)
_LABELLED = late_pattern(rf"(?P<label>[{_HAN}]{{2,12}})(?:\([^()]{{1,12}}\))?[ ]?:[ ]{{0,4}}(?=[{_HAN}])")
_RUN = late_pattern(rf"[{_HAN}]+|[{_HAN}](?: [{_HAN}]){{1,2}}(?![{_HAN}])")
_SPACED = late_pattern(rf"[{_HAN}](?P<gap>[ ]{{1,3}})[{_HAN}](?:(?P=gap)[{_HAN}])?(?![{_HAN}]|[ ][{_HAN}](?![{_HAN}]))")
_NEXT = late_pattern(r"\)?(?:\([^()]{1,24}\))?(?:[ ]{0,2}[、/,;&|][ ]{0,2}|[和与及]|[ ]{1,3})(?=[\u4e00-\u9fff])")
_SAID = late_pattern(rf"(?<![{_HAN}])([{_HAN}]{{2,4}})(?:[ ]?[,、(][ ]?|[ ]{{1,3}})[男女](?![{_HAN}])")
_LISTED = late_pattern(
    rf"(?<![{_HAN}])([{_HAN}]{{2,4}}(?:[、,][ ]?[{_HAN}]{{2,4}}){{0,8}})等[ ]?[\d一二三四五六七八九十两]{{1,3}}[ ]?"
    r"[余多]?[名位]?[ ]?(?:人|同志|员|户)"
)
_RELATED = late_pattern(
    rf"(?<![{_HAN}])([{_HAN}]{{2,4}}?)(?:[ ]?\([ ]?[{_HAN}]{{0,6}}(?:{_NOUN})[^()]{{0,8}}\)"
    rf"|(?:之|的)?(?:监护人|家长|家属|亲属|遗属|父亲|母亲|妻子|丈夫|儿子|女儿|配偶|父母|代理人)(?![{_HAN}])"
    rf"|之[父母妻子女夫](?![{_HAN}])|[ ]?\(?(?:收|亲启|敬启)\)?(?![{_HAN}]))"
)
_GOES_ON = any_of((*words("persons", "reaching"), *words("persons", "follow"), "办理", "领取", "报名", "预约", "处"))
_BODY_PEOPLE = any_of(
    (
        "老师",
        "同志",
        "先生",
        "女士",
        "师傅",
        "警官",
        "法官",
        "医生",
        "大夫",
        "教授",
        "律师",
        "主任",
        "书记",
        "科长",
        "处长",
        "局长",
    )
)
_REACHED = f"(?<={')|(?<='.join(sorted(words('persons', 'reaching'), key=len))})"
_CALLED = late_pattern(
    rf"(?:(?:(?<![{_HAN}])|{_REACHED})(?P<any>)|(?<=[局处室科部院委办校村所站队]))"
    rf"(?=(?P<name>[{_HAN}]{{1,3}}?)[ ]?(?P<title>(?(any){any_of(words('persons', 'callings'))}|{_BODY_PEOPLE}))"
    rf"(?!工作[室站]|办公|医务|纪念|故居)(?:[^{_HAN}]|$|{_GOES_ON})"
    r"(?!处[室长理分置]))"
)
_FAMILIAR = late_pattern(rf"(?:{_REACHED})[老小]([{_HAN}])(?![{_HAN}])")
_SURNAME = f"(?:{any_of(_COMPOUND)}|[{''.join(sorted(_SURNAMES))}])"
_SECOND = rf"(?![{''.join(sorted(_NEVER - _GIVEN - _PLACEHOLDERS))}])[{_HAN}]"  # what may stand behind a surname
_CANDIDATE = late_pattern(rf"(?=({_SURNAME}[ ]{{0,3}}{_SECOND}(?:[ ]{{0,3}}[{_HAN}]){{0,2}}))")
_MAYBE_CALLED = late_pattern(
    rf"{_SURNAME}[{_HAN}]{{0,2}}?[ ]?{any_of(words('persons', 'callings'))}|[老小]{_SURNAME}(?![{_HAN}])"
)
_TITLED = late_pattern(rf"{_SURNAME}{any_of(words('persons', 'callings'))}")
_NO_SURNAME = frozenset("".join(words("persons", "no_surnames")))
_WORD_SURNAMES = _NO_SURNAME | frozenset("".join(words("persons", "word_surnames")))


def find_persons(text: str) -> Iterator[Span]:
    """Find the names that nouns, labels, callings or words about them tell in a folded text."""
    if may_hold_name(text):
        yield from _find_named(text)
    if _MAYBE_CALLED.search(text):
        yield from _find_called(text)


@lru_cache(maxsize=4096)  # asked twice of each text
def may_hold_name(text: str) -> bool:
    """Say whether anywhere in a text a name can begin: in most none can."""
    return any(map(_holds_name, (match[1] for match in _CANDIDATE.finditer(text))))


@lru_cache(maxsize=4096)
def _holds_name(candidate: str) -> bool:
    """Say whether a name begins where a surname and a character of given names stand."""
    letters = candidate.replace(" ", "")
    named = any(may_be_named(letters[:n]) or is_veiled(letters[:n]) for n in range(2, len(letters) + 1))
    return named or may_be_full_name(letters[:3])


def _find_named(text: str) -> Iterator[Span]:
    for match in _BEHIND.finditer(text):
        in_brackets = list(_read_names(text, match.start("note"))) if match["note"] else []
        yield from in_brackets or _read_names(text, match.end())
    for match in _LABELLED.finditer(text):
        if not _THING.search(match["label"]):
            yield from _read_names(text, match.end(), is_whole=True)
    for match in _SAID.finditer(text):
        if is_person(match[1]):
            yield Span(*match.span(1), KIND)
    for match in _RELATED.finditer(text):
        if may_be_named(match[1]):
            yield Span(*match.span(1), KIND)
    for match in _LISTED.finditer(text):
        names = list(re.finditer(rf"[{_HAN}]+", match[1]))
        if all(may_be_named(name[0]) for name in names):
            yield from (Span(match.start(1) + name.start(), match.start(1) + name.end(), KIND) for name in names)


def _find_called(text: str) -> Iterator[Span]:
    for match in _CALLED.finditer(text):
        name = match["name"]
        if _is_surname(name, name + match["title"]) or may_be_named(name):
            yield Span(*match.span("name"), KIND)
    for match in _FAMILIAR.finditer(text):
        if match[1] in _SURNAMES:
            yield Span(*match.span(1), KIND)


def is_lone_surname(name: str) -> bool:
    """Say whether a cell is a surname and nothing else."""
    return name in _SURNAMES or name in _COMPOUND


_SOFT_ROLE = any_of((*words("short_roles"), *words("titles", "words"), "人员"))
_SOFT = late_pattern(rf"(?:[{_HAN}]{{0,8}}{_NOUN}|{_DEED}|{_SOFT_ROLE})(?:姓名|名字|名单|签字|签名|签章|代表)?")


@lru_cache(maxsize=8192)
def may_head_persons(text: str) -> bool:
    """Say whether a header can stand above or beside names of persons, or of anything else (获奖者, 学生, 校对)."""
    return len(text) <= 24 and _SOFT.fullmatch(header_word(text)) is not None


def _is_surname(name: str, called: str) -> bool:
    """Say whether a surname alone stands before a title (`孙老师`), and the two begin no other word (`高校长`)."""
    return (name in _COMPOUND or (name in _SURNAMES and name not in _NO_SURNAME)) and not begins_like_word(called)


def _read_names(text: str, start: int, *, is_whole: bool = False) -> Iterator[Span]:
    """Read names one after another as long as what comes is one; `is_whole` asks that nothing but names is there."""
    place: int | None = start
    while place is not None:
        if spaced := _SPACED.match(text, place):
            end = spaced.end() if may_be_named(re.sub(" ", "", spaced[0])) else place
        else:
            run = _RUN.match(text, place)
            end = place + (_length(run[0], is_whole) if run and not _TITLED.match(run[0]) else 0)
        if end == place:
            return
        yield Span(place, end, KIND)
        behind = _NEXT.match(text, end)
        place = behind.end() if behind else None


@lru_cache(maxsize=4096)
def _length(run: str, is_whole: bool) -> int:
    """Give how many characters of a run are a name: with nothing behind it, or what goes on after a person, or long
    enough to be one whatever goes on.
    """
    for length in (4, 3, 2):
        is_bounded = len(run) == length or (len(run) > length and not is_whole and _FOLLOW.match(run[length:]))
        if is_bounded and (may_be_named(run[:length]) or (not is_whole and may_be_full_name(run[:length]))):
            return length
    return 0 if is_whole else next((length for length in (4, 3) if may_be_named(run[:length])), 0)


def may_be_full_name(name: str) -> bool:
    """Say whether a text is a surname with two characters that given names may well have, in a place for a name."""
    return len(name) == 3 and name[0] not in _WORD_SURNAMES and is_person(name) and not _NEVER & set(name[1:])


def is_veiled(name: str) -> bool:
    """Say whether a text is a surname with what stands in place of a given name (`李某某`)."""
    return set(name[1:]) <= _PLACEHOLDERS and is_person(name)


def may_be_whole_name(text: str) -> bool:
    """Say whether a cell is nothing but a name, in a place where names may be expected."""
    return may_be_named(text) or may_be_full_name(text) or is_dotted(text)


@lru_cache(maxsize=4096)
def may_be_named(name: str) -> bool:
    """Say whether a text is a surname with characters of given names, and no common word: stricter than `is_person`."""
    given = name[2:] if name[:2] in _COMPOUND else name[1:]
    return 0 < len(given) <= 2 + (len(name) == 4) and all(c in _GIVEN for c in given) and is_person(name)
