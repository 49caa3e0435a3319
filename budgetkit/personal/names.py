"""Names of persons in folded text: after the word for a role, beside a title, or where a cell is nothing but a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from budgetkit.late_pattern import late_pattern
from budgetkit.personal.span import Span
from budgetkit.personal.vocabulary import any_of, words

KIND = "姓名"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_SURNAMES = frozenset("".join(words("names", "surnames")))
_COMPOUND = words("names", "compound")
_GIVEN = frozenset("".join(words("names", "given")))
_JOINING = frozenset("以从代向同来得可有加到让由之为")  # behind a word they go on with the sentence: 成立以…
_PLACEHOLDERS = frozenset(words("names", "placeholders")[0])
_PARTS = frozenset(words("labels", "parts"))
_PUBLIC = any_of(words("names", "public"))
_WORDS = frozenset(words("names", "words"))
_LENGTHS = sorted({len(word) for word in _WORDS})
_NOBODY = late_pattern(any_of(words("names", "nobody")))
_BODY = late_pattern(rf".*{any_of(words('names', 'bodies'))}")
_SOFT_BODY = late_pattern(rf".*{any_of(words('names', 'bodies_without_surname'))}")
_OTHERS = rf"(?:{any_of(words('names', 'parts_of_others'))}{{2,4}}|{any_of(words('names', 'whole_of_others'))})"
_OTHER_NAME = late_pattern(_OTHERS)
_TITLES = any_of((*words("titles", "words"), *words("titles", "places")))
_TITLE = any_of(words("titles", "words"))
_DEEDS = any_of(words("names", "deeds"))
_CONSENT = any_of(words("persons", "consent"))
_ONWARD = any_of((*words("names", "onward"), *words("names", "deeds"), *words("roles"), *words("titles", "words")))

_NUMBER_KEY = any_of(("电话", "手机", "座机", "联系方式", "身份证", "身份证号", "账号", "卡号", "传真"))
_SPACED = rf"[{_HAN}](?P<gap>[ ]{{1,4}})[{_HAN}](?:(?P=gap)[{_HAN}]){{0,2}}(?![{_HAN}])"
_DOTTED = rf"[{_HAN}]{{1,8}}(?:[·.][{_HAN}]{{1,10}}){{1,4}}"
_SHORT_DOTTED = rf"[{_HAN}]{{1,8}}·[{_HAN}]{{1,10}}?"
_LONGEST_RUN = 40  # characters: room for a name and its titles; to look further takes squares where no blank comes
_NO_PREPOSITION = "(?![由经请与给让和及受是为])"
_LATIN = r"(?:[A-Z][a-z]{1,15}(?:[ ·.'-]{1,2}[A-Z][a-z.]{0,15}){1,3}|[A-Z]{2,15}[ ][A-Z][a-z]{1,15})"
_STARRED = rf"[{_HAN}][*某X×]{{1,3}}"
_TOKEN = late_pattern(
    rf"(?P<dotted>{_DOTTED})|(?P<starred>{_STARRED})|(?P<spaced>{_SPACED})|(?P<run>[{_HAN}]{{1,{_LONGEST_RUN}}})|(?P<latin>{_LATIN}|[A-Z][a-z]{{2,15}}(?![a-z]))"
)
_BRACKETS = late_pattern(r"[ ]{0,2}\([^()]{0,24}\)")
_SEPARATOR = late_pattern(r"[ ]{0,3}(?:[、/,;&|>→]|->)[ ]{0,3}|[ ]{1,8}|[和与及或]")
_OPENING = r"(?:[ ]{0,2}\([^()]{1,12}\))?[ ]{0,3}"
_ROLE = any_of(words("roles"), blanks=True)
_SHORT_ROLE = any_of(words("short_roles"), blanks=True)
_WITH_NUMBER = r"(?:[ ]?[及和与、/][ ]?(?:联系|手机|办公|联络)?(?:电话|方式|手机|号码|职务|职称|邮箱))?"
_SURE = late_pattern(
    rf"{_ROLE}(?:姓名|签字|签名|签章)?{_WITH_NUMBER}{_OPENING}:[ ]{{0,6}}[(\"“'<《]?[ ]?|\({_ROLE}\)[ ]?", re.IGNORECASE
)
_LIKELY = late_pattern(
    rf"(?:{_SHORT_ROLE}|{_TITLES}){_WITH_NUMBER}{_OPENING}:[ ]{{0,6}}[(\"“'<《]?[ ]?"
    rf"|(?:{_ROLE}|{_SHORT_ROLE})[ ]?[/|][ ]?|\({_SHORT_ROLE}\)[ ]?|(?:^|[ ])(?:-{{2}}|by[ ])[ ]?",
    re.IGNORECASE,
)
_AT_ONCE = rf"(?<=[员导表长目])(?=[{_HAN}])|(?<=人)(?![文才民大事口员数工均次力身体性防行])(?=[{_HAN}])"
_LOOSE = late_pattern(rf"{_ROLE}(?:姓名)?{_OPENING}(?:为|是|系|由|-{{1,2}}|[ ]{{1,4}}|{_AT_ONCE}|\()[ ]{{0,2}}")
_VERB = late_pattern(r"(?:请联系|可联系|请与|联系(?![人员电方地])|致电|联系到)[ ]?")
_NAME = rf"[{_HAN}]{{2,4}}?"
_BEFORE_TITLE = late_pattern(
    rf"(?:(?<![{_HAN}])|(?<=[由经请与给让和及受是为长任记据照报])(?!于))"
    rf"(?=({_NAME}|{_NO_PREPOSITION}{_SHORT_DOTTED})[ ]?{_TITLE}"
    r"(?!会|单位|办公|科员|医师|处|人|室|工作[室站]|纪念|故居|事迹|精神|诞辰|生平|塑像|雕像|文集|艺术馆|基金|为核心))"
)
_OF_BODY = late_pattern(
    rf"(?<=[局处室科部院委办校村厅站所队区司])(?=({_NAME})(?:同志|先生|女士)(?!会|们|纪念|事迹|精神|故居))"
)
_NO_NAME_PART = late_pattern(rf"{_ROLE}|[为由与请是向]")
_AFTER_TITLE = late_pattern(
    rf"(?:{_TITLE}|副[市区县镇乡]长|(?<![{_HAN}])(?:{_TITLES}))[ ]?(?![任为是由等和与及于])({_NAME})"
    rf"(?:(?![{_HAN}])|(?={_DEEDS}|{_CONSENT})|(?=同志|先生|女士|授课|讲课|讲座))"
)
_BY = late_pattern(rf"由(?!于)({_OTHERS}|{_NAME}|{_SHORT_DOTTED})(?:同志)?(?={_DEEDS})")
_IN_ROLE = late_pattern(
    rf"(?<![{_HAN}])({_NAME})(?:[ ]?(?:同志)?(?:\([ ]?(?:[{_HAN}]{{0,6}})(?:{_ROLE}|{_TITLES})"
    rf"|(?:为|任|担任|是|系)[{_HAN}]{{0,8}}(?:{_ROLE})))"
)
_BEFORE_KEY = late_pattern(
    rf"(?<![{_HAN}])({_NAME}|{_SPACED})[ ]{{0,2}}[,;(:]?[ ]{{0,2}}(?:[^,;()]{{0,4}}{_NUMBER_KEY})"
    r"(?:号码?)?[ :为]{0,3}[+(]{0,2}(?:\d[ ()-]{0,2}){6}"
)
_AT_START = late_pattern(rf"[ ]{{0,2}}[(,、:]?[ ]{{0,2}}(?:{_DOTTED}|{_SPACED}|[{_HAN}]{{2,4}})(?![{_HAN}])")
_AT_END = late_pattern(rf"(?<![{_HAN}])(?:{_DOTTED}|{_SPACED}|[{_HAN}]{{2,4}})[ ]{{0,2}}[(:,]?[ ]{{0,2}}$")
_WORTH_A_LOOK = late_pattern(
    rf"人|员|领导|由|{_TITLES}|姓[ ]{{0,3}}名|:|[/|]|--|\({_SHORT_ROLE}\)|联系|致电|代表|{_NUMBER_KEY}"
    "|(?i:contact|name|manager|by )"
)


def is_person(text: str) -> bool:
    """Say whether a cell is nothing but a person's name, by its surname: as strict as running text needs it."""
    token = _TOKEN.fullmatch(text.strip())
    if token is None:
        return False
    if token.lastgroup == "run":
        return _is_strict(token[0])
    return token.lastgroup != "latin" and _is_joined(token, strict=True)


