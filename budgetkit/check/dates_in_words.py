"""Dates that words print (`2024年8月`, `12月24日`): whether they can be, and whether a deadline was kept."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import NamedTuple

_DATE = re.compile(
    r"(?<![\d.])(?:(?P<year>\d+)\s*年\s*)?(?P<month>\d+)\s*月(?!度|报|刊)\s*(?:(?P<day>\d+)\s*[日号])?(?![末内])"
)
_DEADLINE = re.compile(r"(?P<year>20\d\d)年(?P<month>\d{1,2})月(?:底|末|份|\d{1,2}日)?(?:之?前|以前|完成)")
_DUE = re.compile(  # the year of what is to be done by then: at a name's beginning, or before 前, 底, 完成
    r"(?<![\d—–-])(?P<year>\d{4})年(?:(?:\d{1,2}月(?:\d{1,2}日|份|[上中下]旬)?)?[底末]?(?:之?前|以前|内?完成)|(?:\d{1,2}月)?[底末])"
    r"|^(?P<lone>\d{4})年\d{1,2}月(?!.*年)"
)
_OF_CALENDAR = re.compile(  # a month of the calendar, not a length of time (`18月`)
    r"(?P<year>20\d\d)\s*年\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,3})\s*[日号])?"
    r"|(?<!\d)(?P<lone>\d{1,2})\s*月\s*(?:(?P<of>\d{1,3})\s*[日号]|[底初末上中下旬])"
)
_IN_DIGITS = re.compile(r"(?<![\d.])(20\d\d)[-./](\d{1,2})[-./](\d{1,2})(?![\d.])")
_TIME = re.compile(r"(?<![\d:：])(\d{2})[:：](\d{2})(?![\d:：])")  # 1:80 is a ratio
_LEAP_YEAR = 2024  # where none is printed, 29 February can be
_NEAR = 2  # years before and after its own that a document speaks of


class Day(NamedTuple):
    """A date as printed; year and day are None where they are not."""

    year: int | None
    month: int
    day: int | None
    text: str


def read_dates(text: str) -> list[Day]:
    """Read the dates of a text that name a month."""
    return [
        Day(_number(match["year"]), int(match["month"]), _number(match["day"]), match[0])
        for match in _DATE.finditer(text)
    ]


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def describe_impossible_date(text: str, year: int) -> str | None:
    """Say that a text which is a date can't be one, or is of years far from the document's own."""
    dates = read_dates(text)
    if len(dates) != 1 or dates[0].text != text.strip():
        return None
    (date,) = dates
    if not _is_day(date.year or _LEAP_YEAR, date.month, date.day or 1):
        return f"{text} 不是一个日期"
    return describe_far_year(text, year)


def describe_no_day(text: str) -> str | None:
    """Say which date or time among words is none: a month beyond 12, a day beyond its month's, an hour beyond 24."""
    for match in _OF_CALENDAR.finditer(text):
        month, day = int(match["month"] or match["lone"]), int(match["day"] or match["of"] or 1)
        if not _is_day(int(match["year"] or _LEAP_YEAR), month, day):
            return f"“{match[0]}”不是一个日期"
    for match in _IN_DIGITS.finditer(text):
        if not _is_day(*(int(number) for number in match.groups())):
            return f"“{match[0]}”不是一个日期"
    for match in _TIME.finditer(text):
        if int(match[1]) > 24 or int(match[2]) > 59:
            return f"“{match[0]}”不是一个时刻"
    return None


def describe_far_year(text: str, year: int) -> str | None:
    """Say that a text which is a date is of a year far from the document's own."""
    dates = read_dates(text)
    is_far = len(dates) == 1 and dates[0].text == text.strip() and dates[0].year and abs(dates[0].year - year) > _NEAR
    return f"{text} 不在 {year} 年前后" if is_far else None


def describe_other_year(name: str, year: int, actual: str = "") -> str | None:
    """Say that a deadline in an indicator's name is before the year of its document, or far behind it.

    A deadline behind the year of a self-evaluation (which has an `actual`) is odd, too, unless its result names it.
    """
    for match in _DUE.finditer(re.sub(r"\s", "", name)):
        due = int(match["year"] or match["lone"])
        is_named = str(due) in actual
        if (due < year or due > year + (0 if actual else _NEAR)) and not is_named:
            return f"指标名称中的期限“{match[0]}”不是 {year} 年的，年份有误，或沿用了别的年度的文字"
    return None


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def describe_late(name: str, actual: str, year: int) -> str | None:
    """Say that a date lies after the only deadline that an indicator's name gives."""
    deadlines = {(int(match["year"]), int(match["month"])) for match in _DEADLINE.finditer(name)}
    dates = read_dates(actual)
    if len(deadlines) != 1 or len(dates) != 1:
        return None
    (deadline,) = deadlines
    done = (dates[0].year or year, dates[0].month)
    return f"实际值 {actual} 晚于指标名称中的 {deadline[0]}年{deadline[1]}月" if done > deadline else None


def describe_other_day(actual: str, reason: str) -> str | None:
    """Say that the reason of a deviation names a day of its own, and none that is the result's."""
    done, named = ([day for day in read_dates(text) if day.day] for text in (actual, reason))
    if len(done) != 1 or not named or any(day[1:3] == done[0][1:3] for day in named):
        return None
    return f"实际值为 {done[0].text}，原因说明中为 {named[0].text}"
