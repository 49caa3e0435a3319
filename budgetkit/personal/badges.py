"""What else leads to one person: accounts of networks, numbers of cards and badges, short numbers, plates, rooms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetkit.late_pattern import late_pattern
from budgetkit.personal.span import Span
from budgetkit.personal.vocabulary import any_of, words

_SURNAMES = "(?![张项路][\u4e00-\u9fff]{1,2}(?![\u4e00-\u9fff]))"  # measures that begin a name behind a blank
MEASURE = rf"(?!{any_of(words('keys', 'measures'))}|[ ]{_SURNAMES}{any_of(words('keys', 'measures'))})"
NUMBER_END = rf"(?!\d)(?![.,]\d)(?!,\d){MEASURE}"
CHAT = any_of(words("keys", "chat"), blanks=True)

_HAN = "\u4e00-\u9fff"
_IS = r"[ ]{0,3}[:为是]?[ ]{0,3}"
_CHAT_ID = late_pattern(
    rf"(?<!官方){CHAT}(?!公众|小程序|视频|平台|服务)(?:[ ]?(?:群?号码?|账号|id|群))?"
    r"(?:\([^()]{1,8}\))?(?:[ ]{0,3}[:为是][ ]{0,3}|(?<=号)[ ]{0,3}|[ ]{0,2}(?=\d))"
    rf"(?!1[3-9]\d{{9}})([a-z][-_a-z0-9]{{4,29}}|\d{{5,12}}{MEASURE})(?![\d.])",
    re.IGNORECASE,
)
_ADDED = late_pattern(rf"(?:加|添加|本人|个人|我的|其){CHAT}[ ]?[:号]?[ ]?([a-z0-9][-_a-z0-9]{{4,29}})", re.IGNORECASE)
_SHORT_CHAT = late_pattern(
    r"(?:(?<![A-Za-z0-9])(?:vx|wx|v信|威信|tg|telegram|whatsapp|电报)(?:号码?)?[ ]{0,2}[:为是@]"
    r"|(?<!增)加(?:微|v|vx)[ ]?[:号]?)[ ]{0,2}"
    r"([a-z0-9][-_a-z0-9]{4,29})(?![\d.])",
    re.IGNORECASE,
)
_BARE_ID = late_pattern(rf"{CHAT}[ ]?((?=[a-z-]*[_\d])[a-z][-_a-z0-9]{{5,29}})(?![\d.])", re.IGNORECASE)
_BADGE = late_pattern(
    rf"(?<![施开竣人化手加电分]){any_of(words('keys', 'badge'))}{_IS}([A-Z]{{0,3}}\d{{4,14}}){NUMBER_END}(?![A-Za-z])"
)
_SHORT = late_pattern(rf"(?<!大){any_of(words('keys', 'short'))}(?:号码?)?{_IS}(\d{{3,7}}){NUMBER_END}")
_LAST_DIGITS = late_pattern(
    rf"(?:手机|电话|号码|身份证|证件|账号|帐号|卡)号?码?(?:尾号|(?:最?后|末)[三四六]位){_IS}([\dX]{{3,6}}){NUMBER_END}(?![A-Za-z])",
    re.IGNORECASE,
)
_CARD = any_of(words("keys", "card"))
_MILITARY = late_pattern(rf"{_CARD}(?:号码?|编号)?{_IS}([{_HAN}]{{0,4}}字?第?[ ]?[A-Z]?\d{{5,20}}号?)")

_PLACES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_LETTER = "[A-HJ-NP-Z]"
_SIGN = "[A-HJ-NP-Z0-9]"
_TAIL = rf"(?={_SIGN}*\d)(?:{_SIGN}{{5}}|[A-HJK]{_SIGN}\d{{4}}|\d{{5}}[A-HJK]|{_SIGN}{{4}}[挂学警港澳领])"
_APART = rf"(?=(?:{_SIGN}[ ])*[A-Z0-9 ]*\d)(?:[A-HJK][ ]?)?(?:{_SIGN}[ ]?){{4}}{_SIGN}"  # signs with blanks between
_POLICE = rf"WJ[ ]?[{_PLACES}][ ]?\d{{4}}[ ]?[0-9A-Z]"
_OTHER = "号(?!车)|批次|文件|地块|标段|型|项目|工程|合同"
_PLATE = late_pattern(
    rf"(?:(?<![{_HAN}A-Za-z0-9])|(?<=[车号牌辆为是和及]))"
    rf"(?:(?:WJ)?[{_PLACES}][ -]?{_LETTER}[ ·.-]?(?:{_TAIL}|{_APART}(?![ ]?[A-Za-z0-9]))|{_POLICE})"
    rf"(?![A-Za-z0-9.-])(?![ ]?(?:{_OTHER}))"
)
_PLATE_WORD = any_of(words("keys", "plate"))
_KEYED_PLATE = late_pattern(
    rf"{_PLATE_WORD}码?(?:[ ]{{0,3}}[:为是(])?[ ]{{0,3}}"
    rf"([{_PLACES}使领][ -]?[A-Z][ ·.-]?(?:[A-Z0-9][ ]?){{3,5}}[A-Z0-9][挂学警港澳领]?)"
)
_ADDRESSED = late_pattern(
    r"(?:收件人|收货人|户主|业主|姓名)[^。\t\n]{1,30}?地址[ ]{0,3}[:为]?[ ]{0,3}"
    r"([^ ,;。\t\n:]{2,40}?\d+[ ]?室[^ ,;。\t\n:]{0,20})"
)
_ROOM = late_pattern(
    r"(?:门牌号?|(?:收件|收货|邮寄|寄送)地址|寄至|寄往|寄到|送至)[ ]{0,3}[:为]?[ ]{0,3}"
    r"([^ ,;。\t\n:]{2,40}?\d+[ ]?(?:室|单元)[^ ,;。\t\n:]{0,20})"
)


def find_badges(text: str) -> Iterator[Span]:
    """Find in a folded text what leads to one person besides telephone, mail, identity and account numbers."""
    for pattern, kind in _KINDS if _WORTH_A_LOOK.search(text) else ():
        yield from find_groups(pattern, text, kind)


def find_groups(pattern: re.Pattern[str], text: str, kind: str) -> Iterator[Span]:
    """Give the span of the first group that matched, or of the whole without one, each time that a pattern does."""
    yield from (Span(*match.span(match.lastindex or 0), kind) for match in pattern.finditer(text))


_KINDS = (
    (_CHAT_ID, "网络账号"),
    (_ADDED, "网络账号"),
    (_BARE_ID, "网络账号"),
    (_SHORT_CHAT, "网络账号"),
    (_BADGE, "证件号"),
    (_MILITARY, "证件号"),
    (_SHORT, "电话"),
    (_LAST_DIGITS, "证件号"),
    (_KEYED_PLATE, "车牌号"),
    (_PLATE, "车牌号"),
    (_ROOM, "住址"),
    (_ADDRESSED, "住址"),
)
_WORTH_A_LOOK = late_pattern(
    rf"{CHAT}|[vw]x|v信|威信|tg|telegram|whatsapp|电报|加微|加v|尾号|位|"
    rf"门牌|地址|寄|送至|{any_of(words('keys', 'badge'))}|{any_of(words('keys', 'short'))}|{_CARD}|{_PLATE_WORD}"
    rf"|[{_PLACES}使领][ -]?[A-Z][ ·.-]?(?:[A-Z0-9][ ]?){{4}}|WJ",
    re.IGNORECASE,
)
