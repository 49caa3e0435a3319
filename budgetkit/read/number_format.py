"""A workbook's numbers as its reader sees them: a value under its cell's number format, as text.

The codes are those of ECMA-376 part 1, 18.8.30 and 18.8.31; formats 27 to 58 are what a Chinese Excel shows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import isfinite, ulp

GENERAL = "General"
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '¥#,##0;¥-#,##0;¥"-"', 43: '#,##0.00;-#,##0.00;"-"',
    44: '¥#,##0.00;¥-#,##0.00;¥"-"', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: 'h"时"mm"分"',
    56: 'h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<elapsed>h+|m+|s+)\]|'
    r"\[[^\]]*\]|(?P<half>AM/PM|A/P|上午/下午)|(?P<general>General|G/通用格式)|(?P<exponent>E[+-]0+)|"
    r"(?P<date>y+|m+|d+|h+|s+|a{3,4})|(?P<digits>[0#?][0#?,.]*|\.[0#?]+)|(?P<text>@)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_QUOTES = re.compile(r'"[^"]*"?|[\\!].|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_CONDITION = re.compile(r"\[(?P<sign>[<>=]{1,2})(?P<limit>-?\d+(?:\.\d+)?)\]")
_DIGITS = 15  # that a workbook's number carries; what a binary float holds behind them is noise
_DECIMALS = 6  # 0.01 元 in 万元: no published amount has more
_NOISE = 512  # units of the last place of a float: what adding a thousand of them can leave
_SHORT = re.compile(r"-?\d{1,9}\.\d{1,6}")
_WEEKDAYS = "一二三四五六日"
_LAST_DAY = 2_958_465  # 9999-12-31


def format_number(value: float, code: str = GENERAL, *, from_1904: bool = False) -> str:
    """Write a number as its cell shows it under a number format; a date where the format is one.

    Under `General` the number is written in full, as the formula bar shows it: see `write_general`.
    """
    if not isfinite(value):
        return ""
    chosen, section = _choose(value, code)
    if is_date_format(section):
        moment = _moment(value, from_1904)
        return _write_date(section, moment, value) if moment else "#" * 8
    return _write(section, chosen)


def format_moment(moment: date | datetime | time | timedelta, code: str) -> str:
    """Write a date or time, as a library hands it over, under its cell's format; as ISO where that is no date's."""
    section = _sections(code)[0]
    if isinstance(moment, timedelta):
        days = moment / timedelta(days=1)
        return _write_date(section if is_date_format(section) else "[h]:mm:ss", datetime(1899, 12, 30) + moment, days)
    if isinstance(moment, time):
        moment = datetime.combine(date(1899, 12, 30), moment)
    elif not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return _write_date(section if is_date_format(section) else "yyyy-mm-dd", moment, 0.0)


@lru_cache(256)
def is_date_format(code: str) -> bool:
    """Say whether a number format writes dates or times: letters of a date outside quotation marks."""
    bare = _QUOTES.sub("", code)
    return bool(re.search(r"[ydhs]|m|aaa", bare, re.IGNORECASE)) and not re.search(
        r"General|G/通用格式|[#?]|0(?!\]?$)|E[+-]", re.sub(r"s\.0+", "s", bare), re.IGNORECASE
    )


def write_general(value: float) -> str:
    """Write a number in full without the noise of binary floats (0.1 + 0.2 is 0.3): `clean_float`, never as 1E+15."""
    text = f"{clean_float(value)[0]:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(1 << 14)
def clean_float(value: float) -> tuple[Decimal, bool]:
    """Give the decimal that a float stands for, and whether noise was taken off that shows in its 15 digits.

    The proof: up to six decimals are kept where the rest is no more than adding a thousand floats of that size leaves,
    and no more than a thousandth of the last of these decimals. Otherwise the number keeps its 15 digits.
    """
    shortest = repr(value)
    if _SHORT.fullmatch(shortest):
        return Decimal(shortest), False  # a float of few digits stands for them
    whole = Decimal(f"{value:.{_DIGITS}g}")
    exact = Decimal(value)
    noise = _NOISE * Decimal(ulp(value))
    for decimals in range(_DECIMALS + 1):
        unit = Decimal(1).scaleb(-decimals)
        kept = _round(exact, decimals)
        if abs(exact - kept) <= min(noise, unit / 1000):
            return kept, kept != whole
    return whole, False


def hides_digits(value: float, code: str) -> bool:
    """Say whether a cell's format shows fewer decimals than its number has."""
    chosen, section = _choose(value, code)
    if is_date_format(section) or _is_general(section) or "%" in section or "E" in section.upper():
        return False
    digits = _digit_parts(section)
    return bool(digits) and not _scale(digits) and chosen != _round(chosen, _decimals(digits))


