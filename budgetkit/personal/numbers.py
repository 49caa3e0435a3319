"""Numbers and addresses by which a person is reached or known, in folded text: by their form, or by the word before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from budgetkit.late_pattern import late_pattern
from budgetkit.personal.badges import CHAT, NUMBER_END, find_badges, find_groups
from budgetkit.personal.proofs import is_grouped_as_mobile, is_identity_number, passes_luhn
from budgetkit.personal.span import Span
from budgetkit.personal.vocabulary import any_of, words

_START = r"(?<![\d.A-Za-z])(?<!\d[-,/])"
_TAIL_END = r"(?!\d)(?!\.\d)(?!(?!ext|x)[A-Za-z])"
_COUNTRY = r"(?:(?:\+|00)[ ]?86[- ]{0,2}|\((?:\+|00)?86\)[- ]?|86[- ]?(?=1[3-9]))"
_MOBILE = rf"(?:{_COUNTRY})?1(?:[- .·]{{0,2}}[3-9])(?:[- .·/_]{{0,2}}\d){{9}}"
_AREA = r"(?:\(0[1-9]\d{1,2}\)|0[1-9]\d{1,2})"
_LOCAL = r"[2-9]\d{2,3}[- ]?\d{4}"
_ABROAD = r"(?:(?:\+|00)[ ]?86|86(?=-)|\(86\))[- (]{0,2}0?[1-9]\d{1,2}[- )]{0,2}"
_LAND = rf"(?:{_AREA}[- ]{{0,3}}{_LOCAL}|{_ABROAD}{_LOCAL})"
_SPACED_LAND = r"0(?: [0-9]){2,3}(?: ?- ?| )[2-9](?: \d){6,7}"
_FOREIGN = r"(?:\+|(?<!\d[ -])00)(?:[1-79]\d{0,2}|8(?:[1-57-9]\d?|6\d))[- ]\d(?:[- ]?\d){6,11}"
_EXTENSION = r"(?:[ ]?\(?(?:转|分机号?|ext\.?|x|#|\*)[ :]{0,2}\d{1,6}\)?|-\d{1,5}(?!\d)|/\d{1,4}(?!\d)|\(\d{3,5}\))"
_MORE = rf"(?:(?:[ ]?[/、,;][ ]?{_LAND}|[ ]?[/、,;或及和][ ]?[2-9]\d{{2,3}}-?\d{{4}})(?!\d)(?![.,]\d))"
_NO_ADDRESS = r"(?<![A-Za-z0-9]/)(?<![=_])"  # digits of a web address, a hash
_MOBILE_NUMBER = late_pattern(
    rf"(?:(?<![\d.A-Za-z])(?<!\d-)|(?<=tel)|(?<=phone)|(?<=mobile)){_NO_ADDRESS}{_MOBILE}{NUMBER_END}(?![A-Za-z]\d|\.[a-z])",
    re.IGNORECASE,
)
_LAND_NUMBER = late_pattern(
    rf"{_START}(?:{_LAND}|{_SPACED_LAND}){_TAIL_END}{_EXTENSION}?(?:{_MORE}{_EXTENSION}?)*|{_START}{_FOREIGN}{_TAIL_END}",
    re.IGNORECASE,
)
_CELL_NUMBER = late_pattern(
    rf"(?:[2-9]\d{{6,7}}|[2-9]\d{{3}}[- ]\d{{4}}|[2-9]\d{{2}}-\d{{4}}|1[3-9]\d{{9}}){_EXTENSION}?"
)
_OPENINGS = frozenset("0123456789(+")
_YEARS = late_pattern(r"(?:19|20)\d{2}[- ](?:19|20)\d{2}")
_PUBLIC = late_pattern(r"(?:1\d{2}|1[012]\d{3}|9[56]\d{3,4}|(?:400|800)[- ]?\d{3,4}[- ]?\d{3,4})(?!\d)")

_OF = r"(?:\([^()]{1,8}\))?"  # 电话（手机）：
_PHONE_KEY = any_of(words("keys", "phone"), blanks=True)
_KEYED_PHONE = late_pattern(
    rf"{_PHONE_KEY}{_OF}(?:[ ]{{0,4}}(?::|为|是|-|\.)[ ]{{0,3}}(?P<sure>[+(]{{0,2}}\d(?:[- ()/.·]{{0,2}}\d){{3,24}})"
    rf"|[ ]{{0,4}}(?P<bare>\(\d{{7,15}}\)|\d{{7,15}}|{_LOCAL})){NUMBER_END}{_EXTENSION}?(?:{_MORE}{_EXTENSION}?)*",
    re.IGNORECASE,
)
_IN_WORDS = "〇零幺一二三四五六七八九壹贰叁肆伍陆柒捌玖"
_CHINESE_DIGITS = late_pattern(rf"{_PHONE_KEY}[ ]{{0,3}}:?[ ]{{0,3}}([{_IN_WORDS}]{{7,13}})")
_MOBILE_IN_WORDS = late_pattern(
    rf"(?<![{_IN_WORDS}])([一幺壹][三四五六七八九叁肆伍陆柒捌玖][{_IN_WORDS}]{{9}})(?![{_IN_WORDS}])"
)
_IDENTITY = late_pattern(
    r"(?<![\dA-Za-z.])[1-8](?:[ -]?\d){13}(?:[ -]?\d{2}(?:[ -]?\d)[ -]?[\dXx])?(?![\dA-Za-z])(?!\.\d)"
)
_NO_PERSON = late_pattern(rf"{any_of(words('keys', 'others'))}[ :]{{0,3}}$")
_KEYED_ID = late_pattern(
    rf"{any_of(words('keys', 'identity'), blanks=True)}{_OF}(?:[ ]{{0,3}}[:为是][ ]{{0,3}}"
    r"([A-Z]{0,2}\d(?:[ -]?[\dX*]){6,20})|[ ]{0,3}([A-Z]{0,2}\d{7,18}X?))(?![\dA-Z])",
    re.IGNORECASE,
)
_KEYED_ACCOUNT = late_pattern(
    rf"{any_of(words('keys', 'account'), blanks=True)}{_OF}(?:[ ]{{0,3}}[:为是][ ]{{0,3}}(\d(?:[ -]{{0,2}}\d){{7,29}})"
    rf"|[ ]{{0,3}}(\d{{8,30}}|\d{{4}}(?:[ -]\d{{2,4}}){{2,6}})){NUMBER_END}"
)
_CARD = late_pattern(r"(?<![\dA-Za-z.])62\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?![\dA-Za-z])(?!\.\d)")
_ENDINGS = "com|cn|net|org|gov|edu|cc|info|top|vip|io|co|me|hk|tw|mo|int|mil|biz|xyz"
_DOT = r"[ ]?(?:[.。]|\(dot\)|\(点\)|_dot_| dot |点)[ ]?"
_EMAIL = late_pattern(
    r"(?<![A-Za-z0-9_.+-])"
    r"(?:[A-Za-z0-9_][A-Za-z0-9_.+-]{0,63}[ ]?@[ ]?(?:[A-Za-z0-9-]{1,63}[ ]?\.[ ]?){1,5}[A-Za-z]{2,12}"
    r"|(?:[A-Za-z][A-Za-z0-9_.+-]{1,63}|\d{5,12})"  # so written that no program collects it
    r"[ ]?(?:@|\(at\)|#at#|\(#\)|\(@\)|\{at\}|_at_|#|\*| at |艾特|\(a\))[ ]?"
    rf"(?:[A-Za-z0-9-]{{1,63}}{_DOT}){{1,5}}(?:{_ENDINGS})(?![A-Za-z0-9]))",
    re.IGNORECASE,
)
_HOME = late_pattern(
    r"(?:(?:家庭|户籍|户口|居住|常住|现|本人)[ ]?(?:居住)?(?:住址|地址|所在地)|现住址|住[ ]{0,4}址|户籍地)"
    r"(?:[ ]{0,3}[:为][ ]{0,3}|[ ]{1,4}(?=[^ ,;。\t\n:]{2,40}(?:\d[号室组弄栋幢]|[村镇乡街路巷])))([^ ,;。\t\n:]{3,60})"
)
_DWELLING = late_pattern(
    r"(?:家住|现住|居住[于在]|住[于在]|(?<![居入常暂])住(?=[^ ,;。\t\n:]{2,30}\d+[ ]?(?:室|单元)))"
    r"([^ ,;。\t\n:]{2,40}?\d+[ ]?(?:号楼|号院|号|室|栋|幢|单元|弄|楼)[^ ,;。\t\n:]{0,20})"
)
_BIRTH = late_pattern(
    r"出生(?:日期|年月日?)[ ]{0,3}[:为是]?[ ]{0,3}"
    r"((?:18|19|20)\d{2}[ ]?[-年./][ ]?\d{1,2}(?:[ ]?[-月./][ ]?\d{1,2})?[ ]?[日月]?)"
    r"|((?:18|19|20)\d{2}[ ]?年[ ]?\d{1,2}[ ]?月(?:[ ]?\d{1,2}[ ]?日)?)[ ]?出生(?![人率队数])"
)
_WORTH_A_LOOK = late_pattern(
    rf"\d[^\n]{{0,3}}\d|[@#*]|at|艾特|\(a\)|{CHAT}|住|户籍|家庭|门牌|地址|电|出生|〇|[一幺壹][三四五六七八九叁肆伍陆柒捌玖]",
    re.IGNORECASE,
)


def find_numbers(text: str) -> Iterator[Span]:
    """Find the numbers, mail and home addresses of persons in a folded text."""
    if not _WORTH_A_LOOK.search(text):
        return
    yield from _find_phones(text)
    yield from _find_identities(text)
    yield from find_groups(_KEYED_ACCOUNT, text, "银行账号")
    yield from (Span(*m.span(), "银行账号") for m in _CARD.finditer(text) if passes_luhn(re.sub(r"\D", "", m[0])))
    yield from (Span(*m.span(), "电子邮件") for m in _EMAIL.finditer(text))
    yield from find_badges(text)
    yield from find_groups(_HOME, text, "住址")
    yield from find_groups(_DWELLING, text, "住址")
    yield from find_groups(_BIRTH, text, "出生日期")


@lru_cache(maxsize=8192)  # the cells of tables come again and again
def is_phone(text: str) -> bool:
    """Say whether a cell is nothing but a telephone number: never with decimals or thousands separators."""
    text = text.strip()
    if text[:1] not in _OPENINGS or _YEARS.fullmatch(text):
        return False
    return any(pattern.fullmatch(text) for pattern in (_CELL_NUMBER, _LAND_NUMBER)) or is_mobile(text)


def is_public_number(text: str) -> bool:
    """Say whether a text is a number that belongs to the public: 110, 12345, 95588, 400-…"""
    return _PUBLIC.fullmatch(text.strip()) is not None


def is_mobile(text: str) -> bool:
    """Say whether a text is nothing but a mobile number."""
    match = _MOBILE_NUMBER.fullmatch(text.strip())
    return match is not None and is_grouped_as_mobile(_without_country(match[0]))


def _without_country(number: str) -> str:
    return re.sub(rf"^{_COUNTRY}", "", number)


def _find_phones(text: str) -> Iterator[Span]:
    for match in _MOBILE_NUMBER.finditer(text):
        if is_grouped_as_mobile(_without_country(match[0])):
            yield Span(*match.span(), "电话")
    yield from (Span(*match.span(), "电话") for match in _LAND_NUMBER.finditer(text))
    for match in _KEYED_PHONE.finditer(text):
        start = match.start("sure") if match["sure"] else match.start("bare")
        if not _PUBLIC.match(text, start) and not _is_amount(text[start : match.end()]):
            yield Span(start, match.end(), "电话")
    yield from find_groups(_CHINESE_DIGITS, text, "电话")
    yield from find_groups(_MOBILE_IN_WORDS, text, "电话")


def _is_amount(number: str) -> bool:
    return re.fullmatch(r"\d+\.\d{1,6}", number) is not None


def _find_identities(text: str) -> Iterator[Span]:
    yield from find_groups(_KEYED_ID, text, "证件号")
    for match in _IDENTITY.finditer(text):
        is_short = len(re.sub(r"[ -]", "", match[0])) < 18
        if is_identity_number(match[0]) and not (
            is_short and _NO_PERSON.search(text[max(0, match.start() - 12) : match.start()])
        ):
            yield Span(*match.span(), "证件号")
