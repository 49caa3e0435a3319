"""The standard words of performance indicators: levels, and the operators between a name and its value.

Source: 财政部《项目支出绩效目标申报表》 and 《部门整体支出绩效目标申报表》; Beijing's forms add 社会成本指标 and
生态环境成本指标.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from budgetkit.parse import clean_name, is_amount, parse_amount, squeeze

LEVEL1_OF: dict[str, str] = {
    "数量指标": "产出指标", "质量指标": "产出指标", "时效指标": "产出指标",
    "经济成本指标": "成本指标", "社会成本指标": "成本指标", "生态环境成本指标": "成本指标",
    "经济效益指标": "效益指标", "社会效益指标": "效益指标", "生态效益指标": "效益指标", "可持续影响指标": "效益指标",
    "服务对象满意度指标": "满意度指标",
}  # fmt: skip
LEVEL1 = ("产出指标", "成本指标", "效益指标", "满意度指标")
LEVEL2 = tuple(LEVEL1_OF)
QUALITATIVE = "定性"
_OPERATORS = {
    "≥": "≥", "≤": "≤", "=": "=", ">": ">", "<": "<", "＝": "=", "＞": ">", "＜": "<", "⩾": "≥", "⩽": "≤", "≧": "≥",
    "≦": "≤", ">=": "≥", "<=": "≤", QUALITATIVE: QUALITATIVE,
}  # fmt: skip


def _spaced(words: tuple[str, ...]) -> str:
    """Match any of the words, with blanks anywhere inside."""
    return "|".join(r"\s*".join(word) for word in words)


_LEVELS = re.compile(rf"\s*(?P<level1>{_spaced(LEVEL1)})\s*(?P<level2>{_spaced(LEVEL2)})?")


class Levels(NamedTuple):
    """The two levels of an indicator, and the text that follows them."""

    level1: str | None
    level2: str | None
    rest: str


def as_level1(cell: str) -> str | None:
    """Give the first-level word that a cell is, blanks inside it removed."""
    word = squeeze(cell)
    return word if word in LEVEL1 else None


def as_level2(cell: str) -> str | None:
    """Give the second-level word that a cell is; 成本指标 alone is a first-level word."""
    word = squeeze(cell)
    return word if word in LEVEL1_OF else None


def as_operator(cell: str) -> str | None:
    """Give the operator that a cell is (≥ ≤ = > < 定性), in its one usual writing."""
    return _OPERATORS.get(squeeze(cell))


@lru_cache(1 << 14)
def split_levels(text: str) -> Levels:
    """Split levels and name that stand glued in one cell (`产出指标数量指标训练人数`)."""
    match = _LEVELS.match(text)
    if not match:
        return Levels(None, None, text)
    level2 = squeeze(match["level2"]) if match["level2"] else None
    return Levels(squeeze(match["level1"]), level2, text[match.end() :])


def parse_number(value: str | None) -> Decimal | None:
    """Read an indicator's value as a number where it is nothing else (`11月底前` and `100%` are none)."""
    return parse_amount(value) if value and is_amount(value) else None


@lru_cache(1 << 14)
def clean_text(cell: str) -> str | None:
    """Free a cell's text from blanks that only come from wrapping, also beside operators; empty is None."""
    return re.sub(r"\s*([≥≤=<>])\s*", r"\1", clean_name(cell)) or None