def _round(value: Decimal, decimals: int) -> Decimal:
    """Round half away from zero, as workbooks show numbers."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@lru_cache(256)
def _sections(code: str) -> tuple[str, ...]:
    """Cut a format at the semicolons outside quotation marks."""
    held = _QUOTES.sub(lambda match: match[0].replace(";", "\0"), code)
    return tuple(part.replace("\0", ";") for part in held.split(";"))


@lru_cache(1 << 14)
def _choose(value: float, code: str) -> tuple[Decimal, str]:
    """Choose the section of a format for a value; give what is written of the value under it."""
    number = clean_float(value)[0]
    sections = _sections(code or GENERAL)
    if "[" in code and any(map(_CONDITION.search, sections)):
        section = next((one for one in sections if _meets(number, one)), sections[-1])
        return number, section
    if number < 0 and len(sections) > 1:
        return -number, sections[1]
    if number == 0 and len(sections) > 2:
        return number, sections[2]
    return number, sections[0]


def _meets(number: Decimal, section: str) -> bool:
    found = _CONDITION.search(section)
    if not found:
        return True
    limit = Decimal(found["limit"])
    signs = {"<": number < limit, ">": number > limit, "=": number == limit, "<=": number <= limit,
             ">=": number >= limit, "<>": number != limit}  # fmt: skip
    return signs.get(found["sign"], True)


def _is_general(section: str) -> bool:
    return section.strip().lower() == "general" or "G/通用格式" in section


@lru_cache(256)
def _tokens(section: str) -> tuple[re.Match[str], ...]:
    return tuple(_TOKEN.finditer(section))


@lru_cache(256)
def _digit_parts(section: str) -> tuple[str, ...]:
    return tuple(token["digits"] for token in _tokens(section) if token["digits"])


def _decimals(parts: Sequence[str]) -> int:
    """Count the decimals that a format shows, its literals left out (`0"."00` has none)."""
    joined = "".join(parts)
    return sum(digit in "0#?" for digit in joined.partition(".")[2])


def _scale(parts: Sequence[str]) -> int:
    """Count the commas behind a format's last digit: each divides by a thousand."""
    joined = "".join(parts).partition(".")
    behind = joined[2] or joined[0]
    return len(behind) - len(behind.rstrip(","))


def _write(section: str, number: Decimal) -> str:
    """Write a number under a section of a format that is none of a date."""
    if _is_general(section) or section == "@":
        return write_general(float(number))
    tokens, parts = _tokens(section), _digit_parts(section)
    percent = sum(token["other"] == "%" for token in tokens)
    exponent = next((token["exponent"] for token in tokens if token["exponent"]), None)
    scaled = number.scaleb(2 * percent - 3 * _scale(parts))
    shown = _write_exponent(scaled, parts, exponent) if exponent else _write_digits(scaled, parts)
    sign = "-" if number < 0 and re.search("[1-9]", shown) else ""
    pieces = iter(_share_digits(sign + shown, parts))
    return "".join(next(pieces) if token["digits"] else _literal(token, number) for token in tokens).strip()


def _share_digits(shown: str, parts: Sequence[str]) -> list[str]:
    """Share the digits, from behind, among placeholders that literals set apart (`0!.0,`: tens of thousands as 1.2).

    Where a point stands among them, the first takes all.
    """
    pieces: list[str] = []
    for part in reversed(parts[1:]):
        size = 0 if "." in "".join(parts) else sum(digit in "0#?" for digit in part)
        pieces.append(shown[len(shown) - size :])
        shown = shown[: len(shown) - size]
    return [shown, *reversed(pieces)]