def may_be_person(text: str) -> bool:
    """Say whether a cell can be a name where a name is to be expected: two to four characters that name nobody else."""
    token = _TOKEN.fullmatch(text.strip())
    if token is None:
        return False
    if token.lastgroup == "run":
        return _is_lax(token[0])
    return token.lastgroup == "latin" or _is_joined(token, strict=False)


def is_dotted(text: str) -> bool:
    """Say whether a cell is nothing but a name with middle dots (阿依古丽·买买提)."""
    token = _TOKEN.fullmatch(text.strip())
    return token is not None and token.lastgroup == "dotted" and "·" in text


def begins_like_word(text: str) -> bool:
    """Say whether a text begins with a common word whose first character is a surname, too (方案, 高级)."""
    return any(text[:length] in _WORDS for length in _LENGTHS)


def find_names(text: str) -> Iterator[Span]:
    """Find the names of persons in a folded text."""
    if not _WORTH_A_LOOK.search(text):
        return
    for match in _SURE.finditer(text):
        yield from _read_list(text, match.end(), strict=False)
    for pattern in (_LIKELY, _LOOSE, _VERB):
        for match in pattern.finditer(text):
            yield from _read_list(text, match.end(), strict=True)
    for pattern in (_BEFORE_TITLE, _OF_BODY, _AFTER_TITLE, _BY, _IN_ROLE, _BEFORE_KEY):
        for match in pattern.finditer(text):
            length = _matched_length(match[1])
            if length:
                yield Span(match.start(1), match.start(1) + length, KIND)


