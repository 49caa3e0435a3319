"""What a sentence says of money: amounts with their units, per cents, and the words of change beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from budgetkit.money_units import money_factor

_NUMBER = r"[-−－]?\d[\d,]*(?:\.\d+)?"
_UNIT = r"(?:[十百千万亿]{0,2}元)(?!人|/|／|每)"
_MENTION = re.compile(
    rf"(?<![\d.A-Za-z])(?<!\d,)(?P<number>{_NUMBER})"  # from its beginning: a long one is read once
    rf"(?:(?P<unit>{_UNIT})|(?P<short>[万亿])(?=[，。；、]|$)|(?P<percent>[%％]))"
)
_BARE_ZERO = re.compile(r"(?:为|是|预算)(?P<number>0(?:\.0+)?)(?=[，。；、]|$)")
_GROUPED = re.compile(r"[-−－]?\d{1,3}(,\d{3})+(\.\d+)?|[-−－]?\d+(\.\d+)?")
_THRESHOLD = re.compile(r"^(?:（含）)?(?:及?以[上下]|以[内外]|（含)")

RISES = ("增加", "增长", "上升", "提高", "上涨", "多", "增")
FALLS = ("减少", "下降", "降低", "压减", "压缩", "少", "减")
_CHANGED = re.compile(rf"(?P<word>{'|'.join((*RISES, *FALLS))})(?:了|额|幅度|率|数)?(?:为|约|：)?$")
_FLAT = re.compile(r"(?:基本|总体)?(?:持平|一致|相同|不变|无变化|无增减|没有变化)")

Direction = Literal["increase", "decrease", "flat"]


@dataclass(frozen=True)
class Mention:
    """An amount (万元, with the decimals of its print) or a per cent in a sentence.

    `left` are the words between the mention before and this one, `start` and `end` its place in the sentence; `unit`
    is as printed, empty for a bare 0 and for per cents. `value` is None where the number is ill-formed.
    """

    value: Decimal | None
    unit: str
    is_percent: bool
    start: int
    end: int
    left: str

    @property
    def direction(self) -> Direction | None:
        """Say by the word before it whether the mention is a change, and which way."""
        if match := _CHANGED.search(self.left):
            return "increase" if match["word"] in RISES else "decrease"
        return None

    @property
    def changed(self) -> str:
        """The words before it that say so (`增加了`), empty where there are none."""
        match = _CHANGED.search(self.left)
        return match[0] if match else ""


def find_mentions(text: str) -> list[Mention]:
    """Find the amounts and per cents of a sentence without blanks, in order.

    A threshold (`单价100万元（含）以上设备`) is no amount of a budget and is left out, with the words around it.
    """
    found = sorted([*_MENTION.finditer(text), *_BARE_ZERO.finditer(text)], key=lambda match: match.start("number"))
    mentions: list[Mention] = []
    begin = 0
    for match in found:
        start, end = match.start("number"), match.end()
        if start < begin:
            continue
        if not _THRESHOLD.match(text[end:]):
            mentions.append(_mention(match, text[begin:start]))
        begin = end
    return mentions


def _mention(match: re.Match, left: str) -> Mention:
    parts = match.groupdict()
    unit = parts.get("unit") or (f"{parts['short']}元" if parts.get("short") else "")
    number = match["number"]
    value = Decimal(re.sub("[−－]", "-", number).replace(",", "")) if _GROUPED.fullmatch(number) else None
    factor = money_factor(unit) if unit else None
    if unit and factor is None:
        value = None
    if value is not None and factor is not None:
        value = value.scaleb(factor.adjusted())
    return Mention(value, unit, bool(parts.get("percent")), match.start("number"), match.end(), left)


def says_flat(words: str) -> bool:
    """Say whether words state that nothing changed (`与2024年预算持平`, `与上年数一致`)."""
    return _FLAT.search(words) is not None


def clauses(text: str) -> Iterator[str]:
    """Cut words at the marks that end a thought."""
    yield from filter(None, re.split("[，；。：]", text))