def _literal(token: re.Match[str], number: Decimal) -> str:
    if token["general"] or token["text"]:
        return write_general(float(number))
    return token["quoted"] or token["escaped"] or token["currency"] or token["other"] or ""


def _write_digits(number: Decimal, parts: Sequence[str]) -> str:
    """Write a number with the decimals, leading zeros and thousands that the placeholders ask for."""
    joined = "".join(parts).rstrip(",")
    whole, _, behind = joined.partition(".")
    places = [place for place in behind if place in "0#?"]
    digits = f"{abs(_round(number, len(places))):f}"
    before, _, after = digits.partition(".")
    least = whole.count("0")
    before = before.lstrip("0").rjust(least, "0")
    if "," in whole.strip(","):
        before = _group(before)
    while after and places and places[-1] in "#?" and after.endswith("0"):
        after, places = after[:-1], places[:-1]
    return f"{before}.{after}" if after else before


def _group(digits: str) -> str:
    return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", digits)


def _write_exponent(number: Decimal, parts: Sequence[str], exponent: str) -> str:
    written = f"{abs(number):.{_decimals(parts)}e}"
    digits, power = written.split("e")
    sign = "-" if power.startswith("-") else "+" if "+" in exponent else ""
    return f"{digits}E{sign}{power[1:].lstrip('0').rjust(exponent.count('0'), '0')}"


def _moment(value: float, from_1904: bool) -> datetime | None:
    """Give the moment of a serial number: days since 1899-12-30 (from March 1900 on), or since 1904-01-01."""
    if not 0 <= value <= _LAST_DAY:
        return None
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if value >= 60 else 31)
    moment = start + timedelta(days=value)
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


def _write_date(section: str, moment: datetime, days: float) -> str:
    tokens = list(_TOKEN.finditer(re.sub(r"s\.0+", "s", section)))
    half = any(token["half"] for token in tokens)
    written = [_write_date_token(tokens, place, moment, days, half) for place in range(len(tokens))]
    return "".join(written).strip()


def _write_date_token(tokens: Sequence[re.Match[str]], place: int, moment: datetime, days: float, half: bool) -> str:
    token = tokens[place]
    if token["elapsed"]:
        seconds = round(days * 86400)
        return str(seconds // {"h": 3600, "m": 60, "s": 1}[token["elapsed"][0].lower()])
    if token["half"]:
        return ("上午", "下午")[moment.hour >= 12]
    letters = (token["date"] or "").lower()
    if not letters:
        return token["quoted"] or token["escaped"] or token["currency"] or token["other"] or token["digits"] or ""
    if letters.startswith("a"):
        return ("星期" if len(letters) == 4 else "") + _WEEKDAYS[moment.weekday()]
    if letters.startswith("y"):
        return f"{moment.year:04}" if len(letters) > 2 else f"{moment.year % 100:02}"
    if letters.startswith("m") and not _is_minute(tokens, place):
        return moment.strftime("%b") if len(letters) == 3 else _pad(moment.month, letters)
    hour = (moment.hour % 12 or 12) if half else moment.hour
    numbers = {"d": moment.day, "h": hour, "m": moment.minute, "s": moment.second}
    return _pad(numbers[letters[0]], letters)


def _is_minute(tokens: Sequence[re.Match[str]], place: int) -> bool:
    """Say whether an `m` stands for minutes: behind hours or before seconds."""
    letters = [(at, (token["date"] or token["elapsed"] or "")[:1].lower()) for at, token in enumerate(tokens)]
    before = next((letter for at, letter in reversed(letters) if at < place and letter), "")
    after = next((letter for at, letter in letters if at > place and letter), "")
    return before == "h" or after == "s"


def _pad(number: int, letters: str) -> str:
    return f"{number:0{min(len(letters), 2)}}"
