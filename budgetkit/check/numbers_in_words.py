"""Numbers that words print with a unit (`完成80家企业的复核`), and which indicator each of them is about."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from budgetkit.finding import Row

Bound = Literal["exact", "least", "most", "about"]
_NUMBER = r"(?<![\d.,A-Za-z*×~～—\-第])(?P<number>\d[\d,]*(?:\.\d+)?)(?P<times>[万亿])?(?P<more>余|多)?\s*"
_STOPS = re.compile(r"[，,。；;、！!？?：:（）()《》\n]")
_LEAST = re.compile(r"(?:至少|不少于|不低于|不小于|(?<!不)(?:超过|大于|高于|多于)|≥|>)\s*$")
_MOST = re.compile(r"(?:不超过?|不高于|不大于|不多于|小于|低于|控制在|≤|<)\s*$")
_DIGIT = "[一二三四五六七八九]"
_OF_HUNDRED = re.compile(
    f"百分之(?P<tens>{_DIGIT}?十)?(?P<ones>{_DIGIT})?(?P<hundred>百)?(?:点(?P<rest>[零〇一二三四五六七八九]+))?"
)
_DIGITS = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")} | {"〇": "0"}
_ABOUT = re.compile(r"(?:约|近|大概)\s*$")
_PAST = re.compile(r"完成了|已|上年|去年|往年|以来")  # such a sentence sets no target
_SENTENCE_END = re.compile("[。；;]")
_LETTERS = r"[\u4e00-\u9fffA-Za-z]+"
_AROUND = 12  # characters before and behind a number that say what it counts
_NEAR = 40  # characters before and behind a number that may bound it: a few blanks stand between
_WORDS = 3  # characters in a row that a name shares with the words around a number which is about it
_NOUNS = 20  # letters: an indicator's name that has more is a sentence, whose words have no head in common
_NO_PART = 5  # 方案1份、脚本1份 are parts; a larger number twice is the same fact twice
_POWERS = {"万": 4, "亿": 8}
_MULTIPLIERS = "万千百亿"
_TENTH = Decimal("0.1")
_LIMITS = {"least": "（下限）", "most": "（上限）"}
_BOUNDS = {"≥": "least", ">": "least", "≤": "most", "<": "most"}


@dataclass(frozen=True)
class StatedNumber:
    """A number with its unit in running text: as printed, how it is bounded, and the words around it."""

    number: Decimal
    text: str
    bound: Bound
    words: str

    def agrees(self, value: Decimal) -> bool:
        """Say whether a target of this value may be what the words mean."""
        if self.bound == "least":
            return value >= self.number
        if self.bound == "most":
            return value <= self.number
        if self.bound == "about":
            return abs(value - self.number) <= max(self.number * _TENTH, _round_step(self.number))
        return value == self.number


def read_mentions(text: str, unit: str) -> list[StatedNumber]:
    """Read the numbers that a text prints with a unit; of 家 also 家次, of 月 also 个月; years are none."""
    return _read_mentions(text, base_unit(unit)) if text and unit else []


@lru_cache(1 << 12)
def base_unit(unit: str) -> str:
    """Give what a unit counts: 人 of 人次 and 人·次, 次 of 次/年, % of ％."""
    unit = re.split(r"[/·*（(]", unit.replace("％", "%").strip())[0]
    return unit[0] if len(unit) == 2 and unit[1] == "次" and unit[0] not in _MULTIPLIERS else unit


@lru_cache(1 << 12)
def _read_mentions(text: str, unit: str) -> list[StatedNumber]:
    between = "个?" if unit == "月" else ""
    if unit not in (text := _OF_HUNDRED.sub(_write_percent, text.replace("％", "%"))):
        return []
    pattern = re.compile(rf"{_NUMBER}{between}{re.escape(unit)}")
    past = [0, *(match.end() for match in _PAST.finditer(text))]
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
    return [
        _read(text, match)
        for match in pattern.finditer(text)
        if not _is_date(text, match, unit) and _last(past, match) <= _last(ends, match)
    ]


def _write_percent(words: re.Match) -> str:
    """Write 百分之九十五点五 as 95.5%; what is no such number stays."""
    tens, ones, hundred, rest = words.groups()
    if hundred or not (tens or ones):
        return "100%" if words[0] == "百分之百" else words[0]
    whole = (_DIGITS.get(tens[0], "1") if tens else "") + _DIGITS.get(ones or "零", "0")
    return f"{whole}{'.' if rest else ''}{''.join(_DIGITS[digit] for digit in rest or '')}%"


def _last(positions: Sequence[int], match: re.Match) -> int:
    """Give the last of ascending positions that is not behind where a match begins."""
    return positions[bisect_right(positions, match.start()) - 1]


def _is_date(text: str, match: re.Match, unit: str) -> bool:
    return (unit == "年" and len(match["number"]) == 4) or (unit == "日" and text.endswith("月", 0, match.start()))


def _read(text: str, match: re.Match) -> StatedNumber:
    before = text[max(0, match.start() - _NEAR) : match.start()]
    behind = text[match.end() : match.end() + _NEAR]
    number = Decimal(match["number"].replace(",", "")).scaleb(_POWERS.get(match["times"], 0))
    words = _STOPS.split(before[-_AROUND:])[-1] + " " + _STOPS.split(behind[:_AROUND])[0]
    return StatedNumber(number, match[0], _bound(before, behind, match["more"]), words)


def _bound(before: str, behind: str, more: str | None) -> Bound:
    if more or _ABOUT.search(before) or behind.startswith("左右"):
        return "about"
    if _LEAST.search(before) or behind.startswith(("以上", "及以上")):
        return "least"
    return "most" if _MOST.search(before) or behind.startswith(("以内", "以下")) else "exact"


def _round_step(number: Decimal) -> Decimal:
    """Give one unit of the last digit of a number that is not 0: 100 of 1200."""
    return Decimal(10) ** number.normalize().as_tuple().exponent


def describe_own_number(name: str, value: Decimal, unit: str, operator: str | None = None) -> str | None:
    """Say that an indicator's name gives a number with its unit, and another than the value.

    Several numbers in the name may be parts of the value; only one that is said again (27家…27家) is not. A bound in
    the name and one as the value (不低于10%, ≥ 90%) are two prints of one; a value alone (= 90%) may keep to the bound.
    """
    named = read_mentions(name, unit)
    numbers = {mention.number for mention in named}
    is_one = len(named) == 1 or (len(numbers) == 1 and min(numbers) >= _NO_PART)
    if not is_one or sum(mention.number for mention in named) == value:
        return None
    if any(m.agrees(value) and not (m.bound == _BOUNDS.get(operator or "") and m.number != value) for m in named):
        return None
    limit = _LIMITS.get(named[0].bound, "")
    return f"指标名称中为 {named[0].text}{limit}，指标值为 {value.normalize():f}{unit}"


def describe_in_text(text: str, rows: Sequence[Row], what: str, project: str = "") -> list[tuple[Row, str]]:
    """Say which indicators a text (a project's goal) contradicts: rows with `name`, `value_number` and `unit`.

    A number is an indicator's where the words around it share more with that name than with any other of the unit, and
    the indicator's where no other number shares as much. It is no contradiction where several indicators add up to it,
    or the numbers of the text to the indicator (6台…120台…8台 are the 134 台). A `project` named 地下管网培训组织
    has its words in its indicators: 古树名木培训组织 behind a number is about something else.
    """
    by_unit: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["value_number"] is not None and row["unit"] and row["name"]:
            by_unit[base_unit(row["unit"])].append(row)
    names = [row["name"] for row in rows if row["name"]]
    return [
        (row, f"{what}中写为 {mention.text}，指标值为 {row['value_number'].normalize():f}{row['unit']}")
        for unit, of_unit in by_unit.items()
        for row, mention in _contradictions(_read_mentions(text, unit) if text else [], of_unit, names)
        if not _is_of_other_work(project, row["name"], mention.words)
    ]


def _contradictions(
    mentions: Sequence[StatedNumber], rows: Sequence[Row], names: Sequence[str]
) -> list[tuple[Row, StatedNumber]]:
    whole = sum(row["value_number"] for row in rows)
    pairs = match_mentions(mentions, rows, names)
    said = {mention.number for mention in mentions} | {sum(mention.number for mention in mentions)}
    return [
        (row, mention)
        for row, mention in pairs
        if not mention.agrees(row["value_number"]) and row["value_number"] not in said and mention.number != whole
    ]


def match_mentions(
    mentions: Sequence[StatedNumber], rows: Sequence[Row], names: Sequence[str]
) -> list[tuple[Row, StatedNumber]]:
    """Pair each indicator with the number whose words share the longest run of characters with its name.

    Mutual and sole: no indicator of the unit with another value shares as long a run with that number, nor another
    number with that indicator; and no other indicator, of all `names`, shares other words as long.
    """
    shared = [[_shared_run(row["name"], mention.words) for mention in mentions] for row in rows]
    lengths = [[len(run) for run in own] for own in shared]
    return [
        (row, mention)
        for row, own, long in zip(rows, shared, lengths, strict=True)
        for m, (mention, run) in enumerate(zip(mentions, own, strict=True))
        if len(run) >= _WORDS
        and long.index(max(long)) == m
        and all(other < len(run) for one, other in zip(mentions, long, strict=True) if one.number != mention.number)
        and _is_sole(rows, [of_row[m] for of_row in shared], row["value_number"], run)
        and not _is_of_another(names, mention.words, run)
    ]


def _is_sole(rows: Sequence[Row], runs: Sequence[str], value: Decimal, run: str) -> bool:
    return all(row["value_number"] == value or len(other) < len(run) for row, other in zip(rows, runs, strict=True))


def _is_of_another(names: Sequence[str], words: str, run: str) -> bool:
    """Say whether quite other words around the number, as many, stand in another indicator's name."""
    runs = [_shared_run(other, words) for other in names]
    return any(len(other) >= len(run) and not set(other) & set(run) for other in runs)


def _is_of_other_work(project: str, name: str, words: str) -> bool:
    """Say whether what is shared behind a number is only the tail of what stands there, with another head.

    The head is another than in the project's name (地下管网|培训组织, 古树名木|培训组织), or in the indicator's,
    of which what is shared is the smaller part.
    """
    run = _shared_run(name, words)
    at = words.find(run)
    if at < words.index(" ") or not re.fullmatch(_LETTERS, words[at - 1]):
        return False
    whole = name if 2 * len(run) < len("".join(re.findall(_LETTERS, name))) <= _NOUNS else ""
    heads = [text[text.find(run) - 1] for text in (project, whole) if text.find(run) > 0]
    return any(re.fullmatch(_LETTERS, head) and head != words[at - 1] for head in heads)


@lru_cache(1 << 12)
def _shared_run(name: str, words: str) -> str:
    """Give the longest run of characters that a name and words share; signs end a run."""
    names, longest = "|".join(re.findall(_LETTERS, name)), ""
    for run in re.findall(_LETTERS, words):
        start = 0
        while start + len(longest) < len(run):
            piece = run[start : start + len(longest) + 1]
            longest, start = (piece, start) if piece in names else (longest, start + 1)
    return longest