def _matched_length(written: str) -> int:
    """Give how much of what stands where a name does is one: all, without the title behind middle dots, or nothing."""
    if "·" in written:
        return 0 if _NO_NAME_PART.search(written.split("·")[0]) else _dotted_length(written)
    name = written.replace(" ", "")
    return len(written) if _is_strict(name) or looks_named(name) else 0


def looks_named(name: str) -> bool:
    """Say whether a text is a surname with two characters of given names, though it may begin like a word (田野萍): a
    name where the words beside it tell of a person.
    """
    is_made_so = len(name) == 3 and name[0] in _SURNAMES and name[1] in _GIVEN and name[2] in _GIVEN - _JOINING
    return is_made_so and not (re.match(_PUBLIC, name) or is_nobody(name) or _SOFT_BODY.fullmatch(name))


def name_before(text: str, end: int) -> Span | None:
    """Give the name that stands right before a place (a telephone number's), apart by a blank or a bracket at most."""
    start = max(0, end - 24)
    match = _AT_END.search(text[start:end])
    if match is None:
        return None
    name = match[0].rstrip(" (:,")
    is_name = is_person(name) or looks_named(name)
    return Span(start + match.start(), start + match.start() + len(name), KIND) if is_name else None


def name_behind(text: str, start: int) -> Span | None:
    """Give the name that stands right behind a place (a telephone number's end), apart by a blank or bracket."""
    match = _AT_START.match(text, start)
    if match is None:
        return None
    name = match[0].lstrip(" (,、:")
    return Span(match.end() - len(name), match.end(), KIND) if is_person(name) or looks_named(name) else None


def _read_list(text: str, start: int, strict: bool) -> Iterator[Span]:
    """Read names one after another, with their titles and brackets, as long as what comes is a name."""
    place: int | None = start
    while place is not None:
        token = _TOKEN.match(text, place)
        if token and place > start and re.match("[ ]?:", text[token.end() : token.end() + 2]):
            return
        length = _name_length(token, strict) if token else 0
        if not length:
            return
        yield Span(place, place + length, KIND)
        place, strict = _next_name(text, place + length, strict)


def _next_name(text: str, place: int, strict: bool) -> tuple[int | None, bool]:
    """Give where the next name of a list may stand, and whether it needs a surname to be one."""
    title = re.compile(rf"[ ]?{_TITLES}").match(text, place)
    place = title.end() if title else place
    brackets = _BRACKETS.match(text, place)
    place = brackets.end() if brackets else place
    separator = _SEPARATOR.match(text, place)
    if separator is None:
        return None, strict
    return separator.end(), strict or separator[0].strip() not in ("、", "/", ";")


def _name_length(token: re.Match[str], strict: bool) -> int:
    if token.lastgroup == "spaced":
        return _spaced_length(token, strict)
    if token.lastgroup == "dotted":
        return _dotted_length(token[0])
    if token.lastgroup != "run":
        wanted = " " in token[0] or not strict if token.lastgroup == "latin" else _is_joined(token, strict)
        return len(token[0]) if wanted else 0
    run = token[0]
    if len(run) > 3 and (length := _before_title(run, strict) or _before_words(run)):
        return length
    if strict and re.match(r"[A-Za-z%]", token.string[token.end() : token.end() + 1]):
        return 0
    is_name = _is_strict(run) or (not strict and _is_lax(run)) or looks_named(run)
    return len(run) if is_name else _before_title(run, strict)


def _spaced_length(token: re.Match[str], strict: bool) -> int:
    """Give the length of a name written with blanks, where the next word may be written with blanks too."""
    letters = token[0].split()
    for count in range(len(letters), 1, -1):
        name = "".join(letters[:count])
        behind = re.sub("[ ]", "", "".join(letters[count:]) + token.string[token.end() : token.end() + 12])
        goes_on = count < len(letters) and not re.match(_ONWARD, behind)
        if not goes_on and not re.search(_ONWARD, name[1:]) and (_is_strict(name) or (not strict and _is_lax(name))):
            own = re.match(rf"(?:[ ]*[^ ]){{{count}}}", token[0])
            return own.end() if own else 0
    return 0


def _dotted_length(written: str) -> int:
    """Give the length of a name with middle dots, without the title or the words that go on behind it."""
    last = max(written.rfind("·"), written.rfind(".")) + 2
    behind = re.search(rf"{_TITLES}|{_DEEDS}|同志|电话|联系", written[last:])
    return last + behind.start() if behind else len(written)


def _before_title(run: str, strict: bool) -> int:
    """Give how many characters of a run are a name with a title behind it (`张三局长`)."""
    match = re.fullmatch(rf"(.{{1,4}}?)(?:{_TITLES})+", run)
    if match is None:
        return 0
    name = match[1]
    is_name = name in _SURNAMES if len(name) == 1 else _is_strict(name) or (not strict and _is_lax(name))
    return len(name) if is_name else 0


@lru_cache(maxsize=1)
def _onward() -> re.Pattern[str]:
    return re.compile(rf"(.{{2,4}}?)(?:{_ONWARD})")


def _before_words(run: str) -> int:
    """Give how many characters of a run are a name with words going on behind it (`张三负责统筹`)."""
    other = _OTHER_NAME.match(run)
    if other and re.match(_ONWARD, run[other.end() :]):
        return other.end()
    match = _onward().match(run)
    return len(match[1]) if match and (_is_strict(match[1]) or looks_named(match[1])) else 0


@lru_cache(maxsize=4096)
def _is_strict(name: str) -> bool:
    """Say whether characters are a surname and a given name, and no common word."""
    if _OTHER_NAME.fullmatch(name):
        return True
    if re.match(_PUBLIC, name) or begins_like_word(name) or name[1:] in _PARTS:
        return False
    if name[:2] in _COMPOUND:
        return len(name) in (3, 4)
    if len(name) == 4:  # two surnames, as some women bear
        return name[0] in _SURNAMES and name[1] in _SURNAMES and not is_nobody(name)
    is_placeholder = len(name) in (2, 3) and all(character in _PLACEHOLDERS for character in name[1:])
    if is_placeholder and (name[0] in _SURNAMES or name[0] in _PLACEHOLDERS):
        return True
    return len(name) in (2, 3) and name[0] in _SURNAMES and not is_nobody(name)


def _is_lax(name: str) -> bool:
    """Say whether characters can be a name where one is to be expected, so that no surname is asked for."""
    if len(name) == 1:
        return name in _PLACEHOLDERS
    if _is_strict(name):
        return True
    is_other = re.match(_PUBLIC, name) or is_nobody(name) or _SOFT_BODY.fullmatch(name)
    is_words = len(name) == 4 and begins_like_word(name)  # 严格审核, 高温补贴
    return not is_other and not is_words and 2 <= len(name) <= 4


def is_nobody(name: str) -> bool:
    """Say whether what stands in place of a name is a body, a place or a word for anybody."""
    is_body = _BODY.fullmatch(name) and not name.endswith("红旗")  # a given name, and no banner of Inner Mongolia
    return bool(_NOBODY.match(name) or is_body or re.fullmatch(_TITLES, name))


def _is_joined(token: re.Match[str], strict: bool) -> bool:
    """Say whether a name written with blanks, a middle dot or stars is one."""
    name = re.sub("[ ]", "", token[0])
    if token.lastgroup == "spaced":
        return _is_strict(name) or (not strict and _is_lax(name))
    return token.lastgroup == "dotted" or name[0] in _SURNAMES
